// Replacing a file: the new contents are written beside the old ones and take their name in one step.

import Foundation

/// Writes a file so that whoever reads it meets the old contents or the new ones, never a part.
///
/// - Parameters:
///   - path: The file; its folder must exist.
///   - contents: The new contents.
///   - mode: The permissions of the new file.
/// - Throws: `ToolError` when the file cannot be written; then the old one is as it was.
package func replaceFile(at path: String, by contents: Data, mode: mode_t = 0o644) throws(ToolError)
{
  let new = "\(path).new-\(UUID().uuidString)"
  do throws(ToolError) {
    try createFile(at: new, holding: contents, mode: mode, for: path)
    guard rename(new, path) == 0 else {
      throw ToolError("'\(path)' cannot be written: \(lastSystemError())")
    }
  } catch {
    unlink(new)
    throw error
  }
}

/// Writes a new file; there must be none of this name.
///
/// - Parameters:
///   - path: The file; its folder must exist.
///   - contents: What is in it.
///   - mode: Its permissions.
///   - place: The file whose place it is to take, which is the one to tell of; nil for itself.
/// - Throws: `ToolError` when the file cannot be written; a part of it may be there.
func createFile(
  at path: String, holding contents: Data, mode: mode_t = 0o644, for place: String? = nil
) throws(ToolError) {
  func failure() -> ToolError {
    ToolError("'\(place ?? path)' cannot be written: \(lastSystemError())")
  }
  let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
  guard file >= 0 else { throw failure() }
  let isWritten = contents.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
  let problem = isWritten ? nil : failure()
  // Some file systems say only here that the disk is full.
  guard close(file) == 0 else { throw problem ?? failure() }
  if let problem { throw problem }
}
