// How parameters start, and the words that also draw tensors.

import Catalog
import Tensor

/// A rule for the first numbers of a parameter.
public struct Initializer: Made {
  public typealias Draw = (_ shape: Shape, _ fan: (inputs: Int, outputs: Int), _ key: Tensor) throws -> Tensor

  public var made = Call.unknown
  let draw: Draw

  public init(_ draw: @escaping Draw) { self.draw = draw }

  public var kind: String { "an initialiser" }

  /// Uniform in ±1/√inputs, for weights and biases: what PyTorch's layers start from (He's rule with slope √5).
  static var usual: Initializer {
    Initializer { shape, fan, key in
      let bound = 1 / Double(max(fan.inputs, 1)).squareRoot()
      return try uniform(shape, -bound, bound, key)
    }
  }

  static func constant(_ number: Double) -> Initializer { Initializer { shape, _, _ in Tensor(filled: number, shape: shape) } }

  /// Uniform in ±bound.
  static func within(_ bound: Double) -> Initializer { Initializer { shape, _, key in try uniform(shape, -bound, bound, key) } }

  /// Normal around 0.
  static func bell(_ deviation: Double) -> Initializer {
    Initializer { shape, _, key in try normal(shape, mean: 0, deviation: deviation, key) }
  }

  static func uniform(_ shape: Shape, _ low: Double, _ high: Double, _ key: Tensor) throws -> Tensor {
    try Tensor.random(shape, key: key) * (high - low) + low
  }

  static func normal(_ shape: Shape, mean: Double, deviation: Double, _ key: Tensor) throws -> Tensor {
    try Tensor.normal(shape, key: key) * deviation + mean
  }
}

extension Initializer: Argument {
  public static var wanted: String { "an initialiser such as he" }
  public static var families: [Family] { [.initialiser] }
  public static func from(_ value: Value, _ context: Context) throws -> Initializer? {
    switch value {
    case .thing(let start as Initializer): return start
    case .thing(let word as Declaration) where word.family == .initialiser:
      guard case .thing(let start as Initializer)? = try word.madeBare(context) else { return nil }
      return start
    case .number(let number): return constant(number)
    default: return nil
    }
  }
  public var value: Value { .thing(self) }
}

/// Whether a rule draws evenly or from a bell.
enum Distribution: String, Choice { case uniform, normal }

extension Initializer {
  /// What the words of initialisers do when they are given a shape.
  fileprivate static let shapes = [ShapeRule("-> [n, m]", "[n, m]")]
}

extension Catalog {
  /// With a shape these words draw a tensor, without one they are initialisers.
  public func addInitializers() {
    for (name, number) in [("zeros", 0.0), ("ones", 1.0)] {
      add(
        .initialiser, name, "\(number == 0 ? "Zeros" : "Ones") everywhere.", shapes: Initializer.shapes,
        examples: [Example("\(name)([2])", gives: number == 0 ? "[0, 0]" : "[1, 1]")],
        shapeParameter()
      ) { (shape: ShapeArgument?) in
        guard let shape else { return Initializer.constant(number).value }
        return Tensor(filled: number, shape: try shape.checked()).value
      }
    }
    add(
      .initialiser, "uniform", "Even numbers from a range.", shapes: Initializer.shapes,
      examples: [Example("uniform([3], 0..1).shape", gives: "[3]")],
      shapeParameter(), given("range", "from where to where", Progression.self, Progression(0, 1)), surroundings()
    ) { (shape: ShapeArgument?, range: Progression, context: Context) in
      try drawn(shape, Initializer { sizes, _, key in try Initializer.uniform(sizes, range.start, range.end, key) }, context)
    }
    add(
      .initialiser, "normal", "Numbers from a normal distribution.", shapes: Initializer.shapes,
      examples: [Example("normal([3]).shape", gives: "[3]")],
      shapeParameter(), number("mean", "its centre", 0), number("std", "its standard deviation", 1, in: 0...1e30), surroundings()
    ) { (shape: ShapeArgument?, mean: Double, std: Double, context: Context) in
      try drawn(shape, Initializer { sizes, _, key in try Initializer.normal(sizes, mean: mean, deviation: std, key) }, context)
    }
    addScaledRules()
  }

  private func addScaledRules() {
    add(
      .initialiser, "xavier", "Keeps the spread of values and of gradients: variance gain² * 2 / (inputs + outputs).",
      paper: "Glorot & Bengio 2010", shapes: Initializer.shapes, examples: [Example("dense(8, init: xavier)")],
      shapeParameter(), number("gain", "scales the spread", 1, in: 0...1e6),
      given("distribution", "even or bell-shaped", Distribution.self, .uniform), surroundings()
    ) { (shape: ShapeArgument?, gain: Double, distribution: Distribution, context: Context) in
      try drawn(shape, scaled(distribution) { fan in gain * (2 / Double(max(fan.inputs + fan.outputs, 1))).squareRoot() }, context)
    }
    add(
      .initialiser, "he", "Keeps the spread of values behind relu: variance gain² / inputs.",
      paper: "He and others 2015", shapes: Initializer.shapes, examples: [Example("dense(8, init: he)")],
      shapeParameter(), number("gain", "scales the spread; √2 for relu", 2.0.squareRoot(), in: 0...1e6),
      given("distribution", "even or bell-shaped", Distribution.self, .normal), surroundings()
    ) { (shape: ShapeArgument?, gain: Double, distribution: Distribution, context: Context) in
      try drawn(shape, scaled(distribution) { fan in gain / Double(max(fan.inputs, 1)).squareRoot() }, context)
    }
    addForeign("nn.init.xavier_uniform_", "nn.init.xavier_normal_", in: "PyTorch", means: "xavier")
    addForeign("initializers.GlorotUniform", "initializers.GlorotNormal", in: "Keras", means: "xavier")
    addForeign("nn.init.kaiming_uniform_", "nn.init.kaiming_normal_", in: "PyTorch", means: "he")
    addForeign("initializers.HeUniform", "initializers.HeNormal", in: "Keras", means: "he")
  }

  private func shapeParameter() -> Parameter<ShapeArgument?> {
    given("shape", "draws a tensor of these sizes", ShapeArgument?.self, .some(nil))
  }
}

/// A rule that gives each parameter the deviation that its fan asks for.
private func scaled(_ distribution: Distribution, _ deviation: @escaping ((inputs: Int, outputs: Int)) -> Double) -> Initializer {
  Initializer { shape, fan, key in
    let spread = deviation(fan)
    // An even distribution of ±b has the deviation b/√3.
    if distribution == .uniform { return try Initializer.uniform(shape, -spread * 3.0.squareRoot(), spread * 3.0.squareRoot(), key) }
    return try Initializer.normal(shape, mean: 0, deviation: spread, key)
  }
}

/// A tensor of the shape, if there is one, or the rule itself. A matrix is taken as [inputs, outputs].
private func drawn(_ shape: ShapeArgument?, _ rule: Initializer, _ context: Context) throws -> Value {
  guard let sizes = try shape?.checked() else { return rule.value }
  let fan = (inputs: sizes.first ?? 1, outputs: sizes.count > 1 ? sizes[1] : 1)
  let key = TrainingSession.current?.drawKey() ?? RandomKey(context).tensor()
  return try rule.draw(sizes, fan, key).value
}
