// Random points: sizes and numbers by name, so that a case can be made smaller and rounder and be told to a reader.

/// Draws the sizes and numbers of a point.
///
///     func problem(_ draw: inout Draw) -> (W: Matrix, x: Matrix) {
///       let (H, D) = (draw.size("H", 3), draw.size("D", 2))
///       return (draw.matrix("W", H, D), draw.matrix("x", D))
///     }
///
/// What is drawn depends on the name and the place in the matrix only, so that a smaller matrix is a part of the larger.
public struct Draw {
  private let choices: Choices
  private(set) var sizes: [DrawnSize] = []
  private(set) var inputs: [Table] = []
  private var occurrences: [String: Int] = [:]

  init(_ choices: Choices) { self.choices = choices }

  /// Draws a size: the given one, unless a smaller case is looked for.
  ///
  /// - Parameters:
  ///   - name: The letter of the size.
  ///   - value: The size.
  ///   - least: The smallest that makes sense.
  /// - Returns: The size.
  public mutating func size(_ name: String, _ value: Int, atLeast least: Int = 1) -> Int {
    let chosen = min(max(choices.sizes[name] ?? value, least), max(value, least))
    if let index = sizes.firstIndex(where: { $0.name == name }) {
      sizes[index].value = chosen
    } else {
      sizes.append(DrawnSize(name: name, value: chosen, least: least))
    }
    return chosen
  }

  /// Draws a matrix of numbers.
  ///
  /// - Parameters:
  ///   - name: What the page calls it.
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - range: Where the numbers lie.
  /// - Returns: The numbers.
  public mutating func table(
    _ name: String, _ rows: Int, _ columns: Int = 1, in range: ClosedRange<Double> = -1...1
  ) -> Table {
    guard rows >= 0, columns >= 0 else {
      fatalError("Draw: '\(name)' cannot be \(rows)×\(columns)")
    }
    // One name may be drawn again and again, as the inputs of each step are.
    let occurrence = occurrences[name, default: 0]
    occurrences[name] = occurrence + 1
    let title = occurrence == 0 ? name : "\(name)'\(occurrence + 1)"
    let recipe = choices.recipes[title] ?? Recipe()
    let stream = Self.hash(title, seed: choices.seed)
    var values: [Double] = []
    values.reserveCapacity(rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let part = Self.part(stream, row, column)
        let drawn = range.lowerBound + part * (range.upperBound - range.lowerBound)
        values.append(recipe.value(drawn, at: Place(row: row, column: column), in: range))
      }
    }
    let table = Table(name: title, rows: rows, columns: columns, values: values)
    inputs.append(table)
    return table
  }

  /// Draws a number.
  public mutating func number(
    _ name: String, in range: ClosedRange<Double> = -1...1
  ) -> Double {
    table(name, 1, 1, in: range).values[0]
  }

  /// Draws an index from 0 to below a size; traps unless the size is positive.
  public mutating func index(_ name: String, below count: Int) -> Int {
    guard count > 0 else { fatalError("Draw.index: there is no index below \(count)") }
    let drawn = table(name, 1, 1, in: 0...Double(count)).values[0]
    let index = min(Int(drawn), count - 1)
    inputs[inputs.count - 1].values = [Double(index)]
    return index
  }

  private static func hash(_ name: String, seed: Int) -> UInt64 {
    name.utf8.reduce(scramble(UInt64(truncatingIfNeeded: seed))) { hash, byte in
      scramble(hash ^ UInt64(byte))
    }
  }

  /// A number from 0 to below 1 for a place.
  private static func part(_ stream: UInt64, _ row: Int, _ column: Int) -> Double {
    let bits = scramble(scramble(stream ^ UInt64(row)) ^ UInt64(column) << 32)
    return Double(bits >> 11) * 0x1p-53
  }

  /// SplitMix64's step and finaliser.
  private static func scramble(_ value: UInt64) -> UInt64 {
    var bits = value &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}

/// A size that was drawn.
struct DrawnSize: Equatable {
  var name: String
  var value: Int
  var least: Int
}

/// What is drawn: the numbers' seed, and what is smaller or rounder than they would be.
struct Choices: Equatable {
  /// The seed of the numbers.
  var seed: Int
  /// The sizes that are not the given ones.
  var sizes: [String: Int] = [:]
  /// How the numbers are made rounder, by the name of what is drawn.
  var recipes: [String: Recipe] = [:]
}

/// An entry of a matrix.
struct Place: Hashable {
  var row: Int
  var column: Int
}

/// How the numbers of a matrix are made from those that are drawn.
struct Recipe: Equatable {
  /// What all entries are.
  enum Filling: Equatable {
    /// As drawn.
    case drawn
    /// This number.
    case constant(Double)
    /// Rounded to a multiple of one over this.
    case rounded(to: Double)
  }

  var filling = Filling.drawn
  /// Entries that are something else.
  var entries: [Place: Double] = [:]

  /// The entry at a place; what would lie outside the range is as drawn.
  func value(_ drawn: Double, at place: Place, in range: ClosedRange<Double>) -> Double {
    var value = drawn
    switch filling {
    case .drawn: break
    case .constant(let constant): value = constant
    case .rounded(let parts):
      value = (drawn * parts).rounded() / parts
      if !range.contains(value) { value = (drawn * parts).rounded(.towardZero) / parts }
    }
    if let entry = entries[place] { value = entry }
    return range.contains(value) ? value : drawn
  }
}
