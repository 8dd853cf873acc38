// What a book knows of its equations, across chapters: on the verification page, as JSON, on the pages of the equations,
// and what it can ask for.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Equation status") struct EquationStatusTests {
  /// Two verified equations, a refuted and an unchecked one; the snippets are in another chapter.
  private static let chapters = [
    "01-a.md": """
    # Alpha

    ```math id=square
    y = x^2
    ```

    ```math id=cube
    y = x^3
    ```

    ```math id=wrong
    y = x^4
    ```

    ```math id=lonely
    y = x
    ```
    """,
    "02-b.md": """
    # Beta

    See [](#square).

    ```swift run id=proof
    let x = 3.0
    verify("square", x * x, against: .tape(9.0), .differences(9.000009), mutants: ["x": x])
    verify("cube", x * x * x, against: .recorded("a table", 27.0))
    ```

    ```swift run refuted
    verify("wrong", 2.0, against: .exact("by hand", 6.0), symbols: ["x": 0.5])
    ```
    """,
  ]

  @Test("the verification page has every named equation, the errors on one scale, and totals")
  func page() async throws {
    let book = try TemporaryBook(Self.chapters)
    #expect(try await book.notebook.build().findings == [])
    let html = try book.site("verification.html")
    let match = try #require(html.firstMatch(of: /<main id="page:text">\n([\s\S]*)<\/main>/))
    #expect(
      String(match.output.1) == """
        <h1>Verification</h1>
        <p>Every numbered equation of this book that has a name, what it was held against when \
        the book was built, and how many wrong versions the same check rejected. The same as JSON \
        is in <a href="verification.json">verification.json</a>.</p>
        <p class="totals">4 equations · 2 verified · 1 refuted, as the book says · 1 not checked. \
        5 of 5 wrong versions rejected, 1 of them written by the authors.</p>
        <figure class="errors">
        <div class="scroll" tabindex="0">
        <svg viewBox="0 0 720 72" role="group" aria-labelledby="errors-title errors-text">
        <title id="errors-title">Worst error and allowed error of every verified equation</title>
        <desc id="errors-text">2 equations on a logarithmic axis. Against another exact method \
        the error is 0. Against central differences the error is 5e-07. Against recorded numbers \
        the error is 0.</desc>
        <line class="grid" x1="90.4" x2="90.4" y1="28" y2="72"/>\
        <text class="tick" x="90.4" y="20">10<tspan dy="-5" class="exponent">−16</tspan></text>
        <line class="grid" x1="167.1" x2="167.1" y1="28" y2="72"/>\
        <text class="tick" x="167.1" y="20">10<tspan dy="-5" class="exponent">−14</tspan></text>
        <line class="grid" x1="243.8" x2="243.8" y1="28" y2="72"/>\
        <text class="tick" x="243.8" y="20">10<tspan dy="-5" class="exponent">−12</tspan></text>
        <line class="grid" x1="320.5" x2="320.5" y1="28" y2="72"/>\
        <text class="tick" x="320.5" y="20">10<tspan dy="-5" class="exponent">−10</tspan></text>
        <line class="grid" x1="397.2" x2="397.2" y1="28" y2="72"/>\
        <text class="tick" x="397.2" y="20">10<tspan dy="-5" class="exponent">−8</tspan></text>
        <line class="grid" x1="473.9" x2="473.9" y1="28" y2="72"/>\
        <text class="tick" x="473.9" y="20">10<tspan dy="-5" class="exponent">−6</tspan></text>
        <line class="grid" x1="550.6" x2="550.6" y1="28" y2="72"/>\
        <text class="tick" x="550.6" y="20">10<tspan dy="-5" class="exponent">−4</tspan></text>
        <line class="grid" x1="627.3" x2="627.3" y1="28" y2="72"/>\
        <text class="tick" x="627.3" y="20">10<tspan dy="-5" class="exponent">−2</tspan></text>
        <line class="grid" x1="704" x2="704" y1="28" y2="72"/>\
        <text class="tick" x="704" y="20">10<tspan dy="-5" class="exponent">0</tspan></text>
        <a href="01-a.html#square"><text class="label" x="42" y="45.5">1.1</text></a>
        <g class="exact"><title>square: the tape, worst error 0, 1e-12 allowed</title>\
        <path class="margin" d="M52 41.5H243.8"/><path class="allowed" d="M243.8 36.5V46.5"/>\
        <circle cx="52" cy="41.5" r="3.5"/></g>
        <g class="differences"><title>square: central differences, worst error 5e-07, 1e-06 \
        allowed</title><path class="margin" d="M462.3 41.5H473.9"/>\
        <path class="allowed" d="M473.9 36.5V46.5"/>\
        <rect x="459.1" y="38.3" width="6.4" height="6.4"/></g>
        <a href="01-a.html#cube"><text class="label" x="42" y="60.5">1.2</text></a>
        <g class="recorded"><title>cube: a table, worst error 0, 1e-09 allowed</title>\
        <path class="margin" d="M52 56.5H358.8"/><path class="allowed" d="M358.8 51.5V61.5"/>\
        <path d="M48 60h8l-4 -7.5z"/></g>
        </svg>
        </div>
        <figcaption>The worst error of each witness, and a bar at what it may be: <span \
        class="exact">●</span> another exact method, <span class="differences">■</span> central \
        differences, <span class="recorded">▲</span> recorded numbers. The line between is the \
        margin.</figcaption>
        </figure>
        <div class="scroll" tabindex="0"><table class="ledger sortable">
        <caption>Equations in the order of the book</caption>
        <thead><tr><th scope="col" aria-sort="none">equation</th>\
        <th scope="col" aria-sort="none">chapter</th><th scope="col" aria-sort="none">status</th>\
        <th scope="col" aria-sort="none">witnesses</th>\
        <th scope="col" aria-sort="none">worst error</th>\
        <th scope="col" aria-sort="none">allowed</th><th scope="col" aria-sort="none">margin</th>\
        <th scope="col" aria-sort="none">mutants</th><th scope="col" aria-sort="none">snippet</th>\
        </tr></thead>
        <tbody>
        <tr class="verified"><th scope="row" data-key="0"><a href="01-a.html#square">1.1</a>\
         <span class="name">square</span></th><td data-key="1">Alpha</td>\
        <td><span class="mark" aria-hidden="true">✓</span> verified</td>\
        <td>the tape, central differences</td>\
        <td class="number" data-key="4.999997500206708e-07">5e-07</td>\
        <td class="number" data-key="1e-06">1e-06</td>\
        <td class="number" data-key="2.0000009999178165">2</td><td data-key="3">3 of 3</td>\
        <td><a href="02-b.html#proof">proof</a></td></tr>
        <tr class="verified"><th scope="row" data-key="1"><a href="01-a.html#cube">1.2</a>\
         <span class="name">cube</span></th><td data-key="1">Alpha</td>\
        <td><span class="mark" aria-hidden="true">✓</span> verified</td><td>a table</td>\
        <td class="number" data-key="0.0">0</td><td class="number" data-key="1e-09">1e-09</td>\
        <td class="number" data-key="1e999">∞</td><td data-key="2">2 of 2</td>\
        <td><a href="02-b.html#proof">proof</a></td></tr>
        <tr class="refuted"><th scope="row" data-key="2"><a href="01-a.html#wrong">1.3</a>\
         <span class="name">wrong</span></th><td data-key="1">Alpha</td>\
        <td><span class="mark" aria-hidden="true">≠</span> refuted, as intended</td>\
        <td>by hand</td><td class="number" data-key="0.5">0.5</td><td data-key="-1"></td>\
        <td data-key="-1"></td><td data-key="0"></td><td><a href="02-b.html#L11">02-b.md:11</a>\
        </td></tr>
        <tr class="unchecked"><th scope="row" data-key="3"><a href="01-a.html#lonely">1.4</a>\
         <span class="name">lonely</span></th><td data-key="1">Alpha</td>\
        <td><span class="mark" aria-hidden="true">·</span> not checked</td><td></td>\
        <td data-key="-1"></td><td data-key="-1"></td><td data-key="-1"></td>\
        <td data-key="0"></td><td></td></tr>
        </tbody>
        </table></div>

        """)
  }

  @Test("'notebook list --json' has the status of every equation, and the site the same bytes")
  func json() async throws {
    let book = try TemporaryBook(Self.chapters)
    #expect(try await book.notebook.build().findings == [])
    let json = try book.site("verification.json")
    #expect(
      json == """
        {
          "chapters" : [
            {
              "equations" : [
                {
                  "line" : 3,
                  "mutants" : {
                    "own" : 1,
                    "rejected" : 3,
                    "tried" : 3
                  },
                  "name" : "square",
                  "number" : "1.1",
                  "snippet" : "proof",
                  "status" : "verified",
                  "tolerance" : 1e-06,
                  "witnesses" : [
                    {
                      "entries" : 1,
                      "kind" : "exact",
                      "name" : "the tape",
                      "tolerance" : 1e-12,
                      "worst" : 0
                    },
                    {
                      "entries" : 1,
                      "kind" : "differences",
                      "name" : "central differences",
                      "tolerance" : 1e-06,
                      "worst" : 4.999997500206708e-07
                    }
                  ],
                  "worst" : 4.999997500206708e-07
                },
                {
                  "line" : 7,
                  "mutants" : {
                    "own" : 0,
                    "rejected" : 2,
                    "tried" : 2
                  },
                  "name" : "cube",
                  "number" : "1.2",
                  "snippet" : "proof",
                  "status" : "verified",
                  "tolerance" : 1e-09,
                  "witnesses" : [
                    {
                      "entries" : 1,
                      "kind" : "recorded",
                      "name" : "a table",
                      "tolerance" : 1e-09,
                      "worst" : 0
                    }
                  ],
                  "worst" : 0
                },
                {
                  "line" : 11,
                  "mutants" : {
                    "own" : 0,
                    "rejected" : 0,
                    "tried" : 0
                  },
                  "name" : "wrong",
                  "number" : "1.3",
                  "snippet" : "02-b.md:11",
                  "status" : "refuted",
                  "tolerance" : 1e-12,
                  "witnesses" : [
                    {
                      "entries" : 1,
                      "kind" : "exact",
                      "name" : "by hand",
                      "tolerance" : 1e-12,
                      "worst" : 0.5
                    }
                  ],
                  "worst" : 0.5
                },
                {
                  "line" : 15,
                  "mutants" : {
                    "own" : 0,
                    "rejected" : 0,
                    "tried" : 0
                  },
                  "name" : "lonely",
                  "number" : "1.4",
                  "status" : "unchecked",
                  "witnesses" : [

                  ]
                }
              ],
              "figures" : [

              ],
              "path" : "chapters/01-a.md",
              "snippets" : [

              ],
              "title" : "Alpha"
            },
            {
              "equations" : [

              ],
              "figures" : [

              ],
              "path" : "chapters/02-b.md",
              "snippets" : [
                {
                  "code" : "let x = 3.0",
                  "lastLine" : 9,
                  "line" : 5,
                  "mode" : "run",
                  "name" : "proof"
                },
                {
                  "code" : "verify(\\"wrong\\", 2.0, against: .exact(\\"by hand\\", 6.0), symbols: [\\"x\\": 0.5])",
                  "lastLine" : 13,
                  "line" : 11,
                  "mode" : "run refuted"
                }
              ],
              "title" : "Beta"
            }
          ]
        }

        """)
    let command = Command(
      executable: "/bin/sh",
      arguments: [
        "-c", "exec \"$0\" \"$@\" 2>/dev/null", "\(TemporaryBook.products)/notebook", "list",
        "--json", book.root,
      ], environment: TemporaryBook.environment, directory: NSTemporaryDirectory())
    #expect(try await command.capture(timeout: .seconds(240)).output == json)
  }

  @Test("people read the status in the list of the book")
  func people() async throws {
    let book = try TemporaryBook(Self.chapters)
    let (listing, findings) = try await book.notebook.list()
    #expect(findings == [])
    #expect(
      BookListing(chapters: Array(listing.chapters.prefix(1))).description == """
        chapters/01-a.md  Alpha
          chapters/01-a.md:3   equation 1.1  square  verified, worst error 5e-07 of 1e-06, 3 of 3 mutants rejected
          chapters/01-a.md:7   equation 1.2  cube    verified, worst error 0 of 1e-09, 2 of 2 mutants rejected
          chapters/01-a.md:11  equation 1.3  wrong   refuted
          chapters/01-a.md:15  equation 1.4  lonely  unchecked

        """)
  }
}
