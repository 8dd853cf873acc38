// Kept results: what is done again after an edit, no more and no less, and that nobody can tell the result from a fresh one.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Kept results") struct KeptResultsTests {
  private static let chapters = [
    "index.md": "---\ntitle: Kept\n---\n\n# Cover\n",
    "01-a.md": "# A\n\n```math id=energy\nE\n```\n\n```swift run\nprint(\"one\")\n```\n",
    "02-b.md": "# B\n\nSee [](#energy).\n\n```swift run\ncheck(\"two\", 2 == 2)\n```\n",
    "03-c.md": "# C\n\n$x$\n\n```swift run\nprint(\"three\")\n```\n",
  ]

  /// The chapter whose warning and failing check move with the text.
  private static let faulty = """
    # A

    ```swift run
    func f() { let unused = 1 }
    check("no", 1.0, equals: 2.0)
    ```

    """

  @Test("nothing changed: nothing runs, no file of the site is touched, and the report is the same")
  func nothing() async throws {
    let book = try TemporaryBook(Self.chapters)
    let first = try await book.keeping()
    #expect(first.report.findings == [])
    #expect(first.compiled == ["chapters/01-a.md", "chapters/02-b.md", "chapters/03-c.md"])
    #expect(first.reasons.count == 4)
    #expect(first.reasons[1] == "chapters/01-a.md: compiled and run: no result is kept of it")
    #expect(!first.report.isUpToDate)
    let stamps = try stamps(of: book)
    let second = try await book.keeping()
    #expect(second.events == [])
    #expect(second.reasons == [])
    #expect(second.report.costs.filter { !$0.kept }.isEmpty)
    #expect(second.report.isUpToDate)
    #expect(second.report.chapters == first.report.chapters)
    #expect(second.report.summary == "4 chapters, 3 snippets, 1 check: all hold")
    #expect(try self.stamps(of: book) == stamps)
    #expect(second.report.storeFailure == nil)
  }

  private func stamps(of book: borrowing TemporaryBook) throws -> [String: FileStamp] {
    var stamps = ["": FileStamp(book.root + "/site")]
    for path in try book.siteFiles().keys { stamps[path] = FileStamp("\(book.root)/site/\(path)") }
    return stamps
  }

  @Test("prose above snippets changed: nothing runs, and messages move with the text")
  func moved() async throws {
    let book = try TemporaryBook(["01-a.md": Self.faulty])
    func messages(_ line: Int) -> String {
      """
      chapters/01-a.md:\(line):16: warning: initialization of immutable value 'unused' was never \
      used; consider replacing with assignment to '_' or removing it
      func f() { let unused = 1 }
                     ^~~~~~

      chapters/01-a.md:\(line + 1):1: error: check 'no' failed: error 0.33 exceeds 1e-12
      check("no", 1.0, equals: 2.0)
      ^~~~~
        [1×1] error 0.33; worst at [0, 0]: 1.0 against 2.0
      """
    }
    let first = try await book.keeping(.check)
    #expect(first.compiled == ["chapters/01-a.md"])
    let second = try await book.keeping(.check)
    #expect(first.messages == messages(4))
    #expect(second.messages == messages(4))
    #expect(second.events == [])
    try book.write(Self.faulty.replacing("# A\n", with: "# A\n\nProse,\nmore.\n"), to: "01-a.md")
    let moved = try await book.keeping(.check)
    #expect(moved.events == [.ended(program: "chapters/01-a.md", kept: true, seconds: 0)])
    #expect(moved.reasons == ["chapters/01-a.md: page made: the text changed"])
    #expect(moved.messages == messages(7))
  }

  @Test("prose changed: the site is that of a fresh build")
  func prose() async throws {
    let book = try TemporaryBook(Self.chapters)
    _ = try await book.keeping()
    try book.replace("See", by: "Prose.\n\nMore $y$ and `code`; see", in: "02-b.md")
    let second = try await book.keeping()
    #expect(second.kept == ["chapters/02-b.md"])
    #expect(second.ran == [])
    #expect(differences(try book.siteFiles(), try await book.fresh().site) == [])
  }

  @Test("one snippet changed: only its chapter's programs are made, and only its page")
  func snippet() async throws {
    let book = try TemporaryBook(Self.chapters)
    _ = try await book.keeping()
    let before = try book.siteFiles()
    try book.replace("three", by: "other", in: "03-c.md")
    let second = try await book.keeping()
    #expect(second.compiled == ["chapters/03-c.md"])
    #expect(second.ran == ["chapters/03-c.md"])
    #expect(
      second.reasons == ["chapters/03-c.md: compiled and run: the text, the snippets changed"])
    let after = try book.siteFiles()
    #expect(differences(before, after) == ["03-c.html"])
    #expect(differences(after, try await book.fresh().site) == [])
    // Back again: what it was before is still there.
    try book.replace("other", by: "three", in: "03-c.md")
    let third = try await book.keeping()
    #expect(third.events == [])
    #expect(try book.siteFiles() == before)
  }

  @Test("of two programs of a chapter only the one whose snippet changed is made")
  func program() async throws {
    let book = try TemporaryBook([
      "01-a.md": """
      ```swift run
      print(1)
      ```

      ```swift run compiles
      print(2)
      ```
      """
    ])
    _ = try await book.keeping(.check)
    try book.replace("2", by: "3", in: "01-a.md")
    let second = try await book.keeping(.check)
    #expect(second.kept == ["chapters/01-a.md"])
    #expect(second.compiled == ["chapters/01-a.md:5"])
    #expect(second.reasons == ["chapters/01-a.md: compiled: the text, the snippets changed"])
  }

  @Test("an equation's number or name changed: exactly the chapters that link to it are made again")
  func equation() async throws {
    let book = try TemporaryBook(Self.chapters)
    _ = try await book.keeping()
    try book.replace("# A\n", by: "# A\n\n```math id=mass\nm\n```\n", in: "01-a.md")
    let renumbered = try await book.keeping()
    #expect(
      renumbered.reasons == [
        "chapters/01-a.md: page made: the text, the names that it links to changed",
        "chapters/02-b.md: page made: the names that it links to changed",
      ])
    #expect(renumbered.kept == ["chapters/01-a.md", "chapters/02-b.md"])
    #expect(renumbered.ran == [])
    #expect(try book.site("02-b.html").contains("Equation 1.2"))
    #expect(differences(try book.siteFiles(), try await book.fresh().site) == [])

    try book.replace("energy", by: "work", in: "01-a.md")
    let renamed = try await book.keeping()
    #expect(renamed.report.reasons.map(\.path) == ["chapters/01-a.md", "chapters/02-b.md"])
    #expect(renamed.ran == [])
    #expect(
      renamed.messages == """
        chapters/02-b.md:3:5: error: nothing in the book has the name 'energy'
        See [](#energy).
            ^~~~~~~~~~~
        """)
  }

  @Test("a formula changed: the pages of chapters that link to it, which show it, are made again")
  func formula() async throws {
    let book = try TemporaryBook(Self.chapters)
    _ = try await book.keeping()
    let before = try book.siteFiles()
    try book.replace("```math id=energy\n", by: "```math id=energy\n1 + ", in: "01-a.md")
    let second = try await book.keeping()
    #expect(
      second.reasons == [
        "chapters/01-a.md: page made: the text, the names that it links to changed",
        "chapters/02-b.md: page made: the names that it links to changed",
      ])
    let after = try book.siteFiles()
    #expect(differences(before, after) == ["01-a.html", "02-b.html"])
    #expect(differences(after, try await book.fresh().site) == [])
  }

  @Test(
    "a title changed: the contents on every page change, and nothing is made again but its page")
  func title() async throws {
    let book = try TemporaryBook(Self.chapters)
    _ = try await book.keeping()
    let before = try book.siteFiles()
    try book.replace("# C", by: "# Changed", in: "03-c.md")
    let second = try await book.keeping()
    #expect(second.reasons == ["chapters/03-c.md: page made: the text changed"])
    #expect(second.ran == [])
    let after = try book.siteFiles()
    #expect(
      differences(before, after) == ["01-a.html", "02-b.html", "03-c.html", "index.html"])
    #expect(differences(after, try await book.fresh().site) == [])
  }

  // MARK: - What is kept

  @Test("failures that the snippet alone brings are kept and told again, in the same words")
  func failures() async throws {
    let book = try TemporaryBook([
      "01-a.md": "```swift run\nlet a: Int = \"\"\n```\n",
      "02-b.md": "```swift run\ncheck(\"no\", false)\nprint([1][1])\n```\n",
      "03-c.md": "```swift run\nimport Glibc\nexit(3)\n```\n",
    ])
    let first = try await book.keeping(.check)
    #expect(first.report.findings.count == 4)
    let second = try await book.keeping(.check)
    #expect(second.events == [])
    #expect(second.messages == first.messages)
    #expect(second.report.chapters == first.report.chapters)
  }

  @Test(
    "an end that may be the machine's fault is not kept: the program runs again, compiled or not",
    arguments: [
      "```swift run timeout=1\nwhile true {}\n```\n",
      "```swift run\nimport Glibc\nkill(getpid(), SIGKILL)\nwhile true {}\n```\n",
    ])
  func unkept(chapter: String) async throws {
    let book = try TemporaryBook(["01-a.md": chapter])
    let first = try await book.keeping(.check)
    #expect(first.report.failed)
    let second = try await book.keeping(.check)
    #expect(second.compiled == [])
    #expect(second.ran == ["chapters/01-a.md"])
    #expect(second.messages == first.messages)
    #expect(second.reasons == ["chapters/01-a.md: run: no result is kept of it"])
  }

  // MARK: - Commands

  @Test("what 'check' has run 'build' does not run again, nor the other way round")
  func commands() async throws {
    let book = try TemporaryBook(Self.chapters)
    _ = try await book.keeping(.check)
    #expect(!FileManager.default.fileExists(atPath: book.root + "/site"))
    let built = try await book.keeping()
    #expect(built.ran == [])
    #expect(built.reasons == [])
    let site = try book.siteFiles()
    #expect(differences(site, try await book.fresh().site) == [])
    let checked = try await book.keeping(.check)
    #expect(checked.events == [])
    #expect(try await book.keeping().report.isUpToDate)
    #expect(try book.siteFiles() == site)
  }

  @Test("with '--only' the pages of other chapters stay as they are until they are asked for")
  func only() async throws {
    let book = try TemporaryBook(Self.chapters)
    _ = try await book.keeping()
    let before = try book.siteFiles()
    try book.replace("one", by: "uno", in: "01-a.md")
    try book.replace("three", by: "tre", in: "03-c.md")
    let one = try await book.keeping { $0.only = ["chapters/01-a.md"] }
    #expect(one.compiled == ["chapters/01-a.md"])
    #expect(differences(before, try book.siteFiles()) == ["01-a.html"])
    let rest = try await book.keeping()
    #expect(rest.compiled == ["chapters/03-c.md"])
    #expect(differences(try book.siteFiles(), try await book.fresh().site) == [])
  }

  @Test("without keeping, everything is done again, and nothing is left")
  func nothingKept() async throws {
    let book = try TemporaryBook(["01-a.md": "```swift run\nprint(1)\n```\n"])
    for _ in 0..<2 {
      let log = EventLog()
      var notebook = Notebook(root: book.root, modules: [], products: TemporaryBook.products)
      notebook.progress = { log.append($0) }
      let report = try await notebook.check()
      #expect(log.events.contains(.compiling(program: "chapters/01-a.md")))
      #expect(report.reasons.map(\.why) == ["results are not kept"])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: book.root) == ["chapters"])
  }

  // MARK: - A chapter saved meanwhile

  @Test(
    "a chapter saved while it is built: the page is of one version, the next build sees the other")
  func saved() async throws {
    let book = try TemporaryBook([:])
    let path = "\(book.root)/chapters/01-a.md"
    try book.write(
      """
      # A

      Before it ran.

      ```swift run
      import Foundation
      let path = "\(path)"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let saved = text.replacingOccurrences(of: "Before" + " it", with: "After" + " it")
      try saved.write(toFile: path, atomically: true, encoding: .utf8)
      print("saved")
      ```

      After the snippet: before.

      """, to: "01-a.md")
    let first = try await book.keeping()
    #expect(first.report.findings == [])
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("After it ran."))
    let page = try book.site("01-a.html")
    #expect(page.contains("<p>Before it ran.</p>"))
    #expect(!page.contains("After it ran"))
    let second = try await book.keeping()
    #expect(second.ran == [])
    #expect(second.reasons == ["chapters/01-a.md: page made: the text changed"])
    #expect(
      try book.site("01-a.html")
        == page.replacing("<p>Before it ran.</p>", with: "<p>After it ran.</p>"))
  }

  // MARK: - Chance

  @Test("a page that must be made again, and comes out otherwise, is not written")
  func chance() async throws {
    let book = try TemporaryBook([:])
    let file = book.root + "/there"
    try book.write(
      "```swift run\nimport Glibc\ncheck(\"there\", access(\"\(file)\", F_OK) == 0)\n```\n",
      to: "01-a.md")
    try Data().write(to: URL(fileURLWithPath: file))
    let checked = try await book.keeping(.check)
    #expect(checked.report.findings == [])
    // The verdict is left, the run that it came from is not.
    let notebook = Notebook(
      root: book.root, modules: [], products: TemporaryBook.products, tool: book.tool)
    let survey = try await notebook.survey()
    let run = survey.items[0].facts.programs[0].transcriptKey(in: survey.surroundings).digest
    try FileManager.default.removeItem(atPath: "\(book.kept)/\(run)")
    try FileManager.default.removeItem(atPath: file)
    let error = await #expect(throws: ToolError.self) { try await book.keeping() }
    #expect(
      error?.summary == "'chapters/01-a.md' came out otherwise when it was run again")
    #expect(!FileManager.default.fileExists(atPath: book.root + "/site"))
    let again = try await book.keeping(.check)
    #expect(again.report.failed)
  }

  @Test("a preview that could not keep results says so no longer when it can")
  func mended() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n"])
    try Data("one".utf8).write(to: URL(fileURLWithPath: book.tool))
    let notebook = Notebook(
      root: book.root, modules: [], products: TemporaryBook.products, tool: book.tool)
    // A file where the folder should be.
    try Data().write(to: URL(fileURLWithPath: book.root + "/.notebook"))
    #expect(try await notebook.check().storeFailure != nil)
    try FileManager.default.removeItem(atPath: book.root + "/.notebook")
    #expect(try await notebook.check().storeFailure == nil)
    #expect(try await notebook.check().reasons == [])
  }
}
