// Runs programs with the Swift toolchain: compiles and links what is not compiled yet, then runs it.

import Foundation
import SnippetRuntime

/// Runs programs with the Swift toolchain.
struct SwiftcExecutor: Executor {
  /// Compiles and links.
  let compiler: ProgramCompiler
  /// The library that programs link to.
  let library: SharedLibrary
  /// How the linker is called.
  let linking: Linking
  /// A folder for programs, removed by its owner.
  let folder: String
  /// Told what programs are doing.
  var progress: @Sendable (ProgressEvent) -> Void = { _ in }
  /// How much of the machine a program may use.
  var limits = Limits()
  /// How many times as long as is said a snippet may take.
  var patience = 1.0
  /// The sandbox around programs; nil for none.
  var sandbox: Sandbox?

  func run(_ program: Program) async throws -> Transcript {
    let compilation = try await compile(program)
    return try await run(program, compiled: compilation)
  }

  /// Compiles a program, and links it if it is there to be run.
  func compile(_ program: Program) async throws -> Compilation {
    // What only linking needs is made meanwhile.
    if program.purpose != .compile {
      await library.begin()
      await linking.begin()
    }
    progress(.compiling(program: program.name))
    return try await compiler.compile(
      program, in: try newPlace(), linkingTo: library, calling: linking
    ) {
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
    let place: String
    if let made = compilation.place {
      place = made
    } else {
      place = try newPlace()
      try createFile(at: place + "/main", holding: executable, mode: 0o755)
    }
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
