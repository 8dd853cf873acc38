// cmark-gfm itself, without mathematics: what the renderer is compared with.

import CMarkGFM

@testable import NotebookKit

/// Renders Markdown by cmark-gfm alone, its line ends being line feeds.
func renderedByCMark(_ text: String) -> String {
  let text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  return MarkdownParser.exclusively {
    let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES)
    defer { cmark_parser_free(parser) }
    for name in MarkdownParser.extensions {
      cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
    }
    cmark_parser_feed(parser, text, text.utf8.count)
    let root = cmark_parser_finish(parser)
    defer { cmark_node_free(root) }
    let html = cmark_render_html(
      root, CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES, cmark_parser_get_syntax_extensions(parser))
    defer { cmark_get_default_mem_allocator().pointee.free(html) }
    return html.map { String(cString: $0) } ?? ""
  }
}

/// Renders Markdown by way of the value tree.
func renderedByValue(_ text: String) -> String {
  let parsed = MarkdownParser.parse(Source(path: "text.md", text: text))
  return MarkupRenderer().html(parsed.blocks).text
}
