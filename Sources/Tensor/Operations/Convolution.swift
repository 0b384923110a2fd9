// Convolution over any number of axes of space, by oneDNN, and its two gradients, each the others' derivative.

import CKernels
import COneDNN
import Catalog

/// x [batch, channels, space…] with weight [out, channels / groups, kernel…] and a bias [out] perhaps.
public func convolve(_ x: Tensor, _ weight: Tensor, bias: Tensor? = nil, _ window: Window, groups: Int = 1) throws -> Tensor {
  let space = x.rank - 2
  guard space >= 1, weight.rank == x.rank else {
    throw Complaint(
      .shape,
      "a convolution wants [batch, channels, space…] and a kernel of the same rank: \(x.shape.shapeText), \(weight.shape.shapeText)",
      [.init(.position(0), x.shape.shapeText), .init(.position(1), weight.shape.shapeText)])
  }
  guard x.shape[1] == weight.shape[1] * groups, weight.shape[0] % groups == 0 else {
    throw Complaint(
      .shape, "the kernel reads \(weight.shape[1] * groups) channels, and there are \(x.shape[1])",
      [.init(.position(0), x.shape.shapeText), .init(.position(1), weight.shape.shapeText)])
  }
  let sizes = (0..<space).map { window.outcome(x.shape[$0 + 2], weight.shape[$0 + 2], axis: $0) }
  guard sizes.allSatisfy({ $0 > 0 }) else {
    throw Complaint(
      .shape, "a kernel of \(sizeText(Array(weight.shape.dropFirst(2)))) does not fit into \(sizeText(Array(x.shape.dropFirst(2))))",
      [.init(.position(0), x.shape.shapeText)], why: "padding: \"same\" or a smaller kernel would fit")
  }
  let type = ([weight] + (bias.map { [$0] } ?? [])).reduce(x.type) { $0.meeting($1.type) }.floating
  let inputs = ([x, weight] + (bias.map { [$0] } ?? [])).map { $0.converted(to: type.computing) }
  let shape = [x.shape[0], weight.shape[0]] + sizes
  if type == .float64 { return try unfoldedProduct(inputs, shape, window, groups) }
  let attributes = [groups, ProductPrecision.current.attribute] + window.attributes
  return Tensor(Node(.convolution, inputs.map(\.node), attributes, shape: shape, type: .float32)).converted(to: type)
}

extension Primitive {
  /// Inputs: x, weight, bias perhaps. Attributes: groups, the precision, then the window.
  static let convolution: Primitive = Primitive(
    "conv", .kernel { node, builder in try builder.convolution(node) }, types: [.float32],
    gradient: { node, upstream in
      guard let g = upstream[0] else { return node.inputs.map { _ in nil } }
      let toX = Tensor(Node(.convolutionToData, [g.node, node.inputs[1]], node.attributes, shape: node.inputs[0].shape, type: .float32))
      let weights = weightGradient(node.inputs[0], g.node, node.attributes, node.inputs[1].shape, withBias: node.inputs.count > 2)
      return [toX] + weights
    },
    multiplyAdds: { node in
      node.shape.itemCount * (node.inputs[1].shape.dropFirst().reduce(1, *) + (node.inputs.count > 2 ? 1 : 0))
    })

  /// The gradient of the data. Inputs: gradient of the result, weight.
  static let convolutionToData: Primitive = Primitive(
    "conv, gradient of the data", .kernel { node, builder in try builder.convolutionToData(node) }, types: [.float32],
    gradient: { node, upstream in
      guard let v = upstream[0] else { return [nil, nil] }
      let g = node.inputs[0]
      let toG = Tensor(Node(.convolution, [v.node, node.inputs[1]], node.attributes, shape: g.shape, type: .float32))
      return [toG] + weightGradient(v.node, g, node.attributes, node.inputs[1].shape, withBias: false)
    },
    multiplyAdds: { node in node.inputs[0].shape.itemCount * node.inputs[1].shape.dropFirst().reduce(1, *) })

  /// The gradients of weight and bias, as parts. Inputs: x, gradient of the result.
  static let convolutionToWeight: Primitive = Primitive(
    "conv, gradient of the weight", .kernel { node, builder in try builder.convolutionToWeight(node) }, types: [.float32],
    gradient: { node, upstream in
      let x = node.inputs[0]
      let g = node.inputs[1]
      var toX: Tensor?
      var toG: Tensor?
      if let v = upstream[0] {
        toX = Tensor(Node(.convolutionToData, [g, v.node], node.attributes, shape: x.shape, type: .float32))
        toG = Tensor(Node(.convolution, [x, v.node], node.attributes, shape: g.shape, type: .float32))
      }
      if upstream.count > 1, let v = upstream[1] {
        let wide = try v.reshaped([1, v.shape[0]] + g.shape.dropFirst(2).map { _ in 1 }).broadcasted(to: g.shape)
        toG = try toG.map { try $0 + wide } ?? wide
      }
      return [toX, toG]
    })

  private static func weightGradient(_ x: Node, _ g: Node, _ attributes: [Int], _ shape: Shape, withBias: Bool) -> [Tensor?] {
    let parts = [Node.Part(shape: shape, type: .float32)] + (withBias ? [Node.Part(shape: [shape[0]], type: .float32)] : [])
    let both = Node(.convolutionToWeight, [x, g], attributes, shape: shape, type: .float32, parts: parts)
    return parts.indices.map { Tensor(part: $0, of: both) }
  }
}

extension Tensor {
  /// One result of a node that has several.
  init(part index: Int, of node: Node) {
    self.init(Node(.part, [node], [index], shape: node.parts[index].shape, type: node.parts[index].type))
  }
}

extension PlanBuilder {
  /// The window's numbers in the form that oneDNN takes.
  private struct Numbers {
    let stride, dilation, low, high: [Int64]

    init(_ node: Node) {
      let window = Window(node.attributes.dropFirst(2))
      stride = window.stride.map(Int64.init)
      dilation = window.dilation.map(Int64.init)
      low = window.low.map(Int64.init)
      high = window.high.map(Int64.init)
    }
  }

  /// A layout for what is multiplied, by oneDNN's choice.
  private func factor(_ shape: Shape, _ node: Node) throws -> Layout {
    try Layout.any(shape, ProductPrecision(attribute: node.attributes[1]).factor)
  }

  /// The kernel's shape as oneDNN wants it: groups stand apart.
  private func grouped(_ weight: Shape, _ node: Node) -> Shape {
    let groups = node.attributes[0]
    return groups == 1 ? weight : [groups, weight[0] / groups] + weight.dropFirst()
  }

  func convolution(_ node: Node) throws {
    let place = graph.standIn[node.place]
    let target = graph.nodes[fusion.activation[place] ?? place]
    guard node.shape.itemCount > 0 else {
      settle(node, at: result(target))
      return
    }
    let weightShape = grouped(node.inputs[1].shape, node)
    let kernel = try forward(node, target, factor(node.inputs[0].shape, node), Layout.any(node.shape))
    let source = try fitted(node, 0, kernel, DNX_SOURCE)
    let bias = node.inputs.count > 2 ? try contiguousInput(node, 2) : nil
    let to = outcome(target, kernel, DNX_DESTINATION)
    try bySamples(node, kernel, (DNX_SOURCE, source), (DNX_DESTINATION, to)) {
      try forward(node, target, $0, $1)
    } add: { kernel, source, to in
      let reads =
        [(DNX_SOURCE, source), (DNX_WEIGHTS, try fittedWeight(node, 1, weightShape, kernel))] + (bias.map { [(DNX_BIAS, $0)] } ?? [])
      try add(kernel, "conv", reads: reads, writes: [(DNX_DESTINATION, to)])
    }
    if target !== node { settle(node, at: to) }
  }

  private func forward(_ node: Node, _ target: Node, _ source: Layout, _ destination: Layout) throws -> Kernel {
    let numbers = Numbers(node)
    let weight = try factor(grouped(node.inputs[1].shape, node), node)
    let biasLayout = node.inputs.count > 2 ? try Layout.contiguous(node.inputs[2].shape) : nil
    return try Kernel(
      withPosts(activations(target)) { posts, count in
        dnx_convolution_forward(
          true, convolutionAlgorithm(node), source.handle, weight.handle, biasLayout?.handle, destination.handle, numbers.stride,
          numbers.dilation, numbers.low, numbers.high, posts, count)
      })
  }

  func convolutionToData(_ node: Node) throws {
    guard node.shape.itemCount > 0, node.inputs[0].shape.itemCount > 0 else { return try clear(node) }
    let weightShape = grouped(node.inputs[1].shape, node)
    let kernel = try backward(node, factor(node.inputs[0].shape, node), Layout.any(node.shape))
    let gradient = try fitted(node, 0, kernel, DNX_DIFF_DESTINATION)
    let to = outcome(node, kernel, DNX_DIFF_SOURCE)
    try bySamples(node, kernel, (DNX_DIFF_DESTINATION, gradient), (DNX_DIFF_SOURCE, to)) {
      try backward(node, $0, $1)
    } add: { kernel, gradient, to in
      let reads = [(DNX_DIFF_DESTINATION, gradient), (DNX_WEIGHTS, try fittedWeight(node, 1, weightShape, kernel))]
      try add(kernel, node.primitive.name, reads: reads, writes: [(DNX_DIFF_SOURCE, to)])
    }
  }

  private func backward(_ node: Node, _ gradient: Layout, _ toSource: Layout) throws -> Kernel {
    let numbers = Numbers(node)
    let weight = try factor(grouped(node.inputs[1].shape, node), node)
    return try Kernel(
      dnx_convolution_backward_data(
        convolutionAlgorithm(node), toSource.handle, weight.handle, gradient.handle, numbers.stride, numbers.dilation, numbers.low,
        numbers.high))
  }

  func convolutionToWeight(_ node: Node) throws {
    let shape = grouped(node.parts[0].shape, node)
    guard node.inputs[0].shape.itemCount > 0, node.inputs[1].shape.itemCount > 0 else {
      let places = node.parts.map { fresh($0.shape, .float32) }
      for (place, part) in zip(places, node.parts) { clear(place, bytes: part.shape.itemCount * 4) }
      return settle(node, parts: [places[0], places.count > 1 ? places[1] : nil])
    }
    let kernel = try backwardToWeight(node, factor(node.inputs[0].shape, node), factor(node.inputs[1].shape, node))
    let (source, gradient) = try (fitted(node, 0, kernel, DNX_SOURCE), fitted(node, 1, kernel, DNX_DIFF_DESTINATION))
    var weights: [Place] = []
    var biases: [Place] = []
    try bySamples(node, kernel, (DNX_SOURCE, source), (DNX_DIFF_DESTINATION, gradient)) {
      try backwardToWeight(node, $0, $1)
    } add: { kernel, source, gradient in
      let to = kernel.layout(DNX_DIFF_WEIGHTS).map { fresh(shape, in: $0) } ?? fresh(shape, .float32)
      let bias = node.parts.count > 1 ? fresh(node.parts[1].shape, .float32) : nil
      try add(
        kernel, node.primitive.name, reads: [(DNX_SOURCE, source), (DNX_DIFF_DESTINATION, gradient)],
        writes: [(DNX_DIFF_WEIGHTS, to)] + (bias.map { [(DNX_DIFF_BIAS, $0)] } ?? []))
      weights = try summed(weights + [plainWeight(to, shape, node.parts[0].shape)])
      biases = try summed(biases + (bias.map { [$0] } ?? []))
    }
    settle(node, parts: [weights.first, biases.first])
  }

  private func backwardToWeight(_ node: Node, _ source: Layout, _ gradient: Layout) throws -> Kernel {
    let numbers = Numbers(node)
    let weight = try Layout.any(grouped(node.parts[0].shape, node))
    let biasLayout = node.parts.count > 1 ? try Layout.contiguous(node.parts[1].shape) : nil
    return try Kernel(
      dnx_convolution_backward_weights(
        convolutionAlgorithm(node), source.handle, weight.handle, biasLayout?.handle, gradient.handle, numbers.stride, numbers.dilation,
        numbers.low, numbers.high))
  }

  /// Two places of one shape become the first, with the second added.
  private func summed(_ places: [Place]) throws -> [Place] {
    guard places.count == 2 else { return places }
    try addChain(
      shape: places[0].view.shape, reads: places.map { ($0, .float32) }, results: [(2, places[0], .float32)],
      instructions: [.init(operation: DK_ADD, inputs: [0, 1])], key: nil)
    return [places[0]]
  }

  /// Adds a kernel over all samples, or, where that takes too long to be stopped, kernels over some at a time.
  private func bySamples(
    _ node: Node, _ whole: Kernel, _ first: (argument: Int, place: Place), _ second: (argument: Int, place: Place),
    make: (_ first: Layout, _ second: Layout) throws -> Kernel, add: (Kernel, _ first: Place, _ second: Place) throws -> Void
  ) throws {
    let parts = Cutting.samples(first.place.view.shape[0], work: workPerSample(node))
    guard parts.count > 1, let layouts = whole.layout(first.argument).flatMap({ a in whole.layout(second.argument).map { (a, $0) } }) else {
      return try add(whole, first.place, second.place)
    }
    for part in parts {
      let kernel = try make(layouts.0.first(part.count), layouts.1.first(part.count))
      try add(kernel, first.place.samples(part), second.place.samples(part))
    }
  }

  /// Operations that one sample takes: for each item of the result a window over the channels of its group.
  private func workPerSample(_ node: Node) -> Double {
    let (result, weight) =
      node.primitive === Primitive.convolution
      ? (node.shape, node.inputs[1].shape)
      : node.primitive === Primitive.convolutionToData
        ? (node.inputs[0].shape, node.inputs[1].shape) : (node.inputs[1].shape, node.parts[0].shape)
    return 2 * (Array(result.dropFirst()) + weight.dropFirst()).reduce(1.0) { $0 * Double($1) }
  }

  /// A kernel's gradient out of oneDNN's blocks, groups joined again.
  private func plainWeight(_ place: Place, _ grouped: Shape, _ shape: Shape) throws -> Place {
    if place.layout == nil { return Place(buffer: place.buffer, view: View(contiguous: shape), layout: nil) }
    let plain = fresh(shape, .float32)
    try reorder(place, to: Place(buffer: plain.buffer, view: View(contiguous: grouped), layout: nil), grouped)
    return plain
  }

  /// An input in the layout a kernel wants.
  func fitted(_ node: Node, _ index: Int, _ kernel: Kernel, _ argument: Int) throws -> Place {
    var found = try input(node, index)
    if found.layout == nil, found.view.strides.contains(0), node.inputs[index].shape.itemCount > 1 {
      found = try contiguousInput(node, index)
    }
    guard let layout = kernel.layout(argument) else { return try contiguousInput(node, index) }
    return try fit(found, to: layout, node.inputs[index].shape)
  }

  private func fittedWeight(_ node: Node, _ index: Int, _ shape: Shape, _ kernel: Kernel) throws -> Place {
    var place = try contiguousInput(node, index)
    place.view = View(shape: shape, strides: shape.contiguousStrides, offset: place.view.offset)
    guard let layout = kernel.layout(DNX_WEIGHTS) else { return place }
    return try fit(place, to: layout, shape)
  }

  /// Where a kernel's result lies: a plain one where it belongs, a blocked one in the arena.
  func outcome(_ node: Node, _ kernel: Kernel, _ argument: Int) -> Place {
    guard let layout = kernel.layout(argument), !layout.isPlain else { return result(node) }
    let place = fresh(node.shape, in: layout)
    settle(node, at: place)
    return place
  }

  private func clear(_ node: Node) throws {
    let place = result(node)
    clear(place, bytes: node.shape.itemCount * 4)
  }

  private func clear(_ place: Place, bytes: Int) {
    add("clear", reads: [], writes: [place.buffer]) { slots in
      UnsafeMutableRawPointer(place.address(slots, Float.self)).initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    }
  }

  /// Winograd where it wins, direct elsewhere: a fixed rule of the shapes, never a timing, so that a run repeats. Measured:
  /// with 32 channels or more on both sides Winograd is up to twice as fast; for the weight's gradient it never is.
  private func convolutionAlgorithm(_ node: Node) -> Int32 {
    let weight = node.primitive === Primitive.convolutionToWeight ? node.parts[0].shape : node.inputs[1].shape
    let isWide = min(weight[0], weight[1]) >= 32 && node.attributes[0] == 1
    return Int32(isWide && node.primitive !== Primitive.convolutionToWeight ? DNX_AUTO : DNX_DIRECT)
  }
}
