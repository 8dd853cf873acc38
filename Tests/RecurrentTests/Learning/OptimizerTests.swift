import Testing

@testable import Recurrent

/// The parameters of the recorded problem, with both of PyTorch's biases, which count twice in the norm.
struct TrainedModel: ParameterSpace {
  var inputWeight, recurrentWeight, inputBias, recurrentBias: Matrix
  var weight, bias: Matrix

  var parameters: [Parameter<Self>] {
    [
      Parameter("W_ih", \.inputWeight), Parameter("W_hh", \.recurrentWeight),
      Parameter("b_ih", \.inputBias), Parameter("b_hh", \.recurrentBias),
      Parameter("W", \.weight), Parameter("b", \.bias),
    ]
  }

  init(_ recorded: VanillaCase.Parameters) throws {
    let (layer, readout) = (recorded.l0, try #require(recorded.readout))
    (inputWeight, recurrentWeight) = (layer.W_ih.matrix, layer.W_hh.matrix)
    (inputBias, recurrentBias) = (layer.b_ih.matrix, layer.b_hh.matrix)
    (weight, bias) = (readout.W.matrix, readout.b.matrix)
  }

  /// The summed cross-entropy of the recorded problem and its gradient.
  func loss(_ inputs: VanillaCase.Inputs) throws -> (loss: Double, gradient: TrainedModel) {
    let target = try #require(inputs.target)
    let layer = RecurrentLayer(
      RNNCell(
        inputWeight: inputWeight, recurrentWeight: recurrentWeight,
        bias: inputBias + recurrentBias))
    let readout = Readout(weight: weight, bias: bias)
    let unrolled = layer(inputs.x.steps, from: .init(hidden: inputs.h0.steps[0]))
    var total = 0.0
    var readoutGradient = readout.zeroed
    var upstream: [Matrix] = []
    for (step, hidden) in unrolled.hidden.enumerated() {
      let batch = hidden.columns
      let targets = target.data[step * batch..<(step + 1) * batch].map { Int($0) }
      let (loss, errors) = softmaxCrossEntropy(logits: readout(hidden), targets: targets)
      let back = readout.backward(hidden, output: errors)
      total += loss
      readoutGradient += back.map
      upstream.append(back.hidden)
    }
    let cell = layer.backward(
      through: unrolled, hidden: upstream, final: unrolled.final.zeroed
    ).cell.affine
    var gradient = self
    (gradient.inputWeight, gradient.recurrentWeight) = (cell.inputWeight, cell.recurrentWeight)
    (gradient.inputBias, gradient.recurrentBias) = (cell.bias, cell.bias)
    (gradient.weight, gradient.bias) = (readoutGradient.weight, readoutGradient.bias)
    return (total, gradient)
  }
}

/// Five recorded steps of one optimiser.
struct OptimizerRun: Decodable, CustomTestStringConvertible {
  struct Step: Decodable {
    let loss_before, grad_norm, clip_coefficient: Double
    let params_after: VanillaCase.Parameters
  }
  let optimizer: String
  let hyper: [String: Double]
  let steps: [Step]
  var testDescription: String { optimizer }

  struct Problem: Decodable {
    struct Clip: Decodable { let max_norm: Double }
    let inputs: VanillaCase.Inputs
    let params: VanillaCase.Parameters
    let clip: Clip
    let runs: [OptimizerRun]
  }

  static let problem = Result {
    try #require(try fixture("optimizers", as: Fixture<Problem>.self).cases.first)
  }
  static func all() throws -> [OptimizerRun] { try problem.get().runs }

  /// The optimiser with the recorded hyper-parameters; all of them are used.
  func make(for model: TrainedModel) throws -> any Optimizer<TrainedModel> {
    var rest = hyper
    func take(_ name: String) throws -> Double {
      let number = rest.removeValue(forKey: name)
      return try #require(number)
    }
    let rate = try take("lr")
    let made: any Optimizer<TrainedModel>
    switch optimizer {
    case "sgd": made = SGD(for: model, learningRate: rate)
    case "sgd_weight_decay":
      made = SGD(for: model, learningRate: rate, weightDecay: try take("weight_decay"))
    case "momentum":
      made = SGD(for: model, learningRate: rate, momentum: .heavyBall(try take("momentum")))
    case "nesterov":
      made = SGD(for: model, learningRate: rate, momentum: .nesterov(try take("momentum")))
    case "rmsprop":
      made = RMSProp(
        for: model, learningRate: rate, decay: try take("alpha"), epsilon: try take("eps"))
    case "adagrad": made = Adagrad(for: model, learningRate: rate, epsilon: try take("eps"))
    case "adam":
      made = Adam(
        for: model, learningRate: rate, beta1: try take("beta1"), beta2: try take("beta2"),
        epsilon: try take("eps"))
    default:
      try #require(optimizer == "adamw")
      made = AdamW(
        for: model, learningRate: rate, beta1: try take("beta1"), beta2: try take("beta2"),
        epsilon: try take("eps"), weightDecay: try take("weight_decay"))
    }
    try #require(rest.isEmpty)
    return made
  }
}

@Suite struct OptimizerTests {
  @Test("five steps with clipping are PyTorch's", arguments: try OptimizerRun.all())
  func recorded(_ run: OptimizerRun) throws {
    let problem = try OptimizerRun.problem.get()
    var model = try TrainedModel(problem.params)
    var optimizer = try run.make(for: model)
    try #require(run.steps.count == 5)
    for step in run.steps {
      let (loss, gradient) = try model.loss(problem.inputs)
      let clipped = gradient.clipped(toNorm: problem.clip.max_norm)
      optimizer.update(&model, along: clipped.value)
      expectClose(.column([loss]), .column([step.loss_before]), within: 1e-12)
      expectClose(.column([clipped.norm]), .column([step.grad_norm]), within: 1e-12)
      expectClose(.column([clipped.coefficient]), .column([step.clip_coefficient]), within: 1e-12)
      for (own, expected) in zip(model.named, try TrainedModel(step.params_after).named) {
        #expect(distance(own.value, expected.value) <= 1e-12, "\(own.name)")
      }
    }
  }

  @Test("every recorded optimiser was read")
  func count() throws {
    #expect(
      try OptimizerRun.all().map(\.optimizer) == [
        "sgd", "sgd_weight_decay", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw",
      ])
  }

  @Test("weight decay joins momentum before the velocity")
  func decayAndMomentum() {
    var point = Matrix([[2]])
    var rule = SGD(for: point, learningRate: 0.5, momentum: .heavyBall(0.5), weightDecay: 0.25)
    rule.update(&point, along: Matrix([[1]]))
    // v = 1 + 0.5, p = 2 − 0.75
    #expect(point == Matrix([[1.25]]) && rule.velocity == Matrix([[1.5]]))
    rule.update(&point, along: Matrix([[0]]))
    // v = 0.75 + 0.3125, p = 1.25 − 0.53125
    #expect(point == Matrix([[0.71875]]) && rule.velocity == Matrix([[1.0625]]))
  }

  @Test("a copy goes on by itself, and a learning rate can be changed on the way")
  func values() {
    var point = Matrix([[1]])
    var rule = Adam(for: point, learningRate: 0.1)
    let start = rule
    rule.update(&point, along: Matrix([[3]]))
    #expect(start.steps == 0 && start.firstMoment == Matrix([[0]]))
    #expect(rule.steps == 1 && abs(point[0, 0] - 0.9) < 1e-9)
    let rested = point
    rule.learningRate = 0
    rule.update(&point, along: Matrix([[3]]))
    #expect(point == rested && rule.steps == 2)
  }

  @Test("AdamW without decay is Adam, and so is its learning rate")
  func decoupled() {
    var generator = SplitMix64(seed: 7)
    var one = Model.random(seed: 3)
    var other = one
    var adam = Adam(for: one, learningRate: 0.03)
    var adamW = AdamW(for: one, learningRate: 0.3, weightDecay: 0)
    adamW.learningRate = 0.03
    for _ in 0..<3 {
      let gradient = one.randomized(in: -1...1, using: &generator)
      adam.update(&one, along: gradient)
      adamW.update(&other, along: gradient)
    }
    #expect(one == other && adamW.adam == adam)
  }

  @Test("hyper-parameters out of range trap")
  func ranges() async {
    let point = "expected 0 or more"
    let rate = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = SGD(for: Matrix.zeros(1, 1), learningRate: -0.1) }
    #expect(message(rate).contains("SGD: learningRate is -0.1, \(point)"))
    let changed = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var rule = RMSProp(for: Matrix.zeros(1, 1))
      rule.learningRate = .nan
    }
    #expect(message(changed).contains("RMSProp: learningRate is nan, \(point)"))
    let decay = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Adam(for: Matrix.zeros(1, 1), beta2: 1) }
    #expect(message(decay).contains("Adam: beta2 is 1.0, \(point) and less than 1"))
    let epsilon = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Adagrad(for: Matrix.zeros(1, 1), epsilon: 0) }
    #expect(message(epsilon).contains("Adagrad: epsilon is 0.0, expected more than 0"))
    let weights = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = AdamW(for: Matrix.zeros(1, 1), weightDecay: .infinity) }
    #expect(message(weights).contains("AdamW: weightDecay is inf, \(point)"))
  }

  @Test("a gradient, or a point, of another form traps")
  func forms() async {
    let gradient = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var point = Readout.zeros(hidden: 2, output: 3)
      var rule = SGD(for: point, learningRate: 1)
      rule.update(&point, along: .zeros(hidden: 4, output: 3))
    }
    #expect(message(gradient).contains("SGD: the point has V 3×2, the gradient has V 3×4\n"))
    let point = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var rule = Adam(for: Matrix.zeros(1, 2))
      var point = Matrix.zeros(2, 2)
      rule.update(&point, along: point)
    }
    #expect(message(point).contains("Adam: the point is 2×2, the one it was made for is 1×2"))
  }
}
