// Brackets of numbers, and the words that make tensors.

import Catalog

extension Catalog {
  /// `[1, 2]`, `[[1, 2], [3, 4]]`; and tensors from ranges and shapes.
  public func addMaking() {
    bracket = { try Bracket.tensor(of: $0) }
    addConstant("pi", "The circle's circumference by its diameter.", .number(Double.pi))
    addConstant("inf", "Larger than any number.", .number(.infinity))
    addConstant("nan", "Not a number.", .number(.nan))
    add(
      .tensor, "tensor", "A tensor from a number, a range or a list of numbers.",
      shapes: [ShapeRule("-> [n]", "1..n"), "[...] -> [...]"],
      examples: [Example("tensor(1..4)", gives: "[1, 2, 3, 4]")],
      given("x", "what becomes a tensor"), given("type", "the type of its items; none: as they are", ElementType?.self, .some(nil))
    ) { (x: Tensor, type: ElementType?) in type.map { x.converted(to: $0) } ?? x }
    add(
      .tensor, "full", "The same number everywhere.", shapes: [ShapeRule("-> [n, m]", "[n, m], 7")],
      examples: [Example("full([2], 7)", gives: "[7, 7]")],
      given("shape", "the sizes", ShapeArgument.self), number("number", "what fills it")
    ) { (shape: ShapeArgument, number: Double) in Tensor(filled: number, shape: try shape.checked()) }
    add(
      .tensor, "linspace", "Evenly spaced numbers, both ends included.", shapes: [ShapeRule("-> [count]", "0, 1, count")],
      examples: [Example("linspace(0, 1, 5)", gives: "[0, 0.25, 0.5, 0.75, 1]")],
      number("start", "the first"), number("end", "the last"), count("count", "how many")
    ) { (start: Double, end: Double, count: Int) in
      let shape = try ShapeArgument([count]).checked()
      if Checking.isOn, count > Foresight.mostItems { return Tensor(awaiting: shape, type: .float32) }
      try checkMemory(of: shape)
      let step = count > 1 ? (end - start) / Double(count - 1) : 0
      return Tensor((0..<count).map { Float(start + Double($0) * step) }, shape: shape)
    }
    add(
      .tensor, "eye", "The identity matrix.", shapes: [ShapeRule("-> [size, size]", "size")],
      examples: [Example("eye(2)", gives: "[[1, 0],\n [0, 1]]")],
      count("size", "rows and columns", nil, in: 0...100_000)
    ) { (size: Int) in try Tensor((0..<Int32(size)).map { $0 }, shape: [size]).oneHot(size) }
    addTypes()
  }

  /// A word for each type of numbers, which converts to it.
  private func addTypes() {
    for type in ElementType.allCases where type != .truth {
      let example: Example =
        switch type {
        case .bfloat16: Example("bfloat16([1, 0.1, 257])", gives: "[1, 0.1, 256]")
        case .float64: Example("float64(1) / 3", gives: "0.3333333333333333")
        case .float32: Example("float32([1, 2] > 1)", gives: "[0, 1]")
        case .uint8: Example("uint8([1.7, 300, -1])", gives: "[1, 255, 0]")
        default: Example("\(type.text)([1.7, -1.7])", gives: "[1, -1]")
        }
      add(.tensor, type.text, type.summary, shapes: ["[...] -> [...]"], examples: [example], given("x", "a tensor")) { (x: Tensor) in
        x.converted(to: type)
      }
    }
  }

  /// All words of this floor.
  public func addTensors() {
    addMaking()
    addElementwise()
    addActivations()
    addArithmetic()
    addReductions()
    addRunning()
    addNorms()
    addMovement()
    addEdges()
    addIndexing()
    addLookup()
    addOrdering()
    addContraction()
    addEinsum()
    addConvolutions()
    addPools()
    addSampling()
    addAttention()
    addAlgebra()
    addFourier()
    addGradients()
    addForeignNames()
  }

  /// What NumPy, PyTorch and TensorFlow call words and settings of this floor.
  private func addForeignNames() {
    addForeign("array", "asarray", "as_tensor", "Tensor", "from_numpy", "constant", means: "tensor")
    addForeign("cat", "concatenate", "hcat", "vcat", "hstack", "vstack", means: "concat")
    addForeign("unsqueeze", "expand_dims", means: "expand")
    addForeign("view", means: "reshape")
    addForeign("permute", "swapaxes", "moveaxis", means: "transpose")
    addForeign("mm", "bmm", means: "matmul")
    addForeign("clip", "clip_by_value", means: "clamp")
    addForeign("absolute", "fabs", means: "abs")
    addForeign("randn", "standard_normal", "rnorm", means: "normal")
    addForeign("rand", "runif", means: "uniform")
    addForeign("fill", means: "full")
    addForeign("amax", "reduce_max", means: "max")
    addForeign("amin", "reduce_min", means: "min")
    addForeign("reduce_sum", "total", means: "sum")
    addForeign("reduce_mean", "average", "avg", means: "mean")
    addForeign("product", means: "prod")
    addForeign("arcsin", means: "asin")
    addForeign("arccos", means: "acos")
    addForeign("arctan", means: "atan")
    addForeign("arctan2", means: "atan2")
    addForeign("dim", "dims", "axes", means: "axis")
    addForeign("keepdim", "keepdims", "keep_dims", means: "keep")
  }
}

extension ElementType {
  /// What the word that converts to it says.
  fileprivate var summary: String {
    switch self {
    case .truth: "Whether the numbers are not 0."
    case .uint8: "The same numbers as whole numbers of 0 to 255, cut towards zero; what lies outside becomes the nearest."
    case .int8: "The same numbers as whole numbers of -128 to 127, cut towards zero; what lies outside becomes the nearest."
    case .int32: "The same numbers as int32, cut towards zero; what lies outside becomes the nearest."
    case .int64: "The same numbers as int64, cut towards zero; what lies outside becomes the nearest."
    case .bfloat16: "The same numbers as bfloat16: the range of float32 with 8 binary digits, rounded to the nearest."
    case .float32: "The same numbers as float32: 24 binary digits."
    case .float64: "The same numbers as float64: 53 binary digits."
    }
  }
}

/// What stands between brackets.
private enum Bracket {
  /// A tensor when all items are numbers, truths or such brackets (which come as lists); nil leaves a list.
  static func tensor(of items: [Value]) throws -> Value? {
    guard !items.isEmpty else { return nil }
    if items.allSatisfy({ if case .list = $0 { true } else { false } }) { return try joined(items) }
    return try row(items).map { .thing($0) }
  }

  private static func joined(_ items: [Value]) throws -> Value? {
    var parts: [Tensor] = []
    for case .list(let inner) in items {
      guard case .thing(let tensor as Tensor)? = try tensor(of: inner) else { return nil }
      parts.append(tensor)
    }
    if let odd = parts.firstIndex(where: { $0.shape != parts[0].shape }) {
      throw Complaint(
        .shape, "the rows differ: \(parts[0].shape.shapeText) and \(parts[odd].shape.shapeText)",
        [.init(.position(odd), parts[odd].shape.shapeText)],
        why: "all rows of a tensor have one shape")
    }
    return .thing(try literal(parts) ?? stack(parts, axis: 0))
  }

  /// Rows of known numbers become one piece of memory.
  private static func literal(_ parts: [Tensor]) throws -> Tensor? {
    let type = parts.reduce(parts[0].type) { $0.meeting($1.type) }
    guard parts.allSatisfy({ $0.exact != nil }) else { return nil }
    return made(parts.flatMap { $0.exact ?? [] }, [parts.count] + parts[0].shape, type)
  }

  private static func row(_ items: [Value]) throws -> Tensor? {
    var numbers: [Double] = []
    var truths = 0
    for item in items {
      switch item {
      case .number(let number): numbers.append(number)
      case .truth(let truth):
        numbers.append(truth ? 1 : 0)
        truths += 1
      default: return try computed(items)
      }
    }
    return made(numbers, [items.count], truths == items.count ? .truth : .float32)
  }

  /// Items that are computed: tensors of rank 0 among the numbers.
  private static func computed(_ items: [Value]) throws -> Tensor? {
    var parts: [Tensor] = []
    for item in items {
      switch item {
      case .number, .truth: break
      case .thing(let tensor as Tensor) where tensor.rank == 0: break
      case .thing(let unknown as Unknown) where unknown.sort == .number || unknown.sort == .truth: break
      case .thing(let unknown as Unknown) where unknown.sort == .anything: throw UnknownNumbers()
      default: return nil
      }
      guard let part = try Tensor(item) else { return nil }
      parts.append(part)
    }
    return try stack(parts, axis: 0)
  }

  private static func made(_ numbers: [Double], _ shape: Shape, _ type: ElementType) -> Tensor {
    var tensor = type == .truth ? Tensor(numbers.map { $0 != 0 }, shape: shape) : Tensor(numbers.map { Float($0) }, shape: shape)
    tensor.exact = numbers.count <= 4096 ? numbers : nil
    return tensor
  }
}
