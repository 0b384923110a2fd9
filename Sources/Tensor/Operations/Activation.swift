// Activations: the bends between a net's products, out of smaller operations.

import Catalog

/// x * Φ(x), exact (Hendrycks & Gimpel 2016).
public func gelu(_ x: Tensor) -> Tensor { smooth(.gelu, x) }

/// The same by a hyperbolic tangent, as GPT-2 has it.
public func geluByTanh(_ x: Tensor) throws -> Tensor {
  let bent = try tanh((x + x * square(x) * 0.044715) * 0.7978845608028654)
  return try x * (bent + 1) * 0.5
}

/// -|x| whose slope at 0 is that of one side: what is smooth there when another part with a corner is added keeps its slopes.
private func lowered(_ x: Tensor) throws -> Tensor { try select(x > 0, -x, x) }

/// log(1 + exp(x)) without overflow.
public func softplus(_ x: Tensor, beta: Double = 1) throws -> Tensor {
  let scaled = try x * beta
  return try (log1p(exp(lowered(scaled))) + select(scaled > 0, scaled, Tensor(0))) / beta
}

/// The logarithms of sigmoid(x) and of 1 - sigmoid(x), also where either is 0 in float32.
public func logSigmoids(_ x: Tensor) throws -> (yes: Tensor, no: Tensor) {
  let tail = try log1p(exp(lowered(x)))
  return (try select(x > 0, Tensor(0), x) - tail, try select(x > 0, -x, Tensor(0)) - tail)
}

public func logSigmoid(_ x: Tensor) throws -> Tensor { try logSigmoids(x).yes }

public func silu(_ x: Tensor) throws -> Tensor { try x * sigmoid(x) }

public func mish(_ x: Tensor) throws -> Tensor { try x * tanh(softplus(x)) }

/// x above 0, slope * x below; the slope is a number or one for each channel.
public func leakyRelu(_ x: Tensor, slope: Tensor) throws -> Tensor { try select(x > 0, x, x * slope) }

/// x above 0, alpha * (exp(x / width) - 1) below.
private func exponentialBelow(_ x: Tensor, alpha: Double, width: Double = 1) throws -> Tensor {
  // The branch that is not taken stays finite, so that its gradient does, too.
  let below = try select(x > 0, Tensor(0), x)
  return try select(x > 0, x, expm1(below / width) * alpha)
}

public func elu(_ x: Tensor, alpha: Double = 1) throws -> Tensor { try exponentialBelow(x, alpha: alpha) }

public func selu(_ x: Tensor) throws -> Tensor { try exponentialBelow(x, alpha: 1.6732632423543772) * 1.0507009873554805 }

/// Halves along an axis: one of them opens and closes the other.
public func gated(_ x: Tensor, axis: Int, _ gate: (Tensor) throws -> Tensor, byFirst: Bool = false, _ word: String) throws -> Tensor {
  let along = try resolve(axis: axis, rank: x.rank)
  guard x.shape[along] % 2 == 0 else {
    throw Complaint(
      .shape, "`\(word)` halves axis \(along), and its size is \(x.shape[along])",
      [.init(.position(0), x.shape.shapeText), .init(.argument("axis"), "an even size is wanted")])
  }
  let half = x.shape[along] / 2
  let first = x.slice(axis: along, from: 0, count: half)
  let second = x.slice(axis: along, from: half, count: half)
  return try byFirst ? gate(first) * second : first * gate(second)
}

/// 0 up to 1 from -3 to 3 in a straight line.
private func hardSigmoid(_ x: Tensor) throws -> Tensor {
  try select(x <= Tensor(-3), Tensor(0), select(x < Tensor(3), x / 6 + 0.5, Tensor(1)))
}

// MARK: - the words

extension Catalog {
  /// The activations.
  public func addActivations() {
    addUnary("relu", "max(x, 0).", "relu([-1, 2])", gives: "[0, 2]", scalar: { Swift.max($0, 0) }, family: .activation, relu)
    addUnary(
      "tanh", "The hyperbolic tangent: squeezes into -1..1.", "tanh(0)", gives: "0", scalar: Scalar.tanh, family: .activation, tanh)
    addUnary(
      "sigmoid", "1 / (1 + exp(-x)): squeezes into 0..1.", "sigmoid(0)", gives: "0.5", scalar: { 1 / (1 + Scalar.exp(-$0)) },
      family: .activation, sigmoid)
    addUnary(
      "gelu", "x times the share of a normal distribution below x.", "gelu([0, 1])", gives: "[0, 0.8413447]",
      paper: "Hendrycks & Gimpel 2016", family: .activation, gelu)
    addUnary(
      "gelu_tanh", "gelu by a hyperbolic tangent: nearly the same, and what GPT-2 uses.", "gelu_tanh([0, 1])", gives: "[0, 0.841192]",
      paper: "Hendrycks & Gimpel 2016", family: .activation, geluByTanh)
    addSmoothActivations()
    addBentActivations()
    addShrinking()
    addGates()
  }

  private func addSmoothActivations() {
    addUnary(
      "silu", "x * sigmoid(x), also known as swish.", "silu([0, 1])", gives: "[0, 0.7310586]", paper: "Elfwing and others 2017",
      family: .activation, silu)
    addForeign("swish", means: "silu")
    addUnary(
      "mish", "x * tanh(softplus(x)).", "mish(0)", gives: "0", paper: "Misra 2019", family: .activation, mish)
    addUnary(
      "logsigmoid", "log(sigmoid(x)) without loss of digits.", "logsigmoid(-100)", gives: "-100", family: .activation, logSigmoid)
    addForeign("log_sigmoid", in: "Keras", means: "logsigmoid")
    addUnary("softsign", "x / (1 + |x|).", "softsign([-1, 3])", gives: "[-0.5, 0.75]", family: .activation) { try $0 / (abs($0) + 1) }
    addTransform(
      .activation, "softplus", "log(1 + exp(beta * x)) / beta: relu with a round corner.", shapes: ["[..., n] -> [..., n]"],
      "softplus([0, 100])", gives: "[0.6931472, 100]",
      samples: .each(rank: 1), number("beta", "how sharp the corner is", 1, in: 1e-6...1e6)
    ) { (beta: Double) in { try softplus($0.floating, beta: beta) } }
    addTransform(
      .activation, "elu", "x above 0, alpha * (exp(x) - 1) below.", shapes: ["[..., n] -> [..., n]"], "elu([-100, 2])", gives: "[-1, 2]",
      paper: "Clevert and others 2015",
      samples: .each(rank: 1), number("alpha", "what it nears far below 0, without the sign", 1)
    ) { (alpha: Double) in { try elu($0.floating, alpha: alpha) } }
    addTransform(
      .activation, "celu", "elu whose slope at 0 is 1 for every alpha.", shapes: ["[..., n] -> [..., n]"], "celu([-100, 2], 0.5)",
      gives: "[-0.5, 2]", paper: "Barron 2017",
      samples: .each(with: ["alpha": .number(1.3)], rank: 1),
      number("alpha", "what it nears far below 0, without the sign", 1, in: 1e-6...1e6)
    ) { (alpha: Double) in { try exponentialBelow($0.floating, alpha: alpha, width: alpha) } }
    addUnary(
      "selu", "elu scaled so that values keep mean 0 and variance 1 from layer to layer.", "selu([0, 1])", gives: "[0, 1.050701]",
      paper: "Klambauer and others 2017", family: .activation, selu)
  }

  private func addBentActivations() {
    addTransform(
      .activation, "leaky_relu", "x above 0, slope * x below.", shapes: ["[..., n] -> [..., n]"], "leaky_relu([-1, 2], 0.1)",
      gives: "[-0.1, 2]",
      paper: "Maas and others 2013", samples: .each(rank: 1), number("slope", "the slope below 0", 0.01)
    ) { (slope: Double) in { try leakyRelu($0.floating, slope: Tensor(slope)) } }
    addTransform(
      .activation, "capped_relu", "max(x, 0), but no more than the cap.", shapes: ["[..., n] -> [..., n]"], "capped_relu([-1, 2, 9])",
      gives: "[0, 2, 6]",
      paper: "Krizhevsky 2010", samples: .each(in: -8...8.5, rank: 1), number("cap", "the largest value", 6, in: 0...1e30)
    ) { (cap: Double) in { try select($0 < Tensor(cap), relu($0), Tensor(cap)) } }
    addForeign("relu6", "nn.ReLU6", in: "PyTorch", means: "capped_relu")
    addUnary("relu_squared", "relu(x)^2.", "relu_squared([-1, 3])", gives: "[0, 9]", paper: "So and others 2021", family: .activation) {
      try square(relu($0))
    }
    addTransform(
      .activation, "hardtanh", "x kept within two bounds.", shapes: ["[..., n] -> [..., n]"], "hardtanh([-3, 0.5, 3])",
      gives: "[-1, 0.5, 1]",
      samples: .each(in: -2...2.2, rank: 1), number("low", "the lower bound", -1), number("high", "the upper bound", 1)
    ) { (low: Double, high: Double) in { try maximum(minimum($0, Tensor(high)), Tensor(low)) } }
    addUnary(
      "hardsigmoid", "A sigmoid of straight lines: 0 at -3, 1 at 3.", "hardsigmoid([-3, 0, 3])", gives: "[0, 0.5, 1]",
      paper: "Courbariaux and others 2015", family: .activation, in: -4...4.4, hardSigmoid)
    addUnary(
      "hardswish", "x * hardsigmoid(x).", "hardswish([0, 3])", gives: "[0, 3]", paper: "Howard and others 2019",
      family: .activation, in: -4...4.4
    ) { try $0 * hardSigmoid($0) }
    addTransform(
      .activation, "threshold", "x where it lies above a limit, another value elsewhere.", shapes: ["[..., n] -> [..., n]"],
      "threshold([1, 5], 3, -1)", gives: "[-1, 5]",
      samples: .each(with: ["limit": .number(0.05), "value": .number(-9)], rank: 1), number("limit", "x must be larger", 0),
      number("value", "what stands elsewhere", 0)
    ) { (limit: Double, value: Double) in { try select($0 > limit, $0, Tensor(value)) } }
  }

  private func addShrinking() {
    addTransform(
      .activation, "hardshrink", "0 within ±width, x elsewhere.", shapes: ["[..., n] -> [..., n]"], "hardshrink([-0.3, 2])",
      gives: "[0, 2]",
      samples: .each(with: ["width": .number(0.4)], rank: 1), number("width", "how far from 0 values go to 0", 0.5, in: 0...1e30)
    ) { (width: Double) in { try select(abs($0) > width, $0, Tensor(0)) } }
    addTransform(
      .activation, "softshrink", "x brought nearer to 0 by the width, and 0 where that crosses it.", shapes: ["[..., n] -> [..., n]"],
      "softshrink([-0.3, 2])",
      gives: "[0, 1.5]", samples: .each(with: ["width": .number(0.4)], rank: 1),
      number("width", "how much nearer to 0", 0.5, in: 0...1e30)
    ) { (width: Double) in
      { x in try select(x > width, x - width, select(x < Tensor(-width), x + width, Tensor(0))) }
    }
    addUnary("tanhshrink", "x - tanh(x).", "tanhshrink(0)", gives: "0", family: .activation) { try $0 - tanh($0) }
  }

  private func addGates() {
    let halves = [Sample([2, 4]), Sample([1, 2]), Sample([0, 2])]
    addTransform(
      .activation, "glu", "The first half along an axis times the sigmoid of the second.", shapes: ["[..., 2 * n] -> [..., n]"],
      "glu([3, 0])", gives: "[1.5]",
      paper: "Dauphin and others 2017", samples: halves, given("axis", "along this axis", Int.self, -1)
    ) { (axis: Int) in { try gated($0, axis: axis, sigmoid, "glu") } }
    addTransform(
      .activation, "swiglu", "silu of the first half along an axis times the second.", shapes: ["[..., 2 * n] -> [..., n]"],
      "swiglu([1, 2])", gives: "[1.4621172]",
      paper: "Shazeer 2020", samples: halves, given("axis", "along this axis", Int.self, -1)
    ) { (axis: Int) in { try gated($0, axis: axis, silu, byFirst: true, "swiglu") } }
    let rows = [Sample([3, 4]), Sample([3, 2, 2], with: ["axis": .number(0)]), Sample([2, 1]), Sample([0, 3])]
    addTransform(
      .activation, "softmax", "Scores turned into shares that sum to 1 along an axis.", shapes: ["[..., n] -> [..., n]"], "softmax([0, 0])",
      gives: "[0.5, 0.5]",
      samples: rows, given("axis", "along this axis", Int.self, -1)
    ) { (axis: Int) in { try softmax($0, axis: resolve(axis: axis, rank: $0.rank)) } }
    addTransform(
      .activation, "log_softmax", "The logarithm of softmax, without loss of digits.", shapes: ["[..., n] -> [..., n]"],
      "log_softmax([0, 0])",
      gives: "[-0.6931472, -0.6931472]", samples: rows, given("axis", "along this axis", Int.self, -1)
    ) { (axis: Int) in { try logSoftmax($0, axis: resolve(axis: axis, rank: $0.rank)) } }
    addTransform(
      .activation, "softmin", "softmax(-x): the smallest score has the largest share.", shapes: ["[..., n] -> [..., n]"], "softmin([0, 0])",
      gives: "[0.5, 0.5]",
      samples: rows, given("axis", "along this axis", Int.self, -1)
    ) { (axis: Int) in { try softmax(-$0, axis: resolve(axis: axis, rank: $0.rank)) } }
  }
}
