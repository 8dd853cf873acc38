// Whether the machine had something else to do, so that times are not to be trusted.

import Foundation

/// How much of the machine's work is not ours.
struct Others {
  private let start = Self.busy()

  /// Says so on standard error if more than a twentieth of the work since this was made was
  /// others'.
  func warn() {
    let now = Self.busy()
    let all = now.everybody - start.everybody
    let share = 1 - (now.ours - start.ours) / max(all, 0.01)
    if share > 0.05 {
      let percent = Int((100 * share).rounded())
      let words =
        "Other processes did \(percent) % of the machine's work: the times are not to be trusted.\n"
      FileHandle.standardError.write(Data(words.utf8))
    }
  }

  /// The CPU seconds of all processes, and of this one with its children that are over.
  private static func busy() -> (everybody: Double, ours: Double) {
    var ours = 0.0
    for who in [RUSAGE_SELF.rawValue, RUSAGE_CHILDREN.rawValue] {
      var usage = rusage()
      getrusage(who, &usage)
      ours += usage.ru_utime.seconds + usage.ru_stime.seconds
    }
    let table = FileManager.default.contents(atPath: "/proc/stat") ?? Data()
    let fields = String(decoding: table, as: UTF8.self).prefix { $0 != "\n" }
      .split(separator: " ").dropFirst().compactMap { Double($0) }
    // user, nice, system, idle, waiting, interrupts (two), stolen.
    let ticks =
      fields.count < 8 ? 0 : fields[0] + fields[1] + fields[2] + fields[5...7].reduce(0, +)
    return (ticks / Double(sysconf(Int32(_SC_CLK_TCK))), ours)
  }
}
