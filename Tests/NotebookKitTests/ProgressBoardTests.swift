// Progress as lines of text: events and times in, lines out.

import Testing

@testable import NotebookKit

@Suite("Progress board") struct ProgressBoardTests {
  private let a = "chapters/01-a.md"

  @Test("each program at work has a line with its step and the seconds since it began")
  func lines() {
    var board = ProgressBoard(tellsFinished: false)
    func lines(at time: Double) -> [String] { board.lines(at: time, columns: 80, rows: 24) }
    #expect(lines(at: 0) == [])
    #expect(board.receive(.began(program: a), at: 10) == [])
    #expect(lines(at: 10) == ["chapters/01-a.md: waiting 0.0 s"])
    #expect(board.receive(.compiling(program: a), at: 10.5) == [])
    #expect(board.receive(.began(program: "\(a):30"), at: 11) == [])
    #expect(board.receive(.linking(program: "\(a):30"), at: 11) == [])
    #expect(
      lines(at: 11.26) == [
        "chapters/01-a.md: compiling 1.3 s", "chapters/01-a.md:30: linking 0.3 s",
      ])
    #expect(board.receive(.running(program: a, line: 7), at: 12) == [])
    // The program of one snippet runs those before it too.
    #expect(board.receive(.running(program: "\(a):30", line: 8), at: 12) == [])
    #expect(
      lines(at: 12) == [
        "chapters/01-a.md:7: running 2.0 s", "chapters/01-a.md:8: running 1.0 s",
      ])
    #expect(board.receive(.ended(program: a, kept: false, seconds: 2), at: 12) == [])
    #expect(lines(at: 13) == ["chapters/01-a.md:8: running 2.0 s"])
    #expect(board.receive(.ended(program: "\(a):30", kept: false, seconds: 2), at: 13) == [])
    #expect(lines(at: 13) == [])
  }

  @Test("no line fills the terminal: of a long place the end is shown, of the step everything")
  func width() {
    var board = ProgressBoard(tellsFinished: false)
    #expect(board.receive(.began(program: "chapters/01-漢字.md"), at: 0) == [])
    let lines = [40, 35, 34, 24, 23, 18, 17, 5, 1, 0].map { columns in
      board.lines(at: 0, columns: columns, rows: 24)
    }
    #expect(
      lines == [
        ["chapters/01-漢字.md: waiting 0.0 s"], ["chapters/01-漢字.md: waiting 0.0 s"],
        ["…apters/01-漢字.md: waiting 0.0 s"], ["…漢字.md: waiting 0.0 s"],
        ["…字.md: waiting 0.0 s"], ["…d: waiting 0.0 s"], ["…: waiting 0.0 s"], ["…: w"], [""], [""],
      ])
  }

  @Test("no more lines than the terminal has: those that do not fit are counted")
  func height() {
    var board = ProgressBoard(tellsFinished: false)
    for name in ["a", "b", "c"] { _ = board.receive(.began(program: name), at: 0) }
    let all = ["a: waiting 0.0 s", "b: waiting 0.0 s", "c: waiting 0.0 s"]
    #expect(board.lines(at: 0, columns: 80, rows: 4) == all)
    #expect(board.lines(at: 0, columns: 80, rows: 3) == [all[0], "… and 2 more"])
    #expect(board.lines(at: 0, columns: 80, rows: 1) == ["… and 3 more"])
  }

  @Test("where lines stay, a program that was made has one when it has ended, a kept one has none")
  func finished() {
    var board = ProgressBoard(tellsFinished: true)
    let names = ["a", "b", "c", "ran", "nothing"]
    for name in names { _ = board.receive(.began(program: name), at: 0) }
    for name in ["a", "b"] { _ = board.receive(.compiling(program: name), at: 0) }
    for name in ["a", "ran"] {
      #expect(board.receive(.running(program: name, line: 3), at: 0.5) == [])
    }
    let ends = names.map {
      board.receive(.ended(program: $0, kept: $0 == "c", seconds: 0.84), at: 0.84)
    }
    #expect(
      ends == [
        ["a: compiled and ran in 0.8 s"], ["b: compiling took 0.8 s"], [], ["ran: ran in 0.8 s"],
        [],
      ])
  }

  @Test("a step of five seconds is named once, and the next step is timed anew")
  func slow() {
    var board = ProgressBoard(tellsFinished: false)
    _ = board.receive(.began(program: a), at: 0)
    _ = board.receive(.compiling(program: a), at: 1)
    #expect(board.slow(at: 5.9) == [])
    #expect(board.slow(at: 6) == ["chapters/01-a.md: still compiling after 5 s"])
    #expect(board.slow(at: 12) == [])
    _ = board.receive(.running(program: a, line: 3), at: 12)
    #expect(board.slow(at: 16) == [])
    _ = board.receive(.running(program: a, line: 9), at: 16)
    #expect(board.slow(at: 20) == [])
    #expect(board.slow(at: 21) == ["chapters/01-a.md:9: still running after 5 s"])
    _ = board.receive(.running(program: a, line: 14), at: 22)
    #expect(board.slow(at: 28) == ["chapters/01-a.md:14: still running after 5 s"])
    _ = board.receive(.ended(program: a, kept: false, seconds: 28), at: 28)
    #expect(board.slow(at: 40) == [])
  }

  @Test("the executor tells each step of each program in order, and that a failed one has ended")
  func events() async throws {
    let book = try TemporaryBook([
      "01-a.md": "```swift run\n```\n\n```swift run\nfatalError()\n```\n",
      "02-b.md": "```swift run compiles\nlet a = 1\n```\n",
    ])
    let log = EventLog()
    var notebook = book.notebook
    notebook.progress = { log.append($0) }
    _ = try await notebook.check()
    let (a, b) = ("chapters/01-a.md", "chapters/02-b.md:1")
    #expect(
      log.events(of: a).dropLast() == [
        .began(program: a), .compiling(program: a), .linking(program: a),
        .running(program: a, line: 1), .running(program: a, line: 4),
      ]
        || log.events(of: a).dropLast() == [
          .began(program: a), .compiling(program: a), .linking(program: a),
          .running(program: a, line: 4),
        ])
    #expect(log.events(of: b).dropLast() == [.began(program: b), .compiling(program: b)])
    for program in [a, b] {
      guard case .ended(program, kept: false, let seconds) = log.events(of: program).last else {
        Issue.record("'\(program)' has no end")
        continue
      }
      #expect(seconds > 0)
    }
  }
}
