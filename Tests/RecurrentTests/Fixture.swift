// Recorded reference values: PyTorch's reverse mode and numpy, in float64. Tensors are flat, the last
// axis fastest; samples are rows there and columns here, so every slice is transposed on the way in.

import Foundation

@testable import Recurrent

struct Tensor: Decodable {
  let shape: [Int]
  let data: [Double]

  /// The tensor as a matrix; one axis gives a column.
  var matrix: Matrix {
    Matrix(rows: shape[0], columns: shape.count > 1 ? shape[1] : 1, values: data)
  }

  /// The steps of a tensor [T, B, N], each a matrix [N×B].
  var steps: [Matrix] {
    let size = shape[1] * shape[2]
    return (0..<shape[0]).map { step in
      let slice = Array(data[step * size..<(step + 1) * size])
      return Matrix(rows: shape[1], columns: shape[2], values: slice).transposed
    }
  }

  /// The steps of a tensor [N, B, T], each a matrix [N×B].
  var lastAxisSteps: [Matrix] {
    (0..<shape[2]).map { step in
      Matrix(rows: shape[0], columns: shape[1]) { row, column in
        data[(row * shape[1] + column) * shape[2] + step]
      }
    }
  }
}

struct Fixture<Content: Decodable>: Decodable {
  let cases: [Content]
}

struct MissingFixture: Error { let name: String }

func fixture<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
  guard
    let url = Bundle.module.url(
      forResource: name, withExtension: "json", subdirectory: "Fixtures")
  else { throw MissingFixture(name: name) }
  return try JSONDecoder().decode(Content.self, from: Data(contentsOf: url))
}

/// max|a − b| / max(1, max|b|); infinite when shapes differ or an entry is not finite.
func distance(_ a: Matrix, _ b: Matrix) -> Double {
  guard a.rows == b.rows, a.columns == b.columns, a.isFinite, b.isFinite else { return .infinity }
  let largest = b.values.map(abs).max() ?? 0
  let difference = (a - b).values.map(abs).max() ?? 0
  return difference / max(1, largest)
}

/// The same over a sequence.
func distance(_ a: [Matrix], _ b: [Matrix]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { distance($0, $1) }.max() ?? 0
}
