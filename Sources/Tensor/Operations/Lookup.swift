// Items along an axis by number: gather, scatter, and weighted sums of a few neighbours.

import CKernels
import Catalog

extension Primitive {
  /// Inputs: x, places int32 of the same rank. Attributes: the axis. Other axes agree.
  static let gatherAlong: Primitive = Primitive(
    "gather", .kernel { node, builder in try builder.gatherAlong(node) }, types: ElementType.computed,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil] }
      return [Tensor(Node(.scatterAlong, [g.node, node.inputs[1]], node.attributes, shape: node.inputs[0].shape, type: g.type)), nil]
    })

  /// Inputs: items, places of their shape. The result sums the items at their places. Attributes: the axis.
  static let scatterAlong: Primitive = Primitive(
    "scatter", .kernel { node, builder in try builder.scatterAlong(node) }, types: ElementType.computed,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil] }
      return [Tensor(Node(.gatherAlong, [g.node, node.inputs[1]], node.attributes, shape: node.inputs[0].shape, type: g.type)), nil]
    })

  /// Input: places. Which of them was the last to point at each item, or -1. Attributes: the axis.
  static let lastAlong: Primitive = Primitive("scatter, order", .kernel { node, builder in try builder.lastAlong(node) })

  /// Inputs: x, index and weight [count, taps]. Attributes: the axis.
  static let blend: Primitive = Primitive(
    "blend", .kernel { node, builder in try builder.blend(node, back: false) }, types: ElementType.real,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil, nil] }
      let inputs = [g.node, node.inputs[1], node.inputs[2]]
      return [Tensor(Node(.blendBack, inputs, node.attributes, shape: node.inputs[0].shape, type: g.type)), nil, nil]
    })

  /// The transpose of `blend`.
  static let blendBack: Primitive = Primitive(
    "blend, gradient", .kernel { node, builder in try builder.blend(node, back: true) }, types: ElementType.real,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil, nil] }
      let inputs = [g.node, node.inputs[1], node.inputs[2]]
      return [Tensor(Node(.blend, inputs, node.attributes, shape: node.inputs[0].shape, type: g.type)), nil, nil]
    })
}

/// New items along an axis as weighted sums of a few old ones: `taps` terms each, those of weight 0 unused.
struct Taps {
  let taps: Int
  var index: [Int32] = []
  var weight: [Double] = []

  init(_ taps: Int) { self.taps = taps }

  var count: Int { index.count / taps }

  /// One more item. Fewer terms than `taps` are filled up.
  mutating func append(_ terms: [(place: Int, weight: Double)]) {
    for term in terms {
      index.append(Int32(term.place))
      weight.append(term.weight)
    }
    for _ in terms.count..<max(taps, terms.count) {
      index.append(0)
      weight.append(0)
    }
  }
}

extension Tensor {
  /// Items along an axis by number: of the shape of [places], whose other axes may be shorter than this tensor's.
  public func gathered(_ places: Tensor, axis: Int) throws -> Tensor {
    let axis = try resolve(axis: axis, rank: rank)
    guard places.rank == rank, shape.indices.allSatisfy({ $0 == axis || places.shape[$0] <= shape[$0] }) else {
      throw Complaint(
        .shape, "the places \(places.shape.shapeText) do not lie along axis \(axis) of \(shape.shapeText)",
        [.init(.position(1), places.shape.shapeText), .init(.position(0), shape.shapeText)],
        why: "both have the same axes, and only along axis \(axis) may there be more places than items")
    }
    let near = shape.indices.reduce(self) { $1 == axis ? $0 : $0.slice(axis: $1, from: 0, count: places.shape[$1]) }
    let source = near.computing
    let index = places.converted(to: .int32)
    let found = Tensor(Node(.gatherAlong, [source.node, index.node], [axis], shape: places.shape, type: source.type))
    return found.converted(to: type)
  }

  /// This tensor with [source] added at its places along an axis.
  public func scatteredAdding(_ source: Tensor, at places: Tensor, axis: Int) throws -> Tensor {
    let (axis, index) = try scatterPlaces(places, source, axis)
    let type = common(self, source)
    let items = source.converted(to: type.computing)
    let sums = Tensor(Node(.scatterAlong, [items.node, index.node], [axis], shape: grown(axis, places.shape), type: items.type))
    return try (converted(to: type.computing) + sums.extended(to: shape)).converted(to: type == .truth ? .int32 : type)
  }

  /// This tensor with [source] in its places along an axis. Of two for one place the last counts.
  public func scattered(_ source: Tensor, at places: Tensor, axis: Int) throws -> Tensor {
    let (axis, index) = try scatterPlaces(places, source, axis)
    let last = Tensor(Node(.lastAlong, [index.node], [axis], shape: grown(axis, places.shape), type: .int32))
    let whole = try (last + Tensor(1, type: .int32)).extended(to: shape)
    guard places.shape[axis] > 0 else { return self }
    let items = try source.converted(to: type).gathered(maximum(last, Tensor(0, type: .int32)), axis: axis)
    return try select(whole > Tensor(0, type: .int32), items.extended(to: shape), self)
  }

  private func grown(_ axis: Int, _ places: Shape) -> Shape { places.indices.map { $0 == axis ? shape[$0] : places[$0] } }

  /// Zeros behind the items of every axis.
  private func extended(to target: Shape) throws -> Tensor {
    if target == shape { return self }
    let attributes = shape.indices.flatMap { _ in [0, 1] }
    return Tensor(Node(.unslice, [node], attributes, shape: target, type: type))
  }

  private func scatterPlaces(_ places: Tensor, _ source: Tensor, _ axis: Int) throws -> (axis: Int, places: Tensor) {
    let axis = try resolve(axis: axis, rank: rank)
    guard places.shape == source.shape else {
      throw Complaint(
        .shape, "each item needs its place: the places are \(places.shape.shapeText), the items \(source.shape.shapeText)",
        [.init(.position(1), places.shape.shapeText), .init(.position(2), source.shape.shapeText)])
    }
    guard places.rank == rank, shape.indices.allSatisfy({ $0 == axis || places.shape[$0] <= shape[$0] }) else {
      throw Complaint(
        .shape, "the places \(places.shape.shapeText) do not lie along axis \(axis) of \(shape.shapeText)",
        [.init(.position(1), places.shape.shapeText), .init(.position(0), shape.shapeText)])
    }
    return (axis, places.converted(to: .int32))
  }

  /// New items along an axis as weighted sums of old ones.
  func blended(_ taps: Taps, axis: Int) -> Tensor {
    let shape = taps.index.count > 0 ? [taps.count, taps.taps] : [0, taps.taps]
    var target = self.shape
    target[axis] = taps.count
    return precisely { x in
      let inputs = [x.node, Tensor(taps.index, shape: shape).node, Tensor(taps.weight, shape: shape, type: x.type).node]
      return Tensor(Node(.blend, inputs, [axis], shape: target, type: x.type))
    }
  }
}

/// A shape seen from one of its axes: what lies outside of it, and what inside.
struct AxisView {
  let outer, count, inner: Int64

  init(_ shape: Shape, _ axis: Int) {
    outer = Int64(shape[..<axis].reduce(1, *))
    count = Int64(shape[axis])
    inner = Int64(shape[(axis + 1)...].reduce(1, *))
  }
}

extension PlanBuilder {
  func gatherAlong(_ node: Node) throws {
    let (source, places, to) = (try contiguousInput(node, 0), try contiguousInput(node, 1), result(node))
    guard node.shape.itemCount > 0 else { return }
    let (from, found) = (AxisView(node.inputs[0].shape, node.attributes[0]), AxisView(node.shape, node.attributes[0]))
    add(node.primitive.name, reads: [source.buffer, places.buffer], writes: [to.buffer]) { slots in
      let index = places.address(slots, Int32.self)
      let wrong = dk_gather_along(
        node.type.native, source.address(slots, node.type), from.outer, from.count, from.inner, index, found.count,
        to.address(slots, node.type))
      if wrong >= 0 { throw outside(index[Int(wrong)], from.count) }
    }
  }

  func scatterAlong(_ node: Node) throws {
    let (source, places, to) = (try contiguousInput(node, 0), try contiguousInput(node, 1), result(node))
    let (from, found) = (AxisView(node.inputs[0].shape, node.attributes[0]), AxisView(node.shape, node.attributes[0]))
    add(node.primitive.name, reads: [source.buffer, places.buffer], writes: [to.buffer]) { slots in
      let index = places.address(slots, Int32.self)
      let wrong = dk_scatter_along(
        node.type.native, source.address(slots, node.type), from.outer, from.count, from.inner, index, found.count,
        to.address(slots, node.type))
      if wrong >= 0 { throw outside(index[Int(wrong)], found.count) }
    }
  }

  func lastAlong(_ node: Node) throws {
    let (places, to) = (try contiguousInput(node, 0), result(node))
    let (from, found) = (AxisView(node.inputs[0].shape, node.attributes[0]), AxisView(node.shape, node.attributes[0]))
    add(node.primitive.name, reads: [places.buffer], writes: [to.buffer]) { slots in
      let index = places.address(slots, Int32.self)
      let wrong = dk_last_along(index, from.outer, from.count, from.inner, found.count, to.address(slots, Int32.self))
      if wrong >= 0 { throw outside(index[Int(wrong)], found.count) }
    }
  }

  func blend(_ node: Node, back: Bool) throws {
    let sources = try (0..<3).map { try contiguousInput(node, $0) }
    let to = result(node)
    let axis = node.attributes[0]
    let (view, size) = (AxisView(node.shape, axis), Int64(back ? node.shape[axis] : node.inputs[0].shape[axis]))
    let (count, taps) = (Int64(node.inputs[1].shape[0]), Int64(node.inputs[1].shape[1]))
    let run = back ? dk_blend_back : dk_blend
    add(node.primitive.name, reads: sources.map(\.buffer), writes: [to.buffer]) { slots in
      run(
        node.type.native, sources[0].address(slots, node.type), view.outer, size, view.inner, sources[1].address(slots, Int32.self),
        sources[2].address(slots, node.type), count, taps, to.address(slots, node.type))
    }
  }
}

extension Catalog {
  /// The words that look up and set along an axis.
  public func addLookup() {
    let places = Value.thing(Tensor([2, 0, 2, 1, 1, -1] as [Int32], shape: [2, 3]))
    add(
      .movement, "gather", "One item along an axis for every place: result[i, j] = x[i, places[i, j]] along axis 1.",
      shapes: ["[n, m], int32 [n, k] -> [n, k]"],
      examples: [Example("gather([[1, 2], [3, 4]], [[1], [0]], axis: 1)", gives: "[[2],\n [3]]")],
      samples: [
        Sample([2, 3], with: ["places": places, "axis": .number(1)]), Sample([3, 4], with: ["places": places, "axis": .number(0)]),
        Sample([2, 1], with: ["places": .thing(Tensor([Int32](), shape: [0, 1]))]),
      ],
      given("x", "a tensor"), given("places", "whole numbers, with as many axes as x", Tensor.self),
      given("axis", "along this axis", Int.self, -1)
    ) { (x: Tensor, places: Tensor, axis: Int) in try x.gathered(places, axis: axis) }
    addScatter(places)
    add(
      .movement, "masked_fill", "A number where the mask is true, the items elsewhere.", shapes: [ShapeRule("[...], [...] -> [...]", "7")],
      examples: [Example("masked_fill([1, 2], [true, false], 0)", gives: "[0, 2]")],
      samples: [
        Sample([2, 3], with: ["mask": .thing(Tensor([true, false, true], shape: [3])), "value": .number(7)]),
        Sample([0], with: ["mask": .truth(true), "value": .number(7)]),
      ],
      given("x", "a tensor"), given("mask", "truths that broadcast with x", Tensor.self), number("value", "what fills it")
    ) { (x: Tensor, mask: Tensor, value: Double) in try select(mask, Tensor(value, type: x.type), x) }
  }

  private func addScatter(_ places: Value) {
    for (name, summary, example, result) in [
      (
        "scatter", "x with other items at places along an axis; of two for one place the last counts.",
        "scatter([0, 0, 0], [2, 0], [5, 6])", "[6, 0, 5]"
      ),
      (
        "scatter_add", "x with items added at places along an axis.", "scatter_add([0, 0, 0], [2, 2], [5, 6])", "[0, 0, 11]"
      ),
    ] {
      add(
        .movement, name, summary, shapes: ["[n, m], int32 [n, k], [n, k] -> [n, m]"], examples: [Example(example, gives: result)],
        samples: [
          Sample([[2, 3], [2, 3]]) { Given(positional: [$0[0], places, $0[1]]) },
          Sample([[4, 3], [2, 3]]) { Given(positional: [$0[0], places, $0[1], .number(0)]) },
          Sample([[3, 4], [2, 3]]) { Given(positional: [$0[0], places, $0[1], .number(0)]) },
          Sample([[2], [0]]) { Given(positional: [$0[0], .thing(Tensor([Int32](), shape: [0])), $0[1]]) },
        ],
        given("x", "a tensor"), given("places", "whole numbers, with as many axes as x", Tensor.self),
        given("source", "the items, of the shape of the places", Tensor.self), given("axis", "along this axis", Int.self, -1)
      ) { (x: Tensor, places: Tensor, source: Tensor, axis: Int) in
        try name == "scatter" ? x.scattered(source, at: places, axis: axis) : x.scatteredAdding(source, at: places, axis: axis)
      }
    }
  }
}
