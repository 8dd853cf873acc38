// How programs are linked: found out while the first one is compiled.

import Foundation

/// Finds out how the linker is called, at most once, and remembers it.
actor Linking {
  private let toolchain: Toolchain
  private let kept: (store: Store, key: Digest)?
  private var asking: Task<LinkerCommand?, any Error>?

  /// Describes how programs are linked.
  ///
  /// - Parameters:
  ///   - toolchain: The linker and clang.
  ///   - kept: Where the answer is kept between builds, and under what; nil for nowhere.
  init(with toolchain: Toolchain, kept: (store: Store, key: Digest)? = nil) {
    (self.toolchain, self.kept) = (toolchain, kept)
  }

  /// Starts finding out, if nobody has.
  func begin() { _ = asked() }

  /// The command; nil when clang has to be called.
  func command() async throws -> LinkerCommand? {
    let asking = asked()
    return try await withTaskCancellationHandler {
      try await asking.value
    } onCancel: {
      asking.cancel()
    }
  }

  private func asked() -> Task<LinkerCommand?, any Error> {
    let task = asking ?? Task { try await ask() }
    asking = task
    return task
  }

  private func ask() async throws -> LinkerCommand? {
    guard let direct = toolchain.direct else { return nil }
    let question = LinkerCommand.question(to: direct)
    if let kept, let words = kept.store.value([String].self, kept.key),
      let command = LinkerCommand(words: words)
    {
      return command
    }
    let folder = URL(fileURLWithPath: direct.clang).deletingLastPathComponent().path
    let (ending, answer) = try await Command(tool: direct.clang, question, in: folder)
      .capture(timeout: .seconds(60))
    guard ending.cause == .exited(0), let command = LinkerCommand(answer) else { return nil }
    if let kept { kept.store.keep(command.words, under: kept.key) }
    return command
  }
}
