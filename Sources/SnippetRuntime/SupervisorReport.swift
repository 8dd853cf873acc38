// What the supervisor of a snippet program tells `notebook` through the socket that joins them.

/// One thing that a supervisor reports.
package enum SupervisorReport: Equatable, Sendable {
  /// The program met a limit, and is stopped for that.
  case exceeded(WatchedLimit)
  /// The program has ended with this wait status, and nothing that it started is left.
  ///
  /// The status comes here and not only from the system, because a sandbox around the program keeps its signals to
  /// itself.
  case ended(status: Int32, microseconds: Int)

  /// How many bytes each report has.
  package static let size = 24

  /// The report as bytes: a tag and two numbers.
  package var bytes: [UInt8] {
    var wire = WireWriter()
    switch self {
    case .exceeded(let limit):
      wire.write(0)
      wire.write(limit.rawValue)
      wire.write(0)
    case .ended(let status, let microseconds):
      wire.write(1)
      wire.write(Int(status))
      wire.write(microseconds)
    }
    return wire.bytes
  }

  /// Reads a report; nil when the bytes are not one.
  package init?(bytes: some Sequence<UInt8>) {
    var wire = WireReader(bytes)
    do throws(WireReader.Damaged) {
      let (tag, first, second) = (try wire.readInt(), try wire.readInt(), try wire.readInt())
      guard wire.isAtEnd else { return nil }
      switch tag {
      case 0:
        guard let limit = WatchedLimit(rawValue: first) else { return nil }
        self = .exceeded(limit)
      case 1:
        guard let status = Int32(exactly: first) else { return nil }
        self = .ended(status: status, microseconds: second)
      default: return nil
      }
    } catch {
      return nil
    }
  }
}
