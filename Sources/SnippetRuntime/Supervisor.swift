// The parent of a running program: it watches the limits, and leaves nothing behind that the program started, however
// far that went from it.

#if os(Linux)
  #if canImport(Glibc)
    @preconcurrency import Glibc
  #else
    @preconcurrency import Musl
  #endif

  /// The process between `notebook` and a snippet program.
  enum Supervisor {
    /// Divides this process: returns in a child, while this one supervises it and never returns.
    ///
    /// Must be called before the program has a second thread, because a child only has the one that forks.
    static func start(_ limits: Limits) {
      bound(RLIMIT_CORE, to: 0)
      bound(RLIMIT_FSIZE, to: limits.fileSize)
      // Orphans among the descendants become children of the supervisor.
      control(setChildSubreaper, 1)
      let signals = blockSignals()
      let supervisor = getpid()
      let child = fork()
      if child > 0 { supervise(child, limits) }
      if child < 0 { fail("fork") }
      control(setParentDeathSignal, UInt(SIGKILL))
      if getppid() != supervisor { _exit(70) }
      // A session of its own: what the program sends to its group does not reach the supervisor, and a system that
      // shares its processors between sessions leaves half to the supervisor.
      setsid()
      close(SessionProtocol.supervision)
      restoreSignals(signals)
    }

    private static func supervise(_ program: pid_t, _ limits: Limits) -> Never {
      hurry()
      // Whoever reads them waits until nobody can write any more.
      for descriptor in 0...SessionProtocol.records { close(descriptor) }
      var family = Family(of: program, limits)
      var status: Int32?
      while status == nil, !isAskedToStop() {
        waitForChild(milliseconds: 20)
        status = reap(program)
        if status == nil, let limit = family.exceeded() {
          tell(.exceeded(limit))
          break
        }
      }
      // Every descendant has an ancestor among the children: when there is no child, nobody is left.
      while hasChildren() {
        killAll { ProcessTable.now().descendants(of: getpid()).map(\.pid) }
        waitForChild(milliseconds: 1)
        status = reap(program) ?? status
      }
      tell(.ended(status: status ?? SIGKILL, microseconds: microseconds()))
      _exit(0)
    }

    /// Takes precedence, where that is allowed, over a program that may have hundreds of processes when it is stopped:
    /// as a process, and as a session on a system that shares its processors between sessions.
    private static func hurry() {
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, -20)
      let sessions = open("/proc/self/autogroup", O_WRONLY | O_CLOEXEC)
      guard sessions >= 0 else { return }
      write(sessions, "-20", 3)
      close(sessions)
    }

    /// Whether `notebook` has closed its end, or has itself ended.
    private static func isAskedToStop() -> Bool {
      var request = pollfd(fd: SessionProtocol.supervision, events: Int16(POLLIN), revents: 0)
      return poll(&request, 1, 0) > 0
    }

    private static func tell(_ report: SupervisorReport) {
      let bytes = report.bytes
      // A failure means that `notebook` has ended, and there is nobody to tell.
      _ = send(SessionProtocol.supervision, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    // MARK: Children

    /// Takes all ended children from the system's table; the status of the program if it is one of them.
    private static func reap(_ program: pid_t) -> Int32? {
      var found: Int32?
      var status: Int32 = 0
      while true {
        let pid = waitpid(-1, &status, WNOHANG)
        if pid <= 0 { return found }
        if pid == program { found = status }
      }
    }

    private static func hasChildren() -> Bool {
      var information = siginfo_t()
      return waitid(P_ALL, 0, &information, WEXITED | WNOHANG | WNOWAIT) == 0
    }

    /// Waits until a child ends, which is a blocked signal, or the time is over.
    private static func waitForChild(milliseconds: Int) {
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGCHLD)
      var time = timespec(tv_sec: 0, tv_nsec: milliseconds * 1_000_000)
      sigtimedwait(&signals, nil, &time)
    }

    /// The CPU time of this process and all those it has waited for.
    private static func microseconds() -> Int {
      [RUSAGE_SELF, RUSAGE_CHILDREN].reduce(0) { sum, who in
        var usage = rusage()
        getrusage(__rusage_who_t(who.rawValue), &usage)
        return sum
          + [usage.ru_utime, usage.ru_stime].reduce(0) {
            $0 + $1.tv_sec * 1_000_000 + Int($1.tv_usec)
          }
      }
    }

    // MARK: The system

    /// No signal but those that nobody can block ends the supervisor.
    private static func blockSignals() -> sigset_t {
      var all = sigset_t()
      sigfillset(&all)
      var earlier = sigset_t()
      sigprocmask(SIG_SETMASK, &all, &earlier)
      return earlier
    }

    private static func restoreSignals(_ signals: sigset_t) {
      var signals = signals
      sigprocmask(SIG_SETMASK, &signals, nil)
    }

    private static func bound(_ resource: __rlimit_resource, to value: Int) {
      var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
      setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }

    /// `PR_SET_PDEATHSIG`.
    private static let setParentDeathSignal: CInt = 1
    /// `PR_SET_CHILD_SUBREAPER`.
    private static let setChildSubreaper: CInt = 36

    /// Calls `prctl`, whose variable arguments Swift does not import: it is looked up with the four that it takes.
    private static func control(_ option: CInt, _ value: UInt) {
      typealias Function = @convention(c) (CInt, UInt, UInt, UInt, UInt) -> CInt
      guard let symbol = dlsym(nil, "prctl"),
        unsafeBitCast(symbol, to: Function.self)(option, value, 0, 0, 0) == 0
      else { fail("prctl") }
    }

    private static func fail(_ call: String) -> Never {
      fputs("the program has no supervisor: \(call): \(String(cString: strerror(errno)))\n", stderr)
      exit(70)
    }
  }
#endif
