// The lock between builds: one holder at a time, and none that is dead.

import Foundation
import Synchronization
import Testing

@testable import NotebookKit

@Suite("FileLock") struct FileLockTests {
  /// How many hold a lock.
  private final class Holders: Sendable {
    let count = Atomic(0)
  }

  @Test("there is one holder at a time")
  func exclusive() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/notes"
    let holders = Holders()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<5 {
            let lock = try await FileLock.taken(at: path)
            #expect(holders.count.wrappingAdd(1, ordering: .relaxed).newValue == 1)
            for _ in 0..<100 { await Task.yield() }
            holders.count.wrappingSubtract(1, ordering: .relaxed)
            lock.release()
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("waiting ends when the task is cancelled")
  func cancelled() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/notes"
    let lock = try await FileLock.taken(at: path)
    let waiting = Task { try await FileLock.taken(at: path) }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    lock.release()
    try await FileLock.taken(at: path).release()
  }

  @Test("who waited for a lock that was removed takes the new one")
  func removed() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/notes"
    let old = try await FileLock.taken(at: path)
    let waiting = Task { try await FileLock.taken(at: path) }
    for _ in 0..<1000 { await Task.yield() }
    try FileManager.default.removeItem(atPath: path)
    let new = try await FileLock.taken(at: path)
    old.release()
    new.release()
    let last = try await waiting.value
    let another = Task { try await FileLock.taken(at: path) }
    another.cancel()
    await #expect(throws: CancellationError.self) { try await another.value }
    last.release()
    #expect(FileManager.default.fileExists(atPath: path + "/lock"))
  }

  @Test("a folder that cannot be made is told")
  func unwritable() async throws {
    let folder = try TemporaryFolder(["notes": Data()])
    let error = await #expect(throws: ToolError.self) {
      try await FileLock.taken(at: folder.path + "/notes")
    }
    #expect(
      try #require(error).description.hasPrefix("error: '\(folder.path)/notes' cannot be made: "))
  }
}
