// What the preview answers to a request. Names are looked up among the files of the edition and nowhere else, so that
// no path leads out of it.

import Foundation

/// An answer to a request.
struct PreviewAnswer: Equatable, Sendable {
  /// The status, such as 200.
  var status: Int
  /// The type of the body.
  var type = "text/html; charset=utf-8"
  /// The body.
  var body: Data

  /// A page.
  init(_ status: Int, _ page: HTML) {
    self.status = status
    body = Data(page.text.utf8)
  }

  /// A file; its name tells its type.
  init(_ file: Data, named name: String) {
    status = 200
    let ending = name.split(separator: ".").last.map(String.init) ?? ""
    type = Self.types[ending] ?? "application/octet-stream"
    body = file
  }

  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "json": "application/json",
    "txt": "text/plain; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "ico": "image/x-icon", "woff2": "font/woff2", "woff": "font/woff", "ttf": "font/ttf",
  ]
}

/// An edition with the revisions of its pages.
struct PreviewAnswers: Sendable {
  /// The edition; nil until the first is made.
  private var edition: Edition?
  /// Tells this run of the server from others.
  private let run: String
  /// How many editions there were.
  private var count = 0
  /// For each page, the edition with which it last changed.
  private var changes: [String: Int] = [:]

  /// Begins without an edition.
  init(run: String) { self.run = run }

  /// Replaces the edition.
  mutating func show(_ new: Edition) {
    defer { edition = new }
    let earlier = edition ?? Edition()
    let changed = new.changes(since: earlier)
    if edition != nil, changed.isEmpty, new.hasSameSurroundings(as: earlier) { return }
    count += 1
    for name in changed { changes[name] = count }
  }

  /// Whether a page that was sent is not what would be sent now; never while there is nothing to send.
  func isStale(_ page: String, revision: String) -> Bool {
    edition != nil && revision != self.revision(of: page)
  }

  /// Changes whenever the page does.
  private func revision(of page: String) -> String {
    guard let edition else { return "\(run).0" }
    // Where there is no page at all, the banner is what changes.
    let number = edition.pages.isEmpty ? count : edition.pages[page] == nil ? 0 : changes[page] ?? 0
    return "\(run).\(number)"
  }

  /// The answer to a path as the browser sent it, without the query.
  func answer(to path: String) async -> PreviewAnswer {
    do {
      return try await found(at: path)
    } catch {
      let frame = PreviewFrame(page: "", revision: "", problems: ["\(error)"])
      return PreviewAnswer(500, frame.notice("Not made", "The page cannot be made."))
    }
  }

  private func found(at path: String) async throws -> PreviewAnswer {
    guard let decoded = path.removingPercentEncoding, decoded.hasPrefix("/") else {
      return missing("")
    }
    var name = String(decoded.dropFirst())
    if name.isEmpty { name = "index.html" }
    if name == "notebook-preview.js" {
      return PreviewAnswer(Data(PackageResources.preview_js), named: name)
    }
    let files = edition ?? Edition()
    if let contents = files.assets[name]?.contents {
      return PreviewAnswer(try await contents(), named: name)
    }
    guard name.hasSuffix(".html") else { return missing("") }
    return try await page(String(name.dropLast(5)), in: files)
  }

  private func page(_ name: String, in files: Edition) async throws -> PreviewAnswer {
    var frame = PreviewFrame(
      page: name, revision: revision(of: name), problems: files.problems)
    if let page = files.pages[name] {
      frame.errors = page.errors
      return PreviewAnswer(200, frame.html(around: try await page.document()))
    }
    if edition == nil {
      return PreviewAnswer(
        503, frame.notice("Being built", "The book is being built; this page will show it."))
    }
    if files.pages.isEmpty {
      return PreviewAnswer(
        503, frame.notice("No book", "There is no page yet that could be shown."))
    }
    return missing(name)
  }

  private func missing(_ page: String) -> PreviewAnswer {
    let frame = PreviewFrame(page: page, revision: revision(of: page))
    return PreviewAnswer(
      404, frame.notice("No such page", "The book begins at <a href=\"/\">its cover</a>."))
  }
}
