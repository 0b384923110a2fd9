// Layers that mix all features of a sample.

import Catalog
import Tensor

/// [.., inputs] becomes [.., units].
func dense(_ units: Int, bias: Bool = true, _ start: Initializer = .usual, _ word: String = "dense") -> Layer.Apply {
  { x, scope in
    guard let inputs = x.shape.last, x.rank > 1 else {
      throw Complaint(.shape, "\(word) wants [batch, features], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
    }
    let form = ForeignForm.transposed("weight")
    let weight = try scope.parameter("weight", [inputs, units], fan: (inputs, units), start, foreign: form)  // [inputs, units]
    let shift = bias ? try scope.parameter("bias", [units], fan: (inputs, units), .usual) : nil  // [units]
    return try matmul(x, weight, bias: shift)
  }
}

extension Catalog {
  func addDenseLayers() {
    addLayer(
      "dense", "Multiplies by a weight matrix and adds a bias.",
      shapes: [ShapeRule("[n, ..., inputs] -> [n, ..., units]", "units")], "layers(4) { dense(3) }.parameters",
      gives: "15",
      samples: [Sample([2, 3], with: ["units": .number(2)]), Sample([1, 2, 3], with: ["units": .number(4), "bias": .truth(false)])],
      count("units", "numbers that come out for each sample"), flag("bias", "adds a bias", true),
      given("init", "how the weight starts; none: uniform in ±1/√inputs", Initializer?.self, .some(nil))
    ) { (units: Int, bias: Bool, start: Initializer?) in dense(units, bias: bias, start ?? .usual) }
    addLayer(
      "bilinear", "Mixes two inputs: each unit is x @ weight @ other + bias, and starts uniform in ±1/√(features of x).",
      shapes: [ShapeRule("[n, c] -> [n, units]", "units, zeros([n, d])")],
      "layers(a: 3, b: 2) { a |> bilinear(5, b) }.parameters", gives: "35",
      samples: [Sample([[2, 3], [2, 2]]) { Given(positional: [$0[0], .number(2), $0[1]]) }],
      count("units", "numbers that come out for each sample"), given("other", "the second input: [batch, features]", Tensor.self),
      flag("bias", "adds a bias", true)
    ) { (units: Int, other: Tensor, bias: Bool) in
      { x, scope in
        guard x.rank == 2, other.rank == 2, x.shape[0] == other.shape[0] else {
          throw Complaint(
            .shape, "bilinear wants two inputs [batch, features], not \(x.shape.shapeText) and \(other.shape.shapeText)",
            [.init(.argument("other"), other.shape.shapeText)])
        }
        let (first, second) = (x.shape[1], other.shape[1])
        let weight = try scope.parameter("weight", [units, first, second], fan: (first, units), .usual)  // [units, first, second]
        let shift = bias ? try scope.parameter("bias", [units], fan: (first, units), .usual) : nil  // [units]
        return try bilinear(x, other, weight, bias: shift)
      }
    }
    addLayer(
      "flatten", "All axes but the batch become one.", shapes: ["[n, c, h, w] -> [n, c * h * w]"], "flatten([[[1, 2], [3, 4]]])",
      gives: "[[1, 2, 3, 4]]", samples: [Sample([2, 1, 2, 2]), Sample([0, 2])]
    ) { () in { x, _ in try x.reshaped([x.shape.first ?? 1, x.shape.dropFirst().itemCount]) } }
    addForeign("nn.Linear", in: "PyTorch", means: "dense")
    addForeign("layers.Dense", in: "Keras", means: "dense")
    addForeign("linear", "fully_connected", "fc", means: "dense")
    addForeign("nn.Bilinear", in: "PyTorch", means: "bilinear")
    addForeign("nn.Flatten", in: "PyTorch", means: "flatten")
  }
}

/// a [batch, first], b [batch, second], weight [units, first, second]: [batch, units].
func bilinear(_ a: Tensor, _ b: Tensor, _ weight: Tensor, bias: Tensor?) throws -> Tensor {
  let (units, first, second) = (weight.shape[0], weight.shape[1], weight.shape[2])
  let half = try matmul(a, weight.permuted([1, 0, 2]).reshaped([first, units * second])).reshaped([a.shape[0], units, second])
  let mixed = try (half * b.expanded(at: 1)).sum(axes: [2])
  return try bias.map { try mixed + $0 } ?? mixed
}

extension ArraySlice where Element == Int {
  /// How many items there are.
  var itemCount: Int { reduce(1, *) }
}
