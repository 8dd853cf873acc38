// `derive`: a chain of lines, each of which must follow from the one before at random points.

/// Checks a derivation: every line is evaluated at several random points, and neighbouring lines must agree.
///
///     derive("softmax-shift", at: { ($0.matrix("z", 4), $0.number("m")) }) { z, m in
///       softmax(z.map { $0 + m })
///       exp(m) * powers(z) * (1 / (exp(m) * powers(z).sum))
///       softmax(z)
///     }
///
/// The page shows a mark at each line of the equation, and the first line that does not follow is named with both
/// values. A chain of two or more lines is needed, and lines that are zero everywhere prove nothing.
///
/// - Parameters:
///   - equation: The equation's name; its lines, or its lines and what stands left of them, are those of the chain.
///   - point: Makes a point from sizes and numbers that it draws.
///   - points: At how many points the lines are evaluated.
///   - tolerance: The largest error ‖a − b‖ / (‖a‖ + ‖b‖) allowed between neighbours.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
///   - chain: The lines at a point, one expression each.
public func derive<Point>(
  _ equation: String, at point: (inout Draw) -> Point, points: Int = 5, tolerance: Double = 1e-12,
  line: Int = #line, column: Int = #column, @ChainBuilder _ chain: (Point) -> Chain
) {
  let chains = (1...max(points, 1)).map { seed -> Chain in
    var draw = Draw(Choices(seed: seed))
    return chain(point(&draw))
  }
  Session.current.report(
    .derived(
      Derivation(of: equation, chains, tolerance: tolerance, line: line, column: column)))
}

/// The lines of a derivation at one point.
public struct Chain {
  /// A line.
  struct Link {
    var tables: [Table]
    var line: Int
    var column: Int
  }

  let links: [Link]
}

/// Gathers the lines of a derivation: every expression is one.
@resultBuilder public enum ChainBuilder {
  /// A line.
  public static func buildExpression(
    _ value: some Tabulated, line: Int = #line, column: Int = #column
  ) -> Chain {
    Chain(links: [Chain.Link(tables: value.tables, line: line, column: column)])
  }

  /// The lines one after the other.
  public static func buildBlock(_ chains: Chain...) -> Chain {
    Chain(links: chains.flatMap(\.links))
  }
}

extension Derivation {
  /// Compares the neighbours at each point.
  init(of equation: String, _ chains: [Chain], tolerance: Double, line: Int, column: Int) {
    let count = chains.map(\.links.count).min() ?? 0
    self.init(
      equation: equation, steps: [], tolerance: tolerance, points: chains.count, line: line,
      column: column)
    for index in 0..<count {
      var step = Step(
        error: 0, reason: "", worst: nil, line: chains[0].links[index].line,
        column: chains[0].links[index].column)
      if index > 0 {
        for chain in chains { step.compare(chain.links[index - 1], chain.links[index]) }
      }
      steps.append(step)
    }
    if count < 2 { refusals.append("a derivation has two lines or more") }
    if !(tolerance >= 0 && tolerance <= 1e-5) {
      refusals.append("a tolerance of \(tolerance) is too weak for a derivation: at most 1e-05")
    }
    for index in 0..<count where chains.allSatisfy({ $0.links[index].isZero }) {
      refusals.append("line \(index + 1) is zero at every point: nothing is tested by it")
    }
  }
}

extension Derivation.Step {
  fileprivate mutating func compare(_ before: Chain.Link, _ now: Chain.Link) {
    // Lines of one derivation may be written with other names, but not in another shape.
    let (a, b) = (before.tables, now.tables)
    guard a.count == b.count,
      zip(a, b).allSatisfy({ $0.rows == $1.rows && $0.columns == $1.columns })
    else {
      reason = "its shape is \(b.extents), that of the line before \(a.extents)"
      return
    }
    let worst = zip(b, a).map { Comparison($0, $1) }.worst
    guard let worst else {
      reason = "there is nothing to compare"
      return
    }
    if !(a + b).allSatisfy({ $0.values.allSatisfy(\.isFinite) }) {
      reason = "its value, or that of the line before, is not finite"
    }
    if let old = self.worst, !worst.error.isNaN, old.error.isNaN || old.error >= worst.error {
      return
    }
    self.worst = worst
    error = worst.error
  }
}

extension Chain.Link {
  fileprivate var isZero: Bool { tables.allSatisfy { $0.norm == 0 } }
}

extension [Table] {
  /// The shapes in words: `3×2, 3×1`.
  fileprivate var extents: String {
    map { "\($0.rows)×\($0.columns)" }.joined(separator: ", ")
  }
}
