// Compiles and links programs: the compiler proper and the linker are called without the driver where that is possible.

import Foundation

/// What the compiler and the linker made of a program; lines are those of the program's text.
struct Compilation: Equatable, Sendable {
  /// How snippets ended that will not run, by their index in the program.
  var outcomes: [Int: Outcome] = [:]
  /// What the compiler remarked without rejecting it, by the snippet's index.
  var warnings: [Int: [Diagnostic]] = [:]
  /// The program; nil when it was rejected, or not there to be run.
  var executable: Data?
  /// The folder that holds it as `main`; nil when it was made by another build.
  var place: String?
  /// What it cost.
  var cost = Cost()
}

/// Compiles and links programs.
struct ProgramCompiler: Sendable {
  /// The compiler and the linker.
  let toolchain: Toolchain
  /// The modules that programs import.
  let library: Library

  /// Compiles a program in a folder of its own, and links it if it is there to be run.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - place: Its folder.
  ///   - shared: The library that it is linked to.
  ///   - linker: How the linker is called.
  ///   - linking: Called when the compiler is done and the linker begins.
  /// - Returns: What became of it.
  /// - Throws: `ToolError` when a tool cannot be run.
  func compile(
    _ program: Program, in place: String, linkingTo shared: SharedLibrary, calling linker: Linking,
    linking: () -> Void
  ) async throws -> Compilation {
    let text = program.text
    try createFile(at: place + "/main.swift", holding: Data(text.swiftSource.utf8))
    var work = Work(source: text.source)
    if let direct = toolchain.direct {
      try await compile(with: direct, in: place, &work)
      if work.succeeded, program.purpose != .compile {
        linking()
        try await link(
          with: direct, to: try await shared.path(), calling: try await linker.command(),
          in: place, &work)
      }
    } else {
      let path = program.purpose == .compile ? nil : try await shared.path()
      try await compileWithDriver(linkingTo: path, in: place, &work)
    }
    return try await result(of: work, program, text, in: place)
  }

  private func result(
    of work: Work, _ program: Program, _ text: ProgramText, in place: String
  ) async throws -> Compilation {
    var compilation = Compilation(cost: work.cost)
    for warning in work.messages where warning.severity != .error {
      guard let line = warning.range?.start.line,
        let subject = program.subjects.first(where: { text.code[$0].contains(line) })
      else { continue }
      compilation.warnings[subject, default: []].append(warning)
    }
    guard work.succeeded else {
      let errors = work.messages.filter { $0.severity == .error }
      if errors.isEmpty,
        let failure = FullDisk.failure(
          saying: work.printed, in: place, making: "the program of '\(program.name)'")
      {
        throw failure
      }
      let located = try await locate(errors, of: program, in: place)
      if located.isEmpty, let subject = program.subjects.first {
        let words = work.printed.split(separator: "\n").suffix(20).map(String.init)
        compilation.outcomes[subject] = .unmade(words)
      }
      for subject in program.subjects {
        if let found = located[subject] { compilation.outcomes[subject] = .rejected(found) }
      }
      return compilation
    }
    if program.purpose == .compile {
      for subject in program.subjects { compilation.outcomes[subject] = .completed }
    } else {
      guard let executable = FileManager.default.contents(atPath: place + "/main") else {
        throw ToolError(
          "'\(toolchain.swiftc)' reported no error, but made no program of '\(program.name)'",
          details: work.printed.split(separator: "\n").map(String.init))
      }
      compilation.executable = executable
      compilation.place = place
    }
    return compilation
  }
}

// MARK: - The tools

extension ProgramCompiler {
  /// A program on its way through the tools.
  private struct Work {
    var source: Source
    var succeeded = false
    var messages: [Diagnostic] = []
    var printed = ""
    var cost = Cost()
  }

  /// The flags by which the compiler finds the modules.
  private var imports: [String] {
    ["-I", library.products + "/Modules", "-module-cache-path", library.moduleCache]
      + library.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
  }

  /// All flags that programs are compiled with.
  var flags: [String] { CompilerFlags.common + imports }

  private func compile(
    with direct: Toolchain.Direct, in place: String, _ work: inout Work
  ) async throws {
    let (ending, printed) = try await run(
      direct.frontend,
      [
        "-frontend", "-c", "-target", direct.target, "-disable-objc-interop",
        "-plugin-path", direct.plugins,
        // The compiler's checks of itself take a tenth of its time.
        "-sil-verify-none", "-disable-llvm-verify", "-disable-incremental-llvm-codegen",
      ] + flags + ["-primary-file", "main.swift", "-o", "main.o"], in: place)
    work.cost.compile = ending.cpu
    work.succeeded = ending.cause == .exited(0)
    work.printed = printed
    work.messages = CompilerMessages.read(printed, about: work.source)
  }

  private func link(
    with direct: Toolchain.Direct, to shared: String, calling linker: LinkerCommand?,
    in place: String, _ work: inout Work
  ) async throws {
    let libraries = try AutolinkEntries.flags(of: ["\(place)/main.o"])
    let objects = ["main.o", shared]
    let (ending, printed): (Ending, String)
    if let linker, let arguments = linker.arguments(linking: objects, libraries) {
      (ending, printed) = try await run(direct.linker, arguments, in: place)
    } else {
      (ending, printed) = try await run(
        direct.clang, direct.linking(objects, to: libraries), in: place)
    }
    work.cost.link = ending.cpu
    if ending.cause == .exited(0) { return }
    work.succeeded = false
    work.printed = printed
    work.messages += LinkerMessages.read(printed, about: work.source)
  }

  private func compileWithDriver(
    linkingTo shared: String?, in place: String, _ work: inout Work
  ) async throws {
    let output =
      shared.map { [$0, "-Xlinker", "-rpath", "-Xlinker", SharedLibrary.searchPath, "-o", "main"] }
      ?? ["-c", "-o", "main.o"]
    let (ending, printed) = try await run(
      toolchain.swiftc, flags + ["main.swift"] + output, in: place)
    work.cost.compile = ending.cpu
    work.succeeded = ending.cause == .exited(0)
    work.printed = printed
    work.messages = CompilerMessages.read(printed, about: work.source)
  }

  private func run(
    _ tool: String, _ arguments: [String], in place: String
  ) async throws -> (ending: Ending, output: String) {
    var (ending, output) = try await Command(tool: tool, arguments, in: place)
      .capture(timeout: .seconds(300))
    if ending.cause == .timedOut {
      throw ToolError("'\(tool)' did not end within 300 s and was stopped")
    }
    if case .signalled(let signal) = ending.cause {
      output += "'\(tool)' was ended by a signal: \(String(cString: strsignal(signal)))\n"
    }
    return (ending, output)
  }
}

// MARK: - Where an error belongs

extension ProgramCompiler {
  /// Gives each error to the snippet it lies in.
  ///
  /// An unclosed brace, comment or text is reported where the file ends, or in a later snippet that it swallowed;
  /// then each snippet is parsed alone, and those that are not whole are the ones.
  private func locate(
    _ errors: [Diagnostic], of program: Program, in place: String
  ) async throws -> [Int: [Diagnostic]] {
    let code = program.text.code
    let owned = errors.map { error in
      code.firstIndex { lines in
        error.path == program.source.path && lines.contains(error.range?.start.line ?? 0)
      }
    }
    var located: [Int: [Diagnostic]] = [:]
    if owned.contains(where: { $0 == nil }) {
      for snippet in code.indices {
        let found = try await parse(snippet, of: program, in: place)
        if !found.isEmpty { located[snippet] = found }
      }
    }
    // What the compiler says after a snippet that is not whole is about a text that nobody wrote.
    let sound = code.indices.prefix { located[$0] == nil }
    for (error, snippet) in zip(errors, owned) {
      if let snippet, sound.contains(snippet) { located[snippet, default: []].append(error) }
    }
    return located
  }

  /// The errors of one snippet's grammar.
  func parse(_ snippet: Int, of program: Program, in place: String) async throws -> [Diagnostic] {
    let text = program.text
    let file = "\(UUID().uuidString).swift"
    try createFile(
      at: "\(place)/\(file)", holding: Data(text.swiftSource(ofSnippet: snippet).utf8))
    let arguments = ["-parse", "-diagnostic-style", "llvm", "-no-color-diagnostics", file]
    let (_, printed) = try await run(
      toolchain.direct?.frontend ?? toolchain.swiftc,
      (toolchain.direct == nil ? [] : ["-frontend"]) + arguments, in: place)
    return CompilerMessages.read(printed, about: text.source)
      .filter { $0.severity == .error }
      .map { $0.moved(into: text.code[snippet], of: text.source) }
  }
}

extension Diagnostic {
  /// The message at its note's place when it lies outside the snippet, such as "expected '}'" at the end of the file.
  fileprivate func moved(into lines: Range<Int>, of source: Source) -> Diagnostic {
    if let line = range?.start.line, lines.contains(line) { return self }
    let inside = notes.first { note in
      note.range.map { lines.contains($0.start.line) } ?? false
    }
    let end = max(lines.upperBound - 1, lines.lowerBound - 1)
    return source.diagnostic(severity, at: inside?.range ?? source.range(ofLine: end), summary)
  }
}
