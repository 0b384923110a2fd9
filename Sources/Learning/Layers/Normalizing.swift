// Layers that bring values to mean 0 and variance 1.

import Catalog
import Tensor

extension Catalog {
  func addNormalizingLayers() {
    addLayer(
      "batch_norm",
      "Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it; outside of training by running statistics.",
      shapes: ["[n, c, ...] -> [n, c, ...]"],
      "layers(1x8x8) { conv(4, 3x3); batch_norm }.parameters", gives: "48", paper: "Ioffe & Szegedy 2015",
      number("momentum", "the weight of a new batch in the running statistics", 0.1, in: 0...1),
      number("epsilon", "keeps the division finite", 1e-5, in: 0...1)
    ) { (momentum: Double, epsilon: Double) in
      { x, scope in
        guard x.rank > 1 else {
          throw Complaint(.shape, "batch_norm wants [batch, channels, ...], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
        }
        let channels = x.shape[1]
        let scale = try scope.parameter("scale", [channels], fan: (1, 1), .constant(1))
        let shift = try scope.parameter("shift", [channels], fan: (1, 1), .constant(0))
        let mean = try scope.memory("mean", [channels], filled: 0)
        let variance = try scope.memory("variance", [channels], filled: 1)
        guard scope.isTraining else {
          return try batchNorm(x, scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon)
        }
        let batch = batchNorm(x, scale: scale, shift: shift, epsilon: epsilon)
        // The running variance is the unbiased one, as in PyTorch.
        let count = Double(x.itemCount / max(channels, 1))
        let unbiased = try batch.variance * (count / max(count - 1, 1))
        scope.remember("mean", try mean * (1 - momentum) + batch.mean * momentum)
        scope.remember("variance", try variance * (1 - momentum) + unbiased * momentum)
        return batch.result
      }
    }
  }
}
