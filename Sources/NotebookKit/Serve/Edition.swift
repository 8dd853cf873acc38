// What a preview shows at one moment: pages with what is wrong in its place, and what is wrong with the whole. A page is
// put together when somebody asks for it.

import Foundation

/// The book as it was at one moment.
struct Edition: Sendable {
  /// A page with what is wrong on it.
  struct Page: Sendable {
    /// What stands for the page: equal digests mean equal pages.
    var digest: Digest
    /// How many errors it shows.
    var errors: Int
    /// Makes the page.
    var document: @Sendable () async throws -> Document
  }

  /// The pages by name.
  var pages: [String: Page] = [:]
  /// The files that pages need, by their path in the site.
  var assets = ["assets/style.css": Assets.style]
  /// What is wrong with the book or the machine and belongs to no page, as printed.
  var problems: [String] = []
  /// What was found and what it cost.
  var report = Report()

  /// Whether what every page shows is the same in both: the banner and the files.
  func hasSameSurroundings(as other: Edition) -> Bool {
    problems == other.problems && assets.mapValues(\.key) == other.assets.mapValues(\.key)
  }

  /// The names of the pages that look different in an earlier edition, those that are new or gone among them.
  func changes(since earlier: Edition) -> Set<String> {
    let names = Set(pages.keys).union(earlier.pages.keys)
    if !hasSameSurroundings(as: earlier) { return names }
    return names.filter { pages[$0]?.digest != earlier.pages[$0]?.digest }
  }
}
