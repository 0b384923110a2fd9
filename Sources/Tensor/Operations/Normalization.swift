// Batch normalisation, softmax and its logarithm.

import CKernels
import Catalog

/// Normalises each channel of x [batch, channels, space…] by the batch's own mean and variance, then scales and shifts it.
/// Gives the result and the batch's mean and (population) variance, through which no gradient flows.
public func batchNorm(_ x: Tensor, scale: Tensor, shift: Tensor, epsilon: Double) throws -> (
  result: Tensor, mean: Tensor, variance: Tensor
) {
  if let wide = try batchNormInFloat64(x, scale, shift, epsilon) { return wide }
  let statistics = Node.Part(shape: scale.shape, type: .float32)
  let parts = [Node.Part(shape: x.shape, type: .float32), statistics, statistics]
  let attributes = [Int(Float(epsilon).bitPattern)]
  let inputs = [x, scale, shift].map { $0.converted(to: .float32).node }
  let node = Node(.batchNorm, inputs, attributes, shape: x.shape, type: .float32, parts: parts)
  return (
    Tensor(part: 0, of: node).converted(to: x.type.floating), Tensor(part: 1, of: node).detached(), Tensor(part: 2, of: node).detached()
  )
}

/// The same in float64, which the kernel has not, by smaller operations; nil for other types.
private func batchNormInFloat64(_ x: Tensor, _ scale: Tensor, _ shift: Tensor, _ epsilon: Double) throws -> (
  result: Tensor, mean: Tensor, variance: Tensor
)? {
  guard x.type.meeting(scale.type).meeting(shift.type) == .float64 else { return nil }
  let axes = x.shape.indices.filter { $0 != 1 }
  let (mean, variance) = (try x.mean(axes: axes), try x.variance(axes: axes, correction: 0))
  let result = try batchNorm(x, scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon)
  return (result, mean.detached(), variance.detached())
}

/// The same by given statistics, as a trained net does.
public func batchNorm(_ x: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Double) throws -> Tensor {
  let wide = [1, x.shape[1]] + x.shape.dropFirst(2).map { _ in 1 }
  let factor = try scale * rsqrt(variance + epsilon)
  let offset = try shift - mean * factor
  return try x * factor.reshaped(wide) + offset.reshaped(wide)
}

public func softmax(_ x: Tensor, axis: Int) throws -> Tensor {
  if x.type == .float64 { return try exp(logSoftmax(x, axis: axis)) }
  return try alongLast(x, axis) { Tensor(Node(.softmax, [$0.node], shape: $0.shape, type: .float32)) }
}

public func logSoftmax(_ x: Tensor, axis: Int) throws -> Tensor {
  if x.type == .float64 { return try x.itemCount == 0 ? x : x - x.logSumExp(axes: [axis]).keeping([axis], of: x.shape) }
  return try alongLast(x, axis) { Tensor(Node(.logSoftmax, [$0.node], shape: $0.shape, type: .float32)) }
}

/// Works along the last axis; another is brought there and back.
private func alongLast(_ x: Tensor, _ axis: Int, _ work: (Tensor) throws -> Tensor) throws -> Tensor {
  let source = x.precise
  guard axis != x.rank - 1, x.rank > 0 else { return try work(source).converted(to: x.type.floating) }
  var order = Array(x.shape.indices)
  order.swapAt(axis, x.rank - 1)
  return try work(source.permuted(order)).permuted(order).converted(to: x.type.floating)
}

extension Primitive {
  static let softmax: Primitive = Primitive(
    "softmax", .kernel { node, builder in try builder.rows(node) { dk_softmax($0, $2, $3, $4) } },
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil] }
      let y = Tensor(node)
      return [try y * (g - (g * y).sum(axes: [y.rank - 1]).expanded(at: y.rank - 1))]
    })

  static let logSoftmax: Primitive = Primitive(
    "log_softmax", .kernel { node, builder in try builder.rows(node) { dk_log_softmax($0, $2, $3, $4) } },
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil] }
      return [Tensor(Node(.logSoftmaxGradient, [node, g.node], shape: node.shape, type: .float32))]
    })

  /// Inputs: y = log_softmax(x), gradient of y.
  static let logSoftmaxGradient: Primitive = Primitive(
    "log_softmax, gradient", .kernel { node, builder in try builder.rows(node) { dk_log_softmax_gradient($0, $1, $2, $3, $4) } },
    gradient: { node, upstream in
      guard let v = upstream[0] else { return [nil, nil] }
      let y = Tensor(node.inputs[0])
      let g = Tensor(node.inputs[1])
      let composed = try g - exp(y) * g.sum(axes: [y.rank - 1]).expanded(at: y.rank - 1)
      return try pullBack(v, from: composed, to: [y, g])
    })

  /// Inputs: x, scale, shift. Parts: result, mean, variance. Attributes: the bits of epsilon.
  static let batchNorm: Primitive = Primitive(
    "batch_norm", .kernel { node, builder in try builder.batchNorm(node) },
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil, nil] }
      let (x, scale) = (node.inputs[0], node.inputs[1])
      let statistics = [Tensor(part: 1, of: node), Tensor(part: 2, of: node)]
      let parts = [Node.Part(shape: x.shape, type: .float32)] + [scale.shape, scale.shape].map { Node.Part(shape: $0, type: .float32) }
      let inputs = [x, scale, node.inputs[2], g.node] + statistics.map(\.node)
      let all = Node(.batchNormGradient, inputs, node.attributes, shape: x.shape, type: .float32, parts: parts)
      return parts.indices.map { Tensor(part: $0, of: all) }
    })

  /// Inputs: x, scale, shift, gradient of the result, mean, variance. Parts: gradients of x, scale, shift.
  static let batchNormGradient: Primitive = Primitive(
    "batch_norm, gradient", .kernel { node, builder in try builder.batchNormGradient(node) },
    gradient: { node, upstream in
      // The second derivative is that of the same formula written out in smaller operations.
      let sources = node.inputs.prefix(4).map { Tensor($0) }
      let (x, scale, shift, g) = (sources[0], sources[1], sources[2], sources[3])
      let composed = try pullBack(g, from: writtenOut(x, scale, shift, node.attributes), to: [x, scale, shift])
      var total: Tensor?
      for (part, v) in zip(composed, upstream) {
        guard let v else { continue }
        let inner = try (part * v).sum()
        total = try total.map { try $0 + inner } ?? inner
      }
      guard let total else { return node.inputs.map { _ in nil } }
      return try gradients(of: total, at: [x, scale, shift, g]) + [nil, nil]
    })

  private static func writtenOut(_ x: Tensor, _ scale: Tensor, _ shift: Tensor, _ attributes: [Int]) throws -> Tensor {
    let axes = [0] + Array(2..<max(x.rank, 2)).filter { $0 < x.rank }
    let wide = [1, x.shape[1]] + x.shape.dropFirst(2).map { _ in 1 }
    let epsilon = Double(Float(bitPattern: UInt32(attributes[0])))
    let centred = try x - x.mean(axes: axes).reshaped(wide)
    let variance = try square(centred).mean(axes: axes).reshaped(wide)
    let normal = try centred * rsqrt(variance + epsilon)
    return try normal * scale.reshaped(wide) + shift.reshaped(wide)
  }
}
