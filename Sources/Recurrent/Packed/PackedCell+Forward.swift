// The packed walk forward: one product for all inputs, then for each step one product with the
// previous state and the gates' arithmetic. Nothing is allocated inside the loop over time.

extension PackedCell {
  /// Runs the cell over a sequence; see `unroll`.
  func unrollPacked(
    _ inputs: [Matrix], from initial: State, lengths: [Int]?
  ) -> Unrolled<Self> {
    let (d, h) = sizes
    let (start, startMemory) = Self.parts(of: initial)
    let (steps, batch) = (inputs.count, start.columns)
    requireShape(start, h, batch, "the initial hidden state")
    if blocks.haveMemory { requireShape(startMemory, h, batch, "the initial cell state") }
    for (time, input) in inputs.enumerated() { requireShape(input, d, batch, "input \(time)") }
    let mask = StepMask(lengths, steps: steps, batch: batch, type: Self.self)

    let x = steps == 0 ? Matrix.zeros(d, 0) : packedInputs(inputs, mask)
    let weights = packed()
    let leading = blocks.count * h
    let hidden = Matrix(rows: h, columns: (steps + 1) * batch, settingWith: { _ in })
    let memory =
      blocks.haveMemory
      ? Matrix(rows: h, columns: (steps + 1) * batch, settingWith: { _ in }) : .empty
    let gates =
      blocks.areHidden
      ? Matrix.empty
      : Matrix(rows: leading, columns: steps * batch, settingWith: { _ in })
    let scratch = Matrix(rows: h, columns: batch, settingWith: { _ in })
    let blocks = blocks

    withExtendedLifetime((x, weights, hidden, memory, gates, scratch)) {
      let (states, memories) = (hidden.storage.base, memory.storage.base)
      let room = scratch.storage.base
      start.copyEntries(to: states, leading: h)
      if blocks.haveMemory { startMemory.copyEntries(to: memories, leading: h) }
      let (area, n, m) = (h * batch, weights.input.rows, weights.recurrent.rows)
      let z = blocks.areHidden ? states + area : gates.storage.base
      let recurrent = Factor(weights.recurrent.storage.base, leading: m)
      // The products add to the biases, which costs no more than adding to zero.
      let bias = weights.bias.storage.base
      let columns = steps * batch
      let sharers = Threads.number(for: columns, work: columns * n * d)
      Threads.forEachPart(sharers, of: columns) { _, part in
        for column in part { (z + column * leading).update(from: bias, count: leading) }
        multiply(
          n, part.count, d, Factor(weights.input.storage.base, leading: n),
          Factor(x.storage.base, leading: d).columns(from: part.lowerBound),
          into: z + part.lowerBound * leading + blocks.ofInput.lowerBound * h,
          leading: leading, adding: true, onThreads: false)
      }

      // Samples do not wait for each other: each thread takes some of them through all steps.
      let team = Threads.number(for: batch, work: columns * m * h)
      Threads.forEachPart(team, of: batch) { _, samples in
        for time in 0..<steps {
          let now = z + time * leading * batch
          let before = states + time * area
          let memoryBefore = blocks.haveMemory ? memories + time * area : memories
          let memoryAfter = blocks.haveMemory ? memoryBefore + area : memories
          multiply(
            m, samples.count, h, recurrent,
            Factor(before + samples.lowerBound * h, leading: h),
            into: now + samples.lowerBound * leading + blocks.ofHidden.lowerBound * h,
            leading: leading, adding: true, onThreads: false)
          mask.forEachRun(at: time, in: samples) { run, isRunning in
            let (first, at) = (run.lowerBound * leading, run.lowerBound * h)
            if isRunning {
              let memoryAt = blocks.haveMemory ? at : 0
              activate(
                ForwardStep(
                  samples: run.count, size: h, gates: now + first, leading: leading,
                  before: before + at, after: before + area + at,
                  memoryBefore: memoryBefore + memoryAt, memoryAfter: memoryAfter + memoryAt,
                  scratch: room + at),
                weights)
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
    }

    let sequence = PackedSequence(
      count: steps, batch: batch, weights: weights, inputs: x, gates: gates, hidden: hidden,
      memory: memory)
    let outputs = hidden.columns(batch..<(steps + 1) * batch).split(into: steps)
    return Unrolled(
      cell: self, initial: initial,
      final: Self.state(
        hidden: sequence.hidden(before: steps),
        memory: blocks.haveMemory ? sequence.memory(before: steps) : memory),
      hidden: mask.isFull
        ? outputs : outputs.enumerated().map { mask.erasing($1, after: $0) },
      lengths: lengths, kept: .packed(sequence, trace: Self.trace))
  }

  /// The inputs side by side, zero where a sample has ended.
  private func packedInputs(_ inputs: [Matrix], _ mask: StepMask) -> Matrix {
    .sideBySide(
      mask.isFull ? inputs : inputs.enumerated().map { mask.erasing($1, after: $0) })
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
