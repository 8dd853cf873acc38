// The running program's side of the conversation with `notebook`: where output and records go.

internal import Synchronization

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// Marks the begin of a snippet; written by the program generator, never by authors.
public func beginSnippet(_ index: Int, refuting: Bool = false) {
  Session.current.begin(index, refuting: refuting)
}

/// Marks the end of a snippet; written by the program generator, never by authors.
public func endSnippet(_ index: Int) { Session.current.end(index) }

/// The environment variables and descriptors by which `notebook` and a snippet program talk.
public enum SessionProtocol {
  /// The variable that holds the random word between snippets in the output.
  public static let borderVariable = "NOTEBOOK_BORDER"
  /// The descriptor that records are written to.
  public static let records: Int32 = 3
  /// The variable that holds the limits of the program.
  package static let limitsVariable = "NOTEBOOK_LIMITS"
  /// The descriptor of the socket between `notebook` and the program's supervisor: it carries reports to `notebook`,
  /// and its end tells the supervisor to stop the program.
  package static let supervision: Int32 = 4

  /// What stands in the output where snippet `index` begins.
  public static func border(_ word: String, before index: Int) -> String {
    "\0\(word):\(index)\0"
  }
}

/// The descriptors of a snippet program.
final class Session: Sendable {
  static let current = Session()

  /// The word of the borders; nil when the program was started by hand: then it only prints.
  private let word: String?
  /// A copy of the output's descriptor, which snippets may close or redirect.
  private let output: Int32
  /// A copy of the records' descriptor.
  private let records: Int32
  /// Whether the formulas of the running snippet must be wrong.
  private let refuting = Mutex(false)

  private init() {
    guard let pointer = getenv(SessionProtocol.borderVariable) else {
      word = nil
      output = -1
      records = -1
      return
    }
    word = String(cString: pointer)
    let limits = getenv(SessionProtocol.limitsVariable)
      .flatMap { Limits(text: String(cString: $0)) }
    unsetenv(SessionProtocol.borderVariable)
    unsetenv(SessionProtocol.limitsVariable)
    #if os(Linux)
      Supervisor.start(limits ?? Limits())
    #endif
    // High numbers, closed in child processes: a snippet that closes what it did not open misses them.
    output = fcntl(1, F_DUPFD_CLOEXEC, 200)
    records = fcntl(SessionProtocol.records, F_DUPFD_CLOEXEC, 200)
    _ = fcntl(SessionProtocol.records, F_SETFD, FD_CLOEXEC)
    setvbuf(stdout, nil, _IOLBF, 0)
    flushBeforeTrap()
  }

  /// Whether the formulas of the running snippet must be wrong.
  var isRefuting: Bool { refuting.withLock { $0 } }

  func begin(_ index: Int, refuting isRefuting: Bool) {
    refuting.withLock { $0 = isRefuting }
    guard let word else { return }
    restoreOutput()
    writeAll(Array(SessionProtocol.border(word, before: index).utf8), to: output)
    report(.began(snippet: index))
  }

  func end(_ index: Int) {
    guard word != nil else { return }
    restoreOutput()
    report(.ended(snippet: index))
  }

  /// Sends a record: its length, then its bytes.
  func report(_ record: Record) {
    guard word != nil else { return }
    let bytes = record.bytes
    var frame = WireWriter()
    frame.write(bytes.count)
    writeAll(frame.bytes + bytes, to: records)
  }

  /// Flushes what C and Swift have buffered and points descriptors 1 and 2 at the output again.
  private func restoreOutput() {
    fflush(nil)
    dup2(output, 1)
    dup2(output, 2)
  }
}

/// Serialises writers, so that the frames of concurrent tasks never mix.
private nonisolated(unsafe) var writing = pthread_mutex_t()

private func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
  pthread_mutex_lock(&writing)
  defer { pthread_mutex_unlock(&writing) }
  bytes.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return  // Nobody reads any more: `notebook` has ended or given up on this program.
      }
    }
  }
}

/// The handlers that were there before ours, by signal number.
private nonisolated(unsafe) var earlierHandlers = Array(
  repeating: sigaction(), count: 32)

/// Makes a trap flush the text that `print` has buffered, then go on to the Swift backtracer.
private func flushBeforeTrap() {
  for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
    var action = sigaction()
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = flushAndReturn
    #else
      action.__sigaction_handler.sa_handler = flushAndReturn
    #endif
    action.sa_flags = Int32(SA_ONSTACK) | Int32(bitPattern: UInt32(SA_NODEFER))
    sigaction(signal, &action, &earlierHandlers[Int(signal)])
  }
}

/// Flushes, puts the earlier handler back and returns, upon which the instruction traps again.
private func flushAndReturn(_ signal: Int32) {
  sigaction(signal, &earlierHandlers[Int(signal)], nil)
  fflush(stdout)
}
