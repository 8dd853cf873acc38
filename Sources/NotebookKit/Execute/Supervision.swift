// The socket between `notebook` and the supervisor of a snippet program.

import Foundation
import SnippetRuntime

/// A connection to the supervisor of one program.
struct Supervision {
  /// This process's end.
  let own: Int32
  /// The program's end, to be closed here when the program has been started.
  let programs: Int32

  /// Makes both ends, closed in child processes unless they are passed on.
  init() throws(ToolError) {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw ToolError("no socket: \(lastSystemError())")
    }
    (own, programs) = (raised(ends[0]), raised(ends[1]))
    guard own >= 0, programs >= 0 else { throw ToolError("no socket: \(lastSystemError())") }
  }

  /// Tells the supervisor to end the program and all that it started.
  func askToStop() { shutdown(own, Int32(SHUT_WR)) }

  /// What the supervisor has reported; to be asked once.
  func reports() -> [SupervisorReport] {
    var bytes = [UInt8](repeating: 0, count: 4 * SupervisorReport.size)
    let count = recv(own, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    let size = SupervisorReport.size
    return stride(from: 0, through: max(0, count) - size, by: size)
      .compactMap { SupervisorReport(bytes: bytes[$0..<$0 + size]) }
  }
}
