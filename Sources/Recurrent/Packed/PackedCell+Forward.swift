// The packed walk forward: for each step one product with the input, one with the previous state, and
// the gates' arithmetic. Nothing is allocated inside the loop over time.

extension PackedCell {
  /// Runs the cell over a sequence; see `unroll`.
  func unrollPacked(
    _ inputs: [Matrix], from initial: State, lengths: [Int]?
  ) -> Unrolled<Self> {
    // Checks the weights' shapes, which those of states follow.
    let weights = packed()
    let (d, h) = sizes
    let (start, startMemory) = Self.parts(of: initial)
    let (steps, batch) = (inputs.count, start.columns)
    requireShape(start, h, batch, "the initial hidden state")
    if blocks.haveMemory { requireShape(startMemory, h, batch, "the initial cell state") }
    for (time, input) in inputs.enumerated() {
      if input.rows == d && input.columns != batch {
        trap(
          """
          \(Self.self): input \(time) is \(input.shape), expected \(d)×\(batch) \
          as the initial state has \(batch) columns
          """)
      }
      requireShape(input, d, batch, "input \(time)")
    }
    let mask = StepMask(lengths, steps: steps, batch: batch, type: Self.self)

    // Inputs that lie side by side, as the outputs of a walk below do, are taken as they are.
    let joined = mask.isFull ? Matrix.joining(inputs) : nil
    let blocks = blocks
    let leading = blocks.count * h
    let perStep =
      (joined == nil ? d : 0) + (blocks.areHidden ? 0 : leading) + (blocks.haveMemory ? h : 0)
    // The hidden states, which are handed out, must not keep all the rest in memory.
    let hidden = Matrix(rows: h, columns: (steps + 1) * batch, settingWith: { _ in })
    var room = Room(matrices: 4, entries: perStep * steps * batch + 2 * h * batch)
    let x = joined ?? room.matrix(d, steps * batch)
    let gates = blocks.areHidden ? .empty : room.matrix(leading, steps * batch)
    let memory = blocks.haveMemory ? room.matrix(h, (steps + 1) * batch) : .empty
    let scratch = room.matrix(h, batch)

    let products = StepWeights(weights)
    let (states, memories) = (hidden.storage.base, memory.storage.base)
    start.copyEntries(to: states, leading: h)
    if blocks.haveMemory { startMemory.copyEntries(to: memories, leading: h) }
    let (area, bias) = (h * batch, weights.bias.storage.base)
    let z = blocks.areHidden ? states + area : gates.storage.base
    // Samples do not wait for each other: each thread takes some of them through all steps.
    let team = Threads.number(for: batch, work: steps * batch * weights.count)
    // A few samples share a product over some steps' inputs, which lie side by side.
    let together = team == 1 ? max(1, 16 / max(1, batch)) : 1
    Threads.forEachPart(team, of: batch) { _, samples in
      for time in 0..<steps {
        let now = z + time * leading * batch
        let before = states + time * area
        let memoryBefore = blocks.haveMemory ? memories + time * area : memories
        let memoryAfter = blocks.haveMemory ? memoryBefore + area : memories
        let mine = now + samples.lowerBound * leading
        if time % together == 0 {
          let block = time..<min(time + together, steps)
          if joined == nil {
            for time in block { copy(inputs[time], at: time, samples, mask, into: x) }
          }
          addInputs(
            products.input, x.storage.base + (time * batch + samples.lowerBound) * d,
            to: bias, into: mine, samples.count * block.count)
        }
        products.recurrent.multiply(
          samples.count, before + samples.lowerBound * h, leading: h, addingTo: .target,
          into: mine + blocks.ofHidden.lowerBound * h, leading: leading)
        mask.forEachRun(at: time, in: samples) { run, isRunning in
          let (first, at) = (run.lowerBound * leading, run.lowerBound * h)
          if isRunning {
            let memoryAt = blocks.haveMemory ? at : 0
            activate(
              ForwardStep(
                samples: run.count, size: h, gates: now + first, leading: leading,
                before: before + at, after: before + area + at,
                memoryBefore: memoryBefore + memoryAt, memoryAfter: memoryAfter + memoryAt,
                scratch: scratch.storage.base + at),
              products)
          } else {
            (now + first).update(repeating: 0, count: run.count * leading)
            (before + area + at).update(from: before + at, count: run.count * h)
            if blocks.haveMemory {
              (memoryAfter + at).update(from: memoryBefore + at, count: run.count * h)
            }
          }
        }
      }
    }
    // The loop has their addresses alone.
    extendLifetime(products)
    extendLifetime(room)

    let sequence = PackedSequence(
      count: steps, batch: batch, weights: weights, inputs: x, gates: gates, hidden: hidden,
      memory: memory)
    let outputs = hidden.columns(batch..<(steps + 1) * batch).split(into: steps)
    // The final state alone must not keep all the others in memory.
    return Unrolled(
      cell: self, initial: initial,
      final: Self.state(
        hidden: sequence.hidden(before: steps).copied,
        memory: blocks.haveMemory ? sequence.memory(before: steps).copied : memory),
      hidden: mask.isFull
        ? outputs : outputs.enumerated().map { mask.erasing($1, after: $0) },
      lengths: lengths, kept: .packed(sequence, trace: Self.trace))
  }

  /// Computes z ← W•x + b for some columns, and z ← b in the blocks that do not see the input.
  private func addInputs(
    _ weights: Panels, _ x: UnsafePointer<Double>, to bias: UnsafePointer<Double>,
    into z: UnsafeMutablePointer<Double>, _ columns: Int
  ) {
    let leading = blocks.count * sizes.hidden
    let seeing = weights.rows
    weights.multiply(
      columns, x, leading: sizes.input, addingTo: .column(bias), into: z, leading: leading)
    if seeing == leading { return }
    for column in 0..<columns {
      (z + column * leading + seeing).update(from: bias + seeing, count: leading - seeing)
    }
  }

  /// Copies the inputs of some samples at a step to their place, zero where a sample has ended.
  private func copy(
    _ input: Matrix, at time: Int, _ samples: Range<Int>, _ mask: StepMask, into x: Matrix
  ) {
    let d = sizes.input
    let target = x.storage.base + time * input.columns * d
    mask.forEachRun(at: time, in: samples) { run, isRunning in
      let (at, count) = (run.lowerBound * d, run.count * d)
      if isRunning {
        (target + at).update(from: input.storage.base + at, count: count)
      } else {
        (target + at).update(repeating: 0, count: count)
      }
    }
  }

  /// Traps unless a matrix has the shape that it should.
  func requireShape(
    _ matrix: Matrix, _ rows: Int, _ columns: Int, _ what: @autoclosure () -> String
  ) {
    if matrix.rows != rows || matrix.columns != columns {
      trap("\(Self.self): \(what()) is \(matrix.shape), expected \(rows)×\(columns)")
    }
  }
}
