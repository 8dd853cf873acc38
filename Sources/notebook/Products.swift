// Where the build products of this package are: beside the running program.

import Foundation
import NotebookKit

/// The build products of the package that this program was built from.
enum Products {
  /// The folder that holds this program, its modules and its objects.
  static func ofThisProgram() throws(ToolError) -> String {
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else {
      throw ToolError("this program does not know where it is")
    }
    return program.deletingLastPathComponent().path
  }
}
