// Operations that bring an axis to nothing: sums, extremes, and what is made of them.

import CKernels
import Catalog

extension Primitive {
  /// Attributes: the axes. The result has those axes gone.
  static let sum: Primitive = Primitive(
    "sum", .kernel { node, builder in try builder.reduce(node, DK_REDUCE_SUM) }, types: ElementType.computed,
    gradient: { node, upstream in
      [try upstream[0].map { try $0.restoring(node.attributes, of: node.inputs[0].shape) }]
    })
  static let largest = extreme("max", DK_REDUCE_MAX)
  static let smallest = extreme("min", DK_REDUCE_MIN)
  static let product: Primitive = Primitive(
    "prod", .kernel { node, builder in try builder.reduce(node, DK_REDUCE_PRODUCT) }, types: ElementType.computed,
    gradient: { node, upstream in
      // The product of all the others: exact also where one item is 0, by two running products.
      guard let g = upstream[0] else { return [nil] }
      return [try productGradient(Tensor(node.inputs[0]), node.attributes, g)]
    })
  static let placeOfLargest: Primitive = Primitive(
    "argmax", .kernel { node, builder in try builder.reduce(node, DK_REDUCE_ARGMAX) }, types: ElementType.computed)
  static let placeOfSmallest: Primitive = Primitive(
    "argmin", .kernel { node, builder in try builder.reduce(node, DK_REDUCE_ARGMIN) }, types: ElementType.computed)
  /// Attributes: the axis.
  static let runningSum: Primitive = Primitive(
    "cumulative_sum", .kernel { node, builder in try builder.cumulativeSum(node) }, types: ElementType.computed,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil] }
      let axis = node.attributes[0]
      return [try g.flipped([axis]).cumulativeSum(axis: axis).flipped([axis])]
    })

  /// Equal items share the gradient, as in PyTorch's amax.
  private static func extreme(_ name: String, _ reduction: dk_reduction) -> Primitive {
    Primitive(
      name, .kernel { node, builder in try builder.reduce(node, reduction) }, types: ElementType.computed,
      gradient: { node, upstream in
        guard let g = upstream[0] else { return [nil] }
        let x = Tensor(node.inputs[0])
        let hit = try (x == Tensor(node).keeping(node.attributes, of: x.shape)).converted(to: g.type)
        let share = try g / hit.sum(axes: node.attributes)
        return [try hit * share.keeping(node.attributes, of: x.shape)]
      })
  }

  /// Sum of gradients times the product of the other items along the axes.
  private static func productGradient(_ x: Tensor, _ axes: [Int], _ g: Tensor) throws -> Tensor {
    let isZero = try x == 0
    let zeros = try isZero.converted(to: x.type).sum(axes: axes).keeping(axes, of: x.shape)
    let rest = try select(isZero, Tensor(1), x).reduced(.product, axes).keeping(axes, of: x.shape)
    let wide = try g.keeping(axes, of: x.shape)
    let withoutZero = try select(zeros == 0, rest / select(isZero, Tensor(1), x), Tensor(0))
    let atTheZero = try select(isZero, select(zeros == 1, rest, Tensor(0)), Tensor(0))
    return try wide * (withoutZero + atTheZero)
  }
}

extension Tensor {
  /// A reduction over [axes] in the type in which kernels work; over none, the items themselves.
  func reduced(_ primitive: Primitive, _ axes: [Int], type result: ElementType? = nil) -> Tensor {
    let source = computing
    if axes.isEmpty { return source }
    let kept = shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
    return Tensor(Node(primitive, [source.node], axes, shape: kept, type: result ?? source.type))
  }

  /// The sum over [axes], which are gone from the result. Truths are counted; sums of int8 and uint8 are int32.
  public func sum(axes: [Int]) throws -> Tensor { reduced(.sum, axes).converted(to: type.summed) }

  /// The sum of everything: rank 0.
  public func sum() throws -> Tensor { try sum(axes: Array(shape.indices)) }

  /// The mean over [axes], a real number.
  public func mean(axes: [Int]) throws -> Tensor {
    let count = axes.map { shape[$0] }.itemCount
    return try precisely { try $0.sum(axes: axes) * Tensor(1 / Double(count)) }
  }

  /// The mean of everything: rank 0.
  public func mean() throws -> Tensor { try mean(axes: Array(shape.indices)) }

  /// Mean squared distance from the mean; [correction] 1 divides by one less.
  public func variance(axes: [Int], correction: Int) throws -> Tensor {
    let count = axes.map { shape[$0] }.itemCount
    return try precisely { x in
      let centred = try x - x.mean(axes: axes).keeping(axes, of: shape)
      return try square(centred).sum(axes: axes) * Tensor(1 / Double(Swift.max(count - correction, 0)))
    }
  }

  public func max(axes: [Int]) throws -> Tensor { try nonEmpty(axes, "max").reduced(.largest, axes).converted(to: extremeType) }
  public func min(axes: [Int]) throws -> Tensor { try nonEmpty(axes, "min").reduced(.smallest, axes).converted(to: extremeType) }
  private var extremeType: ElementType { type == .truth ? .int32 : type }
  /// Where the largest item along the axis stands: int32.
  public func argmax(axis: Int) throws -> Tensor { try nonEmpty([axis], "argmax").reduced(.placeOfLargest, [axis], type: .int32) }
  public func argmin(axis: Int) throws -> Tensor { try nonEmpty([axis], "argmin").reduced(.placeOfSmallest, [axis], type: .int32) }

  /// Sums up to and with each place along the axis.
  public func cumulativeSum(axis: Int) throws -> Tensor {
    let x = computing
    return Tensor(Node(.runningSum, [x.node], [axis], shape: shape, type: x.type)).converted(to: type.summed)
  }

  /// log(sum(exp(x))) over the axes without overflow.
  public func logSumExp(axes: [Int]) throws -> Tensor {
    try precisely { x in
      let top = try x.max(axes: axes)
      // A row that is all -inf would give nan by -inf - -inf; the shift there is 0.
      let shift = try select(abs(top) == Double.infinity, Tensor(0), top).detached()
      return try log(exp(x - shift.keeping(axes, of: shape)).sum(axes: axes)) + shift
    }
  }

  /// Sums a gradient back to the shape it was broadcast from.
  func summed(to target: Shape) throws -> Tensor {
    if shape == target { return self }
    let extra = rank - target.count
    let axes = shape.indices.filter { $0 < extra || (target[$0 - extra] == 1 && shape[$0] != 1) }
    return try sum(axes: axes).reshaped(target)
  }

  /// Puts reduced axes back with size 1, so that the result broadcasts against [full].
  func keeping(_ axes: [Int], of full: Shape) throws -> Tensor {
    try reshaped(full.indices.map { axes.contains($0) ? 1 : full[$0] })
  }

  /// Spreads a reduced tensor over the axes that were summed.
  fileprivate func restoring(_ axes: [Int], of full: Shape) throws -> Tensor { try keeping(axes, of: full).broadcasted(to: full) }

  private func nonEmpty(_ axes: [Int], _ word: String) throws -> Tensor {
    guard axes.allSatisfy({ shape[$0] > 0 }) else {
      throw Complaint(.shape, "`\(word)` of no items has no value", [.init(.position(0), "its shape is \(shape.shapeText)")])
    }
    return self
  }
}

// MARK: - the words

/// The axes of a reduction: one, several, or none for all.
struct Axes: Argument {
  let axes: [Int]
  static var wanted: String { "an axis or a list of axes" }
  static func from(_ value: Value, _ context: Context) throws -> Axes? {
    if let axis = try value.asWhole() { return Axes(axes: [axis]) }
    return try [Int].from(value, context).map { Axes(axes: $0) }
  }
  var value: Value { axes.value }

  /// What every word does to shapes that brings axes to nothing.
  static let shapes: [ShapeRule] = [
    "[...] -> []", ShapeRule("[n, m] -> [m]", "axis: 0"), ShapeRule("[n, m] -> [n, 1]", "axis: 1, keep: true"),
  ]
}

extension Catalog {
  /// The reductions.
  public func addReductions() {
    addReduction("sum", "The sum.", "sum([[1, 2], [3, 4]], axis: 0)", gives: "[4, 6]") { try $0.sum(axes: $1) }
    addReduction("mean", "The mean.", "mean([1, 2, 3, 6])", gives: "3") { try $0.mean(axes: $1) }
    addReduction("max", "The largest item.", "max([[1, 5], [7, 2]], axis: 1)", gives: "[5, 7]") { try $0.max(axes: $1) }
    addReduction("min", "The smallest item.", "min([3, 1, 2])", gives: "1") { try $0.min(axes: $1) }
    addReduction("prod", "The product.", "prod([2, 3, 4])", gives: "24", in: 0.5...1.5) { x, axes in
      x.reduced(.product, axes).converted(to: x.type.summed)
    }
    addReduction("logsumexp", "log(sum(exp(x))) without overflow.", "logsumexp([1000, 1000])", gives: "1000.6932") {
      try $0.logSumExp(axes: $1)
    }
    addReduction("any", "Whether any is true.", "any([1, 2] > 1)", gives: "true") { x, axes in
      try x.converted(to: .truth).sum(axes: axes) > 0
    }
    addReduction("all", "Whether all are true.", "all([1, 2] > 1)", gives: "false") { x, axes in
      try apply(.not, x.converted(to: .truth)).sum(axes: axes) == 0
    }
    addSpread()
    addPlaces()
  }

  private func addSpread() {
    for (name, summary, result) in [
      ("var", "The variance: mean squared distance from the mean.", "2.5"), ("std", "The standard deviation.", "1.5811388"),
    ] {
      add(
        .reduction, name, summary, shapes: Axes.shapes, examples: [Example("\(name)([1, 2, 3, 4, 5])", gives: result)],
        samples: .reductions.filter { !$0.shapes[0].contains(0) && $0.shapes[0] != [1, 1] }
          + [Sample([2, 0, 3], with: ["axis": .number(0)]), Sample([1, 3], with: ["axis": .number(1), "keep": .truth(true)])],
        given("x", "a tensor"), given("axis", "over these axes; none: over all", Axes?.self, .some(nil)),
        flag("keep", "leave the axes, with size 1", false),
        count("correction", "what is taken off the count that divides: 1 as in PyTorch, 0 as in NumPy", 1, in: 0...1e9)
      ) { (x: Tensor, axis: Axes?, keep: Bool, correction: Int) in
        let axes = try resolve(axes: axis?.axes ?? Array(x.shape.indices), rank: x.rank)
        let variance = try x.variance(axes: axes, correction: correction)
        let result = name == "std" ? sqrt(variance) : variance
        return keep ? try result.keeping(axes, of: x.shape) : result
      }
    }
  }

  private func addPlaces() {
    for (name, summary, result) in [("argmax", "Where the largest item stands.", "1"), ("argmin", "Where the smallest item stands.", "2")] {
      add(
        .reduction, name, summary, shapes: Axes.shapes, examples: [Example("\(name)([3, 7, 1])", gives: result)],
        samples: [Sample([2, 3]), Sample([1])],
        given("x", "a tensor"), given("axis", "along this axis; none: in the flattened tensor", Int?.self, .some(nil)),
        flag("keep", "leave the axis, with size 1", false)
      ) { (x: Tensor, axis: Int?, keep: Bool) in
        let source = axis == nil ? try x.reshaped([x.itemCount]) : x
        let along = try resolve(axis: axis ?? 0, rank: source.rank)
        let result = try name == "argmax" ? source.argmax(axis: along) : source.argmin(axis: along)
        return keep ? try result.keeping([along], of: source.shape) : result
      }
    }
    addForeign("amax", in: "PyTorch", means: "max")
    addForeign("amin", in: "PyTorch", means: "min")
  }

  private func addReduction(
    _ name: String, _ summary: String, _ example: String, gives result: String, in range: ClosedRange<Double> = -1...1,
    file: String = #fileID, line: Int = #line,
    _ compute: @escaping (Tensor, [Int]) throws -> Tensor
  ) {
    let hasNoneOfNothing = ["max", "min", "logsumexp"].contains(name)
    add(
      .reduction, name, summary, shapes: Axes.shapes, examples: [Example(example, gives: result)],
      samples: .reductions.map { Sample($0.shapes, in: range, given: $0.given) }
        .filter { !hasNoneOfNothing || !$0.shapes[0].contains(0) }, file: file, line: line,
      given("x", "a tensor"), given("axis", "over these axes; none: over all", Axes?.self, .some(nil)),
      flag("keep", "leave the axes, with size 1", false)
    ) { (x: Tensor, axis: Axes?, keep: Bool) in
      let axes = try resolve(axes: axis?.axes ?? Array(x.shape.indices), rank: x.rank)
      let result = try compute(x, axes)
      return keep ? try result.keeping(axes, of: x.shape) : result
    }
  }
}

extension [Sample] {
  /// A tensor reduced over all, one and several of its axes.
  static var reductions: [Sample] {
    [
      Sample([2, 3, 4]), Sample([2, 3, 4], with: ["axis": .number(1)]),
      Sample([3, 2, 2], with: ["axis": .list([.number(0), .number(2)])]),
      Sample([1, 1]), Sample([2, 0, 3], with: ["axis": .number(2), "keep": .truth(true)]), Sample([0, 2], with: ["axis": .number(0)]),
    ]
  }

  /// A tensor along whose axes something runs on.
  static func running(in range: ClosedRange<Double> = -1...1) -> [Sample] {
    [
      Sample([2, 4], in: range), Sample([3, 2, 2], in: range, with: ["axis": .number(0)]), Sample([2, 1], in: range),
      Sample([0, 3], in: range), Sample([2, 0], in: range),
    ]
  }
}
