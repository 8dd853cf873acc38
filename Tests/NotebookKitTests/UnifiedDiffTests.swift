// Unified diffs: as printed, and as `patch` applies them.

import Foundation
import Testing

@testable import NotebookKit

struct DiffCase: CustomTestStringConvertible {
  var name: String
  var old: String
  var new: String
  var diff: String

  var testDescription: String { name }
}

@Suite("Unified diffs") struct UnifiedDiffTests {
  private static let numbers = (1...20).map { "\($0)\n" }

  private static let cases = [
    DiffCase(name: "equal texts", old: "a\n", new: "a\n", diff: ""),
    DiffCase(
      name: "one line", old: "a\nb\nc\n", new: "a\nx\nc\n",
      diff: "--- x.md\n+++ x.md\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
    DiffCase(
      name: "a text that was empty", old: "", new: "a\n",
      diff: "--- x.md\n+++ x.md\n@@ -0,0 +1,1 @@\n+a\n"),
    DiffCase(
      name: "no line end at the end", old: "a\nb", new: "a\nb\nc",
      diff: """
        --- x.md
        +++ x.md
        @@ -1,2 +1,3 @@
         a
        -b
        \\ No newline at end of file
        +b
        +c
        \\ No newline at end of file

        """),
    DiffCase(
      name: "carriage returns", old: "a\r\nb\r\n", new: "a\r\n",
      diff: "--- x.md\n+++ x.md\n@@ -1,2 +1,1 @@\n a\r\n-b\r\n"),
    DiffCase(
      name: "changes far apart are hunks of their own", old: numbers.joined(),
      new: (["0\n"] + numbers[..<8] + ["x\n"] + numbers[9..<15] + numbers[16...]).joined(),
      diff: """
        --- x.md
        +++ x.md
        @@ -1,3 +1,4 @@
        +0
         1
         2
         3
        @@ -6,14 +7,13 @@
         6
         7
         8
        -9
        +x
         10
         11
         12
         13
         14
         15
        -16
         17
         18
         19

        """),
  ]

  @Test("a diff has three lines of context and counts its lines", arguments: cases)
  func printed(_ item: DiffCase) {
    let diff = UnifiedDiff(path: "x.md", from: Array(item.old.utf8), to: Array(item.new.utf8))
    #expect(diff.description == item.diff)
  }

  @Test("'git apply' turns the old text into the new one", arguments: cases.dropFirst())
  func applied(_ item: DiffCase) async throws {
    let folder = NSTemporaryDirectory() + "/diff-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
    try Data(item.old.utf8).write(to: URL(fileURLWithPath: "\(folder)/x.md"))
    let diff = UnifiedDiff(path: "x.md", from: Array(item.old.utf8), to: Array(item.new.utf8))
    try Data(diff.description.utf8).write(to: URL(fileURLWithPath: "\(folder)/diff"))
    let (ending, text) = try await Command(
      executable: "/usr/bin/git", arguments: ["apply", "-p0", "diff"],
      environment: ["GIT_CEILING_DIRECTORIES": folder, "PATH": "/usr/bin:/bin"], directory: folder
    ).capture(timeout: .seconds(60))
    #expect(ending.cause == .exited(0), "\(text)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/x.md")) == Data(item.new.utf8))
  }
}
