// Layer norm as one primitive: rows at mean 0 and variance 1, scaled and shifted.

import CKernels
import Catalog

/// Brings x to mean 0 and variance 1 over its last [count] axes, then scales and shifts it by numbers for each place along them.
public func layerNorm(_ x: Tensor, over count: Int, scale: Tensor?, shift: Tensor?, epsilon: Double) throws -> Tensor {
  let width = x.shape.suffix(count).reduce(1, *)
  let rows = x.shape.dropLast(count).reduce(1, *)
  let factor = try scale?.reshaped([width]) ?? Tensor(filled: 1, shape: [width])
  let offset = try shift?.reshaped([width]) ?? Tensor(filled: 0, shape: [width])
  let inputs = [try x.reshaped([rows, width]), factor, offset]
  guard width > 0, inputs.allSatisfy({ $0.type == .float32 }) else {
    return try writtenOut(inputs[0], factor, offset, epsilon: epsilon).reshaped(x.shape)
  }
  let parts = [[rows, width], [rows], [rows]].map { Node.Part(shape: $0, type: .float32) }
  let attributes = [Int(Float(epsilon).bitPattern)]
  let node = Node(.layerNorm, inputs.map(\.node), attributes, shape: [rows, width], type: .float32, parts: parts)
  return try Tensor(part: 0, of: node).reshaped(x.shape)
}

private func writtenOut(_ x: Tensor, _ scale: Tensor, _ shift: Tensor, epsilon: Double) throws -> Tensor {
  let centred = try x - x.mean(axes: [1]).expanded(at: 1)
  let inverse = try rsqrt(square(centred).mean(axes: [1]) + epsilon).expanded(at: 1)
  return try centred * inverse * scale + shift
}

extension Primitive {
  /// Inputs: x [rows, width], scale [width], shift [width]. Attributes: the bits of epsilon. Parts: the result; for each row the mean,
  /// and 1 over the deviation.
  static let layerNorm: Primitive = Primitive(
    "layer_norm", .kernel { node, builder in try builder.layerNorm(node) },
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil, nil] }
      let inputs = node.inputs + [1, 2].map { Tensor(part: $0, of: node).node } + [g.node]
      let parts = node.inputs.map { Node.Part(shape: $0.shape, type: .float32) }
      let all = Node(.layerNormGradient, inputs, node.attributes, shape: node.shape, type: .float32, parts: parts)
      return parts.indices.map { Tensor(part: $0, of: all) }
    })

  /// Inputs: those of layer norm, means, 1 over deviations, the gradient of the result. Parts: gradients of x, scale and shift.
  static let layerNormGradient: Primitive = Primitive(
    "layer_norm, gradient", .kernel { node, builder in try builder.layerNormGradient(node) },
    gradient: { node, upstream in
      // The second derivative is that of the same formula written out in smaller operations.
      let (sources, g) = (node.inputs.prefix(3).map { Tensor($0) }, Tensor(node.inputs[5]))
      let epsilon = Double(Float(bitPattern: UInt32(node.attributes[0])))
      let result = try writtenOut(sources[0], sources[1], sources[2], epsilon: epsilon)
      let composed = try pullBack(g, from: result, to: sources)
      let slopes = try pullBackOnce(zip(upstream, composed).map { ($0, $1) }, to: sources + [g])
      return slopes.prefix(3) + [nil, nil] + slopes.suffix(1)
    })
}

extension PlanBuilder {
  func layerNorm(_ node: Node) throws {
    let sources = try (0..<3).map { try contiguousInput(node, $0) }
    let parts = node.parts.map { fresh($0.shape, .float32) }
    settle(node, parts: parts)
    let norm = described(node)
    add(node.primitive.name, reads: sources.map(\.buffer), writes: parts.map(\.buffer)) { slots in
      var norm = bound(norm, sources, mean: parts[1], inverse: parts[2], slots)
      dk_layer_norm_forward(&norm, parts[0].address(slots, Float.self))
    }
  }

  func layerNormGradient(_ node: Node) throws {
    let sources = try (0..<6).map { try contiguousInput(node, $0) }
    let parts = node.parts.map { fresh($0.shape, .float32) }
    settle(node, parts: parts)
    let norm = described(node)
    let room = Place(
      buffer: scratch(bytes: Int(dk_layer_norm_scratch(norm.rows, norm.width)) * 4), view: View(contiguous: []), layout: nil)
    add(node.primitive.name, reads: sources.map(\.buffer), writes: parts.map(\.buffer) + [room.buffer]) { slots in
      var norm = bound(norm, sources, mean: sources[3], inverse: sources[4], slots)
      dk_layer_norm_backward(
        &norm, sources[5].address(slots, Float.self), parts[0].address(slots, Float.self), parts[1].address(slots, Float.self),
        parts[2].address(slots, Float.self), room.address(slots, Float.self))
    }
  }

  private func described(_ node: Node) -> dk_layer_norm {
    var norm = dk_layer_norm()
    (norm.rows, norm.width) = (Int64(node.shape[0]), Int64(node.shape[1]))
    norm.epsilon = Float(bitPattern: UInt32(node.attributes[0]))
    return norm
  }
}

/// The same with the addresses of a run.
private func bound(_ norm: dk_layer_norm, _ sources: [Place], mean: Place, inverse: Place, _ slots: Slots) -> dk_layer_norm {
  var norm = norm
  norm.from = UnsafePointer(sources[0].address(slots, Float.self))
  norm.scale = UnsafePointer(sources[1].address(slots, Float.self))
  norm.shift = UnsafePointer(sources[2].address(slots, Float.self))
  (norm.mean, norm.inverse) = (mean.address(slots, Float.self), inverse.address(slots, Float.self))
  return norm
}
