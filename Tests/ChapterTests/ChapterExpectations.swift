// Runs each chapter once and lets every test of its snippets look at what was found there.

import Foundation
import NotebookKit
import Testing

/// What was found in the chapters, each checked once, when the first of its tests asks.
actor Chapters {
  static let shared = Chapters()

  private var checks: [String: Task<Report, any Error>] = [:]
  /// How many more chapters may run now: more would only take each other's time.
  private var free = 2
  private var waiting: [CheckedContinuation<Void, Never>] = []

  private func begin() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func end() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }

  func report(of path: String) async throws -> Report {
    let check =
      checks[path]
      ?? Task {
        await begin()
        defer { end() }
        var notebook = Notebook(
          root: Self.root, modules: ["Recurrent", "RecurrentNotebook"], products: Self.products,
          jobs: 1, only: [path])
        notebook.requiresVerified = true
        // The modules of a test are built without optimisation.
        notebook.patience = 20
        return try await notebook.check()
      }
    checks[path] = check
    return try await check.value
  }

  /// The package's folder: this file is three below it.
  static var root: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }

  /// The modules of this very build: beside the test program.
  private static var products: String {
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return program.resolvingSymlinksInPath().deletingLastPathComponent().path
  }
}

/// Records an issue at the chapter's line for every error found in these lines of a chapter.
func expectNothingWrong(in path: String, lines: ClosedRange<Int>) async throws {
  try await record(path) { lines.contains($0) }
}

/// Records an issue for every error found in a chapter outside its snippets, and for every equation that is verified
/// with fewer than two mutants of its own.
func expectNothingWrong(in path: String, outside snippets: [ClosedRange<Int>]) async throws {
  try await record(path) { line in !snippets.contains { $0.contains(line) } }
  let report = try await Chapters.shared.report(of: path)
  let checks = report.chapters.flatMap(\.snippets).flatMap(\.verifications)
  for (equation, checks) in Dictionary(grouping: checks, by: \.equation)
  where !checks.contains(where: \.isRefutation) {
    let mutants = checks.reduce(0) { $0 + $1.mutants.own }
    if mutants < 2 { Issue.record("\(path): '\(equation)' has \(mutants) mutants of its own") }
  }
}

private func record(_ path: String, where belongs: (Int) -> Bool) async throws {
  let report = try await Chapters.shared.report(of: path)
  if report.chapters.isEmpty { Issue.record("the chapter was not checked") }
  for snippet in report.unreached where snippet.path == path && belongs(snippet.line) {
    Issue.record(
      "the snippet was not reached",
      sourceLocation: Testing.SourceLocation(
        fileID: path, filePath: path, line: snippet.line, column: 1))
  }
  for finding in report.findings where finding.severity == .error && finding.path == path {
    let place = finding.range?.start ?? SourceLocation(line: 1, column: 1)
    guard belongs(place.line) else { continue }
    Issue.record(
      "\(finding)",
      sourceLocation: Testing.SourceLocation(
        fileID: path, filePath: path, line: place.line, column: place.column))
  }
}
