// How a pinned output becomes one that holds: which of its lines stay, which go, and which printed ones come in.

/// The steps that turn pinned lines into lines that agree with what was printed.
struct Amendment: Equatable, Sendable {
  /// One step, in the order of the text.
  enum Step: Equatable, Sendable {
    /// The pinned line of this index stays; it holds, or is a `...` that stands for something.
    case keep(Int)
    /// The pinned line of this index goes.
    case drop(Int)
    /// The printed line of this index comes in.
    case add(Int)
  }

  /// The steps.
  private(set) var steps: [Step] = []

  /// How many pairs of lines are weighed; beyond, everything is replaced.
  private static let pairLimit = 4_000_000

  /// Finds the steps that keep as many pinned lines as can be.
  ///
  /// Every printed line is kept as a pinned one, behind a `...`, or added, so that the amended lines always agree
  /// with what was printed.
  init(_ expectation: Expectation, for printed: [String]) {
    if expectation.lines.count * printed.count > Self.pairLimit {
      steps = expectation.lines.indices.map { .drop($0) } + printed.indices.map { .add($0) }
    } else {
      steps = LineAlignment(expectation, printed).steps()
    }
  }

  /// The printed lines that come in, by index.
  var added: [Int] {
    steps.compactMap { step in
      if case .add(let index) = step { index } else { nil }
    }
  }

  /// How many lines are pinned afterwards.
  var count: Int {
    steps.count { step in
      if case .drop = step { false } else { true }
    }
  }
}

/// The cheapest way from pinned to printed lines.
///
/// Of two ways the one that keeps more pinned lines is cheaper. Then a line is rather replaced, by one that looks like
/// it, than dropped, so that a `...` beside it does not hide its successor.
private struct LineAlignment {
  private enum Cost {
    static let notKept = 1_000_000
    static let replaced = 1500
    static let likeness = 500
    static let dropped = 3000
    static let added = 1500
    static let droppedDots = 500
  }

  private enum Choice: UInt8 {
    case end, keep, replace, drop, add, enterDots, leaveDots
  }

  private let expectation: Expectation
  private let isDots: [Bool]
  private let pinned: [[UInt8]]
  private let printed: [[UInt8]]
  private let pinnedNumbers: [NumericText]
  private let printedNumbers: [NumericText]

  init(_ expectation: Expectation, _ printed: [String]) {
    self.expectation = expectation
    isDots = expectation.lines.map(Expectation.isEllipsis)
    pinned = expectation.lines.map { Array($0.utf8) }
    self.printed = printed.map { Array($0.utf8) }
    let isNumeric = expectation.tolerance != nil
    pinnedNumbers = isNumeric ? expectation.lines.map(NumericText.init) : []
    printedNumbers = isNumeric ? printed.map(NumericText.init) : []
  }

  func steps() -> [Amendment.Step] {
    let width = printed.count + 1
    // The choice at pinned line i and printed line j; inside[i, j] is for a `...` that stands for a line already.
    var outside = [Choice](repeating: .end, count: (pinned.count + 1) * width)
    var inside = outside
    var below = printed.indices.map { Cost.added * (printed.count - $0) } + [0]
    for j in printed.indices { outside[pinned.count * width + j] = .add }
    for i in pinned.indices.reversed() {
      var row = below
      var dots = below
      for j in stride(from: printed.count, through: 0, by: -1) {
        let place = i * width + j
        if isDots[i] {
          // Nothing more, or one line more.
          inside[place] = .leaveDots
          if j < printed.count, dots[j + 1] < dots[j] {
            (dots[j], inside[place]) = (dots[j + 1], .enterDots)
          }
          (row[j], outside[place]) = (below[j] + Cost.droppedDots, .drop)
          if j < printed.count, dots[j + 1] <= row[j] {
            (row[j], outside[place]) = (dots[j + 1], .enterDots)
          }
        } else {
          (row[j], outside[place]) = cheapest(i, j, row: row, below: below)
        }
      }
      below = row
    }
    return walk(outside, inside, width: width)
  }

  private func cheapest(_ i: Int, _ j: Int, row: [Int], below: [Int]) -> (Int, Choice) {
    var best = (below[j] + Cost.notKept + Cost.dropped, Choice.drop)
    guard j < printed.count else { return best }
    func consider(_ cost: Int, _ choice: Choice) {
      if cost <= best.0 { best = (cost, choice) }
    }
    consider(row[j + 1] + Cost.added, .add)
    consider(below[j + 1] + Cost.notKept + Cost.replaced - likeness(i, j), .replace)
    if holds(i, j) { consider(below[j + 1], .keep) }
    return best
  }

  private func walk(
    _ outside: [Choice], _ inside: [Choice], width: Int
  ) -> [Amendment.Step] {
    var steps: [Amendment.Step] = []
    var (i, j) = (0, 0)
    var isInside = false
    while true {
      switch (isInside ? inside : outside)[i * width + j] {
      case .end: return steps
      case .keep:
        steps.append(.keep(i))
        (i, j) = (i + 1, j + 1)
      case .replace:
        steps += [.drop(i), .add(j)]
        (i, j) = (i + 1, j + 1)
      case .drop:
        steps.append(.drop(i))
        i += 1
      case .add:
        steps.append(.add(j))
        j += 1
      case .enterDots:
        if !isInside { steps.append(.keep(i)) }
        isInside = true
        j += 1
      case .leaveDots:
        isInside = false
        i += 1
      }
    }
  }

  private func holds(_ i: Int, _ j: Int) -> Bool {
    if pinned[i] == printed[j] { return true }
    return expectation.tolerance != nil && expectation.agree(pinnedNumbers[i], printedNumbers[j])
  }

  /// How much of both lines is a common beginning or end.
  private func likeness(_ i: Int, _ j: Int) -> Int {
    let (a, b) = (pinned[i], printed[j])
    let shorter = min(a.count, b.count)
    var same = 0
    while same < shorter, a[same] == b[same] { same += 1 }
    var tail = 0
    while same + tail < shorter, a[a.count - 1 - tail] == b[b.count - 1 - tail] { tail += 1 }
    return Cost.likeness * (same + tail) / max(a.count, b.count, 1)
  }
}
