// How faults get into the library's source, and that those in the list fit it.

import Foundation
import Testing

@testable import FaultTest

@Suite struct FaultySourceTests {
  private static let square = """
    /// The square.
    func square(_ x: Double) -> Double { x * x }
    func slope(_ x: Double) -> Double {
      // Twice.
      2 * x
    }

    """

  private func faults(_ sites: Site...) -> [NumberedFault] {
    NumberedFault.all(of: sites.map { Formula("the slope", heldBy: "slopes", $0) })
  }

  private func source(_ site: Site) throws(FaultTestError) -> FaultySource {
    try FaultySource("Slope.swift", Self.square, with: faults(site))
  }

  @Test("a function with faults chooses between its own body and a copy for each fault")
  func choice() throws {
    let source = try source(
      Site(
        "Slope.swift", "func slope(", Fault(.sign, "2 * x", "-2 * x"), Fault(.term, "2 * x", "x")))
    #expect(
      source.text == """
        /// The square.
        func square(_ x: Double) -> Double { x * x }
        func slope(_ x: Double) -> Double {
        #sourceLocation(file: "Slope.swift with fault 1", line: 3)
        func fault1() -> Double {
          // Twice.
          -2 * x
        }
        #sourceLocation()
        #sourceLocation(file: "Slope.swift with fault 2", line: 3)
        func fault2() -> Double {
          // Twice.
          x
        }
        #sourceLocation()
        func right() -> Double {
          // Twice.
          2 * x
        }
        if faultIsActive(1) { return fault1() }
        if faultIsActive(2) { return fault2() }
        return right()
        }

        """)
    #expect(source.lines == [1: 5, 2: 5])
  }

  @Test("a file without faults stays as it is")
  func noFault() throws {
    let source = try FaultySource("Slope.swift", Self.square, with: [])
    #expect(source.text == Self.square)
  }

  @Test(
    "a fault that does not fit is an error that names it",
    arguments: [
      (
        Site("Slope.swift", "func slope(", Fault(.sign, "3 * x", "-3 * x")),
        "the slope, sign: 'func slope(' in Slope.swift has '3 * x' 0 times, expected once"
      ),
      (
        Site("Slope.swift", "func square(", Fault(.term, "x", "1")),
        "the slope, dropped term: 'func square(' in Slope.swift has 'x' 2 times, expected once"
      ),
      (
        Site("Slope.swift", "func slope(", Fault(.gate, "2 * x", "2 * x")),
        "the slope, wrong gate: '2 * x' in Slope.swift is replaced by itself"
      ),
      (
        Site("Slope.swift", "func cube(", Fault(.sign, "x", "-x")),
        "the slope: Slope.swift has 'func cube(' 0 times, expected once"
      ),
      (
        Site("Slope.swift", "func s", Fault(.sign, "x", "-x")),
        "the slope: Slope.swift has 'func s' 2 times, expected once"
      ),
    ])
  func misfit(site: Site, message: String) {
    #expect(throws: FaultTestError(message)) { _ = try source(site) }
  }

  @Test("every fault of the list fits the library as it is")
  func list() throws {
    let library =
      URL(fileURLWithPath: #filePath).pathComponents.dropLast(4) + [
        "Sources", "Recurrent",
      ]
    let faults = Dictionary(grouping: NumberedFault.all(of: Formula.all), by: \.file)
    for (file, own) in faults {
      let path = (library + [file]).joined(separator: "/")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let source = try FaultySource(file, text, with: own)
      #expect(source.lines.count == own.count)
    }
  }

  @Test("every step and every packed walk has at least eight faults, of six kinds or more")
  func enough() {
    let cells = Formula.all.filter { $0.name.hasSuffix("a step") || $0.name.hasSuffix(", packed") }
    #expect(cells.count == 11)
    for formula in cells {
      let faults = formula.sites.flatMap(\.faults)
      #expect(faults.count >= 8, "\(formula.name)")
      #expect(Set(faults.map(\.kind)).count >= 6, "\(formula.name)")
    }
  }
}
