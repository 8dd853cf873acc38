// The store: results by the digest of their key, in files that prove themselves. A damaged, half-written or foreign file
// is no result; it is removed, and what it held is made again.

import Foundation
import Synchronization

/// A folder of kept results.
final class Store: Sendable {
  /// The folder.
  let folder: String
  /// How many bytes are kept at most.
  let limit: Int

  /// How many bytes are kept when nobody says otherwise.
  static let defaultLimit = 1 << 30

  /// What changes while it is in use.
  struct State {
    /// How many bytes were written since the bound was looked after.
    var written = 0
    /// Why something could not be kept, if so.
    var failure: String?
    /// How many times something under a digest is still to be written.
    fileprivate var pending: [Digest: Int] = [:]
  }
  /// What changes while it is in use.
  let state = Mutex(State())
  /// Writes in the order of keeping: whoever keeps something does not wait for it.
  private let writer = DispatchQueue(label: "notebook.store")

  /// Describes the store in a folder, which is made when something is kept.
  init(folder: String, limit: Int = defaultLimit) {
    self.folder = folder
    self.limit = limit
  }

  /// Why something could not be kept, if so; known of all that was kept before.
  var failure: String? {
    settle()
    return state.withLock(\.failure)
  }

  /// Waits until everything is written that was to be kept.
  func settle() { writer.sync {} }
}

// MARK: - Reading

extension Store {
  /// The bytes kept under a digest; nil when there are none, or what is there is not what was written.
  func bytes(_ digest: Digest) -> Data? {
    if state.withLock({ $0.pending[digest] != nil }) { settle() }
    let path = path(digest)
    // Opening a named pipe must not wait for somebody to write into it.
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size >= Self.sealCount, status.st_size <= limit,
      let entry = Self.read(file, count: Int(status.st_size)),
      entry.prefix(Self.sealCount) == Self.seal(entry.dropFirst(Self.sealCount), under: digest)
    else {
      discard(path)
      return nil
    }
    // The time of last use, to the hour: the least recently used goes first.
    if time(nil) - status.st_mtim.tv_sec > 3600 { futimens(file, nil) }
    return entry.dropFirst(Self.sealCount)
  }

  /// The value kept under a digest.
  func value<Value: Decodable>(_ type: Value.Type, _ digest: Digest) -> Value? {
    bytes(digest).flatMap { decoded(type, from: $0) }
  }

  /// The value in bytes that were kept.
  func decoded<Value: Decodable>(_ type: Value.Type, from bytes: Data) -> Value? {
    do {
      return try Self.decoder.decode(type, from: bytes)
    } catch {
      // Whole, but of another shape: as good as missing.
      return nil
    }
  }

  /// Removes what is in an entry's place without being one.
  private func discard(_ path: String) {
    do {
      try FolderEntry.remove(path)
    } catch {
      fail(error.summary)
    }
  }

  private static func read(_ file: Int32, count: Int) -> Data? {
    var data = Data(count: count)
    let isWhole = data.withUnsafeMutableBytes { buffer in
      var filled = 0
      while filled < count {
        let got = Foundation.read(file, buffer.baseAddress?.advanced(by: filled), count - filled)
        if got > 0 {
          filled += got
        } else if got == 0 || errno != EINTR {
          return false
        }
      }
      return true
    }
    return isWhole ? data : nil
  }

  private func path(_ digest: Digest) -> String { "\(folder)/\(digest)" }

  /// The bytes before an entry's own: the digest of its key and its contents.
  private static func seal(_ bytes: Data, under digest: Digest) -> Data {
    let contents = Digest(of: bytes)
    return Data(Digest(of: ["\(digest)", "\(contents)"]).description.utf8)
  }

  private static let sealCount = 32
}

// MARK: - Writing

extension Store {
  /// Keeps bytes under a digest, in place of what was there.
  ///
  /// Where they cannot be kept, as on a full disk, `failure` says why; the work goes on without.
  func keep(_ bytes: Data, under digest: Digest) {
    later(digest) { self.write(bytes, under: digest) }
  }

  /// Keeps a value under a digest.
  func keep(_ value: some Encodable & Sendable, under digest: Digest) {
    later(digest) {
      do {
        self.write(try Self.encoder.encode(value), under: digest)
      } catch {
        self.fail("a result cannot be written: \(error)")
      }
    }
  }

  /// Keeps bytes in a file of the folder, in place of what was there.
  func keepRaw(_ bytes: Data, as name: String) {
    writer.async { self.write(bytes, as: name) }
  }

  private func later(_ digest: Digest, _ write: @escaping @Sendable () -> Void) {
    state.withLock { $0.pending[digest, default: 0] += 1 }
    writer.async {
      write()
      self.state.withLock { state in
        let left = (state.pending[digest] ?? 1) - 1
        state.pending[digest] = left == 0 ? nil : left
      }
    }
  }

  private func write(_ bytes: Data, under digest: Digest) {
    write(Self.seal(bytes, under: digest) + bytes, as: "\(digest)")
  }

  private func write(_ bytes: Data, as name: String) {
    do {
      try makeNotes(URL(fileURLWithPath: folder).deletingLastPathComponent().path)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let path = "\(folder)/\(name)"
      var status = stat()
      // No file takes the place of a folder.
      if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { discard(path) }
      try replaceFile(at: path, by: bytes, mode: 0o755)
      state.withLock { $0.written += Self.blocks(bytes.count) }
    } catch let error as ToolError {
      fail(error.summary)
    } catch {
      fail("'\(folder)' cannot be made: \(error.localizedDescription)")
    }
  }

  /// Begins anew: what failed before, as on a disk that was full, may be mended.
  func forgetFailure() {
    settle()
    state.withLock { $0.failure = nil }
  }

  /// Remembers the first failure.
  func fail(_ reason: String) { state.withLock { $0.failure = $0.failure ?? reason } }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
