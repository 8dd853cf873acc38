// From saving a chapter to the new page in the browser, with `notebook serve` running.

import Foundation

extension Bench {
  /// A sentence changed, and a snippet changed, in the longest chapter.
  ///
  /// The time begins with the renaming that saves the chapter. The benchmark does what the page's
  /// own script does: it waits on `/events` for word that the page is stale, and loads it again;
  /// the time ends when the new text is there.
  func serve() throws {
    try run(["build"], on: book.folder)
    let child = try start(["serve", "--port", "0"], on: book.folder)
    let result = Result { try measure(PreviewedPage(of: book.longest, port: port(of: child))) }
    kill(child.process, SIGINT)
    _ = try child.wait()
    try result.get()
  }

  private func measure(_ page: PreviewedPage) throws {
    let (book, name) = (book, book.longest)
    _ = try page.shown()
    try measure("serve prose", page, bar: 0.250, runs: runs) { try book.sentence(in: name) }
    try measure("serve snippet", page, bar: 1, runs: fewerRuns) { try book.statement(in: name) }
    try book.save(book.texts[name] ?? "", as: name)
  }

  private func measure(
    _ name: String, _ page: PreviewedPage, bar: Double, runs: Int, edit: () throws -> Edit
  ) throws {
    var times: [Double] = []
    // The first is not counted: it brings back the chapter from the case before.
    for run in 0...runs {
      let edit = try edit()
      let events = try page.events(after: page.shown())
      let start = ContinuousClock.now
      try book.save(edit.text, as: edit.name)
      try page.wait(for: edit.mark, events)
      if run > 0 { times.append((ContinuousClock.now - start) / .seconds(1)) }
    }
    Figure(name: name, values: times, bar: .atMost(bar)).report()
  }

  /// The port that the server tells first.
  private func port(of child: Child) throws -> UInt16 {
    for _ in 0..<600 {
      let words = try String(contentsOfFile: printed, encoding: .utf8)
      if let match = words.firstMatch(of: /serving http:\/\/127\.0\.0\.1:([0-9]+)\//),
        let port = UInt16(match.1)
      {
        return port
      }
      // Not there yet; a server that has ended is told by the next wait.
      if kill(child.process, 0) != 0 || words.contains("rror: ") {
        throw BenchmarkError("'notebook serve' does not start:\n\(words)")
      }
      usleep(100_000)
    }
    throw BenchmarkError("'notebook serve' told no address within a minute")
  }
}

/// A page of the preview.
private struct PreviewedPage {
  private let name: String
  private let port: UInt16

  init(of chapter: String, port: UInt16) {
    name = String(chapter.dropLast(".md".count))
    self.port = port
  }

  /// The page, as soon as there is one.
  func shown() throws -> String {
    for _ in 0..<1200 {
      let answer = try Connection.answer(to: "/\(name).html", port: port)
      if answer.hasPrefix("HTTP/1.1 200") { return answer }
      usleep(100_000)
    }
    throw BenchmarkError("the server showed no page within two minutes")
  }

  /// The connection on which the server tells that a page is stale.
  func events(after page: String) throws -> Connection {
    guard let match = page.firstMatch(of: /data-revision="([^"]*)"/) else {
      throw BenchmarkError("the page does not tell its revision")
    }
    let query = "page=\(name)&revision=\(match.1)"
    let connection = try Connection(asking: "/events?\(query)", port: port)
    // The server listens for us from the moment it answers.
    try connection.skip(past: "retry:")
    return connection
  }

  /// Waits until the page shows some words; it may change more than once before.
  func wait(for words: String, _ events: Connection) throws {
    var events = events
    while true {
      try events.skip(past: "event: reload")
      let page = try shown()
      if page.contains(words) { return }
      events = try self.events(after: page)
    }
  }
}
