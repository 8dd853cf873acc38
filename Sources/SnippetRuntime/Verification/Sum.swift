// A claim that is given term by term, so that the check can try to leave one out.

/// A sum whose terms are known: Σ over a sequence, as in `sum(over: 1...T) { t in δ[t] • h[t - 1].transposed }`.
public struct Sum<Value: Tabulated>: Tabulated {
  /// The terms in order.
  public let terms: [Value]

  /// Creates a sum of terms, all of the same shapes.
  public init(_ terms: [Value]) { self.terms = terms }

  /// The tables of the sum.
  public var tables: [Table] {
    guard var total = terms.first?.tables else { return [] }
    for term in terms.dropFirst() {
      let tables = term.tables
      guard tables.shapes == total.shapes else {
        fatalError("Sum: the terms have different shapes")
      }
      for index in total.indices {
        for entry in total[index].values.indices {
          total[index].values[entry] += tables[index].values[entry]
        }
      }
    }
    return total
  }
}

/// The sum of a term over a range, Σᵢ term(i).
///
/// - Parameters:
///   - range: What the index runs over.
///   - term: The term at an index.
/// - Returns: The sum; `verify` tries to leave out each of its terms.
public func sum<Range: Sequence, Value: Tabulated>(
  over range: Range, _ term: (Range.Element) throws -> Value
) rethrows -> Sum<Value> {
  Sum(try range.map(term))
}

/// What has terms that can be left out one by one.
protocol Summed {
  /// The tables of each term.
  var termTables: [[Table]] { get }
}

extension Sum: Summed {
  var termTables: [[Table]] { terms.map(\.tables) }
}
