// How each operation of the fixtures is spelled with this floor's functions.

@testable import Tensor

/// From an operation's name to what it makes of its inputs.
enum OperationTable {
  typealias Operation = @Sendable (OperationInputs) throws -> [Tensor]

  static func operation(_ name: String) -> Operation? {
    unary[name] ?? binary[name] ?? reductions[name] ?? others[name] ?? composites[name]
  }

  private static func each(_ compute: @escaping @Sendable (Tensor) throws -> Tensor) -> Operation { { [try compute($0["x"])] } }
  private static func pair(_ compute: @escaping @Sendable (Tensor, Tensor) throws -> Tensor) -> Operation {
    { [try compute($0["a"], $0["b"])] }
  }

  private static let unary: [String: Operation] = [
    "abs": each { abs($0) }, "ceil": each { apply(.ceil, $0) }, "cos": each { cos($0) }, "exp": each { exp($0) },
    "expm1": each { expm1($0) },
    "gelu": each { try gelu($0) }, "log": each { log($0) }, "log1p": each { log1p($0) }, "neg": each { try -$0 },
    "reciprocal": each { apply(.reciprocal, $0) }, "relu": each { relu($0) }, "round": each { apply(.round, $0) },
    "rsqrt": each { rsqrt($0) },
    "sigmoid": each { sigmoid($0) }, "sinh": each { sinh($0) }, "sqrt": each { sqrt($0) }, "tan": each { apply(.tangent, $0) },
    "tanh": each { tanh($0) },
  ]

  private static let binary: [String: Operation] = [
    "add": pair { try $0 + $1 }, "sub": pair { try $0 - $1 }, "div": pair { try $0 / $1 }, "maximum": pair { try maximum($0, $1) },
    "minimum": pair { try minimum($0, $1) }, "atan2": pair { try arithmetic(.arcTangent2, $0, $1) },
    "remainder": pair { try arithmetic(.remainder, $0, $1) }, "equal": pair { try $0 == $1 }, "less": pair { try $0 < $1 },
    "hypot": pair { try sqrt(square($0) + square($1)) },
    "mul": { given in
      if let x = given.tensor("x") { return [try x * x * x] }
      return [try given["a"] * given["b"]]
    },
    "pow": { given in
      if let x = given.tensor("x") { return [try power(x, Tensor(given.number("exponent") ?? 1))] }
      return [try power(given["a"], given["b"])]
    },
    "matmul": { given in [try matmul(given.text("form") == nil ? given["a"] : given["a"].transposed(), given["b"])] },
  ]

  private static func reduction(_ compute: @escaping @Sendable (Tensor, [Int], OperationInputs) throws -> Tensor) -> Operation {
    { given in
      let x = given["x"]
      let axes = try given.axes(x)
      let result = try compute(x, axes, given)
      return [given.truth("keepdims") ? try result.keeping(axes, of: x.shape) : result]
    }
  }

  private static let reductions: [String: Operation] = [
    "sum": reduction { x, axes, _ in try x.sum(axes: axes) },
    "mean": reduction { x, axes, _ in try x.mean(axes: axes) },
    "max": reduction { x, axes, _ in try x.max(axes: axes) },
    "min": reduction { x, axes, _ in try x.min(axes: axes) },
    "prod": reduction { x, axes, _ in x.reduced(.product, axes) },
    "logsumexp": reduction { x, axes, _ in try x.logSumExp(axes: axes) },
    "var": reduction { x, axes, given in try x.variance(axes: axes, correction: given.whole("correction", 1)) },
    "std": reduction { x, axes, given in sqrt(try x.variance(axes: axes, correction: given.whole("correction", 1))) },
    "norm": reduction { x, axes, given in try given.number("p") == .infinity ? abs(x).max(axes: axes) : abs(x).sum(axes: axes) },
    "argmax": { [try $0["x"].argmax(axis: $0.whole("axis", 0))] },
  ]

  private static let others: [String: Operation] = [
    "where": { [try select($0["c"], $0["a"], $0["b"])] },
    "masked_fill": { [try select($0["m"], Tensor($0.number("value") ?? 0), $0["x"])] },
    "clamp": { given in
      let raised = try given.number("min").map { try maximum(given["x"], Tensor($0)) } ?? given["x"]
      return [try given.number("max").map { try minimum(raised, Tensor($0)) } ?? raised]
    },
    "softmax": { [try softmax($0["x"], axis: resolve(axis: $0.whole("axis", 0), rank: $0["x"].rank))] },
    "log_softmax": { [try logSoftmax($0["x"], axis: resolve(axis: $0.whole("axis", 0), rank: $0["x"].rank))] },
    "concat": { given in [try concatenate(given.tensors.map(\.tensor), axis: resolve(axis: given.whole("axis", 0), rank: given["a"].rank))]
    },
    "stack": { given in [try stack(given.tensors.map(\.tensor), axis: given.whole("axis", 0))] },
    "split": { given in
      var start = 0
      return given.wholes("sizes", 0, 0).map { size in
        defer { start += size }
        return given["x"].slice(axis: given.whole("axis", 0), from: start, count: size)
      }
    },
    "slice": { given in
      let x = given["x"]
      switch given.text("form") {
      case "x[1:3, :, 2]": return [try x.slice(axis: 0, from: 1, count: 2).slice(axis: 2, from: 2, count: 1).reshaped([2, 3])]
      case "x[-3:-1, -1]": return [try x.slice(axis: 0, from: 2, count: 2).slice(axis: 1, from: 3, count: 1).reshaped([2])]
      default: return [x.slice(axis: 0, from: 0, count: 3, step: 2).slice(axis: 1, from: 1, count: 3, step: 3)]
      }
    },
    "squeeze": { [try $0["x"].squeezed([1]).expanded(at: 0)] },
    "tile": { [try concatenate([Tensor](repeating: concatenate([$0["x"], $0["x"]], axis: 0), count: 3), axis: 1)] },
    "transpose": { [$0["x"].permuted($0.wholes("perm", 0, 0))] },
    "take": { [$0["x"].rows($0["i"])] },
    "embedding": { [$0["w"].rows($0["i"])] },
    "one_hot": { [try $0["i"].oneHot($0.whole("num_classes", 0))] },
    "conv1d": convolution, "conv2d": convolution, "conv3d": convolution,
    "max_pool1d": pooling { _ in .max }, "max_pool2d": pooling { _ in .max },
    "avg_pool2d": pooling { $0.truth("count_include_pad") ? .average : .averageInside },
    "adaptive_avg_pool2d": { given in
      let size = Array(given["x"].shape.dropFirst(2))
      let window = Window(stride: [1, 1], low: [0, 0], high: [0, 0], dilation: [1, 1])
      return [try pool(given["x"], .average, kernel: size, window)]
    },
    "batch_norm": { given in
      let x = given["x"]
      let (y, mean, variance) = batchNorm(x, scale: given["w"], shift: given["b"], epsilon: given.number("eps") ?? 0)
      let count = Double(x.itemCount / x.shape[1])
      return [y, try given["mean"] * 0.9 + mean * 0.1, try given["var"] * 0.9 + variance * (0.1 * count / (count - 1))]
    },
  ]

  private static let convolution: Operation = { given in
    let (x, w) = (given["x"], given["w"])
    let axes = x.rank - 2
    let dilation = given.wholes("dilation", axes, 1)
    var low = given.wholes("padding", axes, 0)
    var high = low
    if given.text("padding") == "same" {
      let total = (0..<axes).map { dilation[$0] * (w.shape[$0 + 2] - 1) }
      low = total.map { $0 / 2 }
      high = zip(total, low).map { $0 - $1 }
    }
    let window = Window(stride: given.wholes("stride", axes, 1), low: low, high: high, dilation: dilation)
    return [try convolve(x, w, bias: given.tensor("b"), window, groups: given.whole("groups", 1))]
  }

  private static func pooling(_ kind: @escaping @Sendable (OperationInputs) -> PoolingKind) -> Operation {
    { given in
      let axes = given["x"].rank - 2
      let kernel = given.wholes("kernel_size", axes, 1)
      let padding = given.wholes("padding", axes, 0)
      let stride = given.number("stride") == nil ? kernel : given.wholes("stride", axes, 1)
      let window = Window(stride: stride, low: padding, high: padding, dilation: given.wholes("dilation", axes, 1))
      return [try pool(given["x"], kind(given), kernel: kernel, window)]
    }
  }
}
