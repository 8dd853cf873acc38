// The shared library that all programs of a build link to: made of the modules' objects at most once, when the first
// program needs it.

import Foundation

/// The shared library of the modules that programs import.
actor SharedLibrary {
  /// The file's name.
  static let name = "libChapterLibrary.so"
  /// Where a program looks for it: programs have folders of their own beside it.
  static let searchPath = "$ORIGIN/.."

  private let library: Library
  private let toolchain: Toolchain
  private let folder: String
  private let kept: (store: Store, key: Digest)?
  private var linking: Task<String, any Error>?
  /// The CPU seconds that linking took.
  private(set) var cost = 0.0

  /// Describes the library.
  ///
  /// - Parameters:
  ///   - library: The modules and their objects.
  ///   - folder: Where it is put.
  ///   - toolchain: The linker.
  ///   - kept: Where it is kept between builds, and under what.
  init(
    of library: Library, in folder: String, with toolchain: Toolchain,
    kept: (store: Store, key: Digest)? = nil
  ) {
    self.library = library
    self.folder = folder
    self.toolchain = toolchain
    self.kept = kept
  }

  /// Starts making it, if nobody has.
  func begin() { _ = made() }

  /// The path of the file, when it is made.
  func path() async throws -> String {
    let linking = made()
    return try await withTaskCancellationHandler {
      try await linking.value
    } onCancel: {
      linking.cancel()
    }
  }

  private func made() -> Task<String, any Error> {
    let task = linking ?? Task { try await make() }
    linking = task
    return task
  }

  private func make() async throws -> String {
    let path = "\(folder)/\(Self.name)"
    if let kept, kept.store.place(kept.key, at: path) { return path }
    cost = try await library.link(to: path, with: toolchain)
    if let kept { try kept.store.keepFile(path, under: kept.key) }
    return path
  }
}
