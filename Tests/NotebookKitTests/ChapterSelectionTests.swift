// Which chapters the words of a command line mean.

import Testing

@testable import NotebookKit

@Suite("Chapter selection") struct ChapterSelectionTests {
  private static let book = [
    "chapters/index.md", "chapters/01-forward.md", "chapters/02-bptt.md", "chapters/12-2.md",
  ]

  @Test(
    "a chapter is meant by its path, file name, name or number",
    arguments: [
      ("chapters/02-bptt.md", "chapters/02-bptt.md"), ("02-bptt.md", "chapters/02-bptt.md"),
      ("./chapters/02-bptt.md", "chapters/02-bptt.md"),
      ("/book/chapters/02-bptt.md", "chapters/02-bptt.md"), ("02-bptt", "chapters/02-bptt.md"),
      ("02", "chapters/02-bptt.md"), ("2", "chapters/02-bptt.md"), ("12", "chapters/12-2.md"),
      ("index", "chapters/index.md"), ("index.md", "chapters/index.md"),
    ])
  func known(word: String, path: String) throws {
    #expect(try ChapterSelection([word], among: Self.book).paths == [path])
  }

  @Test("several words mean several chapters, each once")
  func several() throws {
    #expect(
      try ChapterSelection(["2", "01-forward", "02-bptt"], among: Self.book).paths == [
        "chapters/01-forward.md", "chapters/02-bptt.md",
      ])
    #expect(try ChapterSelection([], among: Self.book).paths == [])
  }

  @Test(
    "an unknown chapter is answered with the nearest, or with all there are",
    arguments: [
      ("02-btpt", "there is no chapter '02-btpt'; did you mean '02-bptt'?"),
      ("chapters/02-bppt.md", "there is no chapter 'chapters/02-bppt.md'; did you mean '02-bptt'?"),
      ("0", "there is no chapter '0'; the chapters are index, 01-forward, 02-bptt, 12-2"),
      (
        "99999999999999999999",
        """
        there is no chapter '99999999999999999999'; the chapters are index, 01-forward, \
        02-bptt, 12-2
        """
      ),
      ("", "there is no chapter ''; the chapters are index, 01-forward, 02-bptt, 12-2"),
    ])
  func unknown(word: String, message: String) {
    let error = #expect(throws: ChapterSelection.UnknownChapter.self) {
      try ChapterSelection(["1", word], among: Self.book)
    }
    #expect(error?.description == message)
  }
}
