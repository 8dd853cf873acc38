// What `notebook list` says, for people and for programs.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Book listing") struct BookListingTests {
  private static let chapters = [
    "index.md": "# The book\n",
    "03-a.md": """
    # A

    ```math id=energy
    E = m
    ```

    ```swift run id=first

      print(1, separator: "a line that is longer than forty letters")
    ```

    ```output
    1
    ```

    ```math
    no name
    ```

    ```swift run compiles
    ```

    ```swift run
    let x = 1
    plot("growth", "It grows.", x: .linear("step"), y: .linear("size"), .line("", [x]))
    ```
    """,
  ]

  @Test("people get a line for each chapter, snippet, equation and figure, in order")
  func people() async throws {
    let book = try TemporaryBook(Self.chapters)
    let (listing, findings) = try await book.notebook.list()
    #expect(findings == [])
    #expect(
      listing.description == """
        chapters/index.md  The book
        chapters/03-a.md  A
          chapters/03-a.md:3   equation 3.1  energy  unchecked
          chapters/03-a.md:7   run           first   print(1, separator: "a line that is lon…
          chapters/03-a.md:20  run compiles
          chapters/03-a.md:23  run                   let x = 1
          chapters/03-a.md:25  figure 3.1    growth

        """)
  }

  @Test("programs get the same as JSON, of the chapters that are asked for")
  func programs() async throws {
    let book = try TemporaryBook(Self.chapters)
    var notebook = book.notebook
    #expect(try notebook.paths() == ["chapters/index.md", "chapters/03-a.md"])
    notebook.only = ["chapters/03-a.md"]
    let json = try await notebook.list().listing.json()
    #expect(
      String(decoding: json, as: UTF8.self) == """
        {
          "chapters" : [
            {
              "equations" : [
                {
                  "line" : 3,
                  "mutants" : {
                    "own" : 0,
                    "rejected" : 0,
                    "tried" : 0
                  },
                  "name" : "energy",
                  "number" : "3.1",
                  "status" : "unchecked",
                  "witnesses" : [

                  ]
                }
              ],
              "figures" : [
                {
                  "line" : 25,
                  "name" : "growth",
                  "number" : "3.1"
                }
              ],
              "path" : "chapters/03-a.md",
              "snippets" : [
                {
                  "code" : "print(1, separator: \\"a line that is longer than forty letters\\")",
                  "lastLine" : 14,
                  "line" : 7,
                  "mode" : "run",
                  "name" : "first"
                },
                {
                  "code" : "",
                  "lastLine" : 21,
                  "line" : 20,
                  "mode" : "run compiles"
                },
                {
                  "code" : "let x = 1",
                  "lastLine" : 26,
                  "line" : 23,
                  "mode" : "run"
                }
              ],
              "title" : "A"
            }
          ]
        }

        """)
  }

  @Test("what is wrong with the text is found, in the order of the book")
  func findings() async throws {
    let book = try TemporaryBook([
      "01-a.md": "[](#nothing)\n\n```swift run id=x\n```\n",
      "02-b.md": "```swift rum\n```\n\n```swift run id=x\n```\n",
    ])
    let found = try await book.notebook.list().findings
    #expect(
      found.map(\.summary) == [
        "the name 'x' is taken", "nothing in the book has the name 'nothing'",
        "unknown fence word 'rum'",
      ])
    let broken = try TemporaryBook(["a.md": "# A\n"])
    let (listing, findings) = try await broken.notebook.list()
    #expect(listing == BookListing(chapters: []))
    #expect(findings.map(\.summary) == ["a chapter's file name begins with its number"])
  }
}
