// Child processes as the benchmark times them: by the clock, and by what the system counts for them
// and their children.

import CSystem
import Foundation

/// A failure of the benchmark, in words.
struct BenchmarkError: Error {
  let message: String
  init(_ message: String) { self.message = message }
}

/// How a child process ended and what it took.
struct Ending {
  /// The exit status; 128 and the signal's number where a signal ended it.
  var status: Int32
  /// By the clock, from just before it was started until it was gone.
  var seconds: Double
  /// The CPU seconds of the process and of all children it waited for.
  var cpu: Double
  /// The most memory that it, or one of those children, held at a time.
  var peakMegabytes: Double
}

/// A child process that was started.
struct Child {
  /// The number of the process.
  let process: pid_t
  private let start: ContinuousClock.Instant

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - command: The program's path and its arguments.
  ///   - environment: Its whole environment.
  ///   - directory: Its working directory; the benchmark's own when nil.
  ///   - output: The file that both its streams go to.
  /// - Throws: `BenchmarkError` when it cannot be started.
  init(
    _ command: [String], environment: [String: String], directory: String? = nil,
    output: String = "/dev/null"
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    if let directory { _ = posix_spawn_file_actions_addchdir_np(&actions, directory) }
    // The benchmark ignores the signals that would end it before its folder is gone; its children
    // do not.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var start = ContinuousClock.now
    process = try Family.current.add {
      var process: pid_t = 0
      start = .now
      let code = posix_spawn(&process, command[0], &actions, &attributes, &arguments, &variables)
      if code != 0 {
        throw BenchmarkError(
          "'\(command[0])' cannot be started: \(String(cString: strerror(code)))")
      }
      return process
    }
    self.start = start
  }

  /// Waits for the end; to be called once.
  func wait() throws -> Ending {
    while true { if let ending = try ending(options: 0) { return ending } }
  }

  /// How it ended, if it has; to be called no more after that.
  func endingIfOver() throws -> Ending? { try ending(options: WNOHANG) }

  private func ending(options: Int32) throws -> Ending? {
    var status: Int32 = 0
    var usage = rusage()
    let result = wait4(process, &status, options, &usage)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    if result == 0 || (result < 0 && errno == EINTR) { return nil }
    if result < 0 { throw BenchmarkError("no end of a child: \(String(cString: strerror(errno)))") }
    Family.current.remove(process)
    let signal = status & 0x7f
    return Ending(
      status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, seconds: seconds,
      cpu: usage.ru_utime.seconds + usage.ru_stime.seconds,
      peakMegabytes: Double(usage.ru_maxrss) * 1024 / 1e6)
  }
}

extension timeval {
  /// The time in seconds.
  var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
