// Words that take a layer and make its weights of other parameters.

import Catalog
import Tensor

/// The axes along which one unit's weights lie: all but the last of a matrix, all but the first of a kernel.
private func unitAxes(_ shape: Shape) -> [Int] { shape.count == 2 ? [0] : Array(1..<shape.count) }

/// The lengths of a weight's units, the other axes kept with size 1.
func unitLengths(_ weight: Tensor, over axes: [Int]) throws -> Tensor {
  try sqrt(square(weight).sum(axes: axes)).reshaped(weight.shape.indices.map { axes.contains($0) ? 1 : weight.shape[$0] })
}

/// A direction at a given length.
func stretched(_ direction: Tensor, to length: Tensor, over axes: [Int]) throws -> Tensor {
  try direction * (length / unitLengths(direction, over: axes))
}

/// A layer under the same name, with its weights made by [weights].
private func reparametrized(
  _ layer: Layer,
  _ weights:
    @escaping (_ scope: Scope, _ name: String, _ shape: Shape, _ fan: (inputs: Int, outputs: Int), _ start: Initializer) throws ->
    Tensor
) -> Layer.Apply {
  { x, scope in
    let outer = scope.reparametrization
    scope.reparametrization = { name, shape, fan, start in try weights(scope, name, shape, fan, start) }
    defer { scope.reparametrization = outer }
    return try scope.apply(layer, to: x)
  }
}

extension Catalog {
  private static var sampleConvolution: Value { Layer("conv", Convolution(channels: 2, kernel: PerAxis(sizes: [3])).apply).value }

  func addReparametrizing() {
    addLayer(
      "weight_norm",
      "A layer whose weights are a direction times a length for each unit: both are trained, and start from the layer's own.",
      shapes: [ShapeRule("[n, c] -> [n, units]", "dense(units)")],
      "layers(4) { weight_norm(dense(3)) }.parameters", gives: "18", paper: "Salimans & Kingma 2016",
      samples: [
        Sample([2, 3], with: ["layer": Layer("dense", dense(2)).value]), Sample([1, 2, 4], with: ["layer": Catalog.sampleConvolution]),
      ],
      given("layer", "whose weights are so made", Layer.self)
    ) { (layer: Layer) in
      reparametrized(layer) { scope, name, shape, fan, start in
        let axes = unitAxes(shape)
        let direction = try scope.parameter(name + "_direction", shape, fan: fan, start)
        let sizes = shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
        let length = try scope.parameter(
          name + "_length", sizes, fan: fan, Initializer { _, _, _ in try unitLengths(direction, over: axes) })
        return try stretched(direction, to: length, over: axes)
      }
    }
    addLayer(
      "spectral_norm", "A layer whose weights are divided by their largest singular value, found by power iteration while training.",
      shapes: [ShapeRule("[n, c] -> [n, units]", "dense(units)")],
      "layers(4) { spectral_norm(dense(3)) }.parameters", gives: "15", paper: "Miyato and others 2018",
      samples: [
        Sample([2, 3], with: ["layer": Layer("dense", dense(2)).value]), Sample([1, 2, 4], with: ["layer": Catalog.sampleConvolution]),
      ],
      given("layer", "whose weights are so divided", Layer.self), count("iterations", "turns of the iteration in each step", 1)
    ) { (layer: Layer, iterations: Int) in
      reparametrized(layer) { scope, name, shape, fan, start in
        try spectral(scope.parameter(name, shape, fan: fan, start), name, iterations, scope)
      }
    }
    addForeign("weight_normalization", "WeightNorm", "WeightNormalization", means: "weight_norm")
    addForeign("layers.SpectralNormalization", in: "Keras", means: "spectral_norm")
    addForeign("SpectralNorm", "sn", means: "spectral_norm")
  }
}

/// One turn of the power iteration: better singular vectors of a matrix, of length 1.
private func turned(_ matrix: Tensor, _ left: Tensor) throws -> (left: Tensor, right: Tensor) {
  let right = try normalized(matmul(left, matrix), axis: 1)
  return (try normalized(matmul(right, matrix.transposed()), axis: 1), right)
}

private func spectral(_ weight: Tensor, _ name: String, _ iterations: Int, _ scope: Scope) throws -> Tensor {
  let matrix = try weight.rank == 2 ? weight : weight.reshaped([weight.shape[0], weight.shape.dropFirst().itemCount])
  let fixed = matrix.detached()
  let begin = Initializer { shape, _, key in
    // As in PyTorch the vectors are good from the start.
    var left = try normalized(Initializer.normal([1, shape[0]], mean: 0, deviation: 1, key), axis: 1)
    for _ in 0..<15 { left = try turned(fixed, left).left }
    return try left.reshaped(shape)
  }
  var left = try scope.memory(name + "_left", [matrix.shape[0]], begin).expanded(at: 0)
  var right = try normalized(matmul(left, fixed), axis: 1)
  if scope.isTraining {
    for _ in 0..<iterations { (left, right) = try turned(fixed, left) }
    scope.remember(name + "_left", try left.reshaped([matrix.shape[0]]))
    right = try normalized(matmul(left, fixed), axis: 1)
  }
  let largest = try matmul(matmul(left.detached(), matrix), right.detached().transposed()).reshaped([])
  return try weight / largest
}
