// A failure of the machine, not of the book: no compiler, no disk, no such folder.

/// A failure of the machine: says what was tried and what to do.
public struct ToolError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One sentence, lower case, without a full stop.
  public var summary: String
  /// Lines that belong to the message, such as what a command printed.
  public var details: [String]
  /// What to do.
  public var help: String?

  /// Creates a failure.
  public init(_ summary: String, details: [String] = [], help: String? = nil) {
    self.summary = summary
    self.details = details
    self.help = help
  }

  /// The message as printed.
  public var description: String {
    (["error: \(summary)"] + details + (help.map { ["help: \($0)"] } ?? []))
      .joined(separator: "\n")
  }
}
