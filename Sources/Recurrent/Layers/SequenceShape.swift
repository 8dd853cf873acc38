// What must hold before the steps of a sequence are put side by side: that they are all alike.

/// Traps unless all steps of a sequence have one shape.
func requireOneShape(_ type: String, _ sequence: (name: String, steps: [Matrix])) {
  guard let first = sequence.steps.first else { return }
  for (time, step) in sequence.steps.enumerated()
  where step.rows != first.rows || step.columns != first.columns {
    trap(
      """
      \(type): \(sequence.name)[0] is \(first.shape) and \(sequence.name)[\(time)] \
      is \(step.shape): shapes differ
      """)
  }
}
