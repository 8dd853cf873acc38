// The numbers beside axes: which, how they are written, and where the axis ends.

import Testing

@testable import NotebookKit

struct TickCase: CustomTestStringConvertible {
  var values: [Double]
  /// The labels.
  var ticks: String
  /// Where the axis begins and ends; nil for the first and the last tick.
  var ends: String?
  var base: String?

  var testDescription: String { "\(values)" }
}

@Suite("AxisScale") struct AxisScaleTests {
  private func expect(_ item: TickCase, _ scale: AxisScale) {
    #expect(scale.ticks.map(\.label.text).joined(separator: " ") == item.ticks)
    #expect(scale.base?.text == item.base)
    if let ends = item.ends {
      #expect("\(scale.ends.low.label.text)…\(scale.ends.high.label.text)" == ends)
    }
    for value in item.values {
      #expect((-1e-6...1.000001).contains(scale.place(value)), "\(value)")
    }
    for tick in scale.ticks { #expect((-1e-6...1.000001).contains(tick.place)) }
  }

  @Test(
    "linear ticks are one, two or five times a power of ten",
    arguments: [
      TickCase(values: [0, 1], ticks: "0 1"),
      TickCase(values: [0.0, 1.0, 0.5], ticks: "0 0.2 0.4 0.6 0.8 1"),
      TickCase(values: [0.1, 2.3], ticks: "0 0.5 1 1.5 2 2.5", ends: "0…2.5"),
      TickCase(values: [-3.2, 7.7], ticks: "−4 −2 0 2 4 6 8"),
      TickCase(values: [0, 120], ticks: "0 20 40 60 80 100 120"),
      TickCase(values: [-0.5, -0.1], ticks: "−0.5 −0.4 −0.3 −0.2 −0.1"),
      TickCase(
        values: [0.001, 0.0042], ticks: "0.001 0.0015 0.002 0.0025 0.003 0.0035 0.004 0.0045"),
      TickCase(values: [0, 0.00042], ticks: "0 10⁻⁴ 2·10⁻⁴ 3·10⁻⁴ 4·10⁻⁴ 5·10⁻⁴"),
      TickCase(values: [0, 123_456.5], ticks: "0 20000 40000 60000 80000 100000 120000 140000"),
      TickCase(values: [0, 4.2e6], ticks: "0 10⁶ 2·10⁶ 3·10⁶ 4·10⁶ 5·10⁶"),
      TickCase(
        values: [1e-300, 2.9e-300], ticks: "10⁻³⁰⁰ 1.5·10⁻³⁰⁰ 2·10⁻³⁰⁰ 2.5·10⁻³⁰⁰ 3·10⁻³⁰⁰"),
      TickCase(
        values: [-1e300, 1e300],
        ticks: "−10³⁰⁰ −0.5·10³⁰⁰ 0 0.5·10³⁰⁰ 10³⁰⁰"),
      TickCase(
        values: [-1.7e308, 1.7e308],
        ticks: "−2·10³⁰⁸ −1.5·10³⁰⁸ −10³⁰⁸ −0.5·10³⁰⁸ 0 0.5·10³⁰⁸ 10³⁰⁸ 1.5·10³⁰⁸ 2·10³⁰⁸"),
      // Whole numbers have no ticks between them.
      TickCase(values: [1, 2, 3], ticks: "1 2 3"), TickCase(values: [5], ticks: "4 5 6"),
      // One value has something around it.
      TickCase(values: [0.3, 0.3], ticks: "0.15 0.2 0.25 0.3 0.35 0.4 0.45"),
      TickCase(values: [0], ticks: "−1 0 1"),
      TickCase(
        values: [1e-300],
        ticks: "0.4·10⁻³⁰⁰ 0.6·10⁻³⁰⁰ 0.8·10⁻³⁰⁰ 10⁻³⁰⁰ 1.2·10⁻³⁰⁰ 1.4·10⁻³⁰⁰ 1.6·10⁻³⁰⁰"),
      // Of numbers that have much in common it is subtracted.
      TickCase(
        values: [1e6 + 0.001, 1e6 + 0.003],
        ticks: "0 0.0005 0.001 0.0015 0.002", base: "1000000.001"),
      TickCase(values: [-1e6 - 0.5, -1e6 - 0.1], ticks: "0 0.1 0.2 0.3 0.4", base: "−1000000.5"),
      TickCase(values: [123.4, 123.9], ticks: "123.4 123.5 123.6 123.7 123.8 123.9"),
    ])
  func linear(_ item: TickCase) { expect(item, .linear(item.values, ticks: 5, ends: .round)) }

  @Test(
    "a tight axis ends at a tick only where that is near",
    arguments: [
      TickCase(values: [1, 100], ticks: "0 10 20 30 40 50 60 70 80 90 100", ends: "0…100"),
      TickCase(values: [1, 12], ticks: "2 4 6 8 10 12", ends: "1…12"),
      TickCase(values: [0.5, 7.3], ticks: "1 2 3 4 5 6 7", ends: "0.5…7.3"),
    ])
  func tight(_ item: TickCase) { expect(item, .linear(item.values, ticks: 7, ends: .tight)) }

  @Test(
    "logarithmic ticks are powers of ten, each few of them over many, more between over few",
    arguments: [
      TickCase(values: [1, 1000], ticks: "1 10 100 1000"),
      TickCase(values: [1e-3, 1e3], ticks: "0.001 0.01 0.1 1 10 100 1000"),
      TickCase(values: [1e-5, 1], ticks: "10⁻⁵ 10⁻⁴ 10⁻³ 10⁻² 10⁻¹ 10⁰"),
      TickCase(values: [3e-17, 0.4], ticks: "10⁻¹⁵ 10⁻¹² 10⁻⁹ 10⁻⁶ 10⁻³", ends: "2·10⁻¹⁷…0.5"),
      TickCase(
        values: [1e-300, 1e300], ticks: "10⁻³⁰⁰ 10⁻²⁰⁰ 10⁻¹⁰⁰ 10⁰ 10¹⁰⁰ 10²⁰⁰ 10³⁰⁰"),
      TickCase(values: [1.1, 64], ticks: "1 10 100"),
      TickCase(values: [2, 64], ticks: "2 5 10 20 50 100"),
      TickCase(values: [1.5e-7, 8e-7], ticks: "10⁻⁷ 2·10⁻⁷ 5·10⁻⁷ 10⁻⁶"),
      TickCase(values: [3.1, 3.9], ticks: "3 3.2 3.4 3.6 3.8 4"),
      TickCase(values: [0.9, 1.4], ticks: "0.9 1 1.1 1.2 1.3 1.4"),
      TickCase(values: [1], ticks: "0.5 1 2"), TickCase(values: [7e-30], ticks: "5·10⁻³⁰ 10⁻²⁹"),
    ])
  func logarithmic(_ item: TickCase) {
    expect(item, .logarithmic(item.values, ticks: 5, ends: .round))
  }

  @Test("few powers of ten have lines between them, many have none")
  func minor() {
    func count(_ values: [Double]) -> Int {
      AxisScale.logarithmic(values, ticks: 5, ends: .round).minor.count
    }
    #expect(count([1, 1000]) == 24)
    #expect(count([1e-10, 1]) == 5)
    #expect(count([1e-20, 1]) == 0)
  }

  @Test(
    "a number in words has three digits",
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (0.25, "0.25"), (1.5, "1.5"), (10, "10"),
      (-2.34567, "−2.35"),
      (123_456, "123456"), (1234.5, "1230"), (1e6, "10⁶"), (999_999.5, "10⁶"), (1e-7, "10⁻⁷"),
      (-1.25e-12, "−1.25·10⁻¹²"),
      (0.001, "0.001"), (0.00099949, "9.99·10⁻⁴"), (.nan, "nan"), (1e308, "10³⁰⁸"),
    ] as [(Double, String)])
  func words(_ value: Double, _ words: String) { #expect(value.inWords == words) }
}
