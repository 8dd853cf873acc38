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

    let weights = packed()
    let leading = blocks.count * h
    let deltas = Matrix(rows: leading, columns: steps * batch, settingWith: { _ in })
    var bias = Matrix.zeros(leading, 1)
    var (current, next) = (end, Matrix(rows: h, columns: batch, settingWith: { _ in }))
    var memory = endMemory
    let scratch = Matrix(rows: h, columns: batch, settingWith: { _ in })
    current.storage.makeUnique()
    memory.storage.makeUnique()
    bias.storage.makeUnique()

    withExtendedLifetime((sequence, weights, deltas, bias, current, next, memory, scratch)) {
      let area = h * batch
      let states = sequence.hidden.storage.base
      let memories = sequence.memory.storage.base
      let z = blocks.areHidden ? states + area : sequence.gates.storage.base
      var (total, carried) = (current.storage.base, next.storage.base)
      for time in (0..<steps).reversed() {
        let before = states + time * area
        let memoryBefore = blocks.haveMemory ? memories + time * area : memories
        let delta = deltas.storage.base + time * leading * batch
        mask.forEachRun(at: time, batch: batch) { run, isRunning in
          let (first, at) = (run.lowerBound * leading, run.lowerBound * h)
          let memoryAt = blocks.haveMemory ? at : 0
          if isRunning {
            upstream[time].withEntries { outside in
              for index in at..<at + run.count * h { total[index] += outside[index] }
            }
            differentiate(
              BackwardStep(
                samples: run.count, size: h,
                gates: z + time * leading * batch + first, deltas: delta + first,
                leading: leading, before: before + at, after: before + area + at,
                memoryBefore: memoryBefore + memoryAt,
                memoryAfter: memoryBefore + (blocks.haveMemory ? area + at : 0),
                hidden: total + at, carried: carried + at,
                memory: memory.storage.base + memoryAt, scratch: scratch.storage.base),
              weights)
            if !mask.isFull && !blocks.carryHidden {
              (carried + at).update(repeating: 0, count: run.count * h)
            }
          } else {
            (delta + first).update(repeating: 0, count: run.count * leading)
          }
        }
        addRowSums(of: delta, rows: leading, columns: batch, to: bias.storage.base)
        let m = weights.recurrent.rows
        multiply(
          h, batch, m, Factor(weights.recurrent.storage.base, leading: m, transposed: true),
          Factor(delta + blocks.ofHidden.lowerBound * h, leading: leading),
          into: carried, leading: h, adding: blocks.carryHidden || !mask.isFull)
        if !mask.isFull {
          // After the product, which weights that are not finite would spoil.
          mask.forEachRun(at: time, batch: batch) { run, isRunning in
            let at = run.lowerBound * h
            if !isRunning { (carried + at).update(from: total + at, count: run.count * h) }
          }
        }
        swap(&total, &carried)
      }
      if steps % 2 == 1 { swap(&current, &next) }
    }

    let (gradient, inputs) = products(sequence, weights, deltas, bias, mask)
    let split = inputs.split(into: steps)
    return SequenceGradient(
      cell: unpacked(gradient),
      inputs: mask.isFull ? split : split.enumerated().map { mask.erasing($1, after: $0) },
      initial: Self.state(hidden: current, memory: memory),
      kept: .packed(deltas, count: steps, delta: Self.delta))
  }

  /// The products over all steps: the gradients of the weights and of the inputs.
  ///
  ///     dW = Δ•Xᵀ   dU = Δ•H₋ᵀ   dX = Wᵀ•Δ
  ///
  /// Δ are the deltas, X the inputs and H₋ the states before each step, [· × T·B].
  private func products(
    _ sequence: PackedSequence, _ weights: PackedWeights, _ deltas: Matrix, _ bias: Matrix,
    _ mask: StepMask
  ) -> (PackedWeights, Matrix) {
    let (d, h) = sizes
    let before = sequence.hiddenBeforeSteps(mask)
    let columns = sequence.count * sequence.batch
    let (n, m) = (weights.input.rows, weights.recurrent.rows)
    return withExtendedLifetime((sequence, before, weights, deltas)) {
      let ofInput = deltas.storage.base + blocks.ofInput.lowerBound * h
      let ofHidden = deltas.storage.base + blocks.ofHidden.lowerBound * h
      let x = sequence.inputs.storage.base
      let gradient = PackedWeights(
        input: Matrix(rows: n, columns: d, settingWith: {
          multiply(
            n, d, columns, Factor(ofInput, leading: deltas.rows),
            Factor(x, leading: d, transposed: true), into: $0, leading: n, adding: false)
        }),
        recurrent: Matrix(rows: m, columns: h, settingWith: {
          multiply(
            m, h, columns, Factor(ofHidden, leading: deltas.rows),
            Factor(before.storage.base, leading: h, transposed: true),
            into: $0, leading: m, adding: false)
        }),
        bias: bias,
        reset: resetGradient(sequence, before: before, deltas: deltas))
      let inputs = Matrix(rows: d, columns: columns, settingWith: {
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
