// Compiles, links and runs programs with the Swift toolchain.

import Foundation
import SnippetRuntime

/// Runs programs with the Swift toolchain.
struct SwiftcExecutor: Executor {
  /// The compiler and the linker.
  let toolchain: Toolchain
  /// The modules and their linked library.
  let library: Library
  /// A folder for programs, removed by its owner.
  let folder: String
  /// How much of the machine a program may use.
  var limits = Limits()
  /// The sandbox around programs; nil for none.
  var sandbox: Sandbox?

  func run(_ program: Program) async throws -> Transcript {
    let place = "\(folder)/\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: place + "/cwd", withIntermediateDirectories: true)
    try Data(program.swiftSource.utf8).write(to: URL(fileURLWithPath: place + "/main.swift"))

    var transcript = Transcript()
    for subject in program.subjects { transcript.runs[subject.id] = Run(outcome: .notReached) }
    let compilation = try await compile(program, in: place)
    transcript.cost = compilation.cost
    let (warnings, errors) = compilation.messages.partitioned { $0.severity == .error }
    for warning in warnings {
      guard let line = warning.range?.start.line,
        let subject = program.subjects.first(where: { $0.fence.lines.contains(line) })
      else { continue }
      transcript.runs[subject.id]?.warnings.append(warning)
    }
    guard compilation.succeeded else {
      let located = try await locate(errors, of: program, in: place)
      if located.isEmpty, let subject = program.subjects.first {
        let text = compilation.text.split(separator: "\n").suffix(20).map(String.init)
        transcript.runs[subject.id]?.outcome = .unmade(text)
      }
      for (id, found) in located where transcript.runs[id] != nil {
        transcript.runs[id]?.outcome = .rejected(found)
      }
      return transcript
    }
    if program.purpose == .compile {
      for subject in program.subjects { transcript.runs[subject.id]?.outcome = .completed }
      return transcript
    }
    let performance = try await perform(program, in: place)
    transcript.cost.run = performance.cpu
    let first = program.snippets.count - program.subjects.count
    for (index, subject) in program.subjects.enumerated() {
      var run = performance.run(ofSnippet: first + index, in: program)
      run.warnings = transcript.runs[subject.id]?.warnings ?? []
      if run.outcome == .exited(0) {
        // What one snippet opens and a later one closes, such as `#if`, swallows the borders between them.
        let found = try await parse(subject, of: program, in: place)
        if !found.isEmpty { run.outcome = .rejected(found) }
      }
      transcript.runs[subject.id] = run
    }
    return transcript
  }
}

// MARK: - Compiling

extension SwiftcExecutor {
  /// What the compiler and the linker did.
  private struct Compilation {
    var succeeded: Bool
    var messages: [Diagnostic]
    var text: String
    var cost: Cost
  }

  private func compile(_ program: Program, in place: String) async throws -> Compilation {
    let imports =
      ["-I", library.products + "/Modules", "-module-cache-path", library.moduleCache]
      + library.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
    let wantsProgram = program.purpose != .compile
    var cost = Cost()
    guard let direct = toolchain.direct else {
      let output = wantsProgram ? ["-o", "main"] : ["-c", "-o", "main.o"]
      let linking = wantsProgram ? [library.sharedLibrary] : []
      let (ending, text) = try await toolCommand(
        toolchain.swiftc, CompilerFlags.common + imports + ["main.swift"] + linking + output, place)
      cost.compile = ending.cpu
      return Compilation(
        succeeded: ending.cause == .exited(0),
        messages: CompilerMessages.read(text, about: program.source), text: text, cost: cost)
    }
    let (ending, text) = try await toolCommand(
      direct.frontend,
      [
        "-frontend", "-c", "-target", direct.target, "-disable-objc-interop",
        "-plugin-path", direct.plugins,
      ]
        + CompilerFlags.common + imports + ["-primary-file", "main.swift", "-o", "main.o"], place)
    cost.compile = ending.cpu
    var compilation = Compilation(
      succeeded: ending.cause == .exited(0),
      messages: CompilerMessages.read(text, about: program.source), text: text, cost: cost)
    if compilation.succeeded && wantsProgram {
      try await link(direct, of: program.source, in: place, &compilation)
    }
    return compilation
  }

  private func link(
    _ direct: Toolchain.Direct, of source: Source, in place: String,
    _ compilation: inout Compilation
  ) async throws {
    let (libraries, extraction) = try await direct.libraries(of: ["\(place)/main.o"], in: place)
    let (ending, text) = try await toolCommand(
      direct.clang,
      [
        "-pie", "-fuse-ld=lld", direct.registrar, "main.o", library.sharedLibrary, "-L",
        direct.runtimeLibraries,
      ] + libraries + ["-Wl,-rpath,\(direct.runtimeLibraries)", "-o", "main"], place)
    compilation.cost.link = extraction + ending.cpu
    if ending.cause == .exited(0) { return }
    compilation.succeeded = false
    compilation.text = text
    compilation.messages = LinkerMessages.read(text, about: source)
  }

  private func toolCommand(
    _ tool: String, _ arguments: [String], _ place: String
  ) async throws -> (ending: Ending, output: String) {
    let result = try await Command(
      executable: tool, arguments: arguments,
      environment: ProcessInfo.processInfo.environment, directory: place
    ).capture(timeout: .seconds(300))
    if result.ending.cause == .timedOut {
      throw ToolError("'\(tool)' did not end within 300 s and was stopped")
    }
    return result
  }
}

// MARK: - Where an error belongs

extension SwiftcExecutor {
  /// Gives each error to the snippet it lies in.
  ///
  /// An unclosed brace, comment or text is reported where the file ends, or in a later snippet that it swallowed;
  /// then each snippet is parsed alone, and those that are not whole are the ones.
  private func locate(
    _ errors: [Diagnostic], of program: Program, in place: String
  ) async throws -> [SnippetID: [Diagnostic]] {
    let owned = errors.map { error in
      program.snippets.first { snippet in
        error.path == program.source.path
          && snippet.fence.lines.contains(error.range?.start.line ?? 0)
      }
    }
    var located: [SnippetID: [Diagnostic]] = [:]
    if owned.contains(where: { $0 == nil }) {
      for snippet in program.snippets {
        let found = try await parse(snippet, of: program, in: place)
        if !found.isEmpty { located[snippet.id] = found }
      }
    }
    // What the compiler says after a snippet that is not whole is about a text that nobody wrote.
    let sound = program.snippets.prefix { located[$0.id] == nil }.map(\.id)
    for (error, snippet) in zip(errors, owned) {
      if let snippet, sound.contains(snippet.id) {
        located[snippet.id, default: []].append(error)
      }
    }
    return located
  }

  private func parse(
    _ snippet: Snippet, of program: Program, in place: String
  ) async throws -> [Diagnostic] {
    let alone = snippet.swiftSource(in: program.source)
    try Data(alone.utf8).write(to: URL(fileURLWithPath: place + "/alone.swift"))
    let arguments = ["-parse", "-diagnostic-style", "llvm", "-no-color-diagnostics", "alone.swift"]
    let (_, text) = try await toolCommand(
      toolchain.direct?.frontend ?? toolchain.swiftc,
      (toolchain.direct == nil ? [] : ["-frontend"]) + arguments, place)
    return CompilerMessages.read(text, about: program.source)
      .filter { $0.severity == .error }
      .map { $0.moved(into: snippet, of: program.source) }
  }
}

extension Diagnostic {
  /// The message at its note's place when it lies outside the snippet, such as "expected '}'" at the end of the file.
  fileprivate func moved(into snippet: Snippet, of source: Source) -> Diagnostic {
    if let line = range?.start.line, snippet.fence.lines.contains(line) { return self }
    let inside = notes.first { note in
      note.range.map { snippet.fence.lines.contains($0.start.line) } ?? false
    }
    let end = snippet.fence.lines.last ?? snippet.range.start.line
    return source.diagnostic(severity, at: inside?.range ?? source.range(ofLine: end), summary)
  }
}

extension Array {
  /// Splits into the elements that do not fit and those that do, both in order.
  fileprivate func partitioned(by fits: (Element) -> Bool) -> ([Element], [Element]) {
    (filter { !fits($0) }, filter(fits))
  }
}
