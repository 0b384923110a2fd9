// Convolutions over given weights, their transposes, and windows laid out one beside the other.

import CKernels
import Catalog

/// The transpose of a convolution: x [batch, channels, space…] with weight [channels, out / groups, kernel…] grows by the stride.
/// [extra]: so many more items at the end of each axis of space.
public func convolveTransposed(
  _ x: Tensor, _ weight: Tensor, bias: Tensor? = nil, stride: [Int], padding: (low: [Int], high: [Int]), dilation: [Int], extra: [Int],
  groups: Int = 1
) throws -> Tensor {
  guard x.rank >= 3, weight.rank == x.rank, x.shape[1] == weight.shape[0], weight.shape[0] % groups == 0 else {
    throw Complaint(
      .shape,
      "a transposed convolution wants [batch, channels, space…] and [channels, out, kernel…]: \(x.shape.shapeText), \(weight.shape.shapeText)",
      [.init(.position(1), weight.shape.shapeText), .init(.position(0), x.shape.shapeText)])
  }
  let kernel = Array(weight.shape.dropFirst(2))
  if let axis = kernel.indices.first(where: { extra[$0] >= Swift.max(stride[$0], dilation[$0]) }) {
    throw Complaint(
      .argument, "`output_padding` is \(extra[axis]), and must be less than the stride \(stride[axis])",
      [.init(.argument("output_padding"), "only tells apart sizes that the stride brings to one")])
  }
  let space = kernel.indices.map { axis in
    (x.shape[axis + 2] - 1) * stride[axis] - padding.low[axis] - padding.high[axis] + dilation[axis] * (kernel[axis] - 1) + 1 + extra[axis]
  }
  guard space.allSatisfy({ $0 > 0 }) else {
    throw Complaint(
      .shape, "the padding leaves nothing of \(sizeText(Array(x.shape.dropFirst(2))))",
      [.init(.position(0), x.shape.shapeText), .init(.position(1), weight.shape.shapeText)])
  }
  // The padding behind takes the extra items, so that the window comes to lie on the last item exactly. Items that no window can
  // reach are zeros.
  let near = kernel.indices.map { Swift.min(extra[$0], padding.high[$0] + stride[$0] - 1) }
  let window = Window(stride: stride, low: padding.low, high: kernel.indices.map { padding.high[$0] - near[$0] }, dilation: dilation)
  let shape = [x.shape[0], weight.shape[1] * groups] + kernel.indices.map { space[$0] - extra[$0] + near[$0] }
  let type = common(x, weight).floating
  let operands = [x, weight].map { $0.converted(to: type.computing) }
  let attributes = [groups, ProductPrecision.current.attribute] + window.attributes
  let reached =
    type == .float64
    ? try foldedProduct(operands[0], operands[1], shape, window, groups)
    : Tensor(Node(.convolutionToData, operands.map(\.node), attributes, shape: shape, type: .float32))
  let result = try kernel.indices.reduce(reached.converted(to: type)) {
    try $0.padded(.constant, axis: $1 + 2, low: 0, high: extra[$1] - near[$1])
  }
  return try bias.map { try result + $0.reshaped([$0.itemCount] + kernel.map { _ in 1 }) } ?? result
}

extension Primitive {
  /// [planes, size…] to [planes, items of the kernel, windows]. Attributes: the kernel's rank, kernel, window.
  static let unfold: Primitive = Primitive(
    "unfold", .kernel { node, builder in try builder.slide(node, node.inputs[0].shape, dk_unfold) }, types: ElementType.real,
    gradient: { node, upstream in
      [upstream[0].map { Tensor(Node(.fold, [$0.node], node.attributes, shape: node.inputs[0].shape, type: $0.type)) }]
    })
  /// The transpose of `unfold`.
  static let fold: Primitive = Primitive(
    "fold", .kernel { node, builder in try builder.slide(node, node.shape, dk_fold) }, types: ElementType.real,
    gradient: { node, upstream in
      [upstream[0].map { Tensor(Node(.unfold, [$0.node], node.attributes, shape: node.inputs[0].shape, type: $0.type)) }]
    })
  /// Where in its plane each window's largest item stands: [planes, windows], int32.
  static let placesOfLargest: Primitive = Primitive(
    "max_pool, places", .kernel { node, builder in try builder.windowPlaces(node) }, types: ElementType.real)
}

/// The windows over x [batch, channels, space…] as columns: [batch, channels * kernel items, windows].
public func unfold(_ x: Tensor, kernel: [Int], _ window: Window) throws -> Tensor {
  try checkSpace(x, kernel.count, "unfold")
  let count = try window.outcomes(x, kernel).itemCount
  return try x.precisely {
    let planes = try $0.reshaped([x.shape[0] * x.shape[1]] + x.shape.dropFirst(2))
    let shape = [planes.shape[0], kernel.itemCount, count]
    let columns = Tensor(Node(.unfold, [planes.node], [kernel.count] + kernel + window.attributes, shape: shape, type: planes.type))
    return try columns.reshaped([x.shape[0], x.shape[1] * kernel.itemCount, count])
  }
}

/// The transpose of `unfold`: columns added up at their places in space of the given size.
public func fold(_ columns: Tensor, size: [Int], kernel: [Int], _ window: Window) throws -> Tensor {
  let count = size.indices.map { window.outcome(size[$0], kernel[$0], axis: $0) }.itemCount
  guard columns.rank == 3, columns.shape[1] % Swift.max(kernel.itemCount, 1) == 0, columns.shape[2] == count else {
    throw Complaint(
      .shape, "`fold` to \(sizeText(size)) wants [batch, channels * \(kernel.itemCount), \(count)], not \(columns.shape.shapeText)",
      [.init(.position(0), columns.shape.shapeText), .init(.argument("size"), "\(count) windows of \(sizeText(kernel)) fit")])
  }
  let channels = columns.shape[1] / kernel.itemCount
  return try columns.precisely {
    let planes = try $0.reshaped([columns.shape[0] * channels, kernel.itemCount, count])
    let attributes = [kernel.count] + kernel + window.attributes
    let sums = Tensor(Node(.fold, [planes.node], attributes, shape: [planes.shape[0]] + size, type: planes.type))
    return try sums.reshaped([columns.shape[0], channels] + size)
  }
}

func checkSpace(_ x: Tensor, _ axes: Int, _ word: String) throws {
  guard x.rank == axes + 2, axes >= 1, axes <= DK_SPACE else {
    throw Complaint(
      .shape, "`\(word)` wants [batch, channels, space…] with \(axes) axes of space, not \(x.shape.shapeText)",
      [.init(.position(0), x.shape.shapeText)])
  }
}

extension PlanBuilder {
  /// The kernel and the window of a node over planes of some shape.
  private func window(_ node: Node, _ planes: Shape) -> dk_window {
    let rank = node.attributes[0]
    let kernel = Array(node.attributes[1...rank])
    return Window(node.attributes.dropFirst(1 + rank)).native(Array(planes.dropFirst()), kernel)
  }

  func slide(
    _ node: Node, _ planes: Shape,
    _ run: @escaping (dk_type, UnsafeRawPointer, Int64, UnsafePointer<dk_window>, UnsafeMutableRawPointer) -> Void
  ) throws {
    let (source, to) = (try contiguousInput(node, 0), result(node))
    let (window, count) = (window(node, planes), Int64(planes[0]))
    add(node.primitive.name, reads: [source.buffer], writes: [to.buffer]) { slots in
      withUnsafePointer(to: window) { run(node.type.native, source.address(slots, node.type), count, $0, to.address(slots, node.type)) }
    }
  }

  func windowPlaces(_ node: Node) throws {
    let (source, to) = (try contiguousInput(node, 0), result(node))
    let (window, count) = (window(node, node.inputs[0].shape), Int64(node.inputs[0].shape[0]))
    let type = node.inputs[0].type
    add(node.primitive.name, reads: [source.buffer], writes: [to.buffer]) { slots in
      withUnsafePointer(to: window) {
        dk_window_places(type.native, source.address(slots, type), count, $0, to.address(slots, Int32.self))
      }
    }
  }
}

// MARK: - the words

extension Catalog {
  /// Convolutions over given weights.
  public func addConvolutions() {
    let one = PerAxis(sizes: [1])
    add(
      .contraction, "convolve", "Slides given weights over [batch, channels, space…]; what the layer `conv` does with its own.",
      shapes: ["[n, c, h, w], [m, c, 3, 3] -> [n, m, h - 2, w - 2]", "[n, c, time], [m, c, 3] -> [n, m, time - 2]"],
      examples: [Example("convolve([[[1, 2, 3]]], [[[1, 1]]])", gives: "[[[3, 5]]]")],
      samples: [
        Sample([2, 2, 7], [3, 2, 3], [3], with: ["stride": .number(2), "padding": .number(1)]),
        Sample([1, 2, 5, 4], [3, 2, 3, 2], with: ["padding": .text("same")]),
        Sample([1, 1, 6, 6], [2, 1, 2, 3], with: ["stride": .size([1, 2]), "dilation": .number(2)]),
        Sample([1, 4, 3, 3], [6, 2, 2, 2], [6], with: ["groups": .number(2)]), Sample([1, 1, 3, 3, 3], [2, 1, 2, 2, 2], [2]),
        Sample([0, 2, 4, 4], [3, 2, 3, 3], [3]), Sample([1, 1, 1], [1, 1, 1]),
      ],
      given("x", "[batch, channels, space…] with one to three axes of space"),
      given("weight", "[out, channels / groups, kernel…]", Tensor.self), given("bias", "[out], or none", Tensor?.self, .some(nil)),
      given("stride", "how far it moves", PerAxis.self, one), given("padding", "\"same\", \"valid\" or items", Padding.self, .valid),
      given("dilation", "how far its items stand apart", PerAxis.self, one),
      count("groups", "channels are split into so many groups that do not mix", 1)
    ) { (x: Tensor, weight: Tensor, bias: Tensor?, stride: PerAxis, padding: Padding, dilation: PerAxis, groups: Int) in
      let window = try Window(Array(weight.shape.dropFirst(2)), stride: stride, padding: padding, dilation: dilation)
      return try convolve(x, weight, bias: bias, window, groups: groups)
    }
    addTransposed(one)
    addFolding(one)
  }

  private func addTransposed(_ one: PerAxis) {
    add(
      .contraction, "convolve_transposed", "The transpose of a convolution: spreads each item by given weights, growing by the stride.",
      shapes: [ShapeRule("[n, c, h, w], [c, m, 2, 2] -> [n, m, 2 * h, 2 * w]", "stride: 2")],
      examples: [Example("convolve_transposed([[[1, 2]]], [[[1, 1]]], stride: 2)", gives: "[[[1, 1, 2, 2]]]")],
      samples: [
        Sample([2, 2, 4], [2, 3, 3], [3], with: ["stride": .number(2), "padding": .number(1), "output_padding": .number(1)]),
        Sample([1, 2, 3, 2], [2, 1, 2, 3], with: ["stride": .size([2, 1]), "dilation": .size([2, 1])]),
        Sample([1, 4, 2, 2], [4, 1, 2, 2], [2], with: ["groups": .number(2), "stride": .number(2)]),
        Sample([1, 1, 3], [1, 1, 2], with: ["dilation": .number(2), "output_padding": .number(1)]),
        Sample([1, 1, 2, 2, 2], [1, 2, 2, 2, 2]), Sample([0, 2, 2, 2], [2, 1, 2, 2]), Sample([1, 1, 1], [1, 1, 1]),
      ],
      given("x", "[batch, channels, space…] with one to three axes of space"),
      given("weight", "[channels, out / groups, kernel…]", Tensor.self), given("bias", "[out], or none", Tensor?.self, .some(nil)),
      given("stride", "how far apart items are spread", PerAxis.self, one),
      given("padding", "\"same\", \"valid\" or items cut off at each end", Padding.self, .valid),
      given("dilation", "how far the kernel's items stand apart", PerAxis.self, one),
      given("output_padding", "so many more items at the end", PerAxis.self, PerAxis(sizes: [0])),
      count("groups", "channels are split into so many groups that do not mix", 1)
    ) {
      (
        x: Tensor, weight: Tensor, bias: Tensor?, stride: PerAxis, padding: Padding, dilation: PerAxis, extra: PerAxis, groups: Int
      ) in
      let kernel = Array(weight.shape.dropFirst(2))
      let steps = try dilation.spread(over: kernel.count, "dilation")
      return try convolveTransposed(
        x, weight, bias: bias, stride: stride.spread(over: kernel.count, "stride"),
        padding: padding.amounts(kernel: kernel, dilation: steps), dilation: steps,
        extra: extra.spread(over: kernel.count, "output_padding"), groups: groups)
    }
    addForeign("F.conv_transpose1d", "F.conv_transpose2d", "F.conv_transpose3d", in: "PyTorch", means: "convolve_transposed")
  }

  private func addFolding(_ one: PerAxis) {
    let kernel = Value.size([2, 2])
    add(
      .contraction, "unfold", "The windows over [batch, channels, space…] as columns: [batch, channels * kernel, windows].",
      shapes: [ShapeRule("[n, c, h, w] -> [n, c * 4, (h - 1) * (w - 1)]", "2")],
      examples: [Example("unfold([[[1, 2, 3]]], 2)", gives: "[[[1, 2],\n  [2, 3]]]")],
      samples: [
        Sample([1, 2, 4, 5], with: ["kernel": .size([2, 3]), "stride": .number(2), "padding": .number(1)]),
        Sample([2, 1, 5], with: ["kernel": .number(2), "dilation": .number(2)]), Sample([1, 1, 2, 2, 3], with: ["kernel": .number(2)]),
        Sample([0, 1, 2, 2], with: ["kernel": kernel]), Sample([1, 1, 1], with: ["kernel": .number(1)]),
      ],
      given("x", "[batch, channels, space…]"), given("kernel", "the size of the window", PerAxis.self),
      given("stride", "how far it moves", PerAxis.self, one), given("padding", "\"same\", \"valid\" or items", Padding.self, .valid),
      given("dilation", "how far its items stand apart", PerAxis.self, one)
    ) { (x: Tensor, kernel: PerAxis, stride: PerAxis, padding: Padding, dilation: PerAxis) in
      let size = try kernel.spread(over: max(x.rank - 2, 1), "kernel")
      return try unfold(x, kernel: size, Window(size, stride: stride, padding: padding, dilation: dilation))
    }
    addForeign("im2col", means: "unfold")
    add(
      .contraction, "fold", "Columns added up at the windows they stand for: the transpose of unfold.",
      shapes: [ShapeRule("[n, c * 4, 6] -> [n, c, 3, 4]", "[3, 4], 2")],
      examples: [Example("fold([[[1, 2], [10, 20]]], [3], 2)", gives: "[[[1, 12, 20]]]")],
      samples: [
        Sample([1, 4, 6], with: ["size": .size([3, 4]), "kernel": kernel]),
        Sample([2, 2, 3], with: ["size": .list([.number(4)]), "kernel": .number(2), "stride": .number(2), "padding": .number(1)]),
        Sample([0, 4, 1], with: ["size": kernel, "kernel": kernel]),
      ],
      given("columns", "[batch, channels * kernel, windows]"), given("size", "the size of space", ShapeArgument.self),
      given("kernel", "the size of the window", PerAxis.self), given("stride", "how far it moves", PerAxis.self, one),
      given("padding", "\"same\", \"valid\" or items", Padding.self, .valid),
      given("dilation", "how far its items stand apart", PerAxis.self, one)
    ) { (columns: Tensor, size: ShapeArgument, kernel: PerAxis, stride: PerAxis, padding: Padding, dilation: PerAxis) in
      let space = try size.checked()
      let window = try kernel.spread(over: space.count, "kernel")
      return try fold(columns, size: space, kernel: window, Window(window, stride: stride, padding: padding, dilation: dilation))
    }
  }
}
