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
  private struct Known: Equatable {
    /// When it was last changed in any way.
    var state: String
    var digest: String
  }

  /// The files that were hashed, because they were not known as they are.
  private(set) var hashed: [String] = []

  private let store: Store?
  private let now: time_t
  private var known: [String: Known] = [:]
  private var used: [String: Known] = [:]

  private static let key = Digest(of: ["digests of files", "path, state, digest"])

  /// Takes what is remembered.
  ///
  /// - Parameters:
  ///   - store: Where digests are remembered; nil for nowhere.
  ///   - now: The time.
  init(_ store: Store?, now: time_t = time(nil)) {
    (self.store, self.now) = (store, now)
    let fields = store?.value([String].self, Self.key) ?? []
    for index in stride(from: 0, to: fields.count - 2, by: 3) {
      known[fields[index]] = Known(state: fields[index + 1], digest: fields[index + 2])
    }
  }

  /// The digest of what is in a file; nil when it cannot be read.
  mutating func digest(of path: String) -> Digest? {
    let state = State(path)
    if let state, let found = known[path], found.state == state.text,
      let digest = Digest(found.digest)
    {
      used[path] = found
      return digest
    }
    guard let digest = Digest(ofFile: path) else { return nil }
    hashed.append(path)
    // Another file may have taken its place, or have been written into, while it was hashed.
    if let state, state.isSettled(at: now), State(path)?.text == state.text {
      used[path] = Known(state: state.text, digest: digest.description)
    }
    return digest
  }

  /// Remembers the digests that were asked for, and no others.
  func keep() {
    if hashed.isEmpty, used.count == known.count { return }
    // A plain list: decoding records would take longer than asking the system for all the files' times.
    store?.keep(
      used.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value.state, $0.value.digest] },
      under: Self.key)
  }
}

/// When a file was last changed in any way.
private struct State {
  private let stamp: FileStamp
  /// The seconds and nanoseconds of the last change of its status.
  private let seconds: Int, nanoseconds: Int

  /// Looks at a file; nil when there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    stamp = FileStamp(status)
    (seconds, nanoseconds) = (status.st_ctim.tv_sec, status.st_ctim.tv_nsec)
  }

  var text: String { "\(stamp.text) \(seconds) \(nanoseconds)" }

  /// Whether at a time it had been left alone for so long that another change would show.
  func isSettled(at now: time_t) -> Bool { now - max(seconds, stamp.seconds) > 2 }
}
