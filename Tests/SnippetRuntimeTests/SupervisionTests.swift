// What `notebook` and a supervisor say to each other, and how the system's list of processes is read.

import Foundation
import Testing

@testable import SnippetRuntime

@Suite("Supervision") struct SupervisionTests {
  @Test("the limits are as documented")
  func limits() {
    #expect(Limits().text == "2147483648 64 268435456")
  }

  @Test("limits are read as they were written")
  func limitsAsText() {
    var limits = Limits()
    (limits.memory, limits.processes, limits.fileSize) = (1, 2, 3)
    #expect(limits.text == "1 2 3")
    #expect(Limits(text: "1 2 3") == limits)
    for wrong in ["", "1 2", "1 2 3 4", "1 2 x", "1 2 99999999999999999999"] {
      #expect(Limits(text: wrong) == nil, "\(wrong)")
    }
  }

  @Test(
    "reports are read as they were written",
    arguments: [
      SupervisorReport.exceeded(.memory), .exceeded(.processes),
      .ended(status: 0, microseconds: 0), .ended(status: 0x7F00, microseconds: 12_345_678),
    ])
  func reports(_ report: SupervisorReport) {
    #expect(report.bytes.count == SupervisorReport.size)
    #expect(SupervisorReport(bytes: report.bytes) == report)
    #expect(SupervisorReport(bytes: report.bytes.dropLast()) == nil)
    #expect(SupervisorReport(bytes: report.bytes + [0]) == nil)
  }

  @Test("a report of an unknown kind is none")
  func unknownReport() {
    func bytes(_ fields: [Int]) -> [UInt8] {
      var wire = WireWriter()
      for field in fields { wire.write(field) }
      return wire.bytes
    }
    #expect(SupervisorReport(bytes: bytes([0, 1, 0])) == .exceeded(.processes))
    for fields in [[0, 2, 0], [2, 0, 0], [1, 1 << 40, 0]] {
      #expect(SupervisorReport(bytes: bytes(fields)) == nil, "\(fields)")
    }
  }

  #if os(Linux)
    @Test("a process may have any name")
    func names() {
      let rest = "S 3 4 5 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 100 4096 7 18446744073709551615\n"
      for name in ["sh", "a b", ") S 1 1 1", "(", ""] {
        let entry = ProcessEntry(9, stat: Array("9 (\(name)) \(rest)".utf8))
        #expect(entry?.parent == 3, "\(name)")
        #expect(entry?.session == 5, "\(name)")
        #expect(entry?.memory == ProcessEntry(9, stat: Array("9 (x) \(rest)".utf8))?.memory)
      }
    }

    @Test("zombies and cut texts are no processes")
    func noProcess() {
      #expect(ProcessEntry(9, stat: Array("9 (sh) Z 3 4 5 0 -1 0 1".utf8)) == nil)
      #expect(ProcessEntry(9, stat: Array("9 (sh) S 3 4".utf8)) == nil)
      #expect(ProcessEntry(9, stat: []) == nil)
    }

    @Test("descendants are found through all generations, in any order")
    func descendants() {
      func process(_ pid: pid_t, of parent: pid_t) -> ProcessEntry? {
        ProcessEntry(
          pid, stat: Array("\(pid) (x) S \(parent) 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0".utf8))
      }
      let table = ProcessTable(
        [(2, 1), (7, 9), (3, 2), (9, 3), (4, 2), (5, 1), (6, 5)]
          .compactMap { process($0.0, of: $0.1) })
      #expect(table.descendants(of: 2).map(\.pid).sorted() == [3, 4, 7, 9])
      #expect(table.descendants(of: 1).map(\.pid).sorted() == [2, 3, 4, 5, 6, 7, 9])
      #expect(table.descendants(of: 6) == [])
    }

    @Test("this very process is in the table, with memory and below its parent")
    func thisProcess() throws {
      let table = ProcessTable.now()
      let own = try #require(table.entries.first { $0.pid == getpid() })
      #expect(own.parent == getppid())
      #expect(own.session == getsid(0))
      #expect(own.memory > 1 << 20)
      #expect(table.descendants(of: getppid()).map(\.pid).contains(getpid()))
    }
  #endif
}
