// How the library stops a mistake of the programmer: with one sentence that names the type and the
// shapes, in release builds too, where the message of a `precondition` would be gone.

/// Stops the program with a message.
func trap(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  fatalError(message, file: file, line: line)
}
