import SnippetRuntime
import Testing

@testable import NotebookKit

@Suite struct TableRendererTests {
  @Test("a matrix has its name, its shape and digits in line")
  func matrix() {
    let table = Table(name: "W", rows: 2, columns: 2, values: [0.5, -1, 0, 12.25])
    #expect(
      TableRenderer.html([table], name: "cell", id: "a").text == """
        <div class="shown">
        <div class="scroll" tabindex="0"><table class="matrix">
        <caption><b>cell.W</b> [2×2]</caption>
        <tbody>
        <tr><td>0.50</td><td>−1.00</td></tr>
        <tr><td>0.00</td><td>12.25</td></tr>
        </tbody>
        </table></div>
        </div>

        """)
  }

  @Test("rows and columns with names have headings, and each column a form of its own")
  func named() {
    let table = Table(
      rows: ["plain", "a < b"], columns: ["t = 10", "steps"], [[3.3e-3, 10], [1e-9, 200]])
    #expect(
      TableRenderer.html([table], name: "norms", id: "a").text == """
        <div class="shown">
        <div class="scroll" tabindex="0"><table class="matrix">
        <caption><b>norms</b> </caption>
        <thead><tr><td></td><th scope="col">t = 10</th><th scope="col">steps</th></tr></thead>
        <tbody>
        <tr><th scope="row">plain</th><td>3.3e−3</td><td>10</td></tr>
        <tr><th scope="row">a &lt; b</th><td>1.0e−9</td><td>200</td></tr>
        </tbody>
        </table></div>
        </div>

        """)
  }

  @Test("columns that follow one another in time stand side by side")
  func gathered() {
    let columns = (0..<3).map { t in
      Table(name: "[\(t)]", rows: 2, columns: 1, values: [Double(t), 5])
    }
    let other = Table(name: "b", rows: 1, columns: 1, values: [7])
    #expect(
      TableRenderer.html(columns + [other], name: "h", id: "a").text == """
        <div class="shown">
        <div class="scroll" tabindex="0"><table class="matrix">
        <caption><b>h</b> [2×3]</caption>
        <thead><tr><th scope="col">[0]</th><th scope="col">[1]</th><th scope="col">[2]</th></tr></thead>
        <tbody>
        <tr><td>0</td><td>1</td><td>2</td></tr>
        <tr><td>5</td><td>5</td><td>5</td></tr>
        </tbody>
        </table></div>
        <div class="scroll" tabindex="0"><table class="matrix">
        <caption><b>h.b</b> [1×1]</caption>
        <tbody>
        <tr><td>7</td></tr>
        </tbody>
        </table></div>
        </div>

        """)
  }

  @Test("columns of other heights, other names or with gaps stay apart")
  func apart() {
    func captions(_ tables: [Table]) -> [Substring] {
      TableRenderer.html(tables, name: "x", id: "a").text.split(separator: "\n").filter {
        $0.hasPrefix("<caption>")
      }
    }
    func column(_ name: String, _ rows: Int) -> Table {
      Table(name: name, rows: rows, columns: 1, values: Array(repeating: 1, count: rows))
    }
    #expect(
      captions([column("[0]", 2), column("[1]", 3)]) == [
        "<caption><b>x[0]</b> [2×1]</caption>", "<caption><b>x[1]</b> [3×1]</caption>",
      ])
    #expect(
      captions([column("h[0]", 2), column("c[1]", 2)]) == [
        "<caption><b>x.h[0]</b> [2×1]</caption>", "<caption><b>x.c[1]</b> [2×1]</caption>",
      ])
    #expect(
      captions([column("h[0]", 2), column("h[2]", 2)]) == [
        "<caption><b>x.h[0]</b> [2×1]</caption>", "<caption><b>x.h[2]</b> [2×1]</caption>",
      ])
  }

  @Test("a matrix with more than twelve rows or columns is shown as colours, with its shape")
  func long() {
    let table = Table(name: "J", rows: 2, columns: 13, values: (0..<26).map(Double.init))
    let html = TableRenderer.html([table], name: "", id: "a").text
    let picture = HeatMapPicture(
      tables: [Table(rows: 2, columns: 13, values: table.values)], rows: "row", columns: "column")
    #expect(
      html == """
        <div class="shown">
        <figure class="plot">
        <div class="scroll" tabindex="0">
        \(picture.svg(id: "a:0").text)
        </div>
        <figcaption><b>J</b> [2×13]</figcaption>
        </figure>
        </div>

        """)
  }

  @Test("a long column, a long table of named quantities and one with too many entries stay tables")
  func stayTables() {
    func isTable(_ table: Table) -> Bool {
      TableRenderer.html([table], name: "", id: "a").text.contains("<table")
    }
    #expect(isTable(Table(rows: 30, columns: 1, values: Array(repeating: 1, count: 30))))
    let names = (0..<13).map { "n\($0)" }
    #expect(isTable(Table(rows: names, columns: ["a", "b"], names.map { _ in [1, 2] })))
    #expect(isTable(Table(rows: 2, columns: 10_001, values: Array(repeating: 1, count: 20_002))))
  }
}
