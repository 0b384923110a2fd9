// Batch normalisation in a plan: by our loops, in whatever layout the neighbours left the items.

import CKernels
import Catalog

extension PlanBuilder {
  func batchNorm(_ node: Node) throws {
    let (source, lies) = try normalised(node)
    let (scale, shift) = try (contiguousInput(node, 1), contiguousInput(node, 2))
    let parts = [settled(node.shape, like: source)] + node.parts.dropFirst().map { fresh($0.shape, .float32) }
    settle(node, parts: parts)
    let norm = BatchNorm(node, lies, room(for: lies))
    let reads = [source, scale, shift].map(\.buffer)
    add(node.primitive.name, reads: reads, writes: parts.map(\.buffer) + [norm.room.buffer]) { slots in
      var bound = norm.bound(source, scale, shift, mean: parts[1], variance: parts[2], slots)
      dk_batch_norm_forward(&bound, parts[0].address(slots, Float.self))
    }
  }

  func batchNormGradient(_ node: Node) throws {
    let (source, lies) = try normalised(node)
    let (scale, shift) = try (contiguousInput(node, 1), contiguousInput(node, 2))
    let (mean, variance) = try (contiguousInput(node, 4), contiguousInput(node, 5))
    let upstream = try arrived(node, like: source)
    let parts = [settled(node.shape, like: source)] + node.parts.dropFirst().map { fresh($0.shape, .float32) }
    settle(node, parts: parts)
    let norm = BatchNorm(node, lies, room(for: lies))
    let reads = [source, scale, shift, upstream, mean, variance].map(\.buffer)
    add(node.primitive.name, reads: reads, writes: parts.map(\.buffer) + [norm.room.buffer]) { slots in
      var bound = norm.bound(source, scale, shift, mean: mean, variance: variance, slots)
      dk_batch_norm_backward(
        &bound, upstream.address(slots, Float.self), parts[0].address(slots, Float.self), parts[1].address(slots, Float.self),
        parts[2].address(slots, Float.self))
    }
  }

  /// The first input as it lies, where the loops can go through it, else contiguous.
  private func normalised(_ node: Node) throws -> (place: Place, lies: dk_channels) {
    let (found, shape) = try (input(node, 0), node.inputs[0].shape)
    if let lies = channels(of: found, shape) { return (found, lies) }
    let plain = try contiguousInput(node, 0)
    return (plain, planes(shape))
  }

  /// The gradient of the result, laid out as the items are.
  private func arrived(_ node: Node, like source: Place) throws -> Place {
    guard let layout = source.layout else { return try contiguousInput(node, 3) }
    let found = try input(node, 3)
    let whole = found.layout != nil || found.view.isContiguous
    return try fit(whole ? found : contiguousInput(node, 3), to: layout, node.shape)
  }

  /// A place for a result that lies as its source does.
  private func settled(_ shape: Shape, like source: Place) -> Place {
    source.layout.map { fresh(shape, in: $0) } ?? fresh(shape, .float32)
  }

  private func room(for lies: dk_channels) -> Place {
    Place(buffer: scratch(bytes: Int(dk_batch_norm_scratch(lies)) * 4), view: View(contiguous: []), layout: nil)
  }

  /// How the channels lie; nil in a layout that is none of the three.
  private func channels(of place: Place, _ shape: Shape) -> dk_channels? {
    guard let layout = place.layout else { return place.view.isContiguous ? planes(shape) : nil }
    let space = Int64(shape.dropFirst(2).reduce(1, *))
    for block in [16, 8] where shape[1] % block == 0 {
      guard let blocked = Layout.channelBlocks(shape, of: block), layout.isEqual(to: blocked) else { continue }
      return dk_channels(outer: Int64(shape[0]), blocks: Int64(shape[1] / block), inner: space, lane: Int64(block))
    }
    return nil
  }

  /// Contiguous items: planes of channels, or one tile of all rows where there is no space.
  private func planes(_ shape: Shape) -> dk_channels {
    let space = Int64(shape.dropFirst(2).reduce(1, *))
    if space == 1 { return dk_channels(outer: 1, blocks: 1, inner: Int64(shape[0]), lane: Int64(shape[1])) }
    return dk_channels(outer: Int64(shape[0]), blocks: Int64(shape[1]), inner: space, lane: 1)
  }
}

/// What a plan knows of a normalisation, and its room for sums.
private struct BatchNorm {
  private var described = dk_batch_norm()
  let room: Place

  init(_ node: Node, _ lies: dk_channels, _ room: Place) {
    described.lies = lies
    described.epsilon = Float(bitPattern: UInt32(node.attributes[0]))
    self.room = room
  }

  /// The same with the addresses of a run.
  func bound(_ items: Place, _ scale: Place, _ shift: Place, mean: Place, variance: Place, _ slots: Slots) -> dk_batch_norm {
    var norm = described
    norm.from = UnsafePointer(items.address(slots, Float.self))
    norm.scale = UnsafePointer(scale.address(slots, Float.self))
    norm.shift = UnsafePointer(shift.address(slots, Float.self))
    (norm.mean, norm.variance) = (mean.address(slots, Float.self), variance.address(slots, Float.self))
    norm.scratch = room.address(slots, Float.self)
    return norm
  }
}
