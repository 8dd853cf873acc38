// The folder of chapters on disk: anything may stand there, and only text files within the book are
// read.

import Foundation

/// The folder `chapters/` of a book.
struct ChapterFolder {
  /// The folder as messages name it.
  let path: String
  /// The folder of the book without symbolic links: what lies elsewhere is not the book's.
  private let book: String

  /// Finds the chapters of the book in the folder `root`.
  init(of root: String) throws(ToolError) {
    path = root + "/chapters"
    guard let book = Self.resolved(root), let chapters = Self.resolved(path) else {
      throw Self.unreadable(path, code: errno)
    }
    self.book = book
    guard Self.lies(chapters, in: book) else {
      throw ToolError(
        "no chapters: '\(path)' is a link that leads out of the book",
        help: "give the folder that holds '\(chapters)'")
    }
    guard Self.type(of: chapters) == S_IFDIR else {
      throw ToolError(
        "no chapters: '\(path)' is not a folder",
        help: "give the folder that holds 'chapters/', or change into it")
    }
  }

  /// Returns the names of the Markdown files, in order.
  func names() throws(ToolError) -> [String] {
    // Foundation's errors do not say why.
    guard let folder = opendir(path) else { throw Self.unreadable(path, code: errno) }
    closedir(folder)
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }.sorted()
    } catch {
      throw Self.unreadable(path, code: EIO)
    }
  }

  private static func unreadable(_ path: String, code: Int32) -> ToolError {
    let reason = code == ENOENT ? "" : ": \(words(for: code))"
    return ToolError(
      "no chapters: the folder '\(path)' cannot be read\(reason)",
      help: "give the folder that holds 'chapters/', or change into it")
  }
}

// MARK: - One file

extension ChapterFolder {
  /// Reads a file; a text that is not UTF-8 is returned with its wrong bytes replaced, so that the
  /// rest can be judged.
  ///
  /// - Parameters:
  ///   - name: The file's name.
  ///   - path: The path that messages show.
  /// - Returns: The text, nil if it cannot be read, and what is wrong with it.
  func read(_ name: String, as path: String) -> (text: Source?, findings: [Diagnostic]) {
    switch bytes(of: self.path + "/" + name) {
    case .success(let bytes):
      let (source, finding) = Source.decoding(bytes, path: path)
      return (source, finding.map { [$0] } ?? [])
    case .failure(let refusal):
      return (nil, [Diagnostic(path: path, refusal.summary, help: refusal.help)])
    }
  }

  /// Why a file is not read.
  private struct Refusal: Error {
    var summary: String
    var help: String?

    init(_ summary: String, help: String? = nil) {
      self.summary = summary
      self.help = help
    }

    init(code: Int32) {
      summary = "the file cannot be read: \(words(for: code))"
    }
  }

  private func bytes(of file: String) -> Result<[UInt8], Refusal> {
    guard let resolved = Self.resolved(file) else {
      let code = errno
      guard Self.isLink(file) else { return .failure(Refusal(code: code)) }
      return .failure(
        Refusal(
          code == ELOOP ? "the link leads to itself" : "the link leads nowhere",
          help: "put the text in its place"))
    }
    guard Self.lies(resolved, in: book) else {
      return .failure(
        Refusal(
          "the link leads out of the book, to '\(resolved)'", help: "put the text in its place"))
    }
    // Opening a device can act on it, so its type is looked at first; a pipe would wait for a
    // writer.
    if let refusal = Self.refusal(ofType: Self.type(of: resolved)) { return .failure(refusal) }
    let descriptor = open(resolved, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return .failure(Refusal(code: errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return .failure(Refusal(code: errno)) }
    if let refusal = Self.refusal(ofType: status.st_mode & S_IFMT) { return .failure(refusal) }
    return Self.bytes(from: descriptor)
  }

  /// Reads until the end, and one byte more than a chapter may have.
  private static func bytes(from descriptor: Int32) -> Result<[UInt8], Refusal> {
    let limit = MarkdownParser.Limit.bytes
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit + 1) { buffer, count in
      while count <= limit, let start = buffer.baseAddress {
        let got = Foundation.read(descriptor, start + count, limit + 1 - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { code = errno }
        if got <= 0 { return }
        count += got
      }
    }
    if code != 0 { return .failure(Refusal(code: code)) }
    if bytes.count > limit { return .failure(Refusal("the chapter is larger than 4 MB")) }
    return .success(bytes)
  }

  private static func refusal(ofType type: mode_t?) -> Refusal? {
    switch type {
    case S_IFREG: nil
    case S_IFDIR: Refusal("the chapter is a folder, not a file")
    case S_IFIFO: Refusal("the chapter is a pipe, not a file")
    case S_IFSOCK: Refusal("the chapter is a socket, not a file")
    case nil: Refusal(code: errno)
    default: Refusal("the chapter is a device, not a file")
    }
  }
}

// MARK: - Paths

extension ChapterFolder {
  /// Returns a path without symbolic links; nil, with `errno` set, if there is nothing at its end.
  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func lies(_ path: String, in folder: String) -> Bool {
    path.hasPrefix(folder == "/" ? folder : folder + "/")
  }

  /// Returns the type of what a path leads to; nil, with `errno` set, if there is nothing.
  private static func type(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}

/// The system's words for an error, as part of a sentence.
private func words(for code: Int32) -> String {
  let words = String(cString: strerror(code))
  return words.prefix(1).lowercased() + words.dropFirst()
}
