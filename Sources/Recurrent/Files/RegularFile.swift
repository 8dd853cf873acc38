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
  /// old file is as it was and the temporary file is gone.
  static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try check(path)
    let (file, temporary) = try openTemporary(besides: path)
    do throws(FileError) {
      do throws(FileError) {
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

  /// A new file in the same folder: a rename does not reach across file systems.
  private static func openTemporary(
    besides path: String
  ) throws(FileError) -> (file: Int32, path: String) {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    for number in 0..<100 {
      let temporary = "\(folder).\(getpid())-\(number).tmp"
      let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
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
