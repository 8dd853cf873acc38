// What every reader and writer of files throws: one sentence, led by the file and by the place in it.

/// Says what is wrong with a file of numbers.
///
///     weights.npz: entry "a.npy": 40 bytes expected for 5×1 f8, 32 found
public struct FileError: Error, Equatable, CustomStringConvertible {
  /// The path as it was given; nil when bytes were read or written instead of a file.
  public let path: String?
  /// What is wrong, in one sentence without a full stop.
  public let problem: String

  /// Makes an error about a file, or about bytes when there is no path.
  public init(path: String?, problem: String) {
    self.path = path
    self.problem = problem
  }

  /// The path, when there is one, and the problem.
  public var description: String {
    guard let path else { return problem }
    return "\(path): \(problem)"
  }
}

extension FileError {
  /// An error found in bytes, before anyone has said where they come from.
  init(_ problem: String) { self.init(path: nil, problem: problem) }

  /// The same problem in a file.
  func at(_ path: String) -> FileError { FileError(path: path, problem: problem) }

  /// The same problem in a named part of a file.
  func within(_ part: String, _ name: String) -> FileError {
    FileError(path: path, problem: "\(part) \(FileError.quoted(name)): \(problem)")
  }

  /// Text from a file as it can stand in a message: in quotes, control characters escaped, not long.
  static func quoted(_ text: String) -> String {
    let longest = 80
    let start = String(text.unicodeScalars.prefix(longest)).debugDescription
    return text.unicodeScalars.count > longest ? start + "..." : start
  }
}
