import Foundation
import Testing

@testable import Recurrent

@Suite struct SinglePrecisionTests {
  @Test("the logarithm is right to a unit in the last place or two")
  func logarithm() {
    #expect(vectorLog(1) == 0)
    for step in 1...2000 {
      let number = step <= 1000 ? Float(step) / 1000 : Float.leastNormalMagnitude * Float(step)
      let exact = log(Double(number))
      #expect(abs(Double(vectorLog(number)) - exact) <= 1.2e-7 * max(abs(exact), 1e-3), "\(number)")
    }
  }

  @Test("sine and cosine are right to a unit in the last place of one, all the way round")
  func sineCosine() {
    for step in 0...2000 {
      let angle = Float(step) / 2000 * 6.2831855
      let (sine, cosine) = vectorSineCosine(angle)
      #expect(abs(Double(sine) - sin(Double(angle))) <= 1.2e-7, "\(angle)")
      #expect(abs(Double(cosine) - cos(Double(angle))) <= 1.2e-7, "\(angle)")
    }
  }
}
