// What a supervisor watches: the program and all its descendants, and what they use together.

#if os(Linux)
  #if canImport(Glibc)
    @preconcurrency import Glibc
  #else
    @preconcurrency import Musl
  #endif

  /// A program and its descendants as they were when last looked for.
  struct Family {
    private let limits: Limits
    private var members: [pid_t]
    /// The number of the newest process of the machine when the members were looked for.
    private var newest: [UInt8] = []
    /// The time before which they are not looked for again, in nanoseconds.
    private var nextSearch = 0

    /// A family of one.
    init(of program: pid_t, _ limits: Limits) {
      self.limits = limits
      members = [program]
    }

    /// The limit that the family exceeds, if it does.
    mutating func exceeded() -> WatchedLimit? {
      let entries = search() ?? members.compactMap { ProcessEntry($0) }
      if entries.count > limits.processes { return .processes }
      if entries.reduce(0, { $0 + $1.memory }) > limits.memory { return .memory }
      return nil
    }

    /// Looks for new members if there may be some; nil when there are none.
    ///
    /// To read all of `/proc` takes milliseconds, so that happens only when the machine has a new process, and in no
    /// more than a twentieth of the time.
    private mutating func search() -> [ProcessEntry]? {
      let start = Self.now()
      guard start >= nextSearch else { return nil }
      let latest = contents(ofProcessFile: "/proc/loadavg", atMost: 128).split(separator: 0x20).last
      if let latest, latest.elementsEqual(newest) { return nil }
      let entries = ProcessTable.now().descendants(of: getpid())
      newest = latest.map(Array.init) ?? []
      members = entries.map(\.pid)
      let end = Self.now()
      nextSearch = end + 20 * (end - start)
      return entries
    }

    private static func now() -> Int {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
  }
#endif
