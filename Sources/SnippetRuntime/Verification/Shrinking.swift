// Shrinking: from a case in which a formula is wrong to one that a person can check with a pencil.

/// Looks for a smaller and rounder case, by trying one simplification after the other.
struct Shrinking {
  /// How many cases are tried at most: the search must end, and end in the same place everywhere.
  static let budget = 400

  private(set) var choices: Choices
  private var drawn: Draw
  /// How many cases were tried.
  private(set) var tried = 0
  /// What is drawn, where the case still serves.
  private let serves: (Choices) -> Draw?

  /// Begins with a case that serves.
  init(from choices: Choices, _ drawn: Draw, serves: @escaping (Choices) -> Draw?) {
    (self.choices, self.drawn, self.serves) = (choices, drawn, serves)
  }

  /// Returns the smallest case found: first the sizes, then the numbers, and again as long as that helps.
  mutating func run() -> Choices {
    var before: Choices
    repeat {
      before = choices
      shrinkSizes()
      roundTables()
      roundEntries()
    } while choices != before && tried < Self.budget
    return choices
  }

  /// Takes a change if the case still serves.
  private mutating func attempt(_ change: (inout Choices) -> Void) -> Bool {
    var changed = choices
    change(&changed)
    if changed == choices || tried >= Self.budget { return false }
    tried += 1
    // A number that its range does not hold is drawn as before: then nothing has become simpler.
    guard let result = serves(changed),
      result.sizes != drawn.sizes || result.inputs != drawn.inputs
    else { return false }
    (choices, drawn) = (changed, result)
    return true
  }

  private mutating func shrinkSizes() {
    for size in drawn.sizes {
      for smaller in size.least..<max(size.value, size.least)
      where attempt({ $0.sizes[size.name] = smaller }) {
        break
      }
    }
  }

  /// All zeros, all ones, whole numbers, halves, tenths, hundredths: the first with which the case still serves.
  private mutating func roundTables() {
    let fillings: [Recipe.Filling] = [
      .constant(0), .constant(1), .rounded(to: 1), .rounded(to: 2), .rounded(to: 10),
      .rounded(to: 100),
    ]
    for name in drawn.inputs.map(\.name) {
      let current = choices.recipes[name]?.filling
      for filling in fillings {
        if filling == current { break }
        if attempt({ $0.recipes[name, default: Recipe()].filling = filling }) { break }
      }
    }
  }

  /// Single entries become zero, one or a half, where they are none of these.
  private mutating func roundEntries() {
    for table in drawn.inputs where table.values.count <= 36 {
      for (index, value) in table.values.enumerated() where value != 0 {
        let place = Place(row: index / table.columns, column: index % table.columns)
        for candidate in [0, 1, 0.5] {
          if candidate == value { break }
          if attempt({ $0.recipes[table.name, default: Recipe()].entries[place] = candidate }) {
            break
          }
        }
      }
    }
  }
}
