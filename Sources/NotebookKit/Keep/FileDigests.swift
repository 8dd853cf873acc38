// Digests of files that hardly ever change, remembered with the times of the files: hashing the tool, the modules and the
// objects anew would take a third of a build that changes nothing.

import Foundation

/// The digests of files, remembered from one build to the next.
///
/// A file is the one that was hashed as long as its number, its size and the times of its last change are the same; the
/// time of the last change of its status cannot be set back. What was changed within the last two seconds is not
/// remembered, because it may change once more at what its file system takes for the same time.
struct FileDigests {
  /// A file as it was when it was hashed.
  private struct Known: Codable {
    var state: State
    var digest: Digest
  }

  /// When a file was last changed in any way.
  private struct State: Equatable, Codable {
    var stamp: FileStamp
    /// The seconds and nanoseconds of the last change of its status.
    var seconds: Int, nanoseconds: Int

    /// Looks at a file; nil when there is none.
    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      stamp = FileStamp(status)
      (seconds, nanoseconds) = (status.st_ctim.tv_sec, status.st_ctim.tv_nsec)
    }

    /// Whether it was left alone for so long that another change would show.
    var isSettled: Bool { time(nil) - max(seconds, stamp.seconds) > 2 }
  }

  private let store: Store?
  private var known: [String: Known] = [:]
  private var used: [String: Known] = [:]
  private var isNew = false

  private static let key = Digest(of: ["digests of files"])

  /// Takes what a store remembers; nil remembers nothing.
  init(_ store: Store?) {
    self.store = store
    known = store?.value([String: Known].self, Self.key) ?? [:]
  }

  /// The digest of what is in a file; nil when it cannot be read.
  mutating func digest(of path: String) -> Digest? {
    let state = State(path)
    if let state, let found = known[path], found.state == state {
      used[path] = found
      return found.digest
    }
    guard let digest = Digest(ofFile: path) else { return nil }
    // Another file may have taken its place, or have been written into, while it was hashed.
    if let state, state.isSettled, State(path) == state {
      used[path] = Known(state: state, digest: digest)
      isNew = true
    }
    return digest
  }

  /// Remembers the digests that were asked for, and no others.
  func keep() {
    if isNew || used.count != known.count { store?.keep(used, under: Self.key) }
  }
}
