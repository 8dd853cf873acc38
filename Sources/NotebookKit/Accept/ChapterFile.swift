// A chapter's file on disk: replaced as a whole, and only when it is still what was checked.

import Foundation

/// A chapter's file.
struct ChapterFile: Sendable {
  /// The chapter's path in its book, for messages.
  let path: String
  /// The file, or a link to it.
  let file: String

  /// Describes a chapter of a book.
  init(_ path: String, in root: String) {
    self.path = path
    file = "\(root)/\(path)"
  }

  /// What is in the file; nil when it cannot be read.
  func read() -> [UInt8]? { FileManager.default.contents(atPath: file).map(Array.init) }

  /// Puts new bytes in the place of the old ones.
  ///
  /// The new file is made beside the old one and takes its name, so that nobody meets half a chapter and a failure
  /// leaves the old one. Behind a link the file that it leads to is replaced.
  ///
  /// - Returns: Whether the file held the old bytes; otherwise it is left alone.
  /// - Throws: `ToolError` when the file cannot be written.
  func replace(_ old: [UInt8], by new: [UInt8]) throws(ToolError) -> Bool {
    guard let resolved = realpath(file, nil) else { return false }
    defer { free(resolved) }
    let target = String(cString: resolved)
    var status = stat()
    guard stat(target, &status) == 0 else { return false }
    guard access(target, W_OK) == 0 else { throw failure() }
    let url = URL(fileURLWithPath: target)
    let name = ".\(url.lastPathComponent).\(UUID().uuidString)"
    let temporary = url.deletingLastPathComponent().appendingPathComponent(name).path
    do throws(ToolError) {
      try createFile(at: temporary, holding: Data(new), mode: 0o600, for: path)
      // Who owns it is kept where that is allowed.
      if chown(temporary, status.st_uid, status.st_gid) != 0, errno != EPERM { throw failure() }
      if chmod(temporary, status.st_mode & 0o7777) != 0 { throw failure() }
      guard read() == old else {
        unlink(temporary)
        return false
      }
      guard rename(temporary, target) == 0 else { throw failure() }
      return true
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private func failure() -> ToolError {
    ToolError("'\(path)' cannot be written: \(lastSystemError())")
  }
}
