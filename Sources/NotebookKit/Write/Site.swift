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
    #if os(Linux)
      // Both names change hands in one step.
      guard renameat2(AT_FDCWD, new, AT_FDCWD, folder, UInt32(system_rename_exchange)) == 0
      else { throw failure() }
    #else
      guard renamex_np(new, folder, UInt32(RENAME_SWAP)) == 0 else { throw failure() }
    #endif
    try remove(new)
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
