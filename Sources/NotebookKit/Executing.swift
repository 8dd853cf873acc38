// Executing: the programs of all chapters, those that are kept from the store, the others with the Swift toolchain, some at
// a time.

import Foundation

/// What became of a program.
struct ProgramResult: Sendable {
  /// The program.
  var program: Program
  /// What it brought.
  var transcript: Transcript
  /// Whether that was kept from an earlier build.
  var isKept: Bool
}

/// What became of all programs.
struct Execution: Sendable {
  /// What became of each, in any order.
  var results: [ProgramResult] = []
  /// The CPU seconds of linking the library.
  var libraryLink = 0.0
  /// What is left to be removed.
  var folder: WorkFolder?
}

extension Notebook {
  /// Executes programs, at most `jobs` at a time.
  ///
  /// - Parameters:
  ///   - programs: The programs.
  ///   - survey: The book they are of.
  /// - Returns: What became of them, and the folder that they ran in.
  /// - Throws: `ToolError` for a failure of the machine; then the folder is gone.
  func execute(_ programs: [Program], in survey: Survey) async throws -> Execution {
    var execution = Execution()
    var waiting: [Program] = []
    for program in programs {
      let key = ProgramIdentity(program).transcriptKey(in: survey.surroundings)
      if let transcript = store?.transcript(key.digest) {
        progress(.ended(program: program.name, kept: true, seconds: 0))
        execution.results.append(
          ProgramResult(program: program, transcript: transcript, isKept: true))
      } else {
        waiting.append(program)
      }
    }
    if waiting.isEmpty { return execution }
    let folder = try WorkFolder.make()
    do {
      let (new, libraryLink) = try await execute(waiting, in: survey, folder: folder.path)
      execution.results += new
      execution.libraryLink = libraryLink
    } catch {
      try folder.remove()
      throw error
    }
    execution.folder = folder
    return execution
  }

  private func execute(
    _ programs: [Program], in survey: Survey, folder: String
  ) async throws -> (results: [ProgramResult], libraryLink: Double) {
    let linking = Key(kind: "library", parts: survey.surroundings.linking).digest
    let calling = Key(kind: "the linker's command", parts: survey.surroundings.calling).digest
    let library = SharedLibrary(
      of: survey.compiler.library, in: folder, with: survey.compiler.toolchain,
      kept: store.map { ($0, linking) })
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let executor = SwiftcExecutor(
      compiler: survey.compiler, library: library,
      linking: Linking(with: survey.compiler.toolchain, kept: store.map { ($0, calling) }),
      folder: folder,
      progress: progress, patience: patience,
      sandbox: survey.isSandboxed ? try await Sandbox.find(on: path) : nil)
    let results: [ProgramResult]
    if let store {
      results = try await run(
        programs,
        with: KeptExecutor(executor: executor, surroundings: survey.surroundings, store: store))
    } else {
      results = try await run(programs, with: executor)
    }
    return (results, await library.cost)
  }

  private func run(
    _ programs: [Program], with executor: some Executor
  ) async throws -> [ProgramResult] {
    // The longest first: at the end no core waits long for another.
    var waiting = programs.sorted { $0.size > $1.size }[...]
    return try await withThrowingTaskGroup(of: ProgramResult.self) { group in
      func begin(_ program: Program) {
        group.addTask {
          let start = ContinuousClock.now
          progress(.began(program: program.name))
          let transcript = try await executor.run(program)
          let seconds = (ContinuousClock.now - start) / .seconds(1)
          progress(.ended(program: program.name, kept: false, seconds: seconds))
          return ProgramResult(program: program, transcript: transcript, isKept: false)
        }
      }
      for _ in 0..<jobs { waiting.popFirst().map(begin) }
      var results: [ProgramResult] = []
      while let result = try await group.next() {
        results.append(result)
        waiting.popFirst().map(begin)
      }
      return results
    }
  }
}

extension Program {
  /// How long it will take, in any unit: compiling goes with the length of the code.
  fileprivate var size: Int { snippets.reduce(0) { $0 + $1.fence.text.utf8.count } }
}
