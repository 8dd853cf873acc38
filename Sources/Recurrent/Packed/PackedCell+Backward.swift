// The packed way back: for each step the gates' arithmetic and one product with the state's weights,
// then one product over all steps for each weight's gradient and one for all inputs'. Nothing is
// allocated inside the loop over time.

extension PackedCell {
  /// The gradients of a packed walk; see `backward(through:hidden:final:)`.
  func backwardPacked(
    through sequence: PackedSequence, lengths: [Int]?, hidden upstream: [Matrix], final: State
  ) -> SequenceGradient<Self> {
    let (d, h) = sizes
    let (steps, batch) = (sequence.count, sequence.batch)
    let (end, endMemory) = Self.parts(of: final)
    requireOneGradient(per: steps, upstream)
    // The walk may be another cell's; what follows reads memory by this one's sizes.
    requireShape(sequence.inputs, d, steps * batch, "the walk's input sequence")
    requireShape(sequence.hidden, h, (steps + 1) * batch, "the walk's state sequence")
    if !blocks.areHidden {
      requireShape(sequence.gates, blocks.count * h, steps * batch, "the walk's gate sequence")
    }
    requireShape(end, h, batch, "the gradient of the final hidden state")
    if blocks.haveMemory {
      requireShape(endMemory, h, batch, "the gradient of the final cell state")
    }
    for (time, gradient) in upstream.enumerated() {
      requireShape(gradient, h, batch, "the gradient of hidden state \(time)")
    }
    let mask = StepMask(lengths, steps: steps, batch: batch, type: Self.self)

    let weights = sequence.weights
    let (blocks, m) = (blocks, weights.recurrent.rows)
    let leading = blocks.count * h
    // Samples do not wait for each other: each thread takes some of them through all steps, and
    // sums the biases' gradients of its own.
    let team = Threads.number(for: batch, work: steps * batch * m * h)
    let deltas = Matrix(rows: leading, columns: steps * batch, settingWith: { _ in })
    let biases = Matrix.zeros(leading, team)
    let scratch = Matrix(rows: h, columns: batch, settingWith: { _ in })
    // The gradient of the state goes to and fro between two matrices, from step to step.
    let (one, other) = (end.copied, Matrix(rows: h, columns: batch, settingWith: { _ in }))
    let memory = endMemory.copied

    withExtendedLifetime((sequence, deltas, biases, scratch, one, other, memory)) {
      let area = h * batch
      let (states, memories) = (sequence.hidden.storage.base, sequence.memory.storage.base)
      let (room, memoryGradient) = (scratch.storage.base, memory.storage.base)
      let z = blocks.areHidden ? states + area : sequence.gates.storage.base
      let recurrent = StateProduct(weights.recurrent, size: h, batch: batch)
      Threads.forEachPart(team, of: batch) { part, samples in
        var (total, carried) = (one.storage.base, other.storage.base)
        let bias = biases.storage.base + part * leading
        for time in (0..<steps).reversed() {
          let before = states + time * area
          let memoryBefore = blocks.haveMemory ? memories + time * area : memories
          let delta = deltas.storage.base + time * leading * batch
          mask.forEachRun(at: time, in: samples) { run, isRunning in
            let (first, at) = (run.lowerBound * leading, run.lowerBound * h)
            let memoryAt = blocks.haveMemory ? at : 0
            if isRunning {
              let (sum, outside) = (total + at, upstream[time].storage.base + at)
              for index in 0..<run.count * h { sum[index] += outside[index] }
              differentiate(
                BackwardStep(
                  samples: run.count, size: h,
                  gates: z + time * leading * batch + first, deltas: delta + first,
                  leading: leading, before: before + at, after: before + area + at,
                  memoryBefore: memoryBefore + memoryAt,
                  memoryAfter: memoryBefore + (blocks.haveMemory ? area + at : 0),
                  hidden: total + at, carried: carried + at,
                  memory: memoryGradient + memoryAt, scratch: room + at),
                weights)
            } else {
              (delta + first).update(repeating: 0, count: run.count * leading)
            }
          }
          let mine = delta + samples.lowerBound * leading
          addRowSums(of: mine, rows: leading, columns: samples.count, to: bias)
          recurrent.multiply(
            samples.count, Factor(mine + blocks.ofHidden.lowerBound * h, leading: leading),
            into: carried + samples.lowerBound * h, adding: blocks.carryHidden)
          if !mask.isFull {
            // After the product, which weights that are not finite would spoil.
            mask.forEachRun(at: time, in: samples) { run, isRunning in
              let at = run.lowerBound * h
              if !isRunning { (carried + at).update(from: total + at, count: run.count * h) }
            }
          }
          swap(&total, &carried)
        }
      }
    }

    let (gradient, inputs) = products(sequence, deltas, biases.rowSums, mask)
    let split = inputs.split(into: steps)
    return SequenceGradient(
      cell: unpacked(gradient),
      inputs: mask.isFull ? split : split.enumerated().map { mask.erasing($1, after: $0) },
      initial: Self.state(hidden: steps % 2 == 0 ? one : other, memory: memory),
      kept: .packed(deltas, count: steps, delta: Self.delta))
  }

  /// The products over all steps: the gradients of the weights and of the inputs.
  ///
  ///     dW = Δ•Xᵀ   dU = Δ•H₋ᵀ   dX = Wᵀ•Δ
  ///
  /// Δ are the deltas, X the inputs and H₋ the states before each step, [· × T·B].
  private func products(
    _ sequence: PackedSequence, _ deltas: Matrix, _ bias: Matrix, _ mask: StepMask
  ) -> (PackedWeights, Matrix) {
    let weights = sequence.weights
    let (d, h) = sizes
    let before = sequence.hiddenBeforeSteps(mask)
    let columns = sequence.count * sequence.batch
    let (n, m) = (weights.input.rows, weights.recurrent.rows)
    return withExtendedLifetime((sequence, before, deltas)) {
      let ofInput = deltas.storage.base + blocks.ofInput.lowerBound * h
      let ofHidden = deltas.storage.base + blocks.ofHidden.lowerBound * h
      let x = sequence.inputs.storage.base
      let gradient = PackedWeights(
        input: Matrix(
          rows: n, columns: d,
          settingWith: {
            multiply(
              n, d, columns, Factor(ofInput, leading: deltas.rows),
              Factor(x, leading: d, transposed: true), into: $0, leading: n, adding: false)
          }),
        recurrent: Matrix(
          rows: m, columns: h,
          settingWith: {
            multiply(
              m, h, columns, Factor(ofHidden, leading: deltas.rows),
              Factor(before.storage.base, leading: h, transposed: true),
              into: $0, leading: m, adding: false)
          }),
        bias: bias,
        reset: resetGradient(sequence, before: before, deltas: deltas))
      let inputs = Matrix(
        rows: d, columns: columns,
        settingWith: {
          multiply(
            d, columns, n, Factor(weights.input.storage.base, leading: n, transposed: true),
            Factor(ofInput, leading: deltas.rows), into: $0, leading: d, adding: false)
        })
      return (gradient, inputs)
    }
  }

  /// Adds the sum of each row to a column.
  private func addRowSums(
    of entries: UnsafePointer<Double>, rows: Int, columns: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    for column in 0..<columns {
      let entries = entries + column * rows
      for row in 0..<rows { sums[row] += entries[row] }
    }
  }
}
