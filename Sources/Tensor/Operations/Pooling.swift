// Pooling over windows, by oneDNN.

import COneDNN
import Catalog

/// What a window of items becomes.
public enum PoolingKind: Int, Sendable {
  case max = 0
  /// The mean of what lies inside the picture.
  case averageInside = 1
  /// The mean over the whole window, padding counted as zeros.
  case average = 2
}

/// x [batch, channels, space…] pooled by windows of [kernel].
public func pool(_ x: Tensor, _ kind: PoolingKind, kernel: [Int], _ window: Window) throws -> Tensor {
  guard x.rank == kernel.count + 2 else {
    throw Complaint(
      .shape,
      "pooling by \(sizeText(kernel)) wants [batch, channels, \(kernel.map { _ in "size" }.joined(separator: ", "))], not \(x.shape.shapeText)",
      [.init(.position(0), x.shape.shapeText)])
  }
  let sizes = kernel.indices.map { window.outcome(x.shape[$0 + 2], kernel[$0], axis: $0) }
  guard sizes.allSatisfy({ $0 > 0 }) else {
    throw Complaint(
      .shape, "a window of \(sizeText(kernel)) does not fit into \(sizeText(Array(x.shape.dropFirst(2))))",
      [.init(.position(0), x.shape.shapeText)],
      edits: [.replace(.position(1), "\(sizeText(zip(kernel, x.shape.dropFirst(2)).map { max(1, min($0, $1)) }))")])
  }
  let shape = Array(x.shape.prefix(2)) + sizes
  if x.type == .float64 { return try poolByWindows(x, kind, kernel, window, shape) }
  let attributes = [kind.rawValue] + kernel + window.attributes
  let primitive: Primitive = kind == .max ? .maxPool : .averagePool
  return x.precisely { Tensor(Node(primitive, [$0.node], attributes, shape: shape, type: .float32)) }
}

/// Pooling in float64, which oneDNN has not: by places, or by windows laid out one beside the other.
private func poolByWindows(_ x: Tensor, _ kind: PoolingKind, _ kernel: [Int], _ window: Window, _ shape: Shape) throws -> Tensor {
  if kind == .max { return try maxPoolWithPlaces(x, kernel: kernel, window).items }
  let planes = try x.reshaped([x.shape[0] * x.shape[1], 1] + x.shape.dropFirst(2))
  let sums = try unfold(planes, kernel: kernel, window).sum(axes: [1]).reshaped(shape)
  if kind == .average { return try sums * (1 / Double(kernel.itemCount)) }
  let inside = Tensor(filled: 1, shape: [1, 1] + x.shape.dropFirst(2), type: x.type)
  return try sums / unfold(inside, kernel: kernel, window).sum(axes: [1]).reshaped([1, 1] + shape.dropFirst(2))
}

extension Primitive {
  /// Attributes: the kind, the kernel, the window.
  static let maxPool: Primitive = Primitive(
    "max_pool", .kernel { node, builder in try builder.pooling(node) }, types: [.float32],
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil] }
      let x = node.inputs[0]
      return [Tensor(Node(.maxPoolToData, [x, g.node, node], node.attributes, shape: x.shape, type: .float32))]
    })

  /// Inputs: x, gradient of the result, and the pooling itself, whose notes on where each largest item stood are read.
  static let maxPoolToData: Primitive = Primitive(
    "max_pool, gradient", .kernel { node, builder in try builder.poolingToData(node) }, types: [.float32],
    gradient: { node, upstream in
      guard let v = upstream[0] else { return [nil, nil, nil] }
      return [nil, try pick(v, node), nil]
    })

  /// The items of [v], which has the data's shape, where the data has its windows' largest.
  private static func pick(_ v: Tensor, _ node: Node) throws -> Tensor {
    let space = (node.attributes.count - 1) / 5
    let places = try Tensor(node.inputs[0]).windowPlaces(Array(node.attributes[1...space]), Window(node.attributes.dropFirst(1 + space)))
    let planes = try v.reshaped([v.shape[0] * v.shape[1], v.shape.dropFirst(2).reduce(1, *)])
    return try planes.gathered(places, axis: 1).reshaped(node.inputs[1].shape)
  }

  static let averagePool: Primitive = Primitive(
    "avg_pool", .kernel { node, builder in try builder.pooling(node) }, types: [.float32],
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil] }
      return [Tensor(Node(.averagePoolToData, [g.node], node.attributes, shape: node.inputs[0].shape, type: .float32))]
    })

  static let averagePoolToData: Primitive = Primitive(
    "avg_pool, gradient", .kernel { node, builder in try builder.poolingToData(node) }, types: [.float32],
    gradient: { node, upstream in
      guard let v = upstream[0] else { return [nil] }
      return [Tensor(Node(.averagePool, [v.node], node.attributes, shape: node.inputs[0].shape, type: .float32))]
    })
}

/// The numbers of a pooling in the form that oneDNN takes.
private struct PoolingNumbers {
  let kind: Int32
  let kernel, stride, dilation, low, high: [Int64]

  init(_ node: Node) {
    let space = (node.attributes.count - 1) / 5
    let window = Window(node.attributes.dropFirst(1 + space))
    kind = Int32(node.attributes[0])
    kernel = node.attributes[1...space].map(Int64.init)
    stride = window.stride.map(Int64.init)
    dilation = window.dilation.map(Int64.init)
    low = window.low.map(Int64.init)
    high = window.high.map(Int64.init)
  }

  func forward(_ source: Layout, _ destination: Layout) throws -> Kernel {
    try Kernel(dnx_pooling_forward(true, kind, source.handle, destination.handle, kernel, stride, dilation, low, high))
  }
}

extension PlanBuilder {
  func pooling(_ node: Node) throws {
    guard node.shape.itemCount > 0 else { return settle(node, at: result(node)) }
    let source = try pooled(node, 0)
    let kernel = try PoolingNumbers(node).forward(layout(of: source, node.inputs[0].shape), Layout.any(node.shape))
    var writes = [(DNX_DESTINATION, outcome(node, kernel, DNX_DESTINATION))]
    if let notes = workspace(kernel) {
      writes.append((DNX_WORKSPACE, notes))
      workspaces[graph.standIn[node.place]] = notes
    }
    try add(kernel, node.primitive.name, reads: [(DNX_SOURCE, source)], writes: writes)
  }

  func poolingToData(_ node: Node) throws {
    guard node.shape.itemCount > 0 else { return settle(node, at: result(node)) }
    let isMax = node.primitive === Primitive.maxPoolToData
    let numbers = PoolingNumbers(node)
    let gradientShape = node.inputs[isMax ? 1 : 0].shape
    let source = isMax ? try layout(of: pooled(node, 0), node.shape) : try Layout.contiguous(node.shape)
    let forward = try numbers.forward(source, Layout.any(gradientShape))
    let destination = try forward.layout(DNX_DESTINATION) ?? Layout.contiguous(gradientShape)
    let toSource = try Layout.any(node.shape)
    let kernel = try Kernel(
      dnx_pooling_backward(
        numbers.kind, source.handle, destination.handle, toSource.handle, destination.handle, numbers.kernel, numbers.stride,
        numbers.dilation, numbers.low, numbers.high))
    var reads = [(DNX_DIFF_DESTINATION, try fitted(node, isMax ? 1 : 0, kernel, DNX_DIFF_DESTINATION))]
    if isMax { reads.append((DNX_WORKSPACE, try notes(of: node, forward))) }
    try add(kernel, node.primitive.name, reads: reads, writes: [(DNX_DIFF_SOURCE, outcome(node, kernel, DNX_DIFF_SOURCE))])
  }

  /// Where the largest items stood: as the forward pass noted, or found again where that pass belongs to another plan.
  private func notes(of node: Node, _ forward: Kernel) throws -> Place {
    if let known = workspaces[graph.standIn[node.inputs[2].place]] { return known }
    guard let notes = workspace(forward), let layout = forward.layout(DNX_DESTINATION) else {
      throw Complaint(.internal, "pooling keeps no notes")
    }
    let aside = fresh(node.inputs[1].shape, in: layout)
    try add(forward, "max_pool", reads: [(DNX_SOURCE, pooled(node, 0))], writes: [(DNX_DESTINATION, aside), (DNX_WORKSPACE, notes)])
    return notes
  }

  private func workspace(_ kernel: Kernel) -> Place? {
    kernel.layout(DNX_WORKSPACE).map { Place(buffer: scratch(bytes: $0.bytes), view: View(contiguous: [$0.bytes]), layout: nil) }
  }

  /// An input as it lies if oneDNN can read it so.
  private func pooled(_ node: Node, _ index: Int) throws -> Place {
    let found = try input(node, index)
    return found.layout != nil || found.view.isContiguous ? found : try contiguousInput(node, index)
  }

  func layout(of place: Place, _ shape: Shape) throws -> Layout { try place.layout ?? Layout.strided(shape, place.view.strides) }
}
