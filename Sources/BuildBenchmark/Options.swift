// The command line of the benchmark: the tool, the book, how many runs, and which cases.

import Foundation

/// What is asked for.
struct Options {
  /// The executable under test.
  var tool = ".build/release/notebook"
  /// The folder of the book; its chapters are copied.
  var book = "."
  /// How often what takes less than a second is repeated.
  var runs = 7
  /// How many chapters the generated book has.
  var chapters = 1000
  /// The names of the cases in order.
  var cases: [String] = []

  /// The cases by name, the longest last.
  private static var all: [(name: String, work: (Bench) -> () throws -> Void)] {
    [
      ("unchanged", Bench.unchanged), ("prose", Bench.prose), ("snippet", Bench.snippet),
      ("body", Bench.body), ("cold", Bench.cold), ("verification", Bench.verification),
      ("serve", Bench.serve), ("thousand", Bench.thousand),
    ]
  }

  /// Reads `--tool FILE --book FOLDER --runs N --chapters N CASE…`; all cases when none is named.
  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    func value(of option: String) throws -> String {
      guard let value = rest.popFirst() else { throw BenchmarkError("'\(option)' needs a value") }
      return value
    }
    func number(of option: String) throws -> Int {
      guard let count = Int(try value(of: option)), count > 0 else {
        throw BenchmarkError("'\(option)' must be at least 1")
      }
      return count
    }
    while let word = rest.popFirst() {
      switch word {
      case "--tool": tool = try value(of: word)
      case "--book": book = try value(of: word)
      case "--runs":
        runs = try number(of: word)
      case "--chapters": chapters = try number(of: word)
      default:
        _ = try work(of: word)
        cases.append(word)
      }
    }
    if cases.isEmpty { cases = Self.all.map(\.name) }
    tool = URL(fileURLWithPath: tool).resolvingSymlinksInPath().path
  }

  /// What a case does.
  func work(of name: String) throws -> (Bench) -> () throws -> Void {
    guard let work = Self.all.first(where: { $0.name == name })?.work else {
      let names = Self.all.map(\.name).joined(separator: ", ")
      throw BenchmarkError("there is no case '\(name)'; the cases are \(names)")
    }
    return work
  }
}
