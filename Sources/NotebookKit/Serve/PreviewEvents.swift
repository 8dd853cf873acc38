// The connections that wait for news: each is told once when its page is no longer what would be sent now.

import Foundation
import Synchronization

/// The browsers that wait for their page to change.
final class PreviewEvents: Sendable {
  private struct Listener {
    var page: String
    var revision: String
    var isTold = false
    var channel: AsyncStream<[UInt8]>.Continuation
  }

  private let listeners = Mutex<[UUID: Listener]>([:])

  /// The revisions of the pages that wait, in alphabetical order.
  var revisions: [String] { listeners.withLock { $0.values.map(\.revision).sorted() } }

  /// Adds a listener; it is gone when the returned messages are no longer read.
  func listen(page: String, revision: String) -> AsyncStream<[UInt8]> {
    let (stream, channel) = AsyncStream<[UInt8]>.makeStream(bufferingPolicy: .bufferingNewest(16))
    let id = UUID()
    channel.onTermination = { [weak self] _ in
      self?.listeners.withLock { _ = $0.removeValue(forKey: id) }
    }
    // A browser asks again half a second after it lost the server.
    channel.yield(Array("retry: 500\n\n".utf8))
    listeners.withLock {
      $0[id] = Listener(page: page, revision: revision, channel: channel)
    }
    return stream
  }

  /// Tells those whose page is stale to load it again.
  func announce(whereStale isStale: (_ page: String, _ revision: String) -> Bool) {
    listeners.withLock { listeners in
      for (id, listener) in listeners
      where !listener.isTold && isStale(listener.page, listener.revision) {
        listener.channel.yield(Array("event: reload\ndata: \(listener.page)\n\n".utf8))
        listeners[id]?.isTold = true
      }
    }
  }

  /// Sends everybody a comment: writing to a connection is how one learns that it is dead.
  func beat() {
    for listener in listeners.withLock({ Array($0.values) }) {
      listener.channel.yield(Array(":\n\n".utf8))
    }
  }
}
