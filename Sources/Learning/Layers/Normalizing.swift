// Layers that bring values to mean 0 and variance 1.

import Catalog
import Tensor

/// Values at mean 0 and variance 1 over some axes.
func normalised(_ x: Tensor, over axes: [Int], epsilon: Double) throws -> Tensor {
  let kept = x.shape.indices.map { axes.contains($0) ? 1 : x.shape[$0] }
  let centred = try x - x.mean(axes: axes).reshaped(kept)
  return try centred * rsqrt(square(centred).mean(axes: axes) + epsilon).reshaped(kept)
}

/// Values divided by the root of their mean square over some axes.
func rootNormalised(_ x: Tensor, over axes: [Int], epsilon: Double) throws -> Tensor {
  let kept = x.shape.indices.map { axes.contains($0) ? 1 : x.shape[$0] }
  return try x * rsqrt(square(x).mean(axes: axes) + epsilon).reshaped(kept)
}

/// [batch, channels, …] at mean 0 and variance 1 over groups of channels.
func groupNormalised(_ x: Tensor, groups: Int, epsilon: Double) throws -> Tensor {
  let parts = try x.reshaped([x.shape[0], groups, x.itemCount / max(x.shape[0] * groups, 1)])
  return try normalised(parts, over: [2], epsilon: epsilon).reshaped(x.shape)
}

/// Scales and shifts over some axes by parameters that start at 1 and 0.
private func scaled(_ x: Tensor, _ axes: [Int], shifts: Bool, _ scope: Scope) throws -> Tensor {
  let sizes = axes.map { x.shape[$0] }
  let wide = x.shape.indices.map { axes.contains($0) ? x.shape[$0] : 1 }
  let scale = try scope.parameter("scale", sizes, fan: (1, 1), .constant(1), foreign: .named("weight")).reshaped(wide)
  guard shifts else { return try x * scale }
  return try x * scale + scope.parameter("shift", sizes, fan: (1, 1), .constant(0), foreign: .named("bias")).reshaped(wide)
}

func layerNorm(_ axes: [Int] = [-1], epsilon: Double = 1e-5, affine: Bool = true) -> Layer.Apply {
  { x, scope in
    let axes = try innerAxes(axes, x, "layer_norm")
    guard axes == Array((x.rank - axes.count)..<x.rank) else {
      let normal = try normalised(x, over: axes, epsilon: epsilon)
      return affine ? try scaled(normal, axes, shifts: true, scope) : normal
    }
    func parameter(_ name: String, _ start: Double, _ foreign: String) throws -> Tensor? {
      affine ? try scope.parameter(name, axes.map { x.shape[$0] }, fan: (1, 1), .constant(start), foreign: .named(foreign)) : nil
    }
    let (scale, shift) = (try parameter("scale", 1, "weight"), try parameter("shift", 0, "bias"))
    return try layerNorm(x, over: axes.count, scale: scale, shift: shift, epsilon: epsilon)
  }
}

/// Axes of a norm: never the batch.
private func innerAxes(_ axes: [Int], _ x: Tensor, _ word: String) throws -> [Int] {
  let found = try resolve(axes: axes, rank: x.rank)
  guard x.rank > 1, !found.contains(0) else {
    throw Complaint(
      .shape, "\(word) works within a sample: [batch, …], and not along axis 0", [.init(.whole, x.shape.shapeText)])
  }
  return found
}

func batchNorm(momentum: Double = 0.1, epsilon: Double = 1e-5) -> Layer.Apply {
  { x, scope in
    try checkChannels(x, "batch_norm")
    let channels = x.shape[1]
    let scale = try scope.parameter("scale", [channels], fan: (1, 1), .constant(1), foreign: .named("weight"))
    let shift = try scope.parameter("shift", [channels], fan: (1, 1), .constant(0), foreign: .named("bias"))
    let mean = try scope.memory("mean", [channels], filled: 0, foreign: .named("running_mean"))
    let variance = try scope.memory("variance", [channels], filled: 1, foreign: .named("running_var"))
    guard scope.isTraining else {
      return try batchNorm(x, scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon)
    }
    let batch = try batchNorm(x, scale: scale, shift: shift, epsilon: epsilon)
    // The running variance is the unbiased one, as in PyTorch.
    let count = Double(x.itemCount / max(channels, 1))
    let unbiased = try batch.variance * (count / max(count - 1, 1))
    scope.remember("mean", try mean * (1 - momentum) + batch.mean * momentum)
    scope.remember("variance", try variance * (1 - momentum) + unbiased * momentum)
    return batch.result
  }
}

private func checkChannels(_ x: Tensor, _ word: String) throws {
  guard x.rank > 1 else {
    throw Complaint(.shape, "\(word) wants [batch, channels, ...], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
  }
}

extension Catalog {
  func addNormalizingLayers() {
    addLayer(
      "batch_norm",
      "Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it; outside of training by running statistics.",
      shapes: ["[n, c, ...] -> [n, c, ...]"],
      "layers(1x8x8) { conv(4, 3x3); batch_norm }.parameters", gives: "48", paper: "Ioffe & Szegedy 2015",
      samples: [Sample([4, 2]), Sample([2, 2, 2, 3], with: ["epsilon": .number(0.01)])],
      number("momentum", "the weight of a new batch in the running statistics", 0.1, in: 0...1),
      number("epsilon", "keeps the division finite", 1e-5, in: 0...1)
    ) { (momentum: Double, epsilon: Double) in batchNorm(momentum: momentum, epsilon: epsilon) }
    addLayer(
      "layer_norm", "Brings each sample to mean 0 and variance 1 along its last axis, then scales and shifts it.",
      shapes: ["[n, ..., c] -> [n, ..., c]"],
      "layers(4) { layer_norm }.parameters", gives: "8", paper: "Ba and others 2016",
      samples: [
        Sample([3, 4]), Sample([2, 2, 3], with: ["axis": .list([.number(1), .number(2)])]),
        Sample([2, 3, 2], with: ["axis": .number(1), "epsilon": .number(0.01)]), Sample([2, 3], with: ["affine": .truth(false)]),
      ],
      given("axis", "along this axis, or these", [Int].self, [-1], shown: "-1"),
      number("epsilon", "keeps the root finite", 1e-5, in: 0...1),
      flag("affine", "scales and shifts by parameters that start at 1 and 0", true)
    ) { (axes: [Int], epsilon: Double, affine: Bool) in layerNorm(axes, epsilon: epsilon, affine: affine) }
    addLayer(
      "rms_norm", "Divides each sample by the root of its mean square along its last axis, then scales it.",
      shapes: ["[n, ..., c] -> [n, ..., c]"],
      "layers(4) { rms_norm }.parameters", gives: "4", paper: "Zhang & Sennrich 2019",
      samples: [Sample([3, 4]), Sample([2, 3, 2], with: ["axis": .number(1), "affine": .truth(false)])],
      given("axis", "along this axis, or these", [Int].self, [-1], shown: "-1"),
      number("epsilon", "keeps the root finite", 1.1920929e-7, in: 0...1), flag("affine", "scales by a parameter that starts at 1", true)
    ) { (axes: [Int], epsilon: Double, affine: Bool) in
      { x, scope in
        let axes = try innerAxes(axes, x, "rms_norm")
        let normal = try rootNormalised(x, over: axes, epsilon: epsilon)
        return affine ? try scaled(normal, axes, shifts: false, scope) : normal
      }
    }
    addGroupNorms()
    addForeignNorms()
  }

  private func addForeignNorms() {
    addForeign("nn.BatchNorm2d", "nn.BatchNorm1d", in: "PyTorch", means: "batch_norm")
    addForeign("layers.BatchNormalization", in: "Keras", means: "batch_norm")
    addForeign("BatchNorm", "bn", means: "batch_norm")
    addForeign("nn.LayerNorm", in: "PyTorch", means: "layer_norm")
    addForeign("layers.LayerNormalization", in: "Keras", means: "layer_norm")
    addForeign("ln", means: "layer_norm")
    addForeign("nn.RMSNorm", in: "PyTorch", means: "rms_norm")
    addForeign("nn.GroupNorm", in: "PyTorch", means: "group_norm")
    addForeign("layers.GroupNormalization", in: "Keras", means: "group_norm")
    addForeign("nn.InstanceNorm2d", "nn.InstanceNorm1d", in: "PyTorch", means: "instance_norm")
    addForeign("InstanceNorm", means: "instance_norm")
  }

  private func addGroupNorms() {
    addLayer(
      "group_norm", "Brings groups of channels to mean 0 and variance 1 within each sample, then scales and shifts each channel.",
      shapes: [ShapeRule("[n, 2 * c, ...] -> [n, 2 * c, ...]", "2")],
      "layers(4x8x8) { group_norm(2) }.parameters", gives: "8", paper: "Wu & He 2018",
      samples: [Sample([2, 4, 3], with: ["groups": .number(2)]), Sample([2, 4], with: ["groups": .number(2), "affine": .truth(false)])],
      count("groups", "how many groups the channels are split into"), number("epsilon", "keeps the root finite", 1e-5, in: 0...1),
      flag("affine", "scales and shifts by parameters that start at 1 and 0", true)
    ) { (groups: Int, epsilon: Double, affine: Bool) in
      { x, scope in
        try checkChannels(x, "group_norm")
        guard x.shape[1] % groups == 0 else {
          throw Complaint(
            .shape, "\(x.shape[1]) channels do not split into \(groups) groups", [.init(.argument("groups"), "\(groups)")])
        }
        let normal = try groupNormalised(x, groups: groups, epsilon: epsilon)
        return affine ? try scaled(normal, [1], shifts: true, scope) : normal
      }
    }
    addLayer(
      "instance_norm", "Brings each channel of each sample to mean 0 and variance 1 over space.",
      shapes: ["[n, c, h, w] -> [n, c, h, w]", "[n, c, time] -> [n, c, time]"],
      "layers(4x8x8) { instance_norm }.parameters", gives: "0", paper: "Ulyanov and others 2016",
      samples: [Sample([2, 2, 2, 3]), Sample([2, 2, 4], with: ["affine": .truth(true)])],
      number("epsilon", "keeps the root finite", 1e-5, in: 0...1),
      flag("affine", "scales and shifts by parameters that start at 1 and 0", false)
    ) { (epsilon: Double, affine: Bool) in
      { x, scope in
        guard x.rank > 2 else {
          throw Complaint(
            .shape, "instance_norm wants [batch, channels, space…], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
        }
        let normal = try normalised(x, over: Array(2..<x.rank), epsilon: epsilon)
        return affine ? try scaled(normal, [1], shifts: true, scope) : normal
      }
    }
  }
}
