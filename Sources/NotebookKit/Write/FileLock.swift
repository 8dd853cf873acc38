// A lock between processes: it is the system's, so that it ends with its holder, however that ends.

import Foundation

/// A lock that is held.
struct FileLock: Sendable {
  private let file: Int32

  /// Takes the lock of a folder, which is made if it is missing; waits while another process holds it.
  ///
  /// Throws `ToolError` when the folder cannot be made, `CancellationError` when the task is cancelled meanwhile.
  static func taken(at folder: String) async throws -> FileLock {
    let path = folder + "/lock"
    while true {
      try makeNotes(folder)
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard file >= 0 else { throw ToolError("'\(path)' cannot be made: \(lastSystemError())") }
      do {
        try await wait(for: file, at: path)
      } catch {
        close(file)
        throw error
      }
      // Somebody may have removed the folder meanwhile: then the lock of the new file is the one.
      if FileStamp(path).node == FileStamp(of: file).node { return FileLock(file: file) }
      close(file)
    }
  }

  private static func wait(for file: Int32, at path: String) async throws {
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw ToolError("'\(path)' cannot be locked: \(lastSystemError())")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Gives the lock back.
  func release() { close(file) }
}

/// Makes the folder for what a book's builds leave for each other, which git ignores wherever the book is.
func makeNotes(_ folder: String) throws(ToolError) {
  if FileManager.default.fileExists(atPath: folder + "/.gitignore") { return }
  do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  } catch {
    throw ToolError("'\(folder)' cannot be made: \(error.localizedDescription)")
  }
  try replaceFile(at: folder + "/.gitignore", by: Data("*\n".utf8))
}
