// The only file that touches the disk: a whole file read into memory, a whole file written or not
// at all.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

enum RegularFile {
  /// Files are read whole; a longer one is more likely a mistake than weights.
  private static let mostBytes = 1 << 32

  /// The bytes of a file; throws unless it is a regular file of at most 4 GiB that can be read.
  static func read(_ path: String) throws(FileError) -> [UInt8] {
    try check(path)
    // Without O_NONBLOCK a pipe without a writer would hold the program up before it is refused.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0 { throw failure("cannot be opened") }
    defer { close(file) }
    var status = stat()
    if fstat(file, &status) != 0 { throw failure("cannot be examined") }
    if status.st_mode & S_IFMT != S_IFREG { throw FileError("not a regular file") }
    let size = Int(status.st_size)
    if size > mostBytes { throw FileError("\(size) bytes: at most \(mostBytes) are read") }

    var code: Int32 = 0
    // One byte more than expected, so that a file that grows meanwhile is noticed.
    let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      while count < size + 1, let start = buffer.baseAddress {
        let got = Self.retried { systemRead(file, start + count, size + 1 - count) }
        if got < 0 { code = errno }
        if got <= 0 { return }
        count += got
      }
    }
    if code != 0 { throw failure("cannot be read", code) }
    if bytes.count != size { throw FileError("changed while it was read") }
    return bytes
  }

  /// Makes the file with the bytes, or replaces it, by renaming a temporary file in its folder.
  ///
  /// Whoever reads meanwhile sees the old file or the new one, never a part. When this throws, the
  /// old file is as it was and the temporary file is gone. A file that is replaced hands its mode
  /// on, and a symbolic link stays: what it leads to is written. Throws where anything but a file
  /// would be replaced.
  static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try check(path)
    let (path, oldMode) = try destination(of: path)
    let (file, temporary) = try openTemporary(besides: path, mode: oldMode ?? 0o666)
    do throws(FileError) {
      do throws(FileError) {
        // The mode of a new file is the mask's business, that of an old one is not.
        if let oldMode, fchmod(file, oldMode) != 0 { throw failure("cannot be written") }
        try write(bytes, to: file)
        // Else a crash of the machine could leave the new name on an empty file.
        if fsync(file) != 0 { throw failure("cannot be written") }
      } catch {
        close(file)
        throw error
      }
      if close(file) != 0 { throw failure("cannot be written") }
      if rename(temporary, path) != 0 { throw failure("cannot be replaced") }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private static func write(_ bytes: [UInt8], to file: Int32) throws(FileError) {
    var code: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count, let start = buffer.baseAddress {
        let count = Self.retried { systemWrite(file, start + written, buffer.count - written) }
        if count < 0 {
          code = errno
          return
        }
        written += count
      }
    }
    if code != 0 { throw failure("cannot be written", code) }
  }

  /// Where a path leads through symbolic links, and the mode of the file there, if there is one.
  private static func destination(
    of path: String
  ) throws(FileError) -> (path: String, mode: mode_t?) {
    var path = path
    // As many links as Linux follows.
    for _ in 0...40 {
      var status = stat()
      if lstat(path, &status) != 0 {
        if errno == ENOENT { return (path, nil) }
        throw failure("cannot be examined")
      }
      switch status.st_mode & S_IFMT {
      case S_IFLNK:
        let target = try target(ofLink: path)
        path = target.hasPrefix("/") ? target : folder(of: path) + target
      // The renaming refuses folders.
      case S_IFREG, S_IFDIR: return (path, status.st_mode & 0o7777)
      default: throw FileError("not a regular file")
      }
    }
    throw failure("cannot be replaced", ELOOP)
  }

  /// The path that a symbolic link holds.
  private static func target(ofLink path: String) throws(FileError) -> String {
    var code: Int32 = 0
    let capacity = Int(PATH_MAX)
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      let got = buffer.withMemoryRebound(to: CChar.self) { text in
        text.baseAddress.map { readlink(path, $0, capacity) } ?? 0
      }
      if got < 0 { code = errno }
      count = max(0, got)
    }
    if code != 0 { throw failure("cannot be examined", code) }
    guard let target = String(strictUTF8: bytes) else {
      throw FileError("a link to a path that is not UTF-8")
    }
    return target
  }

  /// The path up to its last slash, that one included.
  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// A new file in the same folder: a rename does not reach across file systems.
  private static func openTemporary(
    besides path: String, mode: mode_t
  ) throws(FileError) -> (file: Int32, path: String) {
    let folder = folder(of: path)
    for number in 0..<100 {
      let temporary = "\(folder).\(getpid())-\(number).tmp"
      let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if file >= 0 { return (file, temporary) }
      if errno != EEXIST { throw failure("cannot be made") }
    }
    throw failure("cannot be made", EEXIST)
  }

  /// The system would read the path only as far as its first NUL.
  private static func check(_ path: String) throws(FileError) {
    if path.utf8.contains(0) { throw FileError("the path has a NUL in it") }
  }

  /// The problem with the system's reason for it.
  private static func failure(_ problem: String, _ code: Int32 = errno) -> FileError {
    FileError("\(problem): \(String(cString: strerror(code)))")
  }

  /// The result of a system call that is called again while signals interrupt it.
  private static func retried(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

// Inside the type the names `read` and `write` are its own.

private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(file, buffer, count)
}

private func systemWrite(_ file: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
  write(file, buffer, count)
}
