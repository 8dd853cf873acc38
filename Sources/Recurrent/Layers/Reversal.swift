// A sequence read from its end, which is how the second direction of a bidirectional layer sees it.

/// The steps in reverse order, each sample's within its own length.
///
///     result[t] = sequence[length − 1 − t]    for t < length, sample by sample; zero after it
///
/// Reversing twice gives back all steps before a sample's end. What is written after the end, were it
/// NaN, has no effect. There must be one length for each column, none beyond the steps.
func reversed(_ sequence: [Matrix], lengths: [Int]?) -> [Matrix] {
  guard let lengths else { return sequence.reversed() }
  return sequence.enumerated().map { time, step in
    Matrix(
      rows: step.rows, columns: step.columns,
      settingWith: { entries in
        for (sample, length) in lengths.enumerated() {
          let target = entries + sample * step.rows
          if time < length {
            sequence[length - 1 - time].column(sample).copyEntries(to: target, leading: step.rows)
          } else {
            target.update(repeating: 0, count: step.rows)
          }
        }
      })
  }
}
