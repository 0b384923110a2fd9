// Layers that drop values while training.

import Catalog
import Tensor

extension Catalog {
  func addDroppingLayers() {
    addLayer(
      "dropout", "Sets a share of the values to 0 while training and scales the others up; else does nothing.",
      shapes: ["[n, ...] -> [n, ...]"],
      "dropout([[1, 2]], 50%)",
      gives: "[[1, 2]]",
      paper: "Srivastava and others 2014", samples: [Sample([2, 3], with: ["share": .number(0.4)]), Sample([0, 3])],
      number("share", "the share that is dropped", 0.5, in: 0...1)
    ) { (share: Double) in
      { x, scope in
        guard let key = scope.key else { return x }
        return try dropout(x, share: share, key: key, stream: scope.nextStream())
      }
    }
    addLayer(
      "stochastic_depth", "Sets whole samples to 0 while training and scales the others up: at the end of a residual, its branch drops.",
      shapes: ["[n, ...] -> [n, ...]"],
      "layers(4) { residual { dense(4); stochastic_depth(20%) } }.parameters", gives: "20", paper: "Huang and others 2016",
      samples: [Sample([4, 2], with: ["share": .number(0.4)])],
      number("share", "the share of samples that is dropped", 0.5, in: 0...1)
    ) { (share: Double) in
      { x, scope in
        guard let key = scope.key else { return x }
        return try x * wholeSamples(x, share, key, scope.nextStream())
      }
    }
    addChannelDropping()
  }

  private func addChannelDropping() {
    addLayer(
      "channel_dropout", "Sets whole channels to 0 while training and scales the others up: neighbours in space tell the same.",
      shapes: ["[n, c, ...] -> [n, c, ...]"],
      "channel_dropout(ones([1, 2, 1, 1]))", gives: "[[[[1]],\n  [[1]]]]", paper: "Tompson and others 2015",
      samples: [Sample([2, 3, 2], with: ["share": .number(0.4)])],
      number("share", "the share of channels that is dropped", 0.5, in: 0...1)
    ) { (share: Double) in
      { x, scope in
        guard let key = scope.key else { return x }
        let ones = Tensor(filled: 1, shape: Shape(x.shape.prefix(2)) + x.shape.dropFirst(2).map { _ in 1 })
        return try x * dropout(ones, share: share, key: key, stream: scope.nextStream())
      }
    }
    addForeign("nn.Dropout", in: "PyTorch", means: "dropout")
    addForeign("layers.Dropout", in: "Keras", means: "dropout")
    addForeign("drop", means: "dropout")
    addForeign("StochasticDepth", "DropPath", "drop_path", means: "stochastic_depth")
    addForeign("nn.Dropout2d", "nn.Dropout1d", in: "PyTorch", means: "channel_dropout")
    addForeign("layers.SpatialDropout2D", in: "Keras", means: "channel_dropout")
    addForeign("spatial_dropout", means: "channel_dropout")
  }
}

/// For each sample 0, or what keeps the mean.
private func wholeSamples(_ x: Tensor, _ share: Double, _ key: Tensor, _ stream: Int) throws -> Tensor {
  try dropout(
    Tensor(filled: 1, shape: Shape(x.shape.prefix(1)) + x.shape.dropFirst().map { _ in 1 }), share: share, key: key, stream: stream)
}
