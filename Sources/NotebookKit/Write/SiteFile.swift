// A file of the site: what stands for its contents, and how they are had if they are needed.

import Foundation

/// A file of the site.
struct SiteFile: Sendable {
  /// The path in the site.
  var path: String
  /// What stands for the contents, equal keys for equal bytes; nil where nothing does.
  var key: Digest?
  /// Makes the contents; nil for a file that stays as it is.
  var contents: (@Sendable () async throws -> Data)?

  /// Describes a file.
  init(path: String, key: Digest?, contents: (@Sendable () async throws -> Data)?) {
    self.path = path
    self.key = key
    self.contents = contents
  }
}
