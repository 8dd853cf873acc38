import Testing

@testable import Recurrent

@Suite struct RoomTests {
  @Test("matrices of one block begin at whole vectors, do not touch, and change alone")
  func matrices() {
    var room = Room(matrices: 4, entries: 6 + 0 + 8 + 1)
    var parts = [room.matrix(2, 3), room.matrix(0, 5), room.matrix(4, 2), room.matrix(1, 1)]
    let start = parts[0].storage.base
    #expect(parts.map { $0.storage.base - start } == [0, 8, 8, 16])
    for (index, part) in parts.enumerated() {
      part.storage.base.update(repeating: Double(index), count: part.storage.count)
    }
    let before = parts
    parts[2][3, 1] = 7
    #expect(before == [.zeros(2, 3), .zeros(0, 5), 2 * .ones(4, 2), Matrix([[3]])])
    #expect(
      parts == [before[0], before[1], Matrix([[2, 2], [2, 2], [2, 2], [2, 7]]), before[3]])
  }

  @Test("a room that is full traps")
  func full() async {
    await #expect(processExitsWith: .failure) {
      var room = Room(matrices: 1, entries: 3)
      _ = room.matrix(3, 4)
    }
  }
}
