// An executor that takes what is kept: the transcript if nothing that it depends on has changed, else the compiled program.

import Foundation

/// Runs programs, unless what they brought is kept.
struct KeptExecutor: Executor {
  /// Compiles and runs.
  let executor: SwiftcExecutor
  /// What the programs are compiled and run with.
  let surroundings: Surroundings
  /// Where results are kept.
  let store: Store

  func run(_ program: Program) async throws -> Transcript {
    let identity = ProgramIdentity(program)
    let key = identity.transcriptKey(in: surroundings).digest
    if let transcript = store.transcript(key) { return transcript }
    let compilationKey = identity.compilationKey(in: surroundings).digest
    let compilation: Compilation
    if let known = store.compilation(compilationKey) {
      compilation = known
    } else {
      compilation = try await executor.compile(program)
      if compilation.isReproducible { store.keep(compilation, under: compilationKey) }
    }
    let transcript = try await executor.run(program, compiled: compilation)
    if transcript.isReproducible { store.keep(transcript, under: key) }
    return transcript
  }
}

extension Store {
  /// A kept transcript, which cost nothing this time.
  func transcript(_ key: Digest) -> Transcript? {
    guard var transcript = value(Transcript.self, key) else { return nil }
    transcript.cost = Cost()
    return transcript
  }

  /// A kept compilation, which cost nothing this time.
  fileprivate func compilation(_ key: Digest) -> Compilation? {
    guard let kept = value(KeptCompilation.self, key) else { return nil }
    var compilation = Compilation(outcomes: kept.outcomes, warnings: kept.warnings)
    guard let executable = kept.executable else { return compilation }
    compilation.executable = bytes(executable)
    return compilation.executable == nil ? nil : compilation
  }

  fileprivate func keep(_ compilation: Compilation, under key: Digest) {
    var kept = KeptCompilation(outcomes: compilation.outcomes, warnings: compilation.warnings)
    if let executable = compilation.executable {
      // By its contents: a changed flag that changes nothing keeps one program.
      let digest = Digest(of: ["executable", Digest(of: executable).description])
      keep(executable, under: digest)
      kept.executable = digest
    }
    keep(kept, under: key)
  }
}

/// A compilation with its program in an entry of its own.
private struct KeptCompilation: Codable {
  var outcomes: [Int: Outcome]
  var warnings: [Int: [Diagnostic]]
  var executable: Digest?
}
