// Operations that move items without changing them: reshape, transpose, slice, join, repeat.

import CKernels
import Catalog

extension Primitive {
  static let reshape: Primitive = Primitive(
    "reshape", .view { node, view in view.reshaped(node.shape) },
    gradient: { node, upstream in [try upstream[0].map { try $0.reshaped(node.inputs[0].shape) }] })

  /// Attributes: the order of the old axes.
  static let permute: Primitive = Primitive(
    "permute", .view { node, view in View(shape: node.shape, strides: node.attributes.map { view.strides[$0] }, offset: view.offset) },
    gradient: { node, upstream in
      let order = node.attributes
      let back = order.indices.map { axis in order.firstIndex(of: axis) ?? axis }
      return [upstream[0].map { $0.permuted(back) }]
    })

  /// Attributes: for each axis start and step; the shape says how many.
  static let slice: Primitive = Primitive(
    "slice",
    .view { node, view in
      let axes = node.shape.indices
      let offset = axes.reduce(view.offset) { $0 + node.attributes[2 * $1] * view.strides[$1] }
      return View(shape: node.shape, strides: axes.map { view.strides[$0] * node.attributes[2 * $0 + 1] }, offset: offset)
    },
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil] }
      return [Tensor(Node(.unslice, [g.node], node.attributes, shape: node.inputs[0].shape, type: g.type))]
    })

  /// The inverse of a slice: zeros everywhere but in the slice. Attributes as for `slice`.
  static let unslice: Primitive = Primitive(
    "unslice", .kernel { node, builder in try builder.unslice(node) }, types: ElementType.all,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil] }
      return [Tensor(Node(.slice, [g.node], node.attributes, shape: node.inputs[0].shape, type: g.type))]
    })

  static let broadcast: Primitive = Primitive(
    "broadcast",
    .view { node, view in
      let extra = node.shape.count - view.shape.count
      let strides = node.shape.indices.map { $0 < extra || view.shape[$0 - extra] == 1 ? 0 : view.strides[$0 - extra] }
      return View(shape: node.shape, strides: strides, offset: view.offset)
    },
    gradient: { node, upstream in [try upstream[0].map { try $0.summed(to: node.inputs[0].shape) }] })

  /// Attributes: the axis.
  static let concatenate: Primitive = Primitive(
    "concat", .kernel { node, builder in try builder.concatenate(node) }, types: ElementType.all,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return node.inputs.map { _ in nil } }
      var start = 0
      return node.inputs.map { input in
        defer { start += input.shape[node.attributes[0]] }
        return g.slice(axis: node.attributes[0], from: start, count: input.shape[node.attributes[0]])
      }
    })
}

extension Tensor {
  /// The same items under another shape of equally many.
  public func reshaped(_ target: Shape) throws -> Tensor {
    if target == shape { return self }
    guard target.itemCount == itemCount, target.allSatisfy({ $0 >= 0 }) else {
      throw Complaint(
        .shape, "\(itemCount) items do not fill the shape \(target.shapeText)",
        [.init(.whole, "\(target.shapeText) has \(target.itemCount) items"), .init(.position(0), shape.shapeText)])
    }
    if let fill = node.fill { return Tensor(filled: fill, shape: target, type: type) }
    if let storage = node.storage { return Tensor(storage, offset: node.offset, shape: target, type: type).remembering(self, .reshape) }
    return Tensor(Node(.reshape, [node], shape: target, type: type))
  }

  /// A view of known numbers is a leaf at once, unless a gradient may walk through it.
  private func remembering(_ source: Tensor, _ primitive: Primitive) -> Tensor {
    Recording.isOn ? Tensor(Node(primitive, [source.node], shape: shape, type: type)) : self
  }

  /// The axes in another order.
  public func permuted(_ order: [Int]) -> Tensor {
    if order == Array(shape.indices) { return self }
    return Tensor(Node(.permute, [node], order, shape: order.map { shape[$0] }, type: type))
  }

  /// The last two axes swapped.
  public func transposed() throws -> Tensor {
    guard rank >= 2 else { return self }
    var order = Array(shape.indices)
    order.swapAt(rank - 1, rank - 2)
    return permuted(order)
  }

  /// Repeats axes of size 1, and leading ones, up to [target].
  public func broadcasted(to target: Shape) throws -> Tensor {
    if target == shape { return self }
    guard Self.isSpread(shape, to: target) else {
      throw Complaint(.shape, "\(shape.shapeText) cannot be spread to \(target.shapeText)", [.init(.whole, "only sizes of 1 repeat")])
    }
    if let fill = node.fill { return Tensor(filled: fill, shape: target, type: type) }
    return Tensor(Node(.broadcast, [node], shape: target, type: type))
  }

  /// The items several times, one after the other along an axis.
  func repeated(_ times: Int, axis: Int) throws -> Tensor {
    var (wide, target) = (shape, shape)
    wide.insert(times, at: axis)
    target[axis] *= try ShapeArgument(wide).checked()[axis]
    return try expanded(at: axis).broadcasted(to: wide).reshaped(target)
  }

  private static func isSpread(_ shape: Shape, to target: Shape) -> Bool { broadcast(shape, target) == target }

  /// [count] items along an axis, from a start, [step] apart.
  public func slice(axis: Int, from start: Int, count: Int, step: Int = 1) -> Tensor {
    if start == 0, step == 1, count == shape[axis] { return self }
    var target = shape
    target[axis] = count
    if let fill = node.fill { return Tensor(filled: fill, shape: target, type: type) }
    let isLeading = shape[..<axis].allSatisfy { $0 == 1 } && (step == 1 || count <= 1)
    if isLeading, let storage = node.storage, !Recording.isOn {
      let offset = node.offset + start * shape[(axis + 1)...].reduce(1, *)
      return Tensor(storage, offset: offset, shape: target, type: type)
    }
    let attributes = shape.indices.flatMap { $0 == axis ? [start, step] : [0, 1] }
    return Tensor(Node(.slice, [node], attributes, shape: target, type: type))
  }

  /// The axes turned end to end.
  public func flipped(_ axes: [Int]) throws -> Tensor {
    axes.reduce(self) { $0.slice(axis: $1, from: Swift.max($0.shape[$1] - 1, 0), count: $0.shape[$1], step: -1) }
  }

  /// An axis of size 1 put in before [axis].
  public func expanded(at axis: Int) throws -> Tensor {
    var target = shape
    target.insert(1, at: axis)
    return try reshaped(target)
  }

  /// Axes of size 1 gone: the named ones, or all.
  public func squeezed(_ axes: [Int]? = nil) throws -> Tensor {
    let gone = axes ?? shape.indices.filter { shape[$0] == 1 }
    guard let wrong = gone.first(where: { shape[$0] != 1 }) else {
      return try reshaped(shape.indices.filter { !gone.contains($0) }.map { shape[$0] })
    }
    throw Complaint(
      .shape, "axis \(wrong) has size \(shape[wrong]), and only axes of size 1 can go", [.init(.position(0), shape.shapeText)])
  }

  /// The same numbers, through which no gradient flows.
  public func detached() -> Tensor { Tensor(Node(.stopGradient, [node], shape: shape, type: type)) }
}

extension Primitive {
  /// Passes numbers on and stops gradients.
  static let stopGradient: Primitive = Primitive("stop_gradient", .view { _, view in view })
}

/// Joins along an axis that exists; all other sizes agree.
public func concatenate(_ tensors: [Tensor], axis: Int) throws -> Tensor {
  guard let first = tensors.first else {
    throw Complaint(.argument, "`concat` of nothing has no shape", [.init(.callee, "give it at least one tensor")])
  }
  if tensors.count == 1 { return first }
  let type = tensors.dropFirst().reduce(first.type) { $0.meeting($1.type) }
  var shape = first.shape
  shape[axis] = 0
  for (place, tensor) in tensors.enumerated() {
    guard tensor.rank == first.rank, tensor.shape.indices.allSatisfy({ $0 == axis || tensor.shape[$0] == first.shape[$0] }) else {
      throw Complaint(
        .shape, "these do not join along axis \(axis): \(first.shape.shapeText) and \(tensor.shape.shapeText)",
        [.init(.position(place), tensor.shape.shapeText), .init(.position(0), first.shape.shapeText)],
        why: "all sizes but that of axis \(axis) must agree")
    }
    shape[axis] += tensor.shape[axis]
  }
  return Tensor(Node(.concatenate, tensors.map { $0.converted(to: type).node }, [axis], shape: shape, type: type))
}

/// The axis along which `concat` joins unless told.
public enum JoinAxis {
  /// 0; a net's lines set 1 while they run, since axis 0 is their batch.
  nonisolated(unsafe) public static var usual = 0
}

/// Joins tensors of one shape along a new axis.
public func stack(_ tensors: [Tensor], axis: Int) throws -> Tensor {
  guard let first = tensors.first else {
    throw Complaint(.argument, "`stack` of nothing has no shape", [.init(.callee, "give it at least one tensor")])
  }
  if let place = tensors.firstIndex(where: { $0.shape != first.shape }) {
    throw Complaint(
      .shape, "only equal shapes stack: \(first.shape.shapeText) and \(tensors[place].shape.shapeText)",
      [.init(.position(place), tensors[place].shape.shapeText), .init(.position(0), first.shape.shapeText)])
  }
  let along = try resolve(axis: axis, rank: first.rank + 1)
  return try concatenate(tensors.map { try $0.expanded(at: along) }, axis: along)
}

// MARK: - the words

extension Catalog {
  /// The words that move items.
  public func addMovement() {
    add(
      .movement, "reshape", "The same items under another shape; one size may be -1.",
      shapes: [ShapeRule("[n, m] -> [m, n]", "[m, n]"), ShapeRule("[n, c, h, w] -> [n, c * h * w]", "[n, -1]")],
      examples: [Example("reshape([1, 2, 3, 4], [2, 2])", gives: "[[1, 2],\n [3, 4]]")],
      samples: [Sample([2, 6], with: ["shape": .size([3, -1])]), Sample([0, 2], with: ["shape": .size([0, 3])])],
      given("x", "a tensor"), given("shape", "the new sizes", ShapeArgument.self)
    ) { (x: Tensor, shape: ShapeArgument) in try x.reshaped(shape.resolved(for: x.itemCount)) }
    add(
      .movement, "transpose", "The axes in another order; without one, the last two swapped.",
      shapes: ["[..., n, m] -> [..., m, n]", ShapeRule("[h, w, c] -> [c, h, w]", "[2, 0, 1]")],
      examples: [Example("transpose([[1, 2], [3, 4]])", gives: "[[1, 3],\n [2, 4]]")],
      samples: [
        Sample([2, 3]), Sample([2, 3, 2], with: ["axes": .list([.number(2), .number(0), .number(1)])]), Sample([0, 2]), Sample([]),
      ],
      given("x", "a tensor"), given("axes", "the old axes in their new order", [Int]?.self, .some(nil))
    ) { (x: Tensor, axes: [Int]?) in
      guard let axes else { return try x.transposed() }
      let order = try axes.map { try resolve(axis: $0, rank: x.rank) }
      guard order.sorted() == Array(x.shape.indices) else {
        throw Complaint(.shape, "`axes` must name each of the \(x.rank) axes once", [.init(.argument("axes"), axes.shapeText)])
      }
      return x.permuted(order)
    }
    addJoining()
    addSizes()
  }

  private func addJoining() {
    add(
      .movement, "concat", "Joins along an axis: the first, and inside a net, where that is the batch, the second.",
      shapes: ["[n, ...], [m, ...] -> [n + m, ...]", ShapeRule("[k, n], [k, m] -> [k, n + m]", "axis: 1")],
      examples: [Example("concat([1, 2], [3])", gives: "[1, 2, 3]")],
      samples: [Sample([2, 3], [1, 3]), Sample([2, 3], [2, 0], [2, 2], with: ["axis": .number(1)]), Sample([0], [1])],
      rest("tensors", "tensors, or one list of them", TensorList.self),
      given("axis", "the axis that grows; none: 0, or 1 inside a net", Int?.self, .some(nil))
    ) { (lists: [TensorList], axis: Int?) in
      let tensors = lists.flatMap(\.tensors)
      let rank = tensors.first?.rank ?? 1
      return try concatenate(tensors, axis: resolve(axis: axis ?? min(JoinAxis.usual, max(rank - 1, 0)), rank: rank))
    }
    add(
      .movement, "stack", "Joins equal shapes along a new axis.",
      shapes: ["[...], [...] -> [2, ...]", ShapeRule("[n, m], [n, m] -> [n, 2, m]", "axis: 1")],
      examples: [Example("stack([1, 2], [3, 4])", gives: "[[1, 2],\n [3, 4]]")],
      samples: [Sample([2, 2], [2, 2], with: ["axis": .number(1)]), Sample([], []), Sample([0], [0])],
      rest("tensors", "tensors, or one list of them", TensorList.self), given("axis", "where the new axis stands", Int.self, 0)
    ) { (lists: [TensorList], axis: Int) in
      let tensors = lists.flatMap(\.tensors)
      // One tensor is a list of its rows already.
      if tensors.count == 1, axis == 0, tensors[0].rank > 0 { return tensors[0] }
      return try stack(tensors, axis: axis)
    }
    add(
      .movement, "repeat", "The tensor several times, one after the other.",
      shapes: [ShapeRule("[n, ...] -> [n * times, ...]", "times"), ShapeRule("[n, m] -> [n, m * times]", "times, axis: 1")],
      examples: [Example("repeat([1, 2], 2)", gives: "[1, 2, 1, 2]")],
      samples: [Sample([2, 2], with: ["times": .number(2), "axis": .number(1)]), Sample([0], with: ["times": .number(3)])],
      given("x", "a tensor"), count("times", "how often"), given("axis", "along this axis", Int.self, 0)
    ) { (x: Tensor, times: Int, axis: Int) in try x.repeated(times, axis: resolve(axis: axis, rank: x.rank)) }
  }

  private func addSizes() {
    add(
      .movement, "expand", "A new axis of size 1.",
      shapes: ["[...] -> [1, ...]", ShapeRule("[n, m] -> [n, m, 1]", "axis: -1")],
      examples: [Example("expand([1, 2], axis: 0).shape", gives: "1x2")],
      samples: [Sample([2, 3], with: ["axis": .number(1)]), Sample([]), Sample([0])],
      given("x", "a tensor"), given("axis", "where the new axis stands", Int.self, 0)
    ) { (x: Tensor, axis: Int) in try x.expanded(at: resolve(axis: axis, rank: x.rank + 1)) }
    add(
      .movement, "squeeze", "Axes of size 1 gone.", shapes: ["[1, n, 1] -> [n]", ShapeRule("[1, n, 1] -> [n, 1]", "axis: 0")],
      examples: [Example("squeeze([[1, 2]])", gives: "[1, 2]")],
      samples: [Sample([1, 3, 1]), Sample([1, 3, 1], with: ["axis": .number(0)]), Sample([1, 1])],
      given("x", "a tensor"), given("axis", "these axes; none: all of size 1", Axes?.self, .some(nil))
    ) { (x: Tensor, axis: Axes?) in try x.squeezed(axis.map { try resolve(axes: $0.axes, rank: x.rank) }) }
    add(
      .movement, "broadcast", "Repeats axes of size 1 up to a shape.",
      shapes: [ShapeRule("[n, 1] -> [n, m]", "[n, m]"), ShapeRule("[m] -> [n, m]", "[n, m]")],
      examples: [Example("broadcast([[1], [2]], [2, 2])", gives: "[[1, 1],\n [2, 2]]")],
      samples: [Sample([2, 1, 2], with: ["shape": .size([2, 2, 3, 2])]), Sample([1], with: ["shape": .list([.number(0)])])],
      given("x", "a tensor"), given("shape", "the shape it spreads to", ShapeArgument.self)
    ) { (x: Tensor, shape: ShapeArgument) in try x.broadcasted(to: shape.checked()) }
    add(
      .movement, "reverse", "Axes turned end to end.", shapes: ["[...] -> [...]"],
      examples: [Example("reverse([1, 2, 3])", gives: "[3, 2, 1]")],
      samples: [Sample([3, 2]), Sample([2, 3], with: ["axis": .number(1)]), Sample([0, 2]), Sample([])],
      given("x", "a tensor"), given("axis", "these axes; none: all", Axes?.self, .some(nil))
    ) { (x: Tensor, axis: Axes?) in try x.flipped(resolve(axes: axis?.axes ?? Array(x.shape.indices), rank: x.rank)) }
    add(
      .gradient, "stop_gradient", "The same numbers, through which no gradient flows.", shapes: ["[...] -> [...]"],
      examples: [Example("stop_gradient([1, 2])", gives: "[1, 2]")],
      given("x", "a tensor")
    ) { (x: Tensor) in x.detached() }
    addForeign("torch.cat", in: "PyTorch", means: "concat")
    addForeign("concatenate", in: "NumPy", means: "concat")
    addForeign("permute", in: "PyTorch", means: "transpose")
    addForeign("swapaxes", in: "NumPy", means: "transpose")
    addForeign("unsqueeze", in: "PyTorch", means: "expand")
    addForeign("expand_dims", in: "NumPy", means: "expand")
    addForeign("broadcast_to", in: "NumPy", means: "broadcast")
    addForeign("torch.flip", in: "PyTorch", means: "reverse")
    addForeign("view", in: "PyTorch", means: "reshape")
    addForeign("detach", in: "PyTorch", means: "stop_gradient")
  }
}
