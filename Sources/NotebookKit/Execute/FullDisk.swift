// Whether a tool failed for want of space: it says so, or, as a linker that maps its output, dies of it without a word.

import Foundation

/// The failure of a tool whose disk is full.
enum FullDisk {
  /// Why a tool failed, if that is for want of space.
  ///
  /// - Parameters:
  ///   - words: What the tool printed.
  ///   - folder: Where it was writing.
  ///   - what: What could not be made.
  /// - Returns: The failure; nil when there is another reason.
  static func failure(saying words: String, in folder: String, making what: String) -> ToolError? {
    let reason = String(cString: strerror(ENOSPC))
    // A mapped file for which there is no room is a bus error; whoever dies of it makes room by that.
    let died = String(cString: strsignal(SIGBUS))
    guard words.contains(reason) || words.contains(died) || isFull(folder) else { return nil }
    return ToolError(
      "\(what) cannot be made: \(reason)",
      details: words.split(separator: "\n").suffix(20).map(String.init),
      help: "make room where temporary files are, or set TMPDIR")
  }

  /// Whether less is left than any object or program takes.
  private static func isFull(_ folder: String) -> Bool {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return false }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) < 16 << 10
  }
}
