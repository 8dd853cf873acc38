// The packed way back: for each step the gates' arithmetic and one product with the state's weights and
// one with the input's, then a sum over all steps for each weight's gradient. Nothing is allocated
// inside the loop over time.

extension PackedCell {
  /// The gradients of a packed walk of this cell; see `backward(through:hidden:final:)`.
  func backwardPacked(
    through sequence: PackedSequence, lengths: [Int]?, hidden upstream: [Matrix], final: State
  ) -> SequenceGradient<Self> {
    let (d, h) = sizes
    let (steps, batch) = (sequence.count, sequence.batch)
    let (end, endMemory) = Self.parts(of: final)
    requireOneGradient(per: steps, upstream)
    requireShape(end, h, batch, "the gradient of the final hidden state")
    if blocks.haveMemory {
      requireShape(endMemory, h, batch, "the gradient of the final cell state")
    }
    for (time, gradient) in upstream.enumerated() {
      requireShape(gradient, h, batch, "the gradient of hidden state \(time)")
    }
    let mask = StepMask(lengths, steps: steps, batch: batch, type: Self.self)

    let weights = sequence.weights
    let blocks = blocks
    let leading = blocks.count * h
    // Samples do not wait for each other: each thread takes some of them through all steps.
    let team = Threads.number(for: batch, work: steps * batch * weights.count)
    // A few samples share a product over some steps' deltas, which lie side by side.
    let together = team == 1 ? max(1, 16 / max(1, batch)) : 1
    let products = StepWeights(weights, transposed: true)
    let deltas = Matrix(rows: leading, columns: steps * batch, settingWith: { _ in })
    let inputs = Matrix(rows: d, columns: steps * batch, settingWith: { _ in })
    var room = Room(matrices: 4, entries: 3 * h * batch + endMemory.count)
    let scratch = room.matrix(h, batch)
    // The gradient of the state goes to and fro between two matrices, from step to step.
    let (one, other) = (room.matrix(h, batch), room.matrix(h, batch))
    end.copyEntries(to: one.storage.base, leading: h)
    let memory = room.matrix(endMemory.rows, endMemory.columns)
    endMemory.copyEntries(to: memory.storage.base, leading: h)

    let area = h * batch
    let (states, memories) = (sequence.hidden.storage.base, sequence.memory.storage.base)
    let memoryGradient = memory.storage.base
    let z = blocks.areHidden ? states + area : sequence.gates.storage.base
    Threads.forEachPart(team, of: batch) { _, samples in
      var (total, carried) = (one.storage.base, other.storage.base)
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
                memory: memoryGradient + memoryAt, scratch: scratch.storage.base + at),
              products)
          } else {
            (delta + first).update(repeating: 0, count: run.count * leading)
          }
        }
        let mine = delta + samples.lowerBound * leading
        products.recurrent.multiply(
          samples.count, mine + blocks.ofHidden.lowerBound * h, leading: leading,
          addingTo: blocks.carryHidden ? .target : .zero,
          into: carried + samples.lowerBound * h, leading: h)
        if time % together == 0 {
          products.input.multiply(
            samples.count * min(together, steps - time),
            mine + blocks.ofInput.lowerBound * h, leading: leading, addingTo: .zero,
            into: inputs.storage.base + (time * batch + samples.lowerBound) * d, leading: d)
        }
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
    // The loop has their addresses alone.
    extendLifetime(products)
    extendLifetime(room)

    let gradient = weightGradients(sequence, deltas, mask)
    let split = inputs.split(into: steps)
    return SequenceGradient(
      cell: unpacked(gradient),
      inputs: mask.isFull ? split : split.enumerated().map { mask.erasing($1, after: $0) },
      initial: Self.state(hidden: steps % 2 == 0 ? one : other, memory: memory),
      kept: .packed(deltas, count: steps, delta: Self.delta))
  }

  /// The gradients of the weights and biases, sums over all steps.
  ///
  ///     dW = Δ•Xᵀ   dU = Δ•H₋ᵀ   db = Δ•1
  ///
  /// Δ are the deltas, X the inputs and H₋ the states before each step, [· × T·B].
  private func weightGradients(
    _ sequence: PackedSequence, _ deltas: Matrix, _ mask: StepMask
  ) -> PackedWeights {
    let h = sizes.hidden
    let before = sequence.hiddenBeforeSteps(mask)
    func rows(_ blocks: Range<Int>) -> Range<Int> {
      blocks.lowerBound * h..<blocks.upperBound * h
    }
    var room = Room(matrices: 4, entries: sequence.weights.count + deltas.rows)
    var sums = [
      StepSum(of: rows(blocks.ofInput), seen: sequence.inputs, in: &room),
      StepSum(of: rows(blocks.ofHidden), seen: before, in: &room),
      StepSum(of: 0..<deltas.rows, seen: nil, in: &room),
    ]
    if let seen = stateSeenByReset(sequence, before: before) {
      sums.append(StepSum(of: 0..<h, seen: seen, in: &room))
    }
    StepSum.compute(sums, over: deltas)
    return PackedWeights(
      input: sums[0].gradient, recurrent: sums[1].gradient, bias: sums[2].gradient,
      reset: sums.count > 3 ? sums[3].gradient : .empty)
  }
}
