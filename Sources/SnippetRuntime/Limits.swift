// How much of the machine a snippet program may use; `notebook` sets it and the program's supervisor watches it.

/// What a program and all that it started may use together.
package struct Limits: Equatable, Sendable {
  /// The bytes of memory that are resident at a time.
  package var memory = 2 << 30
  /// The processes that live at a time.
  package var processes = 64
  /// The bytes of one file.
  package var fileSize = 256 << 20

  /// Creates the limits that programs have unless a test asks for others.
  package init() {}

  /// The limits as the value of an environment variable.
  package var text: String { "\(memory) \(processes) \(fileSize)" }

  /// Reads the value of the environment variable; nil when it is not one.
  package init?(text: String) {
    let numbers = text.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    (memory, processes, fileSize) = (numbers[0], numbers[1], numbers[2])
  }
}

/// A limit that the supervisor watches.
package enum WatchedLimit: Int, Sendable {
  /// `Limits.memory`.
  case memory
  /// `Limits.processes`.
  case processes
}
