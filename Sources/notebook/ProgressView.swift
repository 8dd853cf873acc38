// Progress on standard error: lines redrawn in place on a terminal, lines that stay anywhere else.

import Dispatch
import Foundation
import NotebookKit
import Synchronization

/// Shows what programs are doing until it is finished.
final class ProgressView: Sendable {
  private struct State {
    var board: ProgressBoard
    /// The lines on the terminal.
    var drawn: [String] = []
    var isFinished = false
  }

  private let isLive: Bool
  private let start = ContinuousClock.now
  private let state: Mutex<State>
  /// Dispatch's own objects may be used on any thread.
  private nonisolated(unsafe) let timer: any DispatchSourceTimer

  init() {
    let terminal = ProcessInfo.processInfo.environment["TERM"] ?? "dumb"
    isLive = isatty(STDERR_FILENO) == 1 && terminal != "dumb" && !terminal.isEmpty
    state = Mutex(State(board: ProgressBoard(tellsFinished: !isLive)))
    timer = DispatchSource.makeTimerSource(queue: .global())
    timer.setEventHandler { [weak self] in self?.tick() }
    timer.schedule(deadline: .now() + .milliseconds(100), repeating: .milliseconds(100))
    timer.resume()
  }

  deinit { timer.cancel() }

  /// Takes an event, on any thread.
  func receive(_ event: ProgressEvent) {
    state.withLock { state in
      let lines = state.board.receive(event, at: now)
      if state.isFinished || lines.isEmpty { return }
      show(staying: lines, live: state.drawn, in: &state)
    }
  }

  /// Removes what would not stay; nothing is shown afterwards.
  func finish() {
    timer.cancel()
    state.withLock { state in
      state.isFinished = true
      show(staying: [], live: [], in: &state)
    }
  }

  private var now: Double { (ContinuousClock.now - start) / .seconds(1) }

  private func tick() {
    state.withLock { state in
      if state.isFinished { return }
      let slow = state.board.slow(at: now)
      var live: [String] = []
      if isLive {
        let (columns, rows) = Self.terminalSize()
        live = state.board.lines(at: now, columns: columns, rows: rows)
      }
      show(staying: slow, live: live, in: &state)
    }
  }

  /// Writes lines that stay in the place of those drawn, and draws others below them.
  private func show(staying: [String], live: [String], in state: inout State) {
    if staying.isEmpty, live == state.drawn { return }
    var text = ""
    if !state.drawn.isEmpty {
      let up = state.drawn.count - 1
      text += "\r" + (up > 0 ? "\u{1B}[\(up)A" : "") + "\u{1B}[J"
    }
    text += staying.map { $0 + "\n" }.joined() + live.joined(separator: "\n")
    state.drawn = live
    Standard.write(text, to: STDERR_FILENO)
  }

  private static func terminalSize() -> (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
