// Everything that a program started, however far it went from it: its session, and whoever carries its mark.

import Foundation

/// A process that leads a session, and all that descend from it.
struct ProcessTree {
  /// The variable whose value marks the descendants, even those that left the session.
  static let markVariable = "NOTEBOOK_PROGRAM"

  /// The leader.
  let leader: pid_t
  /// The value of the variable; nil when nothing is marked and the session is all there is.
  let mark: String?

  /// Kills the session, and then whoever is left, until nobody is.
  func kill() {
    Foundation.kill(-leader, SIGKILL)
    #if os(Linux)
      guard mark != nil else { return }
      for _ in 0..<100 {
        let members = members()
        if members.isEmpty { return }
        for member in members { Foundation.kill(member, SIGKILL) }
        usleep(1000)
      }
    #endif
  }

  #if os(Linux)
    /// The live processes of the session, and those that carry the mark.
    private func members() -> [pid_t] {
      guard let folder = opendir("/proc") else { return [] }
      defer { closedir(folder) }
      var members: [pid_t] = []
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if let pid = pid_t(name), pid != getpid(), isMember(pid) { members.append(pid) }
      }
      return members
    }

    private func isMember(_ pid: pid_t) -> Bool {
      let stat = contents(of: "/proc/\(pid)/stat")
      guard let close = stat.lastIndex(of: UInt8(ascii: ")")) else { return false }
      // After the name in parentheses: state, parent, group, session.
      let fields = String(decoding: stat[(close + 1)...], as: UTF8.self).split(separator: " ")
      guard fields.count > 3, fields[0] != "Z" else { return false }
      if fields[3] == "\(leader)" { return true }
      guard let mark else { return false }
      let marked = Array("\(Self.markVariable)=\(mark)".utf8)
      return contents(of: "/proc/\(pid)/environ").split(separator: 0)
        .contains { $0.elementsEqual(marked) }
    }

    /// The first 64 KiB of a file of `/proc`; nothing when it cannot be read, as when the process has just ended.
    private func contents(of path: String) -> [UInt8] {
      let file = open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return [] }
      defer { close(file) }
      return [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = max(0, read(file, buffer.baseAddress, buffer.count))
      }
    }
  #endif
}
