// Findings as the workflow commands of GitHub Actions, which shows them beside the lines of a change.

extension Diagnostic {
  /// The finding as a workflow command.
  ///
  /// - Parameter folder: The book's folder as seen from the repository's.
  /// - Returns: One line, such as `::error file=chapters/01-a.md,line=3,…::message`.
  public func workflowCommand(in folder: String = ".") -> String {
    let command =
      switch severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    var properties = [("file", Self.join(folder, path))]
    if let range {
      // A range that ends before the first column of a line ends on the line before.
      let endsBefore = range.end.column <= 1 && range.end.line > range.start.line
      let endLine = endsBefore ? range.end.line - 1 : range.end.line
      properties.append(("line", "\(range.start.line)"))
      // Columns are only allowed on a single line; GitHub's last one is part of the range.
      if endLine == range.start.line {
        let last = max(range.start.column, endsBefore ? range.start.column : range.end.column - 1)
        properties += [
          ("col", "\(range.start.column)"), ("endLine", "\(endLine)"), ("endColumn", "\(last)"),
        ]
      } else {
        properties.append(("endLine", "\(endLine)"))
      }
    }
    properties.append(("title", summary.visible))
    let list = properties.map { "\($0)=\($1.inWorkflowProperty)" }.joined(separator: ",")
    return "::\(command) \(list)::\(description.inWorkflowMessage)"
  }

  private static func join(_ folder: String, _ path: String) -> String {
    var folder = folder[...]
    while folder.hasPrefix("./") { folder = folder.dropFirst(2) }
    while folder.hasSuffix("/") { folder = folder.dropLast() }
    return folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
  }
}

extension ToolError {
  /// The failure as a workflow command of GitHub Actions.
  public var workflowCommand: String {
    let lines = [summary] + details + (help.map { ["help: \($0)"] } ?? [])
    return "::error::\(lines.joined(separator: "\n").visible.inWorkflowMessage)"
  }
}

extension String {
  fileprivate var inWorkflowMessage: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "%": text += "%25"
      case "\r": text += "%0D"
      case "\n": text += "%0A"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  fileprivate var inWorkflowProperty: String {
    inWorkflowMessage.replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
