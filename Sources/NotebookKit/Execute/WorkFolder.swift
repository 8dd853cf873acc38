// The temporary folder of one build: locked while the build lives, so that the next one can tell what a killed build left.

import Foundation

/// A temporary folder that its owner holds locked.
struct WorkFolder: Sendable {
  /// The path.
  let path: String
  private let lock: Int32

  private static let prefix = "notebook-"
  private static let lockName = "lock"

  /// Makes a folder.
  ///
  /// Throws `ToolError` when the folder for temporary files cannot be written.
  static func make(in parent: String = NSTemporaryDirectory()) throws(ToolError) -> WorkFolder {
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
      unlink("\(unlocked)/\(lockName)")
      rmdir(unlocked)
      throw ToolError("no temporary folder '\(path)': \(reason)")
    }
    return WorkFolder(path: path, lock: lock)
  }

  /// Removes the folder with all that is in it.
  func remove() throws(ToolError) {
    defer { close(lock) }
    try Self.remove(path)
  }

  /// Removes a folder whose lock is held.
  ///
  /// Half removed it has no lock any more: it gives back its name first, so that it counts as one without.
  private static func remove(_ path: String) throws(ToolError) {
    let unlocked = URL(fileURLWithPath: path)
    let place = unlocked.deletingLastPathComponent().path + "/." + unlocked.lastPathComponent
    guard rename(path, place) == 0 else {
      throw ToolError("'\(path)' cannot be removed: \(lastSystemError())")
    }
    try FolderEntry.remove(place)
  }

  /// Removes the folders that killed builds have left, which nobody holds locked; whatever cannot be removed is left for
  /// the next time.
  static func removeLeftovers(in parent: String = NSTemporaryDirectory()) {
    for name in (FolderEntry.all(in: parent) ?? []).map(\.name) {
      let isUnlocked = name.hasPrefix(".")
      let bare = name.dropFirst(isUnlocked ? 1 : 0)
      guard bare.hasPrefix(prefix), UUID(uuidString: String(bare.dropFirst(prefix.count))) != nil
      else { continue }
      do {
        try removeLeftover("\(parent)/\(name)", isUnlocked: isUnlocked)
      } catch {
        continue
      }
    }
  }

  private static func removeLeftover(_ path: String, isUnlocked: Bool) throws(ToolError) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
      status.st_uid == geteuid()
    else { return }
    if isUnlocked {
      // Its owner is just making or removing it, or was killed there.
      let isOld = time(nil) - status.st_mtim.tv_sec > 600
      if isOld { try FolderEntry.remove(path) }
      return
    }
    let lock = open("\(path)/\(lockName)", O_RDWR | O_CLOEXEC)
    guard lock >= 0 else { return }
    defer { close(lock) }
    if flock(lock, LOCK_EX | LOCK_NB) == 0 { try remove(path) }
  }
}
