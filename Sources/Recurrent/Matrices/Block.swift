// Where numbers lie in memory. Small blocks come from the allocator. Large ones are kept for the next
// large one when they are given up: fresh memory costs a page fault for every few kilobytes, which for
// a walk over a long sequence is as much time as its gates' arithmetic.

private import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A block of numbers that several matrices may share.
final class Block: ManagedBuffer<Block.Place, Double> {
  /// Where the numbers are: in the block itself, or, when they are many, elsewhere.
  struct Place {
    let base: UnsafeMutablePointer<Double>
    let largeBytes: Int
  }

  /// Makes a block for numbers that are still to be set.
  static func make(count: Int) -> Block {
    let bytes = count * MemoryLayout<Double>.stride
    let isLarge = bytes >= LargeBlocks.smallest
    let block = Block.create(minimumCapacity: isLarge ? 0 : count) { block in
      if isLarge {
        let rounded = (bytes + 4095) & ~4095
        return Place(base: LargeBlocks.take(rounded), largeBytes: rounded)
      }
      return Place(base: block.withUnsafeMutablePointerToElements { $0 }, largeBytes: 0)
    }
    return unsafeDowncast(block, to: Block.self)
  }

  deinit {
    // Read in place: asking for the property looks for conflicting accesses first, every time.
    withUnsafeMutablePointerToHeader { place in
      if place.pointee.largeBytes > 0 {
        LargeBlocks.giveBack(place.pointee.base, place.pointee.largeBytes)
      }
    }
  }
}

/// The large blocks that nobody uses at the moment.
private enum LargeBlocks {
  /// What counts as large, in bytes.
  static let smallest = 1 << 17
  /// How much is kept, in bytes; what was given back first goes first.
  static let limit = 1 << 28

  private struct Idle: @unchecked Sendable {
    // Not checked by the compiler: only whoever takes an idle block out of the list uses it.
    var blocks: [(base: UnsafeMutablePointer<Double>, bytes: Int)] = []
    var bytes = 0
  }

  private static let idle = Mutex(Idle())

  static func take(_ bytes: Int) -> UnsafeMutablePointer<Double> {
    let kept = idle.withLock { idle -> UnsafeMutablePointer<Double>? in
      guard let index = idle.blocks.lastIndex(where: { $0.bytes == bytes }) else { return nil }
      idle.bytes -= bytes
      return idle.blocks.remove(at: index).base
    }
    if let kept { return kept }
    // Pages of two megabytes, where the system gives them, fault and miss less often.
    let huge = 1 << 21
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes >= huge ? huge : 4096)
    #if os(Linux)
      if bytes >= huge { madvise(memory, bytes, MADV_HUGEPAGE) }
    #endif
    return memory.assumingMemoryBound(to: Double.self)
  }

  static func giveBack(_ base: UnsafeMutablePointer<Double>, _ bytes: Int) {
    // One that would drive out all the others is not worth it.
    if bytes > limit {
      UnsafeMutableRawPointer(base).deallocate()
      return
    }
    let surplus = idle.withLock { idle in
      idle.blocks.append((base, bytes))
      idle.bytes += bytes
      var count = 0
      while idle.bytes > limit {
        idle.bytes -= idle.blocks[count].bytes
        count += 1
      }
      defer { idle.blocks.removeFirst(count) }
      return Idle(blocks: Array(idle.blocks.prefix(count)))
    }
    for block in surplus.blocks { UnsafeMutableRawPointer(block.base).deallocate() }
  }
}
