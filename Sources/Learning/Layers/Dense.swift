// Layers that mix all features of a sample.

import Catalog
import Tensor

extension Catalog {
  func addDenseLayers() {
    addLayer(
      "dense", "Multiplies by a weight matrix and adds a bias.",
      shapes: [ShapeRule("[n, ..., inputs] -> [n, ..., units]", "units")], "layers(4) { dense(3) }.parameters",
      gives: "15",
      count("units", "numbers that come out for each sample"), flag("bias", "adds a bias", true),
      given("init", "how the weight starts; none: uniform in ±1/√inputs", Initializer?.self, .some(nil))
    ) { (units: Int, bias: Bool, start: Initializer?) in
      { x, scope in
        guard let inputs = x.shape.last, x.rank > 1 else {
          throw Complaint(.shape, "dense wants [batch, features], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
        }
        let weight = try scope.parameter("weight", [inputs, units], fan: (inputs, units), start ?? .usual)  // [inputs, units]
        let shift = bias ? try scope.parameter("bias", [units], fan: (inputs, units), .usual) : nil  // [units]
        return try matmul(x, weight, bias: shift)
      }
    }
    addLayer(
      "flatten", "All axes but the batch become one.", shapes: ["[n, c, h, w] -> [n, c * h * w]"], "flatten([[[1, 2], [3, 4]]])",
      gives: "[[1, 2, 3, 4]]"
    ) { () in { x, _ in try x.reshaped([x.shape.first ?? 1, x.shape.dropFirst().itemCount]) } }
  }
}

extension ArraySlice where Element == Int {
  /// How many items there are.
  var itemCount: Int { reduce(1, *) }
}
