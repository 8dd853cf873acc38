// Files of the store that others use as they are, such as the library that programs load: linked to, not copied.

import Foundation

extension Store {
  /// Keeps a file's contents under a digest.
  func keepFile(_ path: String, under digest: Digest) throws {
    let contents = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    let seal = Digest(of: contents)
    keepRaw(contents, as: name(of: seal))
    keep(seal, under: digest)
  }

  /// Puts the file that is kept under a digest at a path.
  ///
  /// - Parameters:
  ///   - digest: What it is kept under.
  ///   - path: Where it is to be; nothing must be there.
  /// - Returns: Whether it is there now.
  func place(_ digest: Digest, at path: String) -> Bool {
    guard let seal = value(Digest.self, digest) else { return false }
    let kept = "\(folder)/\(name(of: seal))"
    var status = stat()
    guard lstat(kept, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    if link(kept, path) != 0 {
      guard let contents = FileManager.default.contents(atPath: kept) else { return false }
      do {
        try createFile(at: path, holding: contents, mode: 0o755)
      } catch {
        unlink(path)
        return false
      }
    }
    // What is proven is what will be used, whatever happens to the store meanwhile.
    if Digest(ofFile: path) == seal {
      utimensat(AT_FDCWD, kept, nil, 0)
      return true
    }
    unlink(path)
    unlink(kept)
    return false
  }

  private func name(of seal: Digest) -> String { "\(seal).file" }
}
