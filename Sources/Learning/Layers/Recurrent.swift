// Layers that walk along time: rnn, lstm, gru, stacked and in both directions.

import Catalog
import Tensor

/// Which outputs of a recurrent layer go on.
enum TimesGiven: String, Choice {
  /// [batch, time, units].
  case all
  /// [batch, units]: at the last time that counts; both directions' ends side by side.
  case last
}

/// A recurrent layer's settings, and how it is applied.
struct Recurrence {
  let word: String
  let cell: RecurrentCell
  let units: Int
  let layers: Int
  let isBidirectional: Bool
  let bias: Bool
  /// The share that drops between layers while training.
  let share: Double
  let given: TimesGiven
  let lengths: Tensor?

  /// What all recurrent layers do to shapes.
  static var shapes: [ShapeRule] {
    [
      ShapeRule("[n, time, c] -> [n, time, units]", "units"), ShapeRule("[n, time, c] -> [n, units]", "units, outputs: \"last\""),
      ShapeRule("[n, time, c] -> [n, time, 2 * units]", "units, bidirectional: true"),
    ]
  }

  func apply(_ x: Tensor, _ scope: Scope) throws -> Tensor {
    try check(x)
    let (flow, states) = try run(x, scope)
    return try given == .all ? flow : concatenate(states.map { $0[0] }, axis: 1)
  }

  /// All layers over [batch, time, features]: what the last puts out, and for each of its directions what it remembers at the end.
  func run(_ x: Tensor, _ scope: Scope) throws -> (all: Tensor, states: [[Tensor]]) {
    var flow = x
    var states: [[Tensor]] = []
    for layer in 0..<layers {
      if layer > 0, share > 0, let key = scope.key { flow = try dropout(flow, share: share, key: key, stream: scope.nextStream()) }
      let walks = try (isBidirectional ? [false, true] : [false]).map { try walk(flow, layer, isBackward: $0, scope) }
      flow = try concatenate(walks.map(\.all), axis: 2)
      states = walks.map(\.end)
    }
    return (flow, states)
  }

  private func check(_ x: Tensor) throws {
    guard x.rank == 3, x.shape[1] > 0 else {
      throw Complaint(
        .shape, "\(word) wants [batch, time, features], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)],
        why: x.rank == 2 ? "numbers of words become vectors by embedding; one feature a time is x -> expand(x, axis: 2)" : nil)
    }
    if let lengths, lengths.shape != [x.shape[0]] {
      throw Complaint(
        .shape, "`lengths` wants one number a sample, [\(x.shape[0])], not \(lengths.shape.shapeText)",
        [.init(.argument("lengths"), lengths.shape.shapeText)])
    }
  }

  /// One direction of one layer: flow [batch, time, features] becomes [batch, time, units], and what is remembered at the end.
  private func walk(_ flow: Tensor, _ layer: Int, isBackward: Bool, _ scope: Scope) throws -> (all: Tensor, end: [Tensor]) {
    let suffix = (layer == 0 ? "" : "_\(layer + 1)") + (isBackward ? "_backward" : "")
    let (features, width) = (flow.shape[2], cell.gates * units)
    let start = Initializer.within(1 / Double(units).squareRoot())
    let foreignSuffix = "_l\(layer)" + (isBackward ? "_reverse" : "")
    func parameter(_ name: String, _ shape: Shape, _ foreign: String) throws -> Tensor {
      let form = ForeignForm(name: foreign + foreignSuffix, isTransposed: shape.count > 1)
      return try scope.parameter(name + suffix, shape, fan: (shape[0], units), start, foreign: form)
    }
    let inputWeight = try parameter("input_weight", [features, width], "weight_ih")  // [features, gates * units]
    let weight = try parameter("recurrent_weight", [units, width], "weight_hh")  // [units, gates * units]
    let inputBias = bias ? try parameter("input_bias", [width], "bias_ih") : nil
    let shift = bias ? try parameter("recurrent_bias", [width], "bias_hh") : nil
    // All times at once: what comes in does not wait for what is remembered.
    let inputs = try matmul(flow, inputWeight, bias: inputBias)
    return try RecurrentWalk(cell, isBackward: isBackward, inputs: inputs, weight: weight, shift: shift, lengths: lengths).run()
  }
}

extension Catalog {
  func addRecurrentLayers() {
    addRecurrent(
      "lstm", "A recurrent layer that decides by gates what it keeps.", "12x16",
      .longShort,
      paper: "Hochreiter & Schmidhuber 1997")
    addRecurrent(
      "gru", "A recurrent layer with a reset and an update gate.", "12x16", .gated,
      paper: "Cho and others 2014")
    addLayer(
      "rnn", "A plain recurrent layer: each output is an activation of the input and of the output before. Starts uniform in ±1/√units.",
      shapes: Recurrence.shapes,
      "layers(12x8) { rnn(16) }.shape", gives: "12x16", paper: "Elman 1990",
      samples: Catalog.recurrentSamples + [Sample([2, 3, 2], with: ["units": .number(2), "activation": .text("relu")])],
      count("units", "numbers that come out at each time"), count("layers", "how many stand on each other", 1),
      flag("bidirectional", "walks backward as well; twice as many numbers come out", false),
      number("dropout", "the share that drops between layers while training", 0, in: 0...1),
      given("outputs", "\"all\": at every time, or \"last\"", TimesGiven.self, .all), flag("bias", "adds biases", true),
      given("activation", "tanh or relu", RecurrentActivation.self, .tanh), recurrentLengths()
    ) {
      (
        units: Int, layers: Int, both: Bool, share: Double, given: TimesGiven, bias: Bool, activation: RecurrentActivation, lengths: Tensor?
      ) in
      return Recurrence(
        word: "rnn", cell: activation == .tanh ? .bent : .rectified, units: units, layers: layers, isBidirectional: both, bias: bias,
        share: share, given: given,
        lengths: lengths
      ).apply
    }
    addForeign("nn.LSTM", "nn.LSTMCell", in: "PyTorch", means: "lstm")
    addForeign("long_short_term_memory", means: "lstm")
    addForeign("nn.GRU", "nn.GRUCell", in: "PyTorch", means: "gru")
    addForeign("gated_recurrent_unit", means: "gru")
    addForeign("nn.RNN", "nn.RNNCell", in: "PyTorch", means: "rnn")
    addForeign("layers.SimpleRNN", in: "Keras", means: "rnn")
    addForeign("simple_rnn", means: "rnn")
  }

  private func addRecurrent(_ name: String, _ summary: String, _ shape: String, _ cell: RecurrentCell, paper: String) {
    addLayer(
      name, summary + " Starts uniform in ±1/√units.", shapes: Recurrence.shapes, "layers(12x8) { \(name)(16) }.shape", gives: shape,
      paper: paper, samples: Catalog.recurrentSamples,
      count("units", "numbers that come out at each time"), count("layers", "how many stand on each other", 1),
      flag("bidirectional", "walks backward as well; twice as many numbers come out", false),
      number("dropout", "the share that drops between layers while training", 0, in: 0...1),
      given("outputs", "\"all\": at every time, or \"last\"", TimesGiven.self, .all), flag("bias", "adds biases", true),
      recurrentLengths()
    ) { (units: Int, layers: Int, both: Bool, share: Double, given: TimesGiven, bias: Bool, lengths: Tensor?) in
      Recurrence(
        word: name, cell: cell, units: units, layers: layers, isBidirectional: both, bias: bias, share: share, given: given,
        lengths: lengths
      ).apply
    }
  }

  private static var recurrentSamples: [Sample] {
    [
      Sample([2, 3, 2], with: ["units": .number(2)]),
      Sample([2, 3, 2], with: ["units": .number(2), "bidirectional": .truth(true), "outputs": .text("last"), "bias": .truth(false)]),
      Sample([2, 3, 1], with: ["units": .number(2), "layers": .number(2), "dropout": .number(0.4)]),
      Sample([2, 3, 1], with: ["units": .number(1), "lengths": Tensor([3, 2] as [Float], shape: [2]).value]),
    ]
  }

  private func recurrentLengths() -> Parameter<Tensor?> {
    given("lengths", "how many times count in each sample: [batch]; none: all", Tensor?.self, .some(nil))
  }
}

enum RecurrentActivation: String, Choice { case tanh, relu }
