// Arithmetic, comparison and choice between two tensors that broadcast, and their operators.

import CKernels
import Catalog

extension Primitive {
  /// An operation of two inputs that broadcast; gradients are summed back to the inputs' shapes.
  private static func binary(_ name: String, _ float: dk_operation, _ whole: dk_operation, _ derivative: BinaryDerivative?) -> Primitive {
    let work = Work.element { $0.isFloating ? float : whole }
    guard let derivative else { return Primitive(name, work) }
    return Primitive(name, work) { node, upstream in
      guard let g = upstream[0] else { return [nil, nil] }
      let a = Tensor(node.inputs[0])
      let b = Tensor(node.inputs[1])
      let (toA, toB) = try derivative(a, b, Tensor(node), g)
      return [try toA.summed(to: a.shape), try toB.summed(to: b.shape)]
    }
  }

  private typealias BinaryDerivative = @Sendable (_ a: Tensor, _ b: Tensor, _ y: Tensor, _ g: Tensor) throws -> (Tensor, Tensor)

  static let add = binary("add", DK_ADD, DK_INT_ADD) { _, _, _, g in (g, g) }
  static let subtract = binary("subtract", DK_SUBTRACT, DK_INT_SUBTRACT) { _, _, _, g in (g, try -g) }
  static let multiply = binary("multiply", DK_MULTIPLY, DK_INT_MULTIPLY) { a, b, _, g in (try g * b, try g * a) }
  static let divide = binary("divide", DK_DIVIDE, DK_INT_DIVIDE) { a, b, y, g in
    let toA = try g / b
    return (toA, try -(toA * y))
  }
  static let remainder = binary("mod", DK_REMAINDER, DK_INT_REMAINDER) { a, b, _, g in
    (g, try -(g * apply(.floor, a / b)))
  }
  static let raised = binary("power", DK_POWER, DK_POWER) { a, b, y, g in
    // 0 to the power of 0 has slope 0, and a base of 0 or less has no logarithm: no gradient to the exponent there.
    let toA = try select(b == 0, Tensor(0), g * b * power(a, b - 1))
    let toB = try select(a > 0, g * y * log(select(a > 0, a, Tensor(1))), Tensor(0))
    return (toA, toB)
  }
  // Where both are equal each gets half, as in PyTorch.
  static let smaller = binary("minimum", DK_MINIMUM, DK_INT_MINIMUM) { a, b, _, g in try shares(g, first: a < b, second: b < a) }
  static let larger = binary("maximum", DK_MAXIMUM, DK_INT_MAXIMUM) { a, b, _, g in try shares(g, first: a > b, second: b > a) }
  static let arcTangent2 = binary("atan2", DK_ATAN2, DK_ATAN2) { a, b, _, g in
    let scale = try g / (square(a) + square(b))
    return (try scale * b, try -(scale * a))
  }

  static let equal = binary("equal", DK_EQUAL, DK_INT_EQUAL, nil)
  static let less = binary("less", DK_LESS, DK_INT_LESS, nil)
  static let lessOrEqual = binary("less_equal", DK_LESS_EQUAL, DK_INT_LESS_EQUAL, nil)
  static let and = binary("and", DK_AND, DK_AND, nil)
  static let or = binary("or", DK_OR, DK_OR, nil)
  static let not: Primitive = Primitive("not", .element { _ in DK_NOT })

  /// Inputs: truth, then, else.
  static let choice: Primitive = Primitive(
    "where", .element { _ in DK_SELECT },
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil, nil] }
      let mask = Tensor(node.inputs[0])
      let toThen = try select(mask, g, Tensor(0)).summed(to: node.inputs[1].shape)
      let toElse = try select(mask, Tensor(0), g).summed(to: node.inputs[2].shape)
      return [nil, toThen, toElse]
    })

  private static func shares(_ g: Tensor, first: Tensor, second: Tensor) throws -> (Tensor, Tensor) {
    let half = try g * 0.5
    return (try select(first, g, select(second, Tensor(0), half)), try select(second, g, select(first, Tensor(0), half)))
  }
}

/// Items of [a] where the mask is true, of [b] elsewhere; all three broadcast.
public func select(_ mask: Tensor, _ a: Tensor, _ b: Tensor) throws -> Tensor {
  let type = common(a, b)
  let pair = try fitted(a.shape, b.shape, "where")
  let shape = try fitted(mask.shape, pair, "where")
  let inputs = [mask.converted(to: .truth), a.converted(to: type), b.converted(to: type)]
  return Tensor(Node(.choice, inputs.map(\.node), shape: shape, type: type))
}

public func minimum(_ a: Tensor, _ b: Tensor) throws -> Tensor { try arithmetic(.smaller, a, b) }
public func maximum(_ a: Tensor, _ b: Tensor) throws -> Tensor { try arithmetic(.larger, a, b) }

/// a to the power of b; the usual whole exponents become products.
public func power(_ a: Tensor, _ b: Tensor) throws -> Tensor {
  let type = common(a, b).floating
  let a = a.converted(to: type)
  switch b.constant {
  case 1: return a
  case 2: return try square(a)
  case 0.5: return sqrt(a)
  case -1: return apply(.reciprocal, a)
  default: return try arithmetic(.raised, a, b.converted(to: type))
  }
}

/// log(exp(a) + exp(b)) without overflow.
public func logAddExp(_ a: Tensor, _ b: Tensor) throws -> Tensor {
  let top = try maximum(a, b).floating
  // Where both are -inf, or one is inf, a shift by it would give inf - inf.
  let shift = try select(abs(top) == Double.infinity, Tensor(0), top).detached()
  return try log(exp(a - shift) + exp(b - shift)) + shift
}

extension Tensor {
  public static func + (a: Tensor, b: Tensor) throws -> Tensor {
    if b.constant == 0, a.type == b.type { return a }
    if a.constant == 0, a.type == b.type { return b }
    return try arithmetic(.add, a, b)
  }
  public static func - (a: Tensor, b: Tensor) throws -> Tensor {
    if b.constant == 0, a.type == b.type { return a }
    return try arithmetic(.subtract, a, b)
  }
  public static func * (a: Tensor, b: Tensor) throws -> Tensor {
    if b.constant == 1, a.type == b.type { return a }
    if a.constant == 1, a.type == b.type { return b }
    return try arithmetic(.multiply, a, b)
  }
  /// Division is of real numbers: whole numbers become float32 first.
  public static func / (a: Tensor, b: Tensor) throws -> Tensor {
    let type = common(a, b).floating
    return try arithmetic(.divide, a.converted(to: type), b.converted(to: type))
  }
  public static prefix func - (a: Tensor) throws -> Tensor { apply(.negate, a.type == .truth ? a.converted(to: .int32) : a) }

  public static func + (a: Tensor, b: Double) throws -> Tensor { try a + Tensor(b) }
  public static func - (a: Tensor, b: Double) throws -> Tensor { try a - Tensor(b) }
  public static func - (a: Double, b: Tensor) throws -> Tensor { try Tensor(a) - b }
  public static func * (a: Tensor, b: Double) throws -> Tensor { try a * Tensor(b) }
  public static func * (a: Double, b: Tensor) throws -> Tensor { try Tensor(a) * b }
  public static func / (a: Tensor, b: Double) throws -> Tensor { try a / Tensor(b) }

  public static func == (a: Tensor, b: Tensor) throws -> Tensor { try comparison(.equal, a, b) }
  public static func == (a: Tensor, b: Double) throws -> Tensor { try comparison(.equal, a, Tensor(b)) }
  public static func < (a: Tensor, b: Tensor) throws -> Tensor { try comparison(.less, a, b) }
  public static func <= (a: Tensor, b: Tensor) throws -> Tensor { try comparison(.lessOrEqual, a, b) }
  public static func > (a: Tensor, b: Tensor) throws -> Tensor { try comparison(.less, b, a) }
  public static func > (a: Tensor, b: Double) throws -> Tensor { try comparison(.less, Tensor(b), a) }
}

/// The shape two operands broadcast to, or a complaint that shows both.
func fitted(_ a: Shape, _ b: Shape, _ operation: String) throws -> Shape {
  if let shape = broadcast(a, b) { return shape }
  throw Complaint(
    .shape, "these two do not fit together: \(a.shapeText) \(operation) \(b.shapeText)",
    [.init(.operator, "sizes must be equal, or 1, counted from the last"), .init(.left, a.shapeText), .init(.right, b.shapeText)],
    edits: fittingEdits(a, b))
}

/// What makes two shapes fit: a matrix the other way round, an axis of size 1 behind the others, the size of the other operand.
private func fittingEdits(_ a: Shape, _ b: Shape) -> [Complaint.Edit] {
  var edits: [Complaint.Edit] = []
  if b.count + 1 == a.count, let shape = broadcast(a, b + [1]) {
    edits.append(.replace(.right, "expand(\(part: .right), -1)", result: shape))
  }
  if a.count + 1 == b.count, let shape = broadcast(a + [1], b) {
    edits.append(.replace(.left, "expand(\(part: .left), -1)", result: shape))
  }
  if b.count == 2, let shape = broadcast(a, b.reversed()) { edits.append(.replace(.right, "\(operand: .right).T", result: shape)) }
  if a.count == 2, let shape = broadcast(a.reversed(), b) { edits.append(.replace(.left, "\(operand: .left).T", result: shape)) }
  edits.append(.replace(.size(b, in: .right), "\(a.shapeText)", result: a))
  return edits + [.replace(.size(a, in: .left), "\(b.shapeText)", result: b)]
}

/// The type in which two operands meet. A bare number takes the other's where it can.
func common(_ a: Tensor, _ b: Tensor) -> ElementType {
  switch (a.bareNumber, b.bareNumber) {
  case (let number?, nil): b.type.meeting(number: number)
  case (nil, let number?): a.type.meeting(number: number)
  default: a.type.meeting(b.type)
  }
}

/// A node of an operation that keeps the operands' common type.
func arithmetic(_ primitive: Primitive, _ a: Tensor, _ b: Tensor) throws -> Tensor {
  let meeting = common(a, b)
  let type = meeting == .truth ? .int32 : meeting
  let shape = try fitted(a.shape, b.shape, symbol(primitive))
  return Tensor(Node(primitive, [a.converted(to: type).node, b.converted(to: type).node], shape: shape, type: type))
}

/// A node that gives truths.
func comparison(_ primitive: Primitive, _ a: Tensor, _ b: Tensor) throws -> Tensor {
  let meeting = common(a, b)
  let type = meeting == .truth ? .int32 : meeting
  let shape = try fitted(a.shape, b.shape, symbol(primitive))
  return Tensor(Node(primitive, [a.converted(to: type).node, b.converted(to: type).node], shape: shape, type: .truth))
}

/// A node of `and`, `or`: truths in, truths out.
func logic(_ primitive: Primitive, _ a: Tensor, _ b: Tensor) throws -> Tensor {
  let shape = try fitted(a.shape, b.shape, primitive.name)
  return Tensor(Node(primitive, [a.converted(to: .truth).node, b.converted(to: .truth).node], shape: shape, type: .truth))
}

/// How people write the operation.
private func symbol(_ primitive: Primitive) -> String {
  switch primitive.name {
  case "add": "+"
  case "subtract": "-"
  case "multiply": "*"
  case "divide": "/"
  case "power": "^"
  case "equal": "=="
  case "less": "<"
  case "less_equal": "<="
  default: primitive.name
  }
}

// MARK: - the words

extension Catalog {
  /// The words of two tensors that broadcast.
  public func addArithmetic() {
    addBinary("minimum", "The smaller of two, item by item.", "minimum([1, 5], [3, 2])", gives: "[1, 2]", shift: 0.03, minimum)
    addBinary("maximum", "The larger of two, item by item.", "maximum([1, 5], [3, 2])", gives: "[3, 5]", shift: 0.03, maximum)
    addBinary("atan2", "The angle of the point (b, a), in radians.", "atan2(0, 1)", gives: "0", in: 0.3...1) {
      try arithmetic(.arcTangent2, $0.floating, $1.floating)
    }
    addBinary("hypot", "The length of (a, b): sqrt(a^2 + b^2).", "hypot(3, 4)", gives: "5", in: 0.3...1) {
      try sqrt(square($0) + square($1))
    }
    addBinary(
      "logaddexp", "log(exp(a) + exp(b)) without overflow.", "logaddexp([1000], [1000])", gives: "[1000.6932]", logAddExp)
    addBinary("power", "a to the power of b, as `a ^ b`.", "power([2, 3], 2)", gives: "[4, 9]", in: 0.5...1.5, power)
    addBinary(
      "remainder", "What is left of a divided by b, with b's sign, as `a mod b`.", "remainder([7, -7], 3)", gives: "[1, 2]", in: 0.9...1.1,
      shift: 1.5
    ) {
      try arithmetic(.remainder, $0, $1)
    }
    add(
      .elementwise, "lerp", "The way from a to b: a where the share is 0, b where it is 1.", shapes: ["[...], [...], [] -> [...]"],
      examples: [Example("lerp([0, 10], [10, 20], 0.5)", gives: "[5, 15]")],
      samples: [Sample([2, 3], [3], [2, 1]), Sample([], [0, 2], [1])],
      given("a", "a number or a tensor"), given("b", "another that broadcasts with it"), given("share", "how far, as numbers or a tensor")
    ) { (a: Tensor, b: Tensor, share: Tensor) in try a + share * (b - a) }
    addChoices()
  }

  private func addChoices() {
    add(
      .elementwise, "where", "Items of `a` where the mask is true, of `b` elsewhere.",
      shapes: ["[...], [...], [...] -> [...]", "[n, 1], [m], [] -> [n, m]"],
      examples: [Example("where([1, -2] > 0, [1, 1], 0)", gives: "[1, 0]")],
      samples: [Sample([2], [3, 1], before: [.thing(Tensor([true, false], shape: [2]))]), Sample([0], [], before: [.truth(true)])],
      given("mask", "truths, or numbers that are not 0"), given("a", "taken where the mask is true"),
      given("b", "taken elsewhere")
    ) { (mask: Tensor, a: Tensor, b: Tensor) in try select(mask, a, b) }
    add(
      .elementwise, "clamp", "Keeps each item within two bounds.", shapes: [ShapeRule("[...] -> [...]", "0, 1")],
      examples: [Example("clamp([-2, 0.5, 3], 0, 1)", gives: "[0, 0.5, 1]")],
      samples: .each(with: ["low": .number(-0.4), "high": .number(0.6)]),
      given("x", "a number or a tensor"), given("low", "the lower bound, or none", Tensor?.self, .some(nil)),
      given("high", "the upper bound, or none", Tensor?.self, .some(nil))
    ) { (x: Tensor, low: Tensor?, high: Tensor?) in
      let raised = try low.map { try maximum(x, $0) } ?? x
      return try high.map { try minimum(raised, $0) } ?? raised
    }
    addForeign("clip", in: "NumPy", means: "clamp")
  }

  private func addBinary(
    _ name: String, _ summary: String, _ example: String, gives result: String, in range: ClosedRange<Double> = -1...1,
    shift: Double = 0, file: String = #fileID, line: Int = #line, _ compute: @escaping (Tensor, Tensor) throws -> Tensor
  ) {
    add(
      .elementwise, name, summary, shapes: ["[...], [...] -> [...]", "[n, 1], [m] -> [n, m]"],
      examples: [Example(example, gives: result)], samples: .pairs(in: range, shift: shift), file: file, line: line,
      given("a", "a number or a tensor"), given("b", "another that broadcasts with it")
    ) { (a: Tensor, b: Tensor) in try compute(a, b) }
  }
}
