// What all cases share: the tool under test, the copy of the book, and how a build is timed.

import Foundation

/// The tool, a copy of the book and a folder to work in.
struct Bench {
  /// The executable under test.
  let tool: String
  /// A temporary folder.
  let scratch: String
  /// The toolchain that tells what was started.
  let recorder: Recorder
  /// How often what takes less than a second is repeated.
  let runs: Int
  /// How many chapters the generated book has: 1,000, unless the benchmark itself is tried.
  let chapters: Int
  /// The book as it stands.
  let book: BookCopy

  /// How often what takes several seconds is repeated.
  var fewerRuns: Int { (5 * runs + 6) / 7 }

  /// The folder of the build products: the modules are beside the tool.
  var products: String { URL(fileURLWithPath: tool).deletingLastPathComponent().path }

  /// The processors that programs are spread over.
  var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Prepares a folder and a copy of the book.
  init(tool: String, book: String, scratch: String, runs: Int, chapters: Int) throws {
    (self.tool, self.scratch, self.runs, self.chapters) = (tool, scratch, runs, chapters)
    recorder = try Recorder(in: scratch + "/toolchain")
    self.book = try BookCopy(of: book, in: scratch + "/book")
  }

  /// Runs the tool on a book.
  ///
  /// - Parameters:
  ///   - arguments: The command and its options.
  ///   - book: The book's folder.
  ///   - tool: The tool, when it is not the one of this bench.
  ///   - isRecorded: Whether the toolchain is the recording one.
  /// - Returns: How it ended: well.
  /// - Throws: `BenchmarkError` with what it printed when it did not end well.
  @discardableResult
  func run(
    _ arguments: [String], on book: String, with tool: String? = nil, isRecorded: Bool = true
  ) throws -> Ending {
    let child = try start(arguments, on: book, with: tool, isRecorded: isRecorded)
    return try expect(child.wait())
  }

  /// Starts the tool on a book.
  func start(
    _ arguments: [String], on book: String, with tool: String? = nil, isRecorded: Bool = true
  ) throws -> Child {
    try Child(
      [tool ?? self.tool, arguments[0], book] + arguments.dropFirst(),
      environment: isRecorded ? recorder.environment : ProcessInfo.processInfo.environment,
      output: printed)
  }

  /// Refuses an end that is not good.
  func expect(_ ending: Ending) throws -> Ending {
    if ending.status == 0 { return ending }
    let words = try String(contentsOfFile: printed, encoding: .utf8)
    throw BenchmarkError("'\(tool)' ended with status \(ending.status):\n\(words)")
  }

  /// What the tool printed last.
  var printed: String { scratch + "/printed" }

  /// Builds a book several times after a change each, and reports the times; a started compiler is
  /// a failure.
  func time(
    _ name: String, building book: String, bar: Double, runs: Int, after change: () throws -> Void
  ) throws -> [Ending] {
    var endings: [Ending] = []
    for _ in 0..<runs {
      try change()
      let tools = try recorder.tools { endings.append(try run(["build"], on: book)) }
      if !tools.isEmpty {
        throw BenchmarkError("'\(name)' started \(tools.joined(separator: ", "))")
      }
    }
    Figure(
      name: name, values: endings.map(\.seconds), bar: .atMost(bar),
      notes: ["CPU \(endings.map(\.cpu).medianTime)", "no compiler started in any run"]
    ).report()
    return endings
  }

  /// What the tool tells of the programs of a build.
  func costs(_ report: String) throws -> [ProgramCost] {
    struct Report: Decodable { var programs: [ProgramCost] }
    let data = try Data(contentsOf: URL(fileURLWithPath: report))
    return try JSONDecoder().decode(Report.self, from: data).programs
  }
}

/// The CPU seconds of a program, as the tool counts them.
struct ProgramCost: Decodable {
  var name: String
  var kept: Bool
  var compile: Double
  var link: Double
  var run: Double
}
