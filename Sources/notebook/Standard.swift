// Standard output and error, and the time this process used.

import Foundation
import NotebookKit

/// The process's own streams and clocks.
enum Standard {
  /// Prints a line on standard error.
  static func error(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

  /// Prints text on standard output.
  static func output(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes text to a descriptor.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      // Where nobody listens any more, nobody can be told.
      guard count > 0 || errno == EINTR else { return }
      rest = rest.dropFirst(max(count, 0))
    }
  }

  /// Prints on standard error what a report found, and on request what was made again, why, and where the time went.
  static func tell(_ report: Report, explaining: Bool) {
    for finding in report.findings { error("\(finding)\n") }
    if let failure = report.storeFailure { error("results are not kept: \(failure)") }
    if !explaining { return }
    for reason in report.reasons { error("\(reason.path): \(reason.what): \(reason.why)") }
    for line in report.timing(own: cpuSeconds()) { error(line) }
  }

  /// Ends the process well, and at once: the libraries that were loaded for a page would take longer to take their leave
  /// than the page to be written.
  static func leave() -> Never {
    fflush(nil)
    _exit(0)
  }

  /// The CPU seconds of this process, without its children.
  static func cpuSeconds() -> Double {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      getrusage(RUSAGE_SELF, &usage)
    #endif
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
