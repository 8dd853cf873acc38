// Everything that a program started, for when its supervisor cannot end it: its descendants, its session, and whoever
// carries its mark.

import Foundation
import SnippetRuntime

/// A process that leads a session, and all that come from it.
struct ProcessTree {
  /// The variable whose value marks the members, even those that left the session and lost their parents.
  static let markVariable = "NOTEBOOK_PROGRAM"

  /// The leader.
  let leader: pid_t
  /// The value of the variable; nil when nothing is marked and the session is all there is.
  let mark: String?

  /// Kills everybody who is found, until nobody is, and the session.
  func kill() {
    #if os(Linux)
      if let mark {
        let marked = Array("\(Self.markVariable)=\(mark)".utf8)
        for _ in 0..<100 where !members(marked: marked).isEmpty {
          killAll { members(marked: marked) }
          usleep(1000)
        }
      }
    #endif
    Foundation.kill(-leader, SIGKILL)
  }

  #if os(Linux)
    private func members(marked: [UInt8]) -> [pid_t] {
      let table = ProcessTable.now()
      let descendants = Set(table.descendants(of: leader).map(\.pid))
      let known = table.entries.filter { process in
        process.session == leader || descendants.contains(process.pid)
          || contents(ofProcessFile: "/proc/\(process.pid)/environ", atMost: 1 << 16)
            .split(separator: 0).contains { $0.elementsEqual(marked) }
      }
      // Whoever shares a session with one of them came from the program too.
      let sessions = Set(known.map(\.session)).subtracting([getsid(0)])
      let pids = Set(known.map(\.pid))
      return table.entries.filter { sessions.contains($0.session) || pids.contains($0.pid) }
        .map(\.pid).filter { $0 != getpid() }
    }
  #endif
}
