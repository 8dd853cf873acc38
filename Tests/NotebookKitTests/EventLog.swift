// What a notebook told about its programs, in the order in which it was told.

import Synchronization

@testable import NotebookKit

/// Collects events from any thread.
final class EventLog: Sendable {
  private let all = Mutex<[ProgressEvent]>([])

  func append(_ event: ProgressEvent) { all.withLock { $0.append(event) } }

  /// All events.
  var events: [ProgressEvent] { all.withLock { $0 } }

  /// The events of one program.
  func events(of program: String) -> [ProgressEvent] {
    all.withLock { $0.filter { $0.program == program } }
  }
}

extension ProgressEvent {
  /// The program that it is about.
  var program: String {
    switch self {
    case .began(let program), .compiling(let program), .linking(let program),
      .running(let program, _), .ended(let program, _, _):
      program
    }
  }
}
