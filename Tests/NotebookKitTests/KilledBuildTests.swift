// Builds that are killed: whenever it happens, the site is whole, and the next build goes on from there.

import Foundation
import Testing

@testable import NotebookKit

@Suite("A killed build") struct KilledBuildTests {
  @Test("killed at any of a hundred moments, it leaves the old site or the new one, whole")
  func anyMoment() async throws {
    var numbers = SeededNumbers(seed: 3)
    let book = try await VersionedBook()
    var version = VersionedBook.Version()
    // How long builds take at least when nobody kills them: of prose only, and of a program.
    var seconds = [false: Double.infinity, true: Double.infinity]
    func build(isProgram: Bool) async throws {
      version.prose += 1
      if isProgram { version.code += 1 }
      try book.write(version)
      let start = ContinuousClock.now
      let (status, text) = try await book.start().end()
      #expect(status == 0, "\(text)")
      seconds[isProgram] = min(seconds[isProgram] ?? 0, (ContinuousClock.now - start) / .seconds(1))
      #expect(try book.book.siteFiles() == book.site(version))
    }
    for isProgram in [false, true, false, true] { try await build(isProgram: isProgram) }

    var written = version
    var kills = 0
    while kills < 100 {
      version.prose += 1
      let isProgram = version.prose.isMultiple(of: 3)
      if isProgram { version.code += 1 }
      try book.write(version)
      let start = ContinuousClock.now
      let process = try book.start()
      let delay = (seconds[isProgram] ?? 0) * Double.random(in: 0..<1, using: &numbers)
      while process.isRunning, ContinuousClock.now - start < .seconds(delay) {
        try await Task.sleep(for: .milliseconds(2))
      }
      if !process.isRunning {
        let took = (ContinuousClock.now - start) / .seconds(1)
        seconds[isProgram] = min(seconds[isProgram] ?? 0, took)
      }
      process.kill()
      let (status, text) = try await process.end()
      #expect([0, Int(SIGKILL) - 256].contains(status), "\(text)")

      let site = try book.book.siteFiles()
      let isNew = site == book.site(version)
      #expect(isNew || site == book.site(written), "after \(kills) kills")
      if isNew { written = version }
      if status == 0 { continue }
      kills += 1
      if !kills.isMultiple(of: 20) { continue }

      // The next build has work, too, so that it looks for what the killed ones have left.
      try await programsEnd(book)
      try await build(isProgram: true)
      #expect(try book.names == [".notebook", "chapters", "site"])
      let left = try FileManager.default.contentsOfDirectory(atPath: book.temporary.path)
      #expect(left.filter { !$0.hasPrefix(".notebook-") } == [])
      written = version
    }
    try await cleansUp(after: book, version)
  }

  /// What killed builds have begun to write goes when it is old enough to be nobody's.
  private func cleansUp(
    after book: borrowing VersionedBook, _ version: VersionedBook.Version
  ) async throws {
    let begun =
      try FileManager.default.contentsOfDirectory(atPath: book.temporary.path)
      .map { "\(book.temporary.path)/\($0)" }
      + FileManager.default.contentsOfDirectory(atPath: book.book.kept)
      .filter { $0.contains(".new-") }.map { "\(book.book.kept)/\($0)" }
    var times = [timeval(), timeval()]
    times[0].tv_sec = time(nil) - 700
    times[1].tv_sec = time(nil) - 700
    for path in begun { #expect(utimes(path, times) == 0) }
    // The store is looked through once a day.
    try Data("0 0".utf8).write(to: URL(fileURLWithPath: book.book.kept + ".size"))
    var version = version
    version.code += 1
    try book.write(version)
    let last = try await book.start().end()
    #expect(last.status == 0, "\(last.text)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: book.temporary.path) == [])
    #expect(try book.unsoundEntries == [])
    #expect(try book.book.siteFiles() == book.site(version))
  }

  /// Compilers end by themselves, programs because their supervisor sees that the build is gone.
  private func programsEnd(_ book: borrowing VersionedBook) async throws {
    let folder = book.temporary.resolved
    try await eventually("programs end") { try NotebookProcess.working(in: folder).isEmpty }
  }

  @Test("the programs of a killed build end, and the next build removes what they left")
  func programs() async throws {
    let book = try await VersionedBook()
    // On a busy machine it takes a while until this test has its turn again.
    try book.book.write(
      "# A\n\n```swift run timeout=3000\nimport Glibc\nwhile true { sleep(1) }\n```\n",
      to: "01-a.md")
    let process = try book.start()
    let folder = book.temporary.resolved
    try await eventually("the program runs") {
      try NotebookProcess.working(in: folder).contains { number in
        FileManager.default.contents(atPath: "/proc/\(number)/cmdline")
          .map { String(decoding: $0, as: UTF8.self).contains("/main\0") } ?? false
      }
    }
    process.kill()
    #expect(try await process.end().status == Int(SIGKILL) - 256)
    try await programsEnd(book)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) != [])
    try book.write(VersionedBook.Version(code: 2000))
    #expect(try await book.start().end().status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    #expect(try book.book.siteFiles() == book.site(VersionedBook.Version(code: 2000)))
  }
}
