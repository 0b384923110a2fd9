// Operations of the fixtures that are made of several: small nets, formulas, gradients of gradients.

@testable import Tensor

extension OperationTable {
  static let composites: [String: Operation] = [
    "graph": graph, "grad_of_grad": secondOrder,
  ]

  private static func negativeLogLikelihood(_ x: Tensor, _ y: Tensor) throws -> Tensor { try -logSoftmax(x, axis: 1).picked(y) }

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
