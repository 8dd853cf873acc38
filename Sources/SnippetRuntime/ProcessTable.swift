// The processes of the machine as `/proc` lists them: who descends from whom, and how a whole family is ended.

#if os(Linux)
  #if canImport(Glibc)
    @preconcurrency import Glibc
  #else
    @preconcurrency import Musl
  #endif

  /// One live process.
  package struct ProcessEntry: Equatable, Sendable {
    /// Its number.
    package var pid: pid_t
    /// The number of its parent.
    package var parent: pid_t
    /// The number of its session's leader.
    package var session: pid_t
    /// The bytes of memory that are resident.
    package var memory: Int

    /// Reads one process; nil when it has ended.
    package init?(_ pid: pid_t) {
      self.init(pid, stat: contents(ofProcessFile: "/proc/\(pid)/stat", atMost: 1024))
    }

    /// Reads the text of `/proc/PID/stat`; nil when it is none, or that of a zombie.
    package init?(_ pid: pid_t, stat: [UInt8]) {
      // The name stands in parentheses and may hold anything, parentheses too.
      guard let close = stat.lastIndex(of: UInt8(ascii: ")")) else { return nil }
      let fields = stat[(close + 1)...].split { $0 == 0x20 || $0 == 0x0A }
      guard fields.count > 21, fields[0].first != UInt8(ascii: "Z"),
        let parent = pid_t(String(decoding: fields[1], as: UTF8.self)),
        let session = pid_t(String(decoding: fields[3], as: UTF8.self)),
        let pages = Int(String(decoding: fields[21], as: UTF8.self))
      else { return nil }
      (self.pid, self.parent, self.session) = (pid, parent, session)
      memory = pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
  }

  /// A list of processes.
  package struct ProcessTable: Sendable {
    /// The live processes.
    package var entries: [ProcessEntry]

    /// Makes a table of these processes.
    package init(_ entries: [ProcessEntry]) { self.entries = entries }

    /// Lists the live processes of the machine.
    package static func now() -> ProcessTable {
      guard let folder = opendir("/proc") else { return ProcessTable([]) }
      defer { closedir(folder) }
      var entries: [ProcessEntry] = []
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if let pid = pid_t(name), let process = ProcessEntry(pid) { entries.append(process) }
      }
      return ProcessTable(entries)
    }

    /// The processes that descend from one, without itself.
    package func descendants(of root: pid_t) -> [ProcessEntry] {
      let children = Dictionary(grouping: entries, by: \.parent)
      var found = children[root] ?? []
      var next = 0
      while next < found.count {
        found += children[found[next].pid] ?? []
        next += 1
      }
      return found
    }
  }

  /// Kills processes that start others all the time: first all are stopped, until there is none that still runs.
  ///
  /// - Parameter members: Lists those that live, as often as it is asked.
  package func killAll(_ members: () -> [pid_t]) {
    var stopped: Set<pid_t> = []
    while true {
      let new = members().filter { !stopped.contains($0) }
      if new.isEmpty { break }
      for pid in new { kill(pid, SIGSTOP) }
      stopped.formUnion(new)
    }
    for pid in stopped { kill(pid, SIGKILL) }
  }

  /// The beginning of a file of `/proc`; nothing when it cannot be read, as when the process has just ended.
  package func contents(ofProcessFile path: String, atMost size: Int) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, read(file, buffer.baseAddress, size))
    }
  }
#endif
