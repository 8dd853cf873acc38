// One block for several matrices that are made, and given up, together. For a few numbers the calls of
// the allocator would take longer than the arithmetic.

/// A block from which matrices are taken one after the other; each keeps all of it in memory.
struct Room {
  private let storage: Storage
  private var used = 0

  /// Makes room for a number of matrices with so many entries altogether.
  init(matrices: Int, entries: Int) {
    storage = Storage(count: entries + matrices * (Self.unit - 1))
  }

  /// The next matrix, whose entries are still to be set; traps when there is no room left.
  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    let (first, count) = (used, rows * columns)
    precondition(first + count <= storage.count, "Room: too many entries were taken")
    used += (count + Self.unit - 1) / Self.unit * Self.unit
    return Matrix(
      rows: rows, columns: columns, storage: storage.part(from: first, count: count))
  }

  /// Matrices begin at multiples of so many entries, as large vectors do.
  private static let unit = 8
}
