// Runs programs with the Swift toolchain: compiles and links what is not compiled yet, then runs it.

import Foundation
import SnippetRuntime

/// Runs programs with the Swift toolchain.
struct SwiftcExecutor: Executor {
  /// Compiles and links.
  let compiler: ProgramCompiler
  /// The library that programs link to.
  let library: SharedLibrary
  /// A folder for programs, removed by its owner.
  let folder: String
  /// Told what programs are doing.
  var progress: @Sendable (ProgressEvent) -> Void = { _ in }

  func run(_ program: Program) async throws -> Transcript {
    let compilation = try await compile(program)
    return try await run(program, compiled: compilation)
  }

  /// Compiles a program, and links it if it is there to be run.
  func compile(_ program: Program) async throws -> Compilation {
    // The library is needed only for linking: it is made meanwhile.
    if program.purpose != .compile { await library.begin() }
    progress(.compiling(program: program.name))
    return try await compiler.compile(program, in: try newPlace(), linkingTo: library) {
      progress(.linking(program: program.name))
    }
  }

  /// Runs a compiled program, if it was compiled to be run.
  func run(_ program: Program, compiled compilation: Compilation) async throws -> Transcript {
    var transcript = Transcript(cost: compilation.cost)
    for subject in program.subjects {
      transcript.runs[subject] = Run(
        outcome: compilation.outcomes[subject] ?? .notReached,
        warnings: compilation.warnings[subject] ?? [])
    }
    guard let executable = compilation.executable else { return transcript }
    let place = try newPlace()
    try createFile(at: place + "/main", holding: executable, mode: 0o755)
    _ = try await library.path()
    let performance = try await perform(program, in: place)
    transcript.cost.run = performance.cpu
    for subject in program.subjects {
      var run = performance.run(ofSnippet: subject, in: program)
      run.warnings = compilation.warnings[subject] ?? []
      if run.outcome == .exited(0) {
        // What one snippet opens and a later one closes, such as `#if`, swallows the borders between them.
        let found = try await compiler.parse(subject, of: program, in: place)
        if !found.isEmpty { run.outcome = .rejected(found) }
      }
      transcript.runs[subject] = run
    }
    return transcript
  }

  /// A new folder for one program, with a working directory in it.
  private func newPlace() throws -> String {
    let place = "\(folder)/\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: place + "/cwd", withIntermediateDirectories: true)
    return place
  }
}

// MARK: - Running

extension SwiftcExecutor {
  private func perform(_ program: Program, in place: String) async throws -> Performance {
    let word = UUID().uuidString
    let backtrace = "\(place)/backtrace.json"
    var environment = Self.environment(of: ProcessInfo.processInfo.environment)
    environment[SessionProtocol.borderVariable] = word
    environment["TMPDIR"] = "\(place)/cwd"
    environment["SWIFT_BACKTRACE"] = Backtrace.setting(writingTo: backtrace)
    let command = Command(
      executable: "\(place)/main", arguments: [], environment: environment,
      directory: "\(place)/cwd")
    var performance = try await onThread { cancellation in
      try Performance.of(command, snippets: program.snippets, word: word, cancellation) {
        progress(.running(program: program.name, line: $0.id.line))
      }
    }
    if case .signalled = performance.ending.cause,
      let data = FileManager.default.contents(atPath: backtrace), !data.isEmpty
    {
      performance.backtrace = Backtrace(json: data)
    }
    return performance
  }

  /// What the results of programs depend on besides the programs: their environment.
  static var conditions: [Key.Part] {
    let variables = environment(of: ProcessInfo.processInfo.environment).sorted { $0.key < $1.key }
    return [
      Key.Part("the environment", Digest(of: variables.flatMap { [$0.key, $0.value] }))
    ]
  }

  /// The variables that programs see: enough to run other programs, and one thread for matrix products, because
  /// chapters run beside each other and the order of additions must not depend on the machine.
  private static func environment(of own: [String: String]) -> [String: String] {
    var kept = own.filter { ["PATH", "HOME", "USER", "LANG", "TZ"].contains($0.key) }
    for (name, value) in own where name.hasPrefix("OPENBLAS_") || name.hasPrefix("LC_") {
      kept[name] = value
    }
    kept["OPENBLAS_NUM_THREADS"] = kept["OPENBLAS_NUM_THREADS"] ?? "1"
    return kept
  }
}
