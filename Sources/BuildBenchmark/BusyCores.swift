// How many processors a tree of processes keeps busy while compilers run, seen from outside.

import Foundation

/// What was seen of a build while it ran.
struct BusyCores {
  /// A look at the processes of a tree.
  private struct Look {
    var time: Double
    var cpu: Double
    /// How many threads run, or would if there was a processor for them.
    var ready: Int
    var compiles: Bool
  }

  private var looks: [Look] = []

  /// Looks at a child until it ends.
  mutating func watch(_ child: Child) throws -> Ending {
    let start = ContinuousClock.now
    while true {
      if let ending = try child.endingIfOver() { return ending }
      let tree = Self.tree(of: child.process)
      looks.append(
        Look(
          time: (ContinuousClock.now - start) / .seconds(1),
          cpu: tree.reduce(0) { $0 + $1.cpu },
          ready: tree.reduce(0) { $0 + $1.ready },
          compiles: tree.contains { $0.name == "swift-frontend" }))
      usleep(50_000)
    }
  }

  /// CPU seconds a second from the first look that saw a compiler to the last; nil when fewer than
  /// two did.
  var whileCompiling: Double? {
    guard let first = looks.first(where: \.compiles), let last = looks.last(where: \.compiles),
      last.time > first.time
    else { return nil }
    return (last.cpu - first.cpu) / (last.time - first.time)
  }

  /// How many of so many processors it had work for, on average over the same looks, whatever
  /// others left it.
  func wanted(of cores: Int) -> Double {
    guard let first = looks.firstIndex(where: \.compiles),
      let last = looks.lastIndex(where: \.compiles)
    else { return 0 }
    let ready = looks[first...last].map { Double(min(cores, $0.ready)) }
    return ready.reduce(0, +) / Double(ready.count)
  }

  /// A line of the system's table of processes.
  private struct Process {
    var parent: pid_t
    var name: Substring
    /// Its CPU seconds and those of the children it has waited for.
    var cpu: Double
    private let number: pid_t
    private let isReady: Bool

    /// How many of its threads are ready to run.
    var ready: Int {
      BusyCores.numbers(in: "/proc/\(number)/task")
        .count { Process($0, at: "/proc/\(number)/task/\($0)/stat")?.isReady == true }
    }

    /// Reads `/proc/N/stat`: the name, which may hold anything, ends with the last parenthesis.
    init?(_ number: pid_t, at path: String) {
      self.number = number
      guard let data = FileManager.default.contents(atPath: path) else {
        return nil  // It has ended meanwhile.
      }
      let line = String(decoding: data, as: UTF8.self)
      guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")") else {
        return nil
      }
      name = line[line.index(after: open)..<close]
      let fields = line[line.index(after: close)...].split(separator: " ")
      guard fields.count > 14, let parent = pid_t(fields[1]) else { return nil }
      self.parent = parent
      isReady = fields[0] == "R"
      let ticks = fields[11...14].compactMap { Double($0) }.reduce(0, +)
      cpu = ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
  }

  /// The entries of a folder that are numbers.
  private static func numbers(in folder: String) -> [pid_t] {
    guard let table = opendir(folder) else { return [] }
    defer { closedir(table) }
    var numbers: [pid_t] = []
    while let entry = readdir(table) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let number = pid_t(name) { numbers.append(number) }
    }
    return numbers
  }

  /// A process and all its descendants.
  private static func tree(of root: pid_t) -> [Process] {
    var all: [pid_t: Process] = [:]
    for number in numbers(in: "/proc") {
      if let process = Process(number, at: "/proc/\(number)/stat") { all[number] = process }
    }
    let children = Dictionary(grouping: all.keys) { all[$0]?.parent ?? 0 }
    var tree: [pid_t] = [root]
    var next = 0
    while next < tree.count {
      tree += children[tree[next]] ?? []
      next += 1
    }
    return tree.compactMap { all[$0] }
  }
}
