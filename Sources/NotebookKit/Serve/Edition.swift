// What a preview shows at one moment: pages as HTML, with what is wrong in its place, and what is wrong with the whole.

import Foundation

/// The book as it was at one moment.
struct Edition: Sendable {
  /// A page with what is wrong on it.
  struct Page: Equatable, Sendable {
    /// The page as HTML.
    var document: Document
    /// How many errors it shows.
    var errors: Int
  }

  /// The pages by name.
  var pages: [String: Page] = [:]
  /// The files that pages need, by their path in the site.
  var assets = ["assets/style.css": Data(PackageResources.style_css)]
  /// What is wrong with the book or the machine and belongs to no page, as printed.
  var problems: [String] = []
  /// What was found and what it cost.
  var report = Report()

  /// Whether what every page shows is the same in both: the banner and the files.
  func hasSameSurroundings(as other: Edition) -> Bool {
    problems == other.problems && assets == other.assets
  }

  /// The names of the pages that look different in an earlier edition, those that are new or gone among them.
  func changes(since earlier: Edition) -> Set<String> {
    let names = Set(pages.keys).union(earlier.pages.keys)
    if !hasSameSurroundings(as: earlier) { return names }
    return names.filter { pages[$0] != earlier.pages[$0] }
  }
}
