// The preview of a book: watch, make an edition, show it, again and again; one at a time.

import Foundation

/// Serves a book and rebuilds it whenever a chapter or the library is saved.
public struct Preview: Sendable {
  /// What there is to tell about a preview.
  public enum News: Sendable {
    /// The book can be seen at this address.
    case serving(address: String)
    /// The book was checked in this time.
    case checked(Report, took: Duration)
    /// Something else than the book is wrong.
    case failed(String)
  }

  private let notebook: Notebook
  private let library: LibrarySources?
  private let port: UInt16
  private let tell: @Sendable (News) -> Void

  /// Prepares a preview.
  ///
  /// - Parameters:
  ///   - notebook: The book.
  ///   - library: The library that snippets import; nil when its sources are not at hand.
  ///   - port: The port to serve on; 0 picks a free one.
  ///   - tell: Called with the news.
  public init(
    of notebook: Notebook, library: LibrarySources?, port: UInt16,
    tell: @escaping @Sendable (News) -> Void
  ) {
    self.notebook = notebook
    self.library = library
    self.port = port
    self.tell = tell
  }

  /// Serves until the task is cancelled.
  ///
  /// - Throws: `ToolError` when there is no book or the port cannot be had, `CancellationError` at the end.
  public func run() async throws {
    _ = try Book.load(from: notebook.root)
    let chapters = FolderWatcher.Folder(path: notebook.root + "/chapters", isDeep: false)
    let sources = library.map { FolderWatcher.Folder(path: $0.folder, isDeep: true) }
    let watcher = try FolderWatcher([chapters] + (sources.map { [$0] } ?? []))
    let server = PreviewServer(port: port)
    try await server.run { port in
      tell(.serving(address: "http://127.0.0.1:\(port)/"))
      var state = State()
      try await renew(&state)
      while true {
        server.show(state.edition)
        let changed = try await watcher.next()
        let isLibraryChanged = changed.contains { $0.isInside(sources) }
        if isLibraryChanged { try await rebuild(&state) }
        let isBookChanged = changed.contains {
          $0 == chapters.path || $0.isInside(chapters) && $0.hasSuffix(".md")
        }
        // What the library did not survive need not be run again.
        if isBookChanged || isLibraryChanged && state.library == nil { try await renew(&state) }
      }
    }
  }

  /// What the loop remembers.
  private struct State {
    /// The last edition that could be made.
    var made: Edition?
    /// Why none could be made since.
    var failure: String?
    /// Why the library cannot be built.
    var library: String?

    /// What there is to show.
    var edition: Edition {
      var edition = made ?? Edition()
      edition.problems = [library, failure].compactMap(\.self) + edition.problems
      return edition
    }
  }

  private func renew(_ state: inout State) async throws {
    let start = ContinuousClock.now
    do {
      let edition = try await notebook.edition()
      state.made = edition
      state.failure = nil
      tell(.checked(edition.report, took: .now - start))
    } catch let failure as ToolError {
      state.failure = failure.description
      tell(.failed(failure.description))
    } catch {
      try Task.checkCancellation()
      let failure = ToolError("the machine failed: \(error.localizedDescription)")
      state.failure = failure.description
      tell(.failed(failure.description))
    }
  }

  private func rebuild(_ state: inout State) async throws {
    do {
      state.library = try await library?.rebuild()
    } catch let failure as ToolError {
      state.library = failure.description
    }
    if let words = state.library { tell(.failed(words)) }
  }
}

extension String {
  fileprivate func isInside(_ folder: FolderWatcher.Folder?) -> Bool {
    guard let folder else { return false }
    return self == folder.path || hasPrefix(folder.path + "/")
  }
}
