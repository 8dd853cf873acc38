import Testing

@testable import Recurrent

@Suite struct ReversalTests {
  let sequence = [Matrix([[1, 4, 7]]), Matrix([[2, 5, 8]]), Matrix([[3, 6, 9]])]

  @Test("each sample is reversed within its own length, and what follows is zero")
  func lengths() {
    #expect(
      reversed(sequence, lengths: [3, 2, 0])
        == [Matrix([[3, 5, 0]]), Matrix([[2, 4, 0]]), Matrix([[1, 0, 0]])])
  }

  @Test("without lengths the steps are reversed")
  func full() {
    #expect(reversed(sequence, lengths: nil) == sequence.reversed())
    #expect(reversed(sequence, lengths: [3, 3, 3]) == sequence.reversed())
    #expect(reversed([], lengths: [0]) == [])
  }

  @Test("a batch of no samples keeps its rows")
  func empty() {
    #expect(reversed([.zeros(2, 0), .zeros(2, 0)], lengths: []) == [.zeros(2, 0), .zeros(2, 0)])
  }

  @Test("reversing twice gives back what lies before the end")
  func twice() {
    let there = reversed(sequence, lengths: [1, 3, 2])
    #expect(
      reversed(there, lengths: [1, 3, 2])
        == [Matrix([[1, 4, 7]]), Matrix([[0, 5, 8]]), Matrix([[0, 6, 0]])])
  }
}
