// What verifying the equations costs: the book as it is against the same book without its verifications.

import Foundation

extension Bench {
  /// Builds the book and a copy without `verify` and `derive`, in turns and with nothing kept.
  ///
  /// The figure is the share of the verification in the CPU time that a build takes beside compiling: the programs'
  /// own time, what the tool makes of the evidence, and the verification page.
  func verification() throws {
    let plain = try BookCopy(of: book.folder, in: scratch + "/unverified")
    for (name, text) in plain.texts { try plain.save(text.withoutVerification, as: name) }
    let report = scratch + "/report.json"
    func beyondCompiling(_ folder: String) throws -> Double {
      let ending = try run(
        ["build", "--no-cache", "--json", report], on: folder, isRecorded: false)
      return ending.cpu - (try costs(report).reduce(0) { $0 + $1.compile })
    }
    var (verified, unverified): ([Double], [Double]) = ([], [])
    for _ in 0..<runs {
      verified.append(try beyondCompiling(book.folder))
      unverified.append(try beyondCompiling(plain.folder))
    }
    let share = zip(verified, unverified).map { ($0 - $1) / $0 }
    Figure(
      name: "verification share", unit: .plain, values: share,
      bar: .atMost(0.1),
      notes: [
        "CPU beside compiling \(verified.medianTime)",
        "without verification \(unverified.medianTime)",
      ]
    ).report()
  }
}

extension String {
  /// A chapter in which every call of `verify` and `derive` in a running snippet is another statement.
  fileprivate var withoutVerification: String {
    var (lines, isCode, depth): ([String], Bool, Int?) = ([], false, nil)
    for line in split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        isCode = !isCode && line.hasPrefix("```swift run")
        lines.append(line.replacing(" refuted", with: ""))
        continue
      }
      let begins = line.drop { $0 == " " }
      if isCode, depth == nil, begins.hasPrefix("verify(") || begins.hasPrefix("derive(") {
        lines.append("_ = 0")
        depth = 0
      }
      guard let open = depth else {
        lines.append(line)
        continue
      }
      let left = open + line.openedBrackets
      depth = left > 0 ? left : nil
    }
    return lines.joined(separator: "\n")
  }

  /// How many brackets a line of code opens more than it closes, those in literals apart.
  private var openedBrackets: Int {
    replacing(/"[^"]*"/, with: "").reduce(0) { count, character in
      "([{".contains(character) ? count + 1 : ")]}".contains(character) ? count - 1 : count
    }
  }
}
