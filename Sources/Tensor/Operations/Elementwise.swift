// Operations that treat every item alike. Each primitive states its derivative beside it, in tensor operations.

import CKernels
import Catalog

extension Primitive {
  /// An operation of one input on float32.
  private static func unary(_ name: String, _ operation: dk_operation, _ derivative: UnaryDerivative?) -> Primitive {
    guard let derivative else { return Primitive(name, .element { _ in operation }) }
    return Primitive(name, .element { _ in operation }) { node, upstream in
      guard let g = upstream[0] else { return [nil] }
      return [try derivative(Tensor(node.inputs[0]), Tensor(node), g)]
    }
  }

  private typealias UnaryDerivative = @Sendable (_ x: Tensor, _ y: Tensor, _ g: Tensor) throws -> Tensor

  static let exponential = unary("exp", DK_EXP) { _, y, g in try g * y }
  static let exponentialLess1 = unary("expm1", DK_EXPM1) { _, y, g in try g * (y + 1) }
  static let logarithm = unary("log", DK_LOG) { x, _, g in try g / x }
  static let logarithmPlus1 = unary("log1p", DK_LOG1P) { x, _, g in try g / (x + 1) }
  static let squareRoot = unary("sqrt", DK_SQRT) { _, y, g in try g / (y * 2) }
  static let inverseRoot = unary("rsqrt", DK_RSQRT) { x, y, g in try g * y / x * -0.5 }
  static let reciprocal = unary("reciprocal", DK_RECIPROCAL) { _, y, g in try -(g * square(y)) }
  static let squared = unary("square", DK_SQUARE) { x, _, g in try g * x * 2 }
  static let sine = unary("sin", DK_SIN) { x, _, g in try g * cos(x) }
  static let cosine = unary("cos", DK_COS) { x, _, g in try -(g * sin(x)) }
  static let tangent = unary("tan", DK_TAN) { _, y, g in try g * (square(y) + 1) }
  static let arcSine = unary("asin", DK_ASIN) { x, _, g in try g * rsqrt(1 - square(x)) }
  static let arcCosine = unary("acos", DK_ACOS) { x, _, g in try -(g * rsqrt(1 - square(x))) }
  static let arcTangent = unary("atan", DK_ATAN) { x, _, g in try g / (square(x) + 1) }
  static let hyperbolicSine = unary("sinh", DK_SINH) { x, _, g in try g * cosh(x) }
  static let hyperbolicCosine = unary("cosh", DK_COSH) { x, _, g in try g * sinh(x) }
  static let hyperbolicTangent = unary("tanh", DK_TANH) { _, y, g in try g * (1 - square(y)) }
  static let logistic = unary("sigmoid", DK_SIGMOID) { _, y, g in try g * y * (1 - y) }
  static let errorFunction = unary("erf", DK_ERF) { x, _, g in
    let bell = apply(.exponential, try -square(x))
    return try g * bell * 1.1283791670955126
  }
  static let gelu = unary("gelu", DK_GELU) { x, _, g in try g * apply(.geluSlope, x) }
  static let geluSlope = unary("gelu, slope", DK_GELU_SLOPE) { x, _, g in
    let density = try apply(.exponential, square(x) * -0.5) * 0.3989422804014327
    return try g * density * (2 - square(x))
  }
  static let rectified = unary("relu", DK_RELU) { _, y, g in try select(y > 0, g, Tensor(0)) }
  static let floor = unary("floor", DK_FLOOR, nil)
  static let ceil = unary("ceil", DK_CEIL, nil)
  static let round = unary("round", DK_ROUND, nil)
  static let trunc = unary("trunc", DK_TRUNC, nil)
  static let sign = unary("sign", DK_SIGN, nil)

  static let negate: Primitive = Primitive(
    "negate", .element { $0.isFloating ? DK_NEGATE : DK_INT_NEGATE },
    gradient: { _, upstream in [try upstream[0].map { try -$0 }] })
  static let magnitude: Primitive = Primitive(
    "abs", .element { $0.isFloating ? DK_ABS : DK_INT_ABS },
    gradient: { node, upstream in [try upstream[0].map { try $0 * apply(.sign, Tensor(node.inputs[0])) }] })

  /// The same items, in memory of their own.
  static let copy: Primitive = Primitive("copy", .element { _ in DK_OPERATION_COUNT }, gradient: { _, upstream in upstream })
  /// The same numbers as another type: see `Plan/Conversion.swift`.
  static let conversion: Primitive = Primitive(
    "convert", .element { _ in DK_OPERATION_COUNT },
    gradient: { node, upstream in
      let source = node.inputs[0].type
      return [source.isFloating && node.type.isFloating ? upstream[0]?.converted(to: source) : nil]
    })
}

/// Applies a primitive of one input that keeps shape and type.
func apply(_ primitive: Primitive, _ x: Tensor) -> Tensor {
  Tensor(Node(primitive, [x.node], shape: x.shape, type: x.type))
}

/// Applies a primitive of one input to it as real numbers.
func smooth(_ primitive: Primitive, _ x: Tensor) -> Tensor { apply(primitive, x.floating) }

public func exp(_ x: Tensor) -> Tensor { smooth(.exponential, x) }
public func expm1(_ x: Tensor) -> Tensor { smooth(.exponentialLess1, x) }
public func log(_ x: Tensor) -> Tensor { smooth(.logarithm, x) }
public func log1p(_ x: Tensor) -> Tensor { smooth(.logarithmPlus1, x) }
public func sqrt(_ x: Tensor) -> Tensor { smooth(.squareRoot, x) }
public func rsqrt(_ x: Tensor) -> Tensor { smooth(.inverseRoot, x) }
public func square(_ x: Tensor) throws -> Tensor { x.type.isFloating ? apply(.squared, x) : try x * x }
public func sin(_ x: Tensor) -> Tensor { smooth(.sine, x) }
public func cos(_ x: Tensor) -> Tensor { smooth(.cosine, x) }
public func sinh(_ x: Tensor) -> Tensor { smooth(.hyperbolicSine, x) }
public func cosh(_ x: Tensor) -> Tensor { smooth(.hyperbolicCosine, x) }
public func tanh(_ x: Tensor) -> Tensor { smooth(.hyperbolicTangent, x) }
public func sigmoid(_ x: Tensor) -> Tensor { smooth(.logistic, x) }
public func erf(_ x: Tensor) -> Tensor { smooth(.errorFunction, x) }
/// Near 0 by way of atanh, which keeps small numbers' digits and slope, elsewhere by a logarithm of the size.
public func asinh(_ x: Tensor) throws -> Tensor {
  let (x, size) = (x.floating, abs(x.floating))
  let isSmall = try size < Tensor(1)
  let small = try select(isSmall, x, Tensor(0))
  let near = try atanh(small * rsqrt(square(small) + 1))
  let large = try select(isSmall, Tensor(1), size)
  let far = try log(large) + log(sqrt(square(apply(.reciprocal, large)) + 1) + 1)
  return try select(isSmall, near, apply(.sign, x) * far)
}

public func atanh(_ x: Tensor) throws -> Tensor { try (log1p(x) - log1p(-x)) * 0.5 }

public func arctangent(_ x: Tensor) -> Tensor { smooth(.arcTangent, x) }
public func relu(_ x: Tensor) -> Tensor { smooth(.rectified, x) }
public func abs(_ x: Tensor) -> Tensor { apply(.magnitude, x.type == .truth ? x.converted(to: .int32) : x) }

extension Tensor {
  /// The same numbers as another type: towards zero for whole numbers, "is not 0" for truths.
  public func converted(to type: ElementType) -> Tensor {
    if type == self.type { return self }
    if let fill = node.fill { return Tensor(filled: fill, shape: shape, type: type) }
    if let exact, type.isWide { return Tensor(exact, shape: shape, type: type) }
    return Tensor(Node(.conversion, [node], shape: shape, type: type))
  }

  /// The same as real numbers, of its own type if it holds such.
  public var floating: Tensor { converted(to: type.floating) }
}

// MARK: - the words

extension Catalog {
  /// A word of one number or tensor. [scalar] serves plain numbers in double precision; without it they become tensors of rank 0.
  /// [range]: numbers at which it is smooth.
  public func addUnary(
    _ name: String, _ summary: String, _ example: String, gives result: String? = nil, paper: String? = nil,
    scalar: ((Double) -> Double)? = nil, family: Family = .elementwise, in range: ClosedRange<Double> = -1...1, file: String = #fileID,
    line: Int = #line, _ compute: @escaping (Tensor) throws -> Tensor
  ) {
    add(
      family, name, summary, paper: paper, shapes: ["[...] -> [...]"], examples: [Example(example, gives: result)],
      samples: .each(in: range), file: file, line: line,
      given("x", "a number or a tensor of any shape")
    ) { (x: Operand) in
      if let scalar, case .number(let number) = x { return Value.number(scalar(number)) }
      return try compute(x.tensor).value
    }
  }

  /// The element-wise words.
  public func addElementwise() {
    addUnary("exp", "e to the power of each item.", "exp([0, 1])", gives: "[1, 2.7182817]", scalar: Scalar.exp, exp)
    addUnary("expm1", "exp(x) - 1, exact near 0.", "expm1(0)", gives: "0", scalar: Scalar.expm1, expm1)
    addUnary("log", "The natural logarithm of each item.", "log([1, 2])", gives: "[0, 0.6931472]", scalar: Scalar.log, in: 0.3...2, log)
    addUnary("log1p", "log(1 + x), exact near 0.", "log1p(0)", gives: "0", scalar: Scalar.log1p, in: 0.1...1, log1p)
    addUnary("log2", "The logarithm to base 2.", "log2(8)", gives: "3", scalar: Scalar.log2, in: 0.3...2) {
      try log($0) * 1.4426950408889634
    }
    addUnary("log10", "The logarithm to base 10.", "log10(1000)", gives: "3", scalar: Scalar.log10, in: 0.3...2) {
      try log($0) * 0.4342944819032518
    }
    addUnary("sqrt", "The square root of each item.", "sqrt([4, 9])", gives: "[2, 3]", scalar: Scalar.sqrt, in: 0.3...2, sqrt)
    addUnary("rsqrt", "1 / sqrt(x).", "rsqrt([4, 16])", gives: "[0.5, 0.25]", scalar: { 1 / Scalar.sqrt($0) }, in: 0.4...2, rsqrt)
    addUnary("square", "Each item times itself.", "square([1, -2])", gives: "[1, 4]", scalar: { $0 * $0 }, square)
    addUnary("reciprocal", "1 / x.", "reciprocal([2, 4])", gives: "[0.5, 0.25]", scalar: { 1 / $0 }, in: 0.5...2) {
      smooth(.reciprocal, $0)
    }
    addUnary("abs", "The size of each item without its sign.", "abs([-2, 3])", gives: "[2, 3]", scalar: { Swift.abs($0) }, abs)
    addUnary("sign", "-1, 0 or 1.", "sign([-2, 0, 3])", gives: "[-1, 0, 1]", scalar: Scalar.sign) { smooth(.sign, $0) }
    addUnary("floor", "The whole number at or below.", "floor([1.5, -1.5])", gives: "[1, -2]", scalar: Scalar.floor) { smooth(.floor, $0) }
    addUnary("ceil", "The whole number at or above.", "ceil([1.5, -1.5])", gives: "[2, -1]", scalar: Scalar.ceil) { smooth(.ceil, $0) }
    addUnary(
      "round", "The nearest whole number, halves to the even one.", "round([0.5, 1.5, 2.4])", gives: "[0, 2, 2]", scalar: Scalar.round,
      in: -0.9...0.9
    ) { smooth(.round, $0) }
    addUnary("trunc", "The whole number towards zero.", "trunc([1.5, -1.5])", gives: "[1, -1]", scalar: Scalar.trunc) { smooth(.trunc, $0) }
    addTrigonometry()
    addFiniteness()
  }

  private func addTrigonometry() {
    addUnary("sin", "The sine of each item, in radians.", "sin(0)", gives: "0", scalar: Scalar.sin, sin)
    addUnary("cos", "The cosine of each item, in radians.", "cos(0)", gives: "1", scalar: Scalar.cos, cos)
    addUnary("tan", "The tangent of each item, in radians.", "tan(0)", gives: "0", scalar: Scalar.tan) { smooth(.tangent, $0) }
    addUnary("asin", "The angle whose sine it is.", "asin(0)", gives: "0", scalar: Scalar.asin, in: -0.7...0.7) { smooth(.arcSine, $0) }
    addUnary("acos", "The angle whose cosine it is.", "acos(1)", gives: "0", scalar: Scalar.acos, in: -0.7...0.7) { smooth(.arcCosine, $0) }
    addUnary("atan", "The angle whose tangent it is.", "atan(0)", gives: "0", scalar: Scalar.atan) { smooth(.arcTangent, $0) }
    addUnary("sinh", "The hyperbolic sine.", "sinh(0)", gives: "0", scalar: Scalar.sinh, sinh)
    addUnary("cosh", "The hyperbolic cosine.", "cosh(0)", gives: "1", scalar: Scalar.cosh, cosh)
    addUnary("asinh", "The number whose hyperbolic sine it is.", "asinh(0)", gives: "0", scalar: Scalar.asinh, asinh)
    addUnary("acosh", "The number of at least 0 whose hyperbolic cosine it is.", "acosh(1)", gives: "0", scalar: Scalar.acosh, in: 1.3...3)
    {
      try log($0 + sqrt($0 - 1) * sqrt($0 + 1))
    }
    addUnary("atanh", "The number whose hyperbolic tangent it is.", "atanh(0)", gives: "0", scalar: Scalar.atanh, in: -0.7...0.7, atanh)
    addUnary("erf", "The error function.", "erf(0)", gives: "0", scalar: Scalar.erf, erf)
  }

  private func addFiniteness() {
    addUnary("isnan", "Whether it is not a number.", "isnan([1, nan])", gives: "[false, true]") { apply(.not, try $0 == $0) }
    addUnary("isinf", "Whether it is infinite.", "isinf([1, -inf])", gives: "[false, true]") { try abs($0) == Double.infinity }
    addUnary("isfinite", "Whether it is a number and finite.", "isfinite([1, inf, nan])", gives: "[true, false, false]") {
      try abs($0) < Tensor(Double.infinity)
    }
  }
}
