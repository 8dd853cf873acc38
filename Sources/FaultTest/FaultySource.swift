// How faults get into a source file: a function with faults is replaced by one that has a copy of its body
// for each fault, and chooses between them when it runs. So all faults are compiled at once.

/// A source file of the library, with faults or without.
struct FaultySource {
  /// The file, from the library's folder on.
  let file: String
  /// The text.
  private(set) var text: String
  /// The line of each fault in the file as it was, by number.
  private(set) var lines: [Int: Int] = [:]

  /// Puts faults in a file.
  ///
  /// - Throws: `FaultTestError` that names the first fault whose function, or whose text in it, does not
  ///   occur exactly once, or which changes nothing.
  init(_ file: String, _ text: String, with faults: [NumberedFault]) throws(FaultTestError) {
    self.file = file
    self.text = text
    let groups = Dictionary(grouping: faults, by: \.function).values.map { group in group }
    var changes: [(range: Range<String.Index>, text: String)] = []
    for group in groups {
      let first = group[0]
      let function = try SourceFunction(beginning: first.function, of: text, first)
      var copies = ""
      var choices = ""
      for fault in group {
        let (body, line) = try function.body(with: fault)
        lines[fault.number] = line
        copies += """

          #sourceLocation(file: "\(file) with fault \(fault.number)", line: \(function.line))
          func fault\(fault.number)()\(function.result){\(body)}
          #sourceLocation()
          """
        choices += "if faultIsActive(\(fault.number)) { return fault\(fault.number)() }\n"
      }
      changes.append(
        (
          function.bodyRange,
          copies + "\nfunc right()\(function.result){\(function.body)}\n" + choices
            + "return right()\n"
        ))
    }
    for change in changes.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      self.text.replaceSubrange(change.range, with: change.text)
    }
  }
}

/// The parts of a function in a source file.
private struct SourceFunction {
  private let text: String
  /// What stands between the parameters and the body: `-> Matrix`.
  let result: Substring
  /// The places of the body, without its braces.
  let bodyRange: Range<String.Index>
  /// The line at which the body begins, from 1.
  var line: Int { SourceFunction.line(of: bodyRange.lowerBound, in: text) }
  /// The text of the body.
  var body: Substring { text[bodyRange] }

  init(
    beginning: String, of text: String, _ fault: NumberedFault
  ) throws(FaultTestError) {
    let places = text.ranges(of: beginning)
    if places.count != 1 {
      throw FaultTestError(
        """
        \(fault.formula): \(fault.file) has '\(beginning)' \(places.count) times, expected once
        """)
    }
    guard let parameters = text[places[0].lowerBound...].firstIndex(of: "("),
      let afterParameters = SourceFunction.end(of: "(", ")", from: parameters, in: text),
      let brace = text[afterParameters...].firstIndex(of: "{"),
      let afterBody = SourceFunction.end(of: "{", "}", from: brace, in: text)
    else {
      throw FaultTestError(
        "\(fault.formula): '\(beginning)' in \(fault.file) has no end")
    }
    self.text = text
    result = text[afterParameters..<brace]
    bodyRange = text.index(after: brace)..<text.index(before: afterBody)
  }

  /// The body with a fault in it, and the line of the fault.
  func body(with fault: NumberedFault) throws(FaultTestError) -> (String, line: Int) {
    let (original, replacement) = (fault.fault.original, fault.fault.replacement)
    let places = body.ranges(of: original)
    if places.count != 1 {
      throw FaultTestError(
        """
        \(fault.formula), \(fault.fault.kind.rawValue): '\(fault.function)' in \(fault.file) \
        has '\(original)' \(places.count) times, expected once
        """)
    }
    if original == replacement {
      throw FaultTestError(
        """
        \(fault.formula), \(fault.fault.kind.rawValue): '\(original)' in \(fault.file) \
        is replaced by itself
        """)
    }
    return (
      body[..<places[0].lowerBound] + replacement + body[places[0].upperBound...],
      SourceFunction.line(of: places[0].lowerBound, in: text)
    )
  }

  /// The place after the bracket that closes one; brackets in texts and comments must be in pairs.
  private static func end(
    of opening: Character, _ closing: Character, from start: String.Index, in text: String
  ) -> String.Index? {
    var depth = 0
    for index in text[start...].indices {
      if text[index] == opening { depth += 1 }
      if text[index] == closing { depth -= 1 }
      if depth == 0 { return text.index(after: index) }
    }
    return nil
  }

  private static func line(of index: String.Index, in text: String) -> Int {
    text[..<index].reduce(1) { $1 == "\n" ? $0 + 1 : $0 }
  }
}
