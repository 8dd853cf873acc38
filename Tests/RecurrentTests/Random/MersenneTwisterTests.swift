import Testing

@testable import Recurrent

@Suite struct MersenneTwisterTests {
  @Test("the ten thousandth word is the published one")
  func published() {
    // The C++ standard's requirement on std::mt19937, whose default seed is 5489.
    var words = MersenneTwister(seed: 5489)
    #expect((0..<10_000).map { _ in words.nextWord() }.last == 4_123_659_995)
  }

  @Test("a copy goes on from the same place, and two words make 64 bits")
  func copies() {
    var words = MersenneTwister(seed: 0)
    var copy = words
    let (high, low) = (UInt64(words.nextWord()), UInt64(words.nextWord()))
    #expect(copy.nextPair() == high << 32 | low)
    #expect(copy == words)
  }
}
