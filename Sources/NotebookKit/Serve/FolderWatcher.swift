// Waiting for files to change, by the kernel's word: nothing is read and nothing is polled while nothing changes.

import Foundation
import Synchronization

/// Watches folders, even through their removal and return.
final class FolderWatcher: Sendable {
  /// A folder to watch.
  struct Folder: Hashable, Sendable {
    /// The folder's path.
    var path: String
    /// Whether the folders in it are watched as well, those that are made later among them.
    var isDeep: Bool
  }

  /// What the kernel's numbers mean.
  private struct Watches {
    /// The paths of watched folders.
    var contents: [Int32: (path: String, isDeep: Bool)] = [:]
    /// The folders above, where a watched one may vanish and come back.
    var parents: [Int32: Set<Folder>] = [:]
  }

  private let descriptor: Int32
  private let folders: [Folder]
  private let watches = Mutex(Watches())

  private static let events = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE)

  /// Begins to watch; a folder may be missing as long as there is the one above it.
  init(_ folders: [Folder]) throws(ToolError) {
    self.folders = folders
    descriptor = inotify_init1(Int32(O_CLOEXEC | O_NONBLOCK))
    guard descriptor >= 0 else {
      throw ToolError("folders cannot be watched: \(lastSystemError())")
    }
    do {
      try watches.withLock { watches throws(ToolError) in
        for folder in folders {
          let above = URL(fileURLWithPath: folder.path).deletingLastPathComponent().path
          guard let number = try watch(above) else {
            throw ToolError("the folder '\(above)' cannot be watched: \(lastSystemError())")
          }
          watches.parents[number, default: []].insert(folder)
          try add(folder.path, isDeep: folder.isDeep, to: &watches)
        }
      }
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Waits until something has changed and then for a moment of quiet, as editors save in several steps.
  ///
  /// Changes between two calls are not lost. One task at a time may wait.
  ///
  /// - Returns: The paths of files and folders that changed; a watched folder stands for anything in it.
  func next() async throws -> Set<String> {
    try await onThread { [self] cancellation in
      var changed: Set<String> = []
      var begun = ContinuousClock.now
      while !cancellation.isRequested {
        let arrived = wait(milliseconds: changed.isEmpty ? 100 : Self.quiet)
        if changed.isEmpty { begun = .now }
        if arrived { try read(into: &changed) }
        // Where there is never any quiet, half a second must do.
        if !changed.isEmpty, !arrived || .now - begun > .milliseconds(500) { break }
      }
      return changed
    }
  }

  /// How many milliseconds without a change end a save.
  private static let quiet: Int32 = 15

  private func wait(milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, milliseconds) > 0
  }

  // MARK: Watching

  /// Asks the kernel to watch a folder; nil when there is no such folder.
  private func watch(_ path: String) throws(ToolError) -> Int32? {
    let number = inotify_add_watch(descriptor, path, Self.events | UInt32(IN_ONLYDIR))
    if number < 0, errno == ENOSPC {
      throw ToolError(
        "'\(path)' cannot be watched: this computer watches as many folders as it may",
        help: "sysctl fs.inotify.max_user_watches=524288")
    }
    return number < 0 ? nil : number
  }

  private func add(_ path: String, isDeep: Bool, to watches: inout Watches) throws(ToolError) {
    guard let number = try watch(path) else { return }
    watches.contents[number] = (path, isDeep)
    guard isDeep else { return }
    for name in Self.folders(in: path) where Self.isOfInterest(name) {
      try add("\(path)/\(name)", isDeep: true, to: &watches)
    }
  }

  /// Forgets a folder that is elsewhere now, and those in it.
  private func remove(_ path: String, from watches: inout Watches) {
    for (number, folder) in watches.contents
    where folder.path == path || folder.path.hasPrefix(path + "/") {
      inotify_rm_watch(descriptor, number)
      watches.contents[number] = nil
    }
  }

  /// Hidden files and copies that editors make beside a file.
  private static func isOfInterest(_ name: String) -> Bool {
    !name.hasPrefix(".") && !name.hasSuffix("~")
  }

  /// The folders in a folder, without links to folders; none when it is gone.
  private static func folders(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if status("\(path)/\(name)").map({ $0.st_mode & S_IFMT == S_IFDIR }) ?? false {
        names.append(name)
      }
    }
    return names
  }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
  }

  // MARK: Events

  /// Takes what the kernel has to say.
  private func read(into changed: inout Set<String>) throws(ToolError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
    defer { buffer.deallocate() }
    let header = MemoryLayout<inotify_event>.size
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      guard count > 0 else { return }
      var offset = 0
      while offset + header <= count {
        let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
        let end = offset + header + Int(event.len)
        let padded = buffer[(offset + header)..<end]
        let name = String(decoding: padded.prefix { $0 != 0 }, as: UTF8.self)
        try watches.withLock { watches throws(ToolError) in
          try take(event, name, &watches, &changed)
        }
        offset = end
      }
    }
  }

  private func take(
    _ event: inotify_event, _ name: String, _ watches: inout Watches, _ changed: inout Set<String>
  ) throws(ToolError) {
    func says(_ bits: Int32) -> Bool { event.mask & UInt32(bits) != 0 }
    if says(IN_Q_OVERFLOW) {
      // What was not told may be anything.
      for folder in folders {
        try add(folder.path, isDeep: folder.isDeep, to: &watches)
        changed.insert(folder.path)
      }
      return
    }
    if says(IN_IGNORED) {
      watches.contents[event.wd] = nil
      watches.parents[event.wd] = nil
      return
    }
    let comes = says(IN_CREATE | IN_MOVED_TO)
    for folder in watches.parents[event.wd] ?? [] where folder.path.hasSuffix("/\(name)") {
      if says(IN_MOVED_FROM) { remove(folder.path, from: &watches) }
      if comes { try add(folder.path, isDeep: folder.isDeep, to: &watches) }
      if says(IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE) { changed.insert(folder.path) }
    }
    guard let (path, isDeep) = watches.contents[event.wd], Self.isOfInterest(name) else { return }
    let file = "\(path)/\(name)"
    // A folder and a link that leads to one are told apart: links are files here.
    if event.mask & UInt32(IN_ISDIR) != 0 {
      guard isDeep else { return }
      if says(IN_MOVED_FROM) { remove(file, from: &watches) }
      if comes { try add(file, isDeep: true, to: &watches) }
    } else if says(IN_CREATE), let status = Self.status(file), status.st_mode & S_IFMT == S_IFREG,
      status.st_nlink == 1
    {
      // Its writer will close it; a link is complete as it comes.
      return
    }
    changed.insert(file)
  }
}
