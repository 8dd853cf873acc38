// Builds of one book at the same time: each sees what it saw, and the site is that of one of them.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Builds at the same time") struct ConcurrentBuildsTests {
  @Test("all succeed, the site is that of one of them, and the store is sound", arguments: [2, 4])
  func together(count: Int) async throws {
    let book = try await VersionedBook()
    var version = VersionedBook.Version()
    for _ in 0..<2 {
      var versions = [version]
      var processes: [NotebookProcess] = []
      for number in 0..<count {
        version.prose += 1
        if number.isMultiple(of: 2) { version.code += 1 }
        versions.append(version)
        try book.write(version)
        processes.append(try book.start())
        // Some begin when the one before has read the book, some before.
        try await Task.sleep(for: .milliseconds(60 * number))
      }
      for process in processes {
        let (status, text) = try await process.end()
        #expect(status == 0, "\(text)")
        #expect(!text.contains("results are not kept"), "\(text)")
      }
      let site = try book.book.siteFiles()
      #expect(versions.contains { book.site($0) == site })
      #expect(try book.names == [".notebook", "chapters", "site"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: book.temporary.path) == [])
      #expect(try book.unsoundEntries == [])
    }
    let (status, text) = try await book.start().end()
    #expect(status == 0, "\(text)")
    #expect(try book.book.siteFiles() == book.site(version))
  }
}
