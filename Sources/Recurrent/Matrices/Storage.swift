// Where a matrix keeps its entries: a run of numbers inside a block that copies, and the steps of a
// sequence, share until one of them is changed.

/// A run of numbers inside a shared block.
struct Storage: @unchecked Sendable {
  // Not checked by the compiler: a block is written only while one value alone refers to it, or
  // before it is handed out.
  private var block: Block
  /// The first number, valid while a value that refers to the block lives; only its owner writes.
  private(set) var base: UnsafeMutablePointer<Double>
  /// How many numbers there are.
  let count: Int

  /// Makes a block of its own for numbers that are still to be set.
  init(count: Int) {
    block = Block.make(count: count)
    base = block.header.base
    self.count = count
  }

  private init(block: Block, base: UnsafeMutablePointer<Double>, count: Int) {
    self.block = block
    self.base = base
    self.count = count
  }

  /// A part that shares the block.
  func part(from start: Int, count: Int) -> Storage {
    Storage(block: block, base: base + start, count: count)
  }

  /// Whether another run begins where this one ends.
  func isFollowed(by other: Storage) -> Bool {
    block === other.block && other.base == base + count
  }

  /// The run of the given length that begins here; its numbers must be of this block.
  func extended(to count: Int) -> Storage { Storage(block: block, base: base, count: count) }

  /// Makes sure that nothing else refers to the numbers.
  mutating func makeUnique() {
    if isKnownUniquelyReferenced(&block) { return }
    let copy = Storage(count: count)
    copy.base.update(from: base, count: count)
    self = copy
  }
}

extension Matrix {
  /// The same entries in a block of their own.
  var copied: Matrix {
    var copy = self
    copy.storage.makeUnique()
    return copy
  }

  /// Gives a closure the entries, column by column.
  func withEntries<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { extendLifetime(storage) }
    return try body(UnsafeBufferPointer(start: storage.base, count: storage.count))
  }

  /// Gives a closure the entries, column by column, to change them.
  mutating func withMutableEntries<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    storage.makeUnique()
    defer { extendLifetime(storage) }
    return try body(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
  }
}
