// What is in a folder, without the cost of Foundation's enumerators: a build that has nothing to do looks at some hundred.

import Foundation

/// A name in a folder.
package struct FolderEntry: Equatable, Sendable {
  /// The name.
  package var name: String
  /// Whether it is a folder; a link to one is none.
  package var isFolder: Bool

  /// What is in a folder, in the order of the names; nil when it cannot be read, and then `errno` says why.
  package static func all(in folder: String) -> [FolderEntry]? {
    guard let open = opendir(folder) else { return nil }
    defer { closedir(open) }
    var entries: [FolderEntry] = []
    while let entry = readdir(open) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      var isFolder = entry.pointee.d_type == UInt8(DT_DIR)
      if entry.pointee.d_type == UInt8(DT_UNKNOWN) {
        var status = stat()
        isFolder = lstat("\(folder)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      }
      entries.append(FolderEntry(name: name, isFolder: isFolder))
    }
    return entries.sorted { $0.name < $1.name }
  }

  /// The paths of all files below a folder, in a fixed order; none when it cannot be read.
  package static func files(below folder: String) -> [String] {
    (all(in: folder) ?? []).flatMap { entry in
      let path = "\(folder)/\(entry.name)"
      return entry.isFolder ? files(below: path) : [path]
    }
  }

  /// Removes a folder with all that is in it, or a file; what is gone already is no failure.
  ///
  /// - Parameter path: The folder or file; a link is removed, not followed.
  /// - Throws: `ToolError` when something cannot be removed; then other parts of it may be gone.
  static func remove(_ path: String) throws(ToolError) {
    if unlink(path) == 0 || errno == ENOENT { return }
    guard errno == EISDIR, let entries = all(in: path) else {
      throw ToolError("'\(path)' cannot be removed: \(lastSystemError())")
    }
    for entry in entries { try remove("\(path)/\(entry.name)") }
    guard rmdir(path) == 0 || errno == ENOENT else {
      throw ToolError("'\(path)' cannot be removed: \(lastSystemError())")
    }
  }
}
