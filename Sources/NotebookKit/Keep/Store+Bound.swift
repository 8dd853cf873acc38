// The bound of the store: over it, what was not used for longest goes. What is there is counted once a day, and what is
// written is added to that, so that a large store costs no more than a small one.

import Foundation

extension Store {
  /// Removes what was not used for longest until the rest fits, if anything was written since the last time.
  func trim() {
    settle()
    let written = state.withLock { state in
      defer { state.written = 0 }
      return state.written
    }
    if written == 0 { return }
    if let last = lastCount, last.size + written <= limit, time(nil) - last.time < Self.day {
      note(Count(size: last.size + written, time: last.time))
      return
    }
    guard let size = trimmed() else { return }
    note(Count(size: size, time: time(nil)))
  }

  /// How many bytes a file of so many takes.
  static func blocks(_ count: Int) -> Int { (count + 4095) / 4096 * 4096 }

  /// Looks at everything and removes what is over the bound; returns the size of the rest, nil when it failed.
  private func trimmed() -> Int? {
    guard let files = FolderEntry.all(in: folder) else {
      fail("'\(folder)' cannot be read: \(lastSystemError())")
      return nil
    }
    let now = time(nil)
    var entries: [(path: String, used: timespec, size: Int)] = []
    for file in files {
      let path = "\(folder)/\(file.name)"
      var status = stat()
      // Another build may have removed it meanwhile.
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      if file.name.contains(".new-") {
        // Left by a build that was killed; a living one moves it away at once.
        if now - status.st_mtim.tv_sec > 600 { unlink(path) }
      } else {
        entries.append((path, status.st_mtim, Int(status.st_blocks) * 512))
      }
    }
    var total = entries.reduce(0) { $0 + $1.size }
    if total <= limit { return total }
    entries.sort { ($0.used.tv_sec, $0.used.tv_nsec) < ($1.used.tv_sec, $1.used.tv_nsec) }
    for entry in entries where total > limit {
      if unlink(entry.path) == 0 { total -= entry.size }
    }
    return total
  }

  /// The size of the store when it was last counted, and of what was written since.
  private struct Count {
    var size: Int
    /// When it was counted.
    var time: time_t
  }

  private static let day = 86_400

  private var countPath: String { folder + ".size" }

  /// The last count; nil when there is none that can be read, or it is from a time to come.
  private var lastCount: Count? {
    guard let data = FileManager.default.contents(atPath: countPath) else { return nil }
    let numbers = String(decoding: data, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 2, numbers[0] >= 0, numbers[1] <= time(nil) else { return nil }
    return Count(size: numbers[0], time: numbers[1])
  }

  private func note(_ count: Count) {
    do {
      try replaceFile(at: countPath, by: Data("\(count.size) \(count.time)".utf8))
    } catch {
      fail(error.summary)
    }
  }
}
