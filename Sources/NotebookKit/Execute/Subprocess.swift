// One child process: its arguments, its descriptors, its time, and a sure end for it and all that it started.

import CSystem
import Foundation
import SnippetRuntime

/// A command to run.
struct Command: Sendable {
  /// The program's path.
  var executable: String
  /// The arguments after the program's name.
  var arguments: [String]
  /// The whole environment.
  var environment: [String: String]
  /// The working directory.
  var directory: String
}

/// How a process ended.
struct Ending: Equatable, Sendable {
  /// What ended it.
  enum Cause: Equatable, Sendable {
    /// It exited by itself with this status.
    case exited(Int)
    /// A signal ended it.
    case signalled(Int32)
    /// It was stopped at its deadline.
    case timedOut
    /// Its supervisor stopped it at a limit.
    case exceeded(WatchedLimit)
  }

  /// What ended it.
  var cause: Cause
  /// The CPU seconds that it and its waited-for children used.
  var cpu: Double
}

/// A pipe whose two ends are closed in child processes unless they are passed on.
struct Pipe {
  /// The end to read from.
  var reading: Int32
  /// The end to write to.
  var writing: Int32

  /// Makes a pipe.
  init() throws(ToolError) {
    var ends: [Int32] = [-1, -1]
    // In one step: a process started meanwhile by another thread must not inherit the ends.
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw ToolError("no pipe: \(lastSystemError())") }
    (reading, writing) = (raised(ends[0]), raised(ends[1]))
    guard reading >= 0, writing >= 0 else { throw ToolError("no pipe: \(lastSystemError())") }
  }
}

/// Moves a descriptor above those that children are given, so that passing it on as one of them never meets another.
///
/// It stays below 64 where it can: for a larger table of descriptors the system waits until no thread can be looking at the
/// old one, which takes 15 ms.
func raised(_ descriptor: Int32) -> Int32 {
  defer { close(descriptor) }
  return fcntl(descriptor, F_DUPFD_CLOEXEC, 16)
}

/// The text of `errno`.
func lastSystemError() -> String { String(cString: strerror(errno)) }

/// A running child process, leader of a session of its own.
struct Subprocess: Sendable {
  private let tree: ProcessTree
  private let supervision: Supervision?

  /// Starts a command with an empty standard input and the given descriptors.
  ///
  /// - Parameters:
  ///   - command: What to start.
  ///   - descriptors: For each descriptor of the child, the one of this process that it copies.
  ///   - supervision: The connection to the supervisor that the program will have; nil for one that has none.
  ///   - isTrusted: Whether a program without supervisor leaves no process behind, as a compiler.
  /// - Throws: `ToolError` when the program cannot be started.
  init(
    _ command: Command, descriptors: [Int32: Int32], supervision: Supervision? = nil,
    isTrusted: Bool = true
  ) throws(ToolError) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (child, own) in descriptors { posix_spawn_file_actions_adddup2(&actions, own, child) }
    // The sockets of a preview are not for others to keep open.
    let last = max(2, descriptors.keys.max() ?? 2)
    posix_spawn_file_actions_addclosefrom_np(&actions, last + 1)
    posix_spawn_file_actions_addchdir_np(&actions, command.directory)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals that this process ignores or blocks are the child's to receive.
    var all = sigset_t()
    sigfillset(&all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes,
      Int16(Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK))
        | Int16(system_spawn_new_session))

    let mark = supervision == nil && isTrusted ? nil : UUID().uuidString
    var environment = command.environment
    environment[ProcessTree.markVariable] = mark
    var pid: pid_t = 0
    let status = withCStrings([command.executable] + command.arguments) { arguments in
      withCStrings(environment.map { "\($0)=\($1)" }.sorted()) { variables in
        // A program just written is busy while a process that another thread is starting still holds it open.
        for _ in 0..<500 {
          let status = posix_spawn(
            &pid, command.executable, &actions, &attributes, arguments, variables)
          if status != ETXTBSY { return status }
          usleep(2000)
        }
        return ETXTBSY
      }
    }
    guard status == 0 else {
      throw ToolError(
        "'\(command.executable)' cannot be started: \(String(cString: strerror(status)))")
    }
    tree = ProcessTree(leader: pid, mark: mark)
    self.supervision = supervision
  }

  /// Reads from descriptors until the process has ended, and closes them.
  ///
  /// The process and all its descendants are gone when this returns. Blocks the calling thread.
  ///
  /// - Parameters:
  ///   - streams: The descriptors and what to do with the bytes that arrive.
  ///   - isCancelled: Asked every few milliseconds; true stops the process.
  ///   - deadline: Asked after every arrival; the process is stopped at this time.
  /// - Returns: What ended the process.
  func wait(
    reading streams: [(descriptor: Int32, receive: (UnsafeRawBufferPointer) -> Void)],
    isCancelled: () -> Bool, deadline: () -> ContinuousClock.Instant
  ) -> Ending {
    var open = streams
    var reports: [SupervisorReport] = []
    var stopped: ContinuousClock.Instant?
    var ended: ContinuousClock.Instant?
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    // Readable when the process has ended; where the system has no such descriptor, it is asked every millisecond.
    let end = pidfd_open(tree.leader, 0)
    defer { if end >= 0 { close(end) } }
    while true {
      if ended == nil, hasEnded() {
        reports = supervision?.reports() ?? []
        // Without a supervisor's word descendants may be left and hold the pipes open: they end now. Then what is still
        // in the pipes is read.
        if !reports.contains(where: \.isEnd) { tree.kill() }
        ended = .now
      } else if ended == nil, let since = stopped, .now - since > Self.patience {
        tree.kill()
      } else if ended == nil, stopped == nil, isCancelled() || ContinuousClock.now >= deadline() {
        stopped = .now
        if let supervision { supervision.askToStop() } else { tree.kill() }
      }
      let isAwaited = ended == nil && end >= 0
      let arrived = poll(
        open.map(\.descriptor) + (isAwaited ? [end] : []),
        milliseconds: open.isEmpty && !isAwaited ? 1 : 20
      ).filter { $0 < open.count }
      // Whoever holds a pipe open though it should be gone is not waited for.
      if let ended, open.isEmpty || arrived.isEmpty && .now - ended > .milliseconds(500) {
        for stream in open { close(stream.descriptor) }
        return collect(stopped: stopped != nil, reports)
      }
      for index in arrived.reversed() {
        let count = read(open[index].descriptor, buffer.baseAddress, buffer.count)
        if count > 0 {
          open[index].receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        } else if count == 0 || errno != EINTR {
          close(open[index].descriptor)
          open.remove(at: index)
        }
      }
    }
  }

  /// How long a supervisor may take to stop a program, which may have killed or stopped its supervisor.
  private static let patience = Duration.seconds(2)

  /// Whether the process has ended; it stays a zombie, so that its number means nobody else.
  private func hasEnded() -> Bool {
    var information = siginfo_t()
    let flags = WEXITED | WNOHANG | WNOWAIT
    return waitid(P_PID, id_t(tree.leader), &information, flags) == 0
      && information.si_signo == SIGCHLD
  }

  /// Takes the ended process from the system's table, and believes its supervisor rather than the system.
  private func collect(stopped: Bool, _ reports: [SupervisorReport]) -> Ending {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(tree.leader, &status, 0, &usage) < 0, errno == EINTR {}
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    var ending = Ending(
      cause: .timedOut, cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime))
    var exceeded: WatchedLimit?
    for report in reports {
      switch report {
      case .exceeded(let limit): exceeded = limit
      case .ended(let reported, let microseconds):
        status = reported
        ending.cpu = Double(microseconds) * 1e-6
      }
    }
    let (code, signal) = (status >> 8 & 0xFF, status & 0x7F)
    if let exceeded {
      ending.cause = .exceeded(exceeded)
    } else if !stopped {
      ending.cause = signal == 0 ? .exited(Int(code)) : .signalled(signal)
      // A sandbox has such a status when the supervisor itself was killed.
      if supervision != nil, !reports.contains(where: \.isEnd), code > 128 {
        ending.cause = .signalled(code - 128)
      }
    }
    return ending
  }
}

extension SupervisorReport {
  /// Whether it says that the program and all that it started have ended.
  fileprivate var isEnd: Bool {
    if case .ended = self { true } else { false }
  }
}

/// Waits until one of the descriptors can be read, or the time is over; returns the indices of those that can.
private func poll(_ descriptors: [Int32], milliseconds: Int32) -> [Int] {
  var requests = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  guard Foundation.poll(&requests, nfds_t(requests.count), milliseconds) > 0 else { return [] }
  return requests.indices.filter { requests[$0].revents != 0 }
}

/// Passes strings as a C array that ends with a null pointer.
private func withCStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies = strings.map { strdup($0) }
  defer { copies.forEach { free($0) } }
  return body(copies + [nil])
}

extension Command {
  /// Runs the command to its end and returns how it ended and what it printed on either descriptor.
  ///
  /// Cancelling the task stops the process.
  ///
  /// - Parameters:
  ///   - timeout: After this time the process is stopped.
  ///   - isTrusted: Whether it leaves no process behind when it is stopped.
  /// - Returns: How it ended and what it printed.
  /// - Throws: `ToolError` when it cannot be started, `CancellationError`.
  func capture(
    timeout: Duration, isTrusted: Bool = true
  ) async throws -> (ending: Ending, output: String) {
    let pipe = try Pipe()
    let child: Subprocess
    do {
      defer { close(pipe.writing) }
      child = try Subprocess(
        self, descriptors: [1: pipe.writing, 2: pipe.writing], isTrusted: isTrusted)
    } catch {
      close(pipe.reading)
      throw error
    }
    let deadline = ContinuousClock.now + timeout
    return try await onThread { cancellation in
      var bytes: [UInt8] = []
      let ending = child.wait(
        reading: [(pipe.reading, { bytes += $0 })], isCancelled: { cancellation.isRequested },
        deadline: { deadline })
      return (ending, String(decoding: bytes, as: UTF8.self))
    }
  }
}
