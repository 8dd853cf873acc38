// Changes that are tried on every claim, whatever its formula: each is a mistake that somebody has made.

/// A change of a claimed value.
struct Change: Equatable {
  /// The kinds, in the order in which they are told.
  enum Kind: String, CaseIterable {
    /// The largest entry of a matrix is off by a relative 1e-4.
    case entry = "an entry off by 1e-4"
    /// A matrix has the wrong sign.
    case sign = "the sign of a matrix"
    /// Two matrices of one shape have changed places.
    case swap = "two matrices swapped"
    /// A square matrix is transposed.
    case transpose = "a square matrix transposed"
    /// The matrices of a sequence have moved by one step.
    case shift = "a shift by one step"
    /// A term of a sum is missing.
    case term = "a term left out"
  }

  /// The kind.
  var kind: Kind
  /// Why the data is weak if nobody notices, one sentence.
  var weakness: String
  /// The value after the change.
  var tables: [Table]
  /// The tables that are changed.
  var places: [Int]

  /// All changes of a claim, given the terms if it is a sum.
  static func all(of claim: [Table], terms: [[Table]]) -> [Change] {
    entries(claim) + signs(claim) + swaps(claim) + transposes(claim) + shifts(claim)
      + omissions(claim, terms)
  }

  private static func entries(_ claim: [Table]) -> [Change] {
    claim.indices.compactMap { index in
      let values = claim[index].values
      guard let largest = values.indices.max(by: { abs(values[$0]) < abs(values[$1]) }) else {
        return nil
      }
      var changed = claim
      changed[index].values[largest] *= 1 + 1e-4
      return Change(
        kind: .entry, weakness: "an entry of \(claim[index].title) off by 1e-4 is not noticed",
        tables: changed, places: [index])
    }
  }

  private static func signs(_ claim: [Table]) -> [Change] {
    claim.indices.filter { !claim[$0].values.isEmpty }.map { index in
      var changed = claim
      changed[index].values = claim[index].values.map { -$0 }
      return Change(
        kind: .sign, weakness: "the sign of \(claim[index].title) is not noticed", tables: changed,
        places: [index])
    }
  }

  private static func swaps(_ claim: [Table]) -> [Change] {
    claim.indices.compactMap { first in
      // Each with the next of its shape; those of a sequence are shifted instead.
      guard !claim[first].values.isEmpty,
        let second = claim.indices.first(where: { second in
          second > first && claim[second].rows == claim[first].rows
            && claim[second].columns == claim[first].columns
        }),
        SequencePlace(claim[first].name)?.series != SequencePlace(claim[second].name)?.series
          || SequencePlace(claim[first].name) == nil
      else { return nil }
      var changed = claim
      (changed[first].values, changed[second].values) = (claim[second].values, claim[first].values)
      return Change(
        kind: .swap,
        weakness: "\(claim[first].title) and \(claim[second].title) can be swapped unnoticed",
        tables: changed, places: [first, second])
    }
  }

  private static func transposes(_ claim: [Table]) -> [Change] {
    claim.indices.filter { claim[$0].rows == claim[$0].columns && claim[$0].rows > 1 }.map {
      index in
      var changed = claim
      let size = claim[index].rows
      for row in 0..<size {
        for column in 0..<size {
          changed[index].values[row * size + column] = claim[index].values[column * size + row]
        }
      }
      return Change(
        kind: .transpose, weakness: "\(claim[index].title) can be transposed unnoticed",
        tables: changed, places: [index])
    }
  }

  private static func shifts(_ claim: [Table]) -> [Change] {
    var series: [(name: SequencePlace.Series, indices: [Int])] = []
    for index in claim.indices {
      guard let place = SequencePlace(claim[index].name), !claim[index].values.isEmpty else {
        continue
      }
      let known = series.firstIndex { item in
        item.name == place.series && claim[item.indices[0]].rows == claim[index].rows
          && claim[item.indices[0]].columns == claim[index].columns
      }
      if let known {
        series[known].indices.append(index)
      } else {
        series.append((place.series, [index]))
      }
    }
    return series.filter { $0.indices.count > 1 }.map { item in
      var changed = claim
      for (index, next) in zip(item.indices, item.indices.dropFirst() + item.indices.prefix(1)) {
        changed[index].values = claim[next].values
      }
      return Change(
        kind: .shift,
        weakness: "the sequence \(item.name.text) can be shifted by a step unnoticed",
        tables: changed, places: item.indices)
    }
  }

  private static func omissions(_ claim: [Table], _ terms: [[Table]]) -> [Change] {
    if terms.count < 2 { return [] }
    return terms.enumerated().map { number, term in
      var changed = claim
      for index in claim.indices {
        for entry in claim[index].values.indices {
          changed[index].values[entry] -= term[index].values[entry]
        }
      }
      return Change(
        kind: .term, weakness: "term \(number + 1) of the sum can be left out unnoticed",
        tables: changed, places: Array(claim.indices))
    }
  }
}

/// Where in a sequence a table belongs by its name: `x[2]` is number 2 of `x[…]`.
struct SequencePlace: Equatable {
  /// What the members of a sequence have in common.
  struct Series: Equatable {
    var before: String
    var after: String

    var text: String { "'\(before)[…]\(after)'" }
  }

  /// The sequence.
  var series: Series
  /// The number.
  var number: Int

  /// Reads a name; nil when it has no number in brackets.
  init?(_ name: String) {
    guard let open = name.firstIndex(of: "["), let close = name[open...].firstIndex(of: "]"),
      let number = Int(name[name.index(after: open)..<close]), number >= 0
    else { return nil }
    series = Series(
      before: String(name[..<open]), after: String(name[name.index(after: close)...]))
    self.number = number
  }
}

extension Trial {
  /// Tries every change on the claim: how many of each kind a witness rejects, and what that says of the data.
  func changeResults() -> (results: [ChangeResult], weaknesses: [String]) {
    var results: [ChangeResult] = []
    var weaknesses: [String] = []
    for change in Change.all(of: claim, terms: terms) {
      // What has not changed agrees.
      let rejected = witnesses.contains { witness in
        change.places.contains { place in
          !(Comparison(change.tables[place], witness.tables[place]).error <= witness.tolerance)
        }
      }
      if !rejected { weaknesses.append(change.weakness) }
      if results.last?.kind != change.kind.rawValue {
        results.append(ChangeResult(kind: change.kind.rawValue, tried: 0, rejected: 0))
      }
      results[results.count - 1].tried += 1
      results[results.count - 1].rejected += rejected ? 1 : 0
    }
    return (results, weaknesses)
  }
}
