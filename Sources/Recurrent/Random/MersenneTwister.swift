// The generator behind numpy's and torch's classic streams: 32 bits at a time. What the two make of
// them is in RandomState.swift and TorchRandom.swift.

/// The Mersenne Twister MT19937.
///
/// M. Matsumoto and T. Nishimura, Mersenne Twister, ACM TOMACS 8 (1998); seeded as in their program of
/// 2002.
struct MersenneTwister: Equatable, Sendable {
  private static let size = 624
  private var words: [UInt32]
  private var position = MersenneTwister.size

  /// Starts the stream of a seed.
  init(seed: UInt32) {
    words = [seed]
    for index in 1..<Self.size {
      let last = words[index - 1]
      words.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
    }
  }

  /// The next 32 bits.
  mutating func nextWord() -> UInt32 {
    if position == Self.size { refill() }
    var word = words[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9d2c_5680
    word ^= (word << 15) & 0xefc6_0000
    return word ^ (word >> 18)
  }

  /// The next 64 bits: two words, the first one high.
  mutating func nextPair() -> UInt64 {
    let high = UInt64(nextWord())
    return high << 32 | UInt64(nextWord())
  }

  private mutating func refill() {
    for index in words.indices {
      let joined =
        (words[index] & 0x8000_0000) | (words[(index + 1) % Self.size] & 0x7fff_ffff)
      let twist: UInt32 = joined & 1 == 0 ? 0 : 0x9908_b0df
      words[index] = words[(index + 397) % Self.size] ^ (joined >> 1) ^ twist
    }
    position = 0
  }
}
