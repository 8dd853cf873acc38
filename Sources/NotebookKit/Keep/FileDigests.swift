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

    /// Whether at a time it had been left alone for so long that another change would show.
    func isSettled(at now: time_t) -> Bool { now - max(seconds, stamp.seconds) > 2 }
  }

  /// The files that were hashed, because they were not known as they are.
  private(set) var hashed: [String] = []

  private let store: Store?
  private let now: time_t
  private var known: [String: Known] = [:]
  private var used: [String: Known] = [:]

  private static let key = Digest(of: ["digests of files"])

  /// Takes what is remembered.
  ///
  /// - Parameters:
  ///   - store: Where digests are remembered; nil for nowhere.
  ///   - now: The time.
  init(_ store: Store?, now: time_t = time(nil)) {
    (self.store, self.now) = (store, now)
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
    hashed.append(path)
    if let state, state.isSettled(at: now), State(path) == state {
      used[path] = Known(state: state, digest: digest)
    }
    return digest
  }

  /// Remembers the digests that were asked for, and no others.
  func keep() {
    if !hashed.isEmpty || used.count != known.count { store?.keep(used, under: Self.key) }
  }
}
