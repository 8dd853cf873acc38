// Running text without its markup, where a page or a message can hold words only.

/// Returns what running text says without its markup: for titles, names and text alternatives.
func plainText(_ inlines: [Inline]) -> String {
  inlines.map { inline in
    switch inline {
    case .text(let text), .code(let text): text
    case .softBreak, .lineBreak: " "
    case .html, .footnoteReference: ""
    case .emphasis(let content), .strong(let content), .strikethrough(let content),
      .link(_, _, let content, _), .image(_, _, let content, _):
      plainText(content)
    case .mathematics(let formula): formula.tex
    }
  }.joined()
}
