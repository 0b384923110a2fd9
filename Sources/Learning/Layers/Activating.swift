// Activations that learn, or that draw while training. All others are plain operations.

import Catalog
import Tensor

extension Catalog {
  func addActivatingLayers() {
    addLayer(
      "prelu", "x above 0, a learned slope times x below: one slope, or one for each channel.", shapes: ["[n, c, ...] -> [n, c, ...]"],
      "prelu([[-4, 2]])", gives: "[[-1, 2]]", paper: "He and others 2015",
      samples: [Sample([2, 3]), Sample([2, 3, 2], with: ["each": .truth(true)])],
      number("start", "the slope it starts with", 0.25), flag("each", "a slope for each channel", false)
    ) { (start: Double, each: Bool) in
      { x, scope in
        guard !each || x.rank > 1 else {
          throw Complaint(.shape, "prelu wants [batch, channels, …], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
        }
        let count = each ? x.shape[1] : 1
        let slope = try scope.parameter("slope", [count], fan: (1, 1), .constant(start), foreign: .named("weight"))
        return try leakyRelu(x, slope: slope.reshaped(each ? [count] + x.shape.dropFirst(2).map { _ in 1 } : []))
      }
    }
    addLayer(
      "rrelu", "x above 0; below, x times a slope drawn for each item while training, and times the middle one else.",
      shapes: ["[n, ...] -> [n, ...]"], "rrelu([[-24, 2]])", gives: "[[-5.5, 2]]", paper: "Xu and others 2015", samples: [Sample([2, 3])],
      number("low", "the smallest slope", 1.0 / 8), number("high", "the largest slope", 1.0 / 3)
    ) { (low: Double, high: Double) in
      { x, scope in
        guard let key = scope.key else { return try leakyRelu(x, slope: Tensor((low + high) / 2)) }
        let drawn = Tensor.random(x.shape, key: key, stream: scope.nextStream())
        return try leakyRelu(x, slope: drawn * (high - low) + low)
      }
    }
  }
}
