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
    guard let folder = opendir(parent) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let isUnlocked = name.hasPrefix(".")
      let bare = name.dropFirst(isUnlocked ? 1 : 0)
      guard bare.hasPrefix(prefix), UUID(uuidString: String(bare.dropFirst(prefix.count))) != nil
      else { continue }
      let path = "\(parent)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
        status.st_uid == geteuid()
      else { continue }
      if isUnlocked {
        // Its owner is between making and locking it, or was killed there.
        guard time(nil) - status.st_mtim.tv_sec > 600 else { continue }
      }
      let lock = open("\(path)/\(lockName)", O_RDWR | O_CLOEXEC)
      defer { if lock >= 0 { close(lock) } }
      guard isUnlocked || lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0 else { continue }
      do {
        try FileManager.default.removeItem(atPath: path)
      } catch {
        continue
      }
    }
  }
}
