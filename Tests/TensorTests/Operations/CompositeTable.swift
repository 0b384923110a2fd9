// Operations of the fixtures that are made of several of this floor's: losses, norms, attention, small nets.

@testable import Tensor

extension OperationTable {
  static let composites: [String: Operation] = [
    "linear": { [try matmul($0["x"], $0["w"].transposed(), bias: $0["b"])] },
    "mse_loss": { given in
      let error = try square(given["x"] - given["y"])
      return [try given.text("reduction") == "sum" ? error.sum() : error.mean()]
    },
    "nll_loss": { [try -$0["x"].picked($0["y"]).mean()] },
    "cross_entropy": crossEntropy,
    "layer_norm": { given in
      let x = given["x"]
      let axes = Array((x.rank - (given.numbers("normalized_shape") ?? []).count)..<x.rank)
      let centred = try x - x.mean(axes: axes).keeping(axes, of: x.shape)
      let normal = try centred * rsqrt(square(centred).mean(axes: axes).keeping(axes, of: x.shape) + (given.number("eps") ?? 0))
      return [try given.tensor("w").map { try normal * $0 + given["b"] } ?? normal]
    },
    "graph": graph, "grad_of_grad": secondOrder,
  ]

  private static func negativeLogLikelihood(_ x: Tensor, _ y: Tensor) throws -> Tensor { try -logSoftmax(x, axis: 1).picked(y) }

  private static let crossEntropy: Operation = { given in
    let (x, y) = (given["x"], given["y"])
    if given.text("target") != nil { return [try -(softmax(y, axis: 1) * logSoftmax(x, axis: 1)).sum(axes: [1]).mean()] }
    if x.rank == 4 {
      let rows = try x.permuted([0, 2, 3, 1]).reshaped([y.itemCount, x.shape[1]])
      return [try negativeLogLikelihood(rows, y.reshaped([y.itemCount])).mean()]
    }
    let loss = try negativeLogLikelihood(x, y)
    if given.text("reduction") == "none" { return [loss] }
    let smoothing = given.number("label_smoothing") ?? 0
    let spread = try -logSoftmax(x, axis: 1).mean(axes: [1])
    return [try (loss * (1 - smoothing) + spread * smoothing).mean()]
  }

  private static let graph: Operation = { given in
    let x = given["x"]
    if given.tensor("b1") != nil { return [try perceptron(given)] }
    if given.tensor("w3") != nil { return [try convolutionalNet(given)] }
    if given.text("form")?.contains("stop_gradient") == true {
      return [try (x * x.detached()).sum() + exp(x.detached()).sum()]
    }
    let a = try 2 * x
    return [try (sin(a) * a + exp(a).sum() * x).sum()]
  }

  private static func perceptron(_ given: OperationInputs) throws -> Tensor {
    let hidden = try tanh(matmul(given["x"], given["w1"], bias: given["b1"]))
    return try negativeLogLikelihood(matmul(hidden, given["w2"], bias: given["b2"]), given["y"]).mean()
  }

  private static func convolutionalNet(_ given: OperationInputs) throws -> Tensor {
    func window(_ stride: Int, _ padding: Int) -> Window {
      Window(stride: [stride, stride], low: [padding, padding], high: [padding, padding], dilation: [1, 1])
    }
    let first = try pool(relu(convolve(given["x"], given["w1"], window(1, 1))), .max, kernel: [2, 2], window(2, 0))
    let second = try pool(relu(convolve(first, given["w2"], window(1, 0))), .max, kernel: [2, 2], window(2, 0))
    let flat = try second.reshaped([second.shape[0], second.itemCount / second.shape[0]])
    return try negativeLogLikelihood(matmul(flat, given["w3"]), given["y"]).mean()
  }

  /// Operations whose own definition takes a gradient.
  private static let secondOrder: Operation = { given in
    let x = given["x"]
    if let w = given.tensor("w") {
      let slope = try gradients(of: tanh(matmul(x, w)).sum(), at: [x])[0]
      let length = sqrt(try square(slope).sum(axes: [1]))
      return [try square(length - 1).mean()]
    }
    let cube = try power(x, Tensor(4)).sum() / 4
    let product = try (0..<3).map { try x.slice(axis: 0, from: $0, count: 1).reshaped([]) }
    let slope = try gradients(of: cube + product[0] * product[1] * product[2], at: [x])[0]
    return [slope, try gradients(of: (slope * given["v"]).sum(), at: [x])[0]]
  }
}
