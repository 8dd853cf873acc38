// A book of any length, the same every time: real words, formulas of many forms, links, and
// snippets that differ from chapter to chapter.

import Foundation

/// A book whose chapters are drawn from a seeded stream.
struct GeneratedBook {
  /// How many chapters it has, the cover not counted.
  let chapters: Int

  /// Writes the book into a folder.
  func write(to folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/chapters", withIntermediateDirectories: true)
    var words = Stream(state: 1)
    let cover =
      "---\ntitle: A long book\nlanguage: en\n---\n\n# A long book\n\n"
      + paragraph(words: 80, formulas: [], &words)
    try write(cover, to: folder, as: "index")
    for number in 1...chapters {
      var stream = Stream(state: UInt64(number))
      try write(chapter(number, &stream), to: folder, as: name(of: number))
    }
  }

  private func write(_ text: String, to folder: String, as name: String) throws {
    try text.write(toFile: "\(folder)/chapters/\(name).md", atomically: false, encoding: .utf8)
  }

  /// The name of a chapter's file, by which links lead to it.
  private func name(of number: Int) -> String { String(format: "%04d-part", number) }

  /// A thousand words, twenty formulas, three snippets, and links to other chapters.
  private func chapter(_ number: Int, _ stream: inout Stream) -> String {
    let title = (0..<3).map { _ in Self.words[stream.below(Self.words.count)] }
    var text = "# \(title.joined(separator: " ").capitalized) \(number)\n\n"
    for section in 1...4 {
      text += "## \(Self.words[stream.below(Self.words.count)].capitalized) \(section)\n\n"
      for _ in 0..<2 {
        let formulas = (0..<2).map { _ in formula(&stream) }
        text += paragraph(words: 120, formulas: formulas, &stream)
      }
      let equation = "```math id=\(equationName(number, section))\n\(formula(&stream))\n```\n\n"
      text += section <= 2 ? equation : "$$\n\(formula(&stream))\n$$\n\n"
      if section < 4 { text += snippet(section, number, &stream) }
      let other = 1 + stream.below(chapters)
      text +=
        "Compare [](#\(equationName(other, 1 + stream.below(2)))) and "
        + "[the part on it](#\(name(of: other))).\n\n"
    }
    return text
  }

  private func equationName(_ chapter: Int, _ number: Int) -> String { "law-\(chapter)-\(number)" }

  private func paragraph(words: Int, formulas: [String], _ stream: inout Stream) -> String {
    var pieces: [String] = []
    var left = 0
    for index in 0..<words {
      var word = Self.words[stream.below(Self.words.count)]
      if left == 0 {
        if !pieces.isEmpty { pieces[pieces.count - 1] += "." }
        left = 6 + stream.below(12)
        word = word.capitalized
      }
      left -= 1
      pieces.append(word)
      if !formulas.isEmpty, (index + 1) % (words / formulas.count) == 0 {
        pieces.append("$\(formulas[(index * formulas.count) / words])$")
      }
    }
    let lines = stride(from: 0, to: pieces.count, by: 14).map { start in
      pieces[start..<min(start + 14, pieces.count)].joined(separator: " ")
    }
    return lines.joined(separator: "\n") + ".\n\n"
  }

  private func formula(_ stream: inout Stream) -> String {
    let letter = Self.letters[stream.below(Self.letters.count)]
    let other = Self.letters[stream.below(Self.letters.count)]
    let index = ["t", "t-1", "t+1", "k", "i", "\(stream.below(20))"][stream.below(6)]
    let number = 2 + stream.below(30)
    return Self.forms[stream.below(Self.forms.count)]
      .replacing("A", with: letter).replacing("B", with: other).replacing("j", with: index)
      .replacing("N", with: "\(number)")
  }

  /// One of the three snippets of a chapter.
  private func snippet(_ which: Int, _ number: Int, _ stream: inout Stream) -> String {
    let (a, b) = (1 + stream.below(9), 1 + stream.below(9))
    switch which {
    case 1:
      let values = (0..<6).map { _ in stream.below(100) }
      let sum = values.reduce(0, +)
      return """
        ```swift run
        let values = \(values)
        print("sum", values.reduce(0, +), "in part \(number)")
        ```

        ```output
        sum \(sum) in part \(number)
        ```


        """
    case 2:
      return """
        ```swift run id=matrix-\(number)
        let W = Matrix(rows: 2, columns: 3) { Double($0 * \(a) - $1 * \(b)) / \(number) }
        show("W", W)
        ```


        """
    default:
      return """
        ```swift run
        check("twice is a sum", \(a) * W + \(b) * W, equals: \(a + b) * W, tolerance: 1e-12)
        ```


        """
    }
  }

  private static let letters = [
    "h", "x", "W", "U", "V", "c", "s", "z", "r", #"\delta"#, #"\gamma"#, #"\theta"#, #"\phi"#,
    #"\hat{y}"#, #"\tilde{h}"#, #"\mathbf{v}"#,
  ]

  /// Forms of formulas: A and B stand for letters, j for an index, N for a number.
  private static let forms = [
    #"A_j"#, #"A_{j} = B_{j} + N"#, #"\frac{\partial L}{\partial A_{j}}"#,
    #"\sum_{k=1}^{N} A_k B_k"#,
    #"A^{\top} B_{j}"#, #"\lVert A_{j} - B \rVert \le 10^{-N}"#, #"\sigma(A x_{j} + B h + b)"#,
    #"(1 - A_{j}^2) \odot B_{j}"#, #"\sqrt{A^2 + B^2 + N}"#, #"\prod_{i=j}^{N} \tanh'(A_i)"#,
    #"\begin{pmatrix} A & N \\ 0 & B \end{pmatrix}"#,
    #"\begin{aligned} A_{j} &= B + N, \\ B &= A_{j}^{\top} \end{aligned}"#,
    #"\lim_{n \to \infty} \left( 1 + \frac{A}{n} \right)^{N n}"#, #"\mathbb{E}[A_{j} \mid B] = N"#,
    #"\exp\left(-\frac{A_{j}}{N}\right)"#, #"A_{j} \in \mathbb{R}^{N \times N}"#,
  ]

  private static let words = """
    the a of and in is to for with by from at on as when where while each every some no one \
    two error state gate input output hidden weight bias step time loss gradient product \
    matrix vector entry column row layer cell network sequence sum difference norm bound limit \
    path chain rule derivative factor transpose inverse identity value number index sample \
    batch length size memory forward backward early late small large equal right wrong linear \
    exact numerical random fixed initial final first last next previous single double long \
    short deep simple common special general because therefore however also only never always \
    again once here there then now before after between through along without against takes \
    gives shows holds grows shrinks vanishes explodes repeats changes depends follows appears \
    returns carries reads writes adds multiplies divides compares measures proves fails passes \
    learns forgets remembers predicts trains updates stores loses keeps finds needs means
    """.split(separator: " ").map(String.init)
}

/// A stream of numbers that is the same on every machine: SplitMix64.
private struct Stream {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}
