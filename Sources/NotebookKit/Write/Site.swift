// Writing: the whole site at once. It is made beside the old one, whose unchanged files it takes over, and takes its place
// in one step, so that a reader or a killed build never meets half a site.

import CSystem
import Foundation

/// The folder that the site is written to.
struct Site: Sendable {
  /// The site's folder.
  let folder: String
  /// The folder for the lock that builds of one book take in turn.
  let notes: String
  /// Where it is kept what the site holds; nil when everything is to be written.
  var store: Store?

  /// What `README.md` in the folder says; its presence tells that the folder is ours to replace.
  static let readme = """
    This folder holds what `notebook build` wrote, and nothing else: it is replaced as a whole by the next build.
    Open `index.html` in a browser.

    """

  /// Makes the folder hold these files and nothing else.
  ///
  /// - Parameter files: The files.
  /// - Returns: Whether anything had to be written.
  /// - Throws: `ToolError` when the folder is not ours to replace, or cannot be written; then it is as it was.
  func write(_ files: [SiteFile]) async throws -> Bool {
    let lock = try await FileLock.taken(at: notes)
    defer { lock.release() }
    try refuseForeignFolder()
    try removeLeftovers()
    let readme = Data(Self.readme.utf8)
    let files = files + [SiteFile(path: "README.md", key: Digest(of: readme)) { readme }]
    let manifest = SiteManifest(store?.value([String].self, manifestKey) ?? [])
    let unchanged = Set(
      files.filter { file in
        let place = "\(folder)/\(file.path)"
        if file.contents == nil { return FileStamp(place).size >= 0 }
        return file.key != nil && manifest.files[file.path]?.key == file.key
          && manifest.files[file.path]?.stamp == FileStamp(place).text
      }.map(\.path))
    if unchanged.count == files.count, paths() == unchanged { return false }

    let new = try await make(files, unchanged: unchanged)
    do {
      try exchange(new)
    } catch {
      try FolderEntry.remove(new)
      throw error
    }
    // What was the site is no longer seen by anybody.
    async let removed: Void = FolderEntry.remove(new)
    keepManifest(of: files, earlier: manifest)
    try await removed
    return true
  }

  /// Makes a folder beside the site with the files, those that are unchanged being the site's own.
  private func make(_ files: [SiteFile], unchanged: Set<String>) async throws -> String {
    let new = "\(try place())/\(Self.newName(folder))\(UUID().uuidString)"
    do {
      var folders: Set<String> = []
      for file in files {
        let path = "\(new)/\(file.path)"
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if folders.insert(folder).inserted {
          try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        }
        if unchanged.contains(file.path), link("\(self.folder)/\(file.path)", path) == 0 {
          continue
        }
        try createFile(
          at: path, holding: try await contents(of: file), for: "\(self.folder)/\(file.path)")
      }
      return new
    } catch let error as ToolError {
      try FolderEntry.remove(new)
      throw error
    } catch let error as CancellationError {
      try FolderEntry.remove(new)
      throw error
    } catch {
      try FolderEntry.remove(new)
      throw ToolError("the site cannot be written to '\(folder)': \(error.localizedDescription)")
    }
  }

  private func contents(of file: SiteFile) async throws -> Data {
    if let contents = file.contents { return try await contents() }
    let path = "\(folder)/\(file.path)"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ToolError(
        "there is no '\(path)' yet", help: "build the whole book once, without '--only'")
    }
    return data
  }
}

// MARK: - What the site holds

/// What the files of a site were when they were written: the digest that each was made under, and its stamp.
private struct SiteManifest {
  var files: [String: (key: Digest, stamp: String)] = [:]

  init() {}

  /// Reads a plain list, which decodes several times as fast as records.
  init(_ fields: [String]) {
    for index in stride(from: 0, to: fields.count - 2, by: 3) {
      guard let key = Digest(fields[index + 1]) else { continue }
      files[fields[index]] = (key, fields[index + 2])
    }
  }

  /// The list.
  var fields: [String] {
    files.sorted { $0.key < $1.key }.flatMap { path, file in
      [path, file.key.description, file.stamp]
    }
  }
}

extension Site {
  private var manifestKey: Digest {
    Digest(of: ["site: path, key, stamp", URL(fileURLWithPath: folder).standardizedFileURL.path])
  }

  private func keepManifest(of files: [SiteFile], earlier: SiteManifest) {
    guard let store else { return }
    var manifest = SiteManifest()
    for file in files {
      if file.contents == nil {
        // Nobody has looked at it now: it is still what it was then, or will be found to be another.
        manifest.files[file.path] = earlier.files[file.path]
      } else if let key = file.key {
        manifest.files[file.path] = (key, FileStamp("\(folder)/\(file.path)").text)
      }
    }
    store.keep(manifest.fields, under: manifestKey)
  }

  /// The files below the folder, by their path in it.
  private func paths() -> Set<String> {
    Set(FolderEntry.files(below: folder).map { String($0.dropFirst(folder.count + 1)) })
  }

  private func names(in folder: String) throws(ToolError) -> [String] {
    guard let entries = FolderEntry.all(in: folder) else {
      throw ToolError("'\(folder)' is not a folder that can be read")
    }
    return entries.map(\.name)
  }

  /// Files that somebody else put there must not vanish.
  private func refuseForeignFolder() throws(ToolError) {
    guard FileManager.default.fileExists(atPath: folder) else { return }
    let held = try names(in: folder)
    let isOurs =
      FileManager.default.contents(atPath: folder + "/README.md") == Data(Self.readme.utf8)
    if !held.isEmpty && !isOurs {
      throw ToolError(
        "'\(folder)' holds files that notebook did not write",
        help: "move them away, or give back the folder's README.md")
    }
  }
}

// MARK: - Taking the old site's place

extension Site {
  /// The folder in which the new site is made: the one that holds the site, unless that is another file system.
  private func place() throws(ToolError) -> String {
    let parent = URL(fileURLWithPath: folder).deletingLastPathComponent().path
    var above = stat()
    var here = stat()
    guard stat(parent, &above) == 0 else { throw failure() }
    if stat(folder, &here) == 0, here.st_dev != above.st_dev { return folder }
    return parent
  }

  private static func newName(_ folder: String) -> String {
    ".\(URL(fileURLWithPath: folder).lastPathComponent).new-"
  }

  /// Removes what builds that were killed have left: whoever makes a new site holds the lock.
  private func removeLeftovers() throws(ToolError) {
    let parent = try place()
    for name in try names(in: parent) where name.hasPrefix(Self.newName(folder)) {
      try FolderEntry.remove("\(parent)/\(name)")
    }
  }

  private func exchange(_ new: String) throws(ToolError) {
    if !FileManager.default.fileExists(atPath: folder) {
      guard rename(new, folder) == 0 else { throw failure() }
      return
    }
    if new.hasPrefix(folder + "/") {
      try replaceEntries(by: new)
    } else if renameat2(AT_FDCWD, new, AT_FDCWD, folder, UInt32(system_rename_exchange)) != 0 {
      // Otherwise both names have changed hands in one step.
      guard [EXDEV, EINVAL, ENOSYS, EOPNOTSUPP, EBUSY].contains(errno) else { throw failure() }
      try replaceEntries(by: new)
    }
  }

  /// Moves the new entries into the folder one by one, then removes those that are no more.
  ///
  /// For file systems that cannot exchange folders: overlays refuse for a folder of a lower layer. Each file is whole
  /// at any time, but the site is not replaced in one step.
  func replaceEntries(by new: String) throws(ToolError) {
    let entries = Set(try names(in: new))
    let earlier = try names(in: folder)
    // Pages last: they name the assets.
    for name in entries.sorted(by: { !$0.hasSuffix(".html") && $1.hasSuffix(".html") }) {
      let place = "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue {
        try FolderEntry.remove(place)
      }
      guard rename("\(new)/\(name)", place) == 0 else { throw failure() }
    }
    for name in earlier where !entries.contains(name) {
      try FolderEntry.remove("\(folder)/\(name)")
    }
  }

  private func failure() -> ToolError {
    ToolError("the site cannot be moved to '\(folder)': \(lastSystemError())")
  }
}
