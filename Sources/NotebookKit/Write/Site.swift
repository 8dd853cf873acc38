// Writing: the whole site at once. It is made beside the old one and takes its place in one step, so that a reader
// or a killed build never meets half a site.

import CSystem
import Foundation

/// The folder that the site is written to.
struct Site: Sendable {
  /// The site's folder.
  let folder: String

  /// What `README.md` in the folder says; its presence tells that the folder is ours to replace.
  static let readme = """
    This folder holds what `notebook build` wrote, and nothing else: it is replaced as a whole by the next build.
    Open `index.html` in a browser.

    """

  /// Writes the files in place of what the folder held.
  ///
  /// - Parameter files: The files by their path in the site.
  /// - Throws: `ToolError` when the folder is not ours to replace, or cannot be written.
  func write(_ files: [String: Data]) throws(ToolError) {
    try refuseForeignFolder()
    let new = folder + ".new-\(UUID().uuidString)"
    do {
      var files = files
      files["README.md"] = Data(Self.readme.utf8)
      for (path, data) in files {
        let url = URL(fileURLWithPath: new).appendingPathComponent(path)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
      }
      try exchange(new)
    } catch let error as ToolError {
      try remove(new)
      throw error
    } catch {
      try remove(new)
      throw ToolError("the site cannot be written to '\(folder)': \(error.localizedDescription)")
    }
  }

  /// Files that somebody else put there must not vanish.
  private func refuseForeignFolder() throws(ToolError) {
    let manager = FileManager.default
    guard manager.fileExists(atPath: folder) else { return }
    let held: [String]
    do {
      held = try manager.contentsOfDirectory(atPath: folder)
    } catch {
      throw ToolError("'\(folder)' is not a folder that can be read")
    }
    let isOurs = manager.contents(atPath: folder + "/README.md") == Data(Self.readme.utf8)
    if !held.isEmpty && !isOurs {
      throw ToolError(
        "'\(folder)' holds files that notebook did not write",
        help: "move them away, or give back the folder's README.md")
    }
  }

  private func exchange(_ new: String) throws(ToolError) {
    if !FileManager.default.fileExists(atPath: folder) {
      guard rename(new, folder) == 0 else { throw failure() }
      return
    }
    // Both names change hands in one step.
    if renameat2(AT_FDCWD, new, AT_FDCWD, folder, UInt32(system_rename_exchange)) != 0 {
      guard [EXDEV, EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) else { throw failure() }
      try replaceEntries(by: new)
    }
    try remove(new)
  }

  /// Moves the new entries into the folder one by one, then removes those that are no more.
  ///
  /// For file systems that cannot exchange folders: overlays refuse for a folder of a lower layer. Each file is whole
  /// at any time, but the site is not replaced in one step.
  func replaceEntries(by new: String) throws(ToolError) {
    let manager = FileManager.default
    let entries: Set<String>
    let earlier: [String]
    do {
      entries = Set(try manager.contentsOfDirectory(atPath: new))
      earlier = try manager.contentsOfDirectory(atPath: folder)
    } catch {
      throw ToolError("the site cannot be moved to '\(folder)': \(error.localizedDescription)")
    }
    // Pages last: they name the assets.
    for name in entries.sorted(by: { !$0.hasSuffix(".html") && $1.hasSuffix(".html") }) {
      let place = "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      if manager.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue {
        try remove(place)
      }
      guard rename("\(new)/\(name)", place) == 0 else { throw failure() }
    }
    for name in earlier where !entries.contains(name) { try remove("\(folder)/\(name)") }
  }

  private func failure() -> ToolError {
    ToolError("the site cannot be moved to '\(folder)': \(lastSystemError())")
  }

  private func remove(_ path: String) throws(ToolError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw ToolError("'\(path)' cannot be removed: \(error.localizedDescription)")
    }
  }
}
