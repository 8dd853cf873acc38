// When a file was last written: enough to tell whether it is another, where reading it would take too long.

import Foundation

/// A file's size and time of change: enough to tell whether a tool was replaced.
package struct FileStamp: Hashable, Sendable {
  /// The file's size; -1 when there is none.
  var size = -1
  /// The seconds and nanoseconds of the last change of its contents.
  var seconds = 0, nanoseconds = 0
  /// The file's number in its file system.
  var node: UInt64 = 0

  /// The stamp of no file.
  private init() {}

  /// Looks at a file; a link is followed.
  package init(_ path: String) {
    var status = stat()
    self.init()
    if stat(path, &status) == 0 { self = Self(status) }
  }

  /// Looks at an open file.
  init(of file: Int32) {
    var status = stat()
    self.init()
    if fstat(file, &status) == 0 { self = Self(status) }
  }

  /// Takes what the system says of a file.
  init(_ status: stat) {
    size = Int(status.st_size)
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    node = UInt64(status.st_ino)
  }

  /// The stamp as text.
  package var text: String { "\(size) \(seconds) \(nanoseconds) \(node)" }
}
