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
      paper: "Srivastava and others 2014",
      number("share", "the share that is dropped", 0.5, in: 0...1)
    ) { (share: Double) in
      { x, scope in
        guard let key = scope.key else { return x }
        return try dropout(x, share: share, key: key, stream: scope.nextStream())
      }
    }
  }
}
