// The temporary folder: gone when the benchmark ends, and also when it is interrupted.

import Foundation

/// A temporary folder.
enum Scratch {
  /// Does something in a new temporary folder, and removes the folder.
  static func with(_ work: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "build-benchmark-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // Whoever waits for a child learns of the interruption by its end.
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { Family.current.end() }
      source.resume()
      return source
    }
    defer { sources.forEach { $0.cancel() } }
    let result = Result { try work(folder) }
    try FileManager.default.removeItem(atPath: folder)
    try result.get()
  }
}
