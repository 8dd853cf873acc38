// What the author sees while programs run: lines that are redrawn in place on a terminal, lines that stay elsewhere.

import Foundation

/// The programs at work, told as lines of text; time comes from outside.
public struct ProgressBoard: Sendable {
  /// A program at work.
  fileprivate struct Work: Sendable {
    enum Step: Sendable {
      case waiting, compiling, linking
      case running(line: Int)
    }

    var program: String
    var began: Double
    var step = Step.waiting
    /// When this step began.
    var since: Double
    var hasCompiled = false
    var hasRun = false
    /// Whether it was said that this step takes long.
    var isToldSlow = false

    /// What was done, before the time it took; nil when everything was kept.
    var did: String? {
      switch (hasCompiled, hasRun) {
      case (true, true): "compiled and ran in"
      case (true, false): "compiling took"
      case (false, true): "ran in"
      case (false, false): nil
      }
    }
  }

  /// After how many seconds a step is named as a slow one.
  public static let patience = 5.0

  private let tellsFinished: Bool
  private var works: [Work] = []

  /// Creates an empty board.
  ///
  /// - Parameter tellsFinished: Whether each program that ran has a line when it has ended, as where lines cannot
  ///   be redrawn.
  public init(tellsFinished: Bool) { self.tellsFinished = tellsFinished }

  /// Takes an event.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - time: When, in seconds of any clock that goes on.
  /// - Returns: Lines that stay.
  public mutating func receive(_ event: ProgressEvent, at time: Double) -> [String] {
    switch event {
    case .began(let program): works.append(Work(program: program, began: time, since: time))
    case .compiling(let program): enter(.compiling, program, at: time)
    case .linking(let program): enter(.linking, program, at: time)
    case .running(let program, let line): enter(.running(line: line), program, at: time)
    case .ended(let program, let kept, let seconds):
      let index = works.firstIndex { $0.program == program }
      let work = index.map { works.remove(at: $0) }
      guard !kept, tellsFinished, let did = work?.did else { return [] }
      return ["\(program): \(did) \(seconds.oneDecimal) s".visible]
    }
    return []
  }

  private mutating func enter(_ step: Work.Step, _ program: String, at time: Double) {
    guard let index = works.firstIndex(where: { $0.program == program }) else { return }
    works[index].step = step
    works[index].since = time
    works[index].isToldSlow = false
    switch step {
    case .compiling: works[index].hasCompiled = true
    case .running: works[index].hasRun = true
    default: break
    }
  }

  /// Names the steps that have lasted too long, each once.
  ///
  /// - Parameter time: The time now.
  /// - Returns: Lines that stay.
  public mutating func slow(at time: Double) -> [String] {
    var lines: [String] = []
    for index in works.indices where !works[index].isToldSlow {
      guard time - works[index].since >= Self.patience else { continue }
      works[index].isToldSlow = true
      lines.append(
        "\(works[index].doing): still \(works[index].verb) after \(Int(Self.patience)) s".visible)
    }
    return lines
  }

  /// What each program is doing: lines to show until something changes.
  ///
  /// - Parameters:
  ///   - time: The time now.
  ///   - columns: The width of the terminal; no line fills it.
  ///   - rows: The height of the terminal; what does not fit is counted.
  /// - Returns: The lines in the order in which the programs began.
  public func lines(at time: Double, columns: Int, rows: Int) -> [String] {
    let room = max(1, rows - 1)
    let shown = works.count > room ? works.prefix(room - 1) : works[...]
    let lines = shown.map { work in
      let step = ": \(work.verb) \((time - work.began).oneDecimal) s"
      // Of a long place the end says most, of the step everything.
      return work.doing.visible.last(columns: columns - 1 - step.count) + step
    }
    let more = shown.count < works.count ? ["… and \(works.count - shown.count) more"] : []
    return (lines + more).map { String($0.prefix(max(0, columns - 1))) }
  }
}

extension ProgressBoard.Work {
  /// What is worked on: the running snippet, or the program as a whole.
  fileprivate var doing: String {
    guard case .running(let line) = step else { return program }
    // The program of one snippet has that snippet's line after its chapter's path.
    let chapter = program.firstRange(of: ".md:").map { program[..<$0.upperBound].dropLast() }
    return "\(chapter ?? program[...]):\(line)"
  }

  fileprivate var verb: String {
    switch step {
    case .waiting: "waiting"
    case .compiling: "compiling"
    case .linking: "linking"
    case .running: "running"
    }
  }
}

extension String {
  /// The text, or as much of its end as fits after an ellipsis.
  fileprivate func last(columns limit: Int) -> String {
    if reduce(0, { $0 + $1.columns }) <= limit { return self }
    var width = 1
    let end = reversed().prefix { character in
      width += character.columns
      return width <= limit
    }
    return "…" + String(end.reversed())
  }
}

extension Double {
  /// Seconds as people read them: `0.8`.
  var oneDecimal: String { String(format: "%.1f", self) }
}
