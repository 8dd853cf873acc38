// The temporary folder of one build: locked while the build lives, so that the next one can tell what a killed build left.

import Foundation

/// A temporary folder that its owner holds locked.
struct WorkFolder: Sendable {
  /// The path.
  let path: String
  private let lock: Int32

  private static let prefix = "notebook-"
  private static let lockName = "lock"

  /// Makes a folder, and removes those that killed builds have left.
  static func make() throws(ToolError) -> WorkFolder {
    let parent = NSTemporaryDirectory()
    let name = UUID().uuidString
    // It gets its name when the lock is held: before, it might be taken for a leftover.
    let unlocked = "\(parent)/.\(prefix)\(name)"
    let path = "\(parent)/\(prefix)\(name)"
    guard mkdir(unlocked, 0o700) == 0 else {
      throw ToolError("no temporary folder '\(unlocked)': \(lastSystemError())")
    }
    let lock = open("\(unlocked)/\(lockName)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0, rename(unlocked, path) == 0 else {
      let reason = lastSystemError()
      if lock >= 0 { close(lock) }
      throw ToolError("no temporary folder '\(path)': \(reason)")
    }
    removeLeftovers(in: parent)
    return WorkFolder(path: path, lock: lock)
  }

  /// Removes the folder with all that is in it.
  func remove() throws(ToolError) {
    defer { close(lock) }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw ToolError("'\(path)' cannot be removed: \(error.localizedDescription)")
    }
  }

  /// Removes folders of ours that nobody holds locked; whatever cannot be removed is left for the next time.
  private static func removeLeftovers(in parent: String) {
    for entry in FolderEntry.all(in: parent) ?? [] where entry.name.hasPrefix(prefix) {
      let path = "\(parent)/\(entry.name)"
      var status = stat()
      guard lstat(path, &status) == 0, status.st_uid == geteuid() else { continue }
      let lock = open("\(path)/\(lockName)", O_RDWR | O_CLOEXEC)
      guard lock >= 0 else { continue }
      defer { close(lock) }
      guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { continue }
      do {
        try FileManager.default.removeItem(atPath: path)
      } catch {
        continue
      }
    }
  }
}
