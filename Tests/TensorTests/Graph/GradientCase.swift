// Operations at points where they are smooth, for checks of first and second derivatives.

import Testing

@testable import Tensor

/// An operation of tensors of some shapes, whose numbers come from a range.
struct GradientCase: CustomTestStringConvertible, Sendable {
  let name: String
  let shapes: [Shape]
  let range: ClosedRange<Double>
  let compute: @Sendable ([Tensor]) throws -> Tensor

  init(
    _ name: String, _ shapes: Shape..., in range: ClosedRange<Double> = -1...1, _ compute: @escaping @Sendable ([Tensor]) throws -> Tensor
  ) {
    self.name = name
    self.shapes = shapes
    self.range = range
    self.compute = compute
  }

  var testDescription: String { name + shapes.map { " " + $0.shapeText }.joined() }

  static let all = elementwise + twoSided + reductions + movement + lookups + products + convolutions + rows

  private static func each(_ name: String, in range: ClosedRange<Double> = -1...1, _ f: @escaping @Sendable (Tensor) throws -> Tensor)
    -> [GradientCase]
  {
    // An even count of numbers over a symmetric range stays clear of 0, where some slopes jump.
    [[2, 3], [], [1, 1], [0, 3]].map { shape in
      var one = GradientCase(name, shape, in: shape.itemCount == 1 ? range.lowerBound / 3...range.upperBound : range) { try f($0[0]) }
      if range.lowerBound > 0 { one = GradientCase(name, shape, in: range) { try f($0[0]) } }
      return one
    }
  }

  private static let elementwise: [GradientCase] = [
    each("exp") { exp($0) }, each("expm1") { expm1($0) }, each("log", in: 0.3...2) { log($0) }, each("log1p", in: 0.1...1) { log1p($0) },
    each("sqrt", in: 0.3...2) { sqrt($0) }, each("rsqrt", in: 0.4...2) { rsqrt($0) },
    each("reciprocal", in: 0.5...2) { apply(.reciprocal, $0) }, each("square") { try square($0) }, each("sin") { sin($0) },
    each("cos") { cos($0) }, each("tan") { apply(.tangent, $0) }, each("asin", in: -0.7...0.7) { apply(.arcSine, $0) },
    each("acos", in: -0.7...0.7) { apply(.arcCosine, $0) }, each("atan") { apply(.arcTangent, $0) }, each("sinh") { sinh($0) },
    each("cosh") { cosh($0) }, each("tanh") { tanh($0) }, each("sigmoid") { sigmoid($0) }, each("erf") { erf($0) },
    each("gelu") { try gelu($0) }, each("relu") { relu($0) }, each("abs") { abs($0) }, each("negate") { try -$0 },
  ].flatMap { $0 }

  private static func pair(
    _ name: String, in range: ClosedRange<Double> = -1...1, _ f: @escaping @Sendable (Tensor, Tensor) throws -> Tensor
  ) -> [GradientCase] {
    let shapes: [(Shape, Shape)] = [
      ([2, 3], [2, 3]), ([2, 1, 3], [2, 1]), ([], [3]), ([1], [2, 2]), ([0, 3], [3]), ([2, 1], [2, 0]),
    ]
    return shapes.map { a, b in GradientCase(name, a, b, in: range) { try f($0[0], $0[1]) } }
  }

  private static let twoSided: [GradientCase] =
    [
      pair("+") { try $0 + $1 }, pair("-") { try $0 - $1 }, pair("*") { try $0 * $1 }, pair("/", in: 0.5...1.5) { try $0 / $1 },
      pair("power", in: 0.5...1.5) { try power($0, $1) }, pair("atan2", in: 0.3...1) { try arithmetic(.arcTangent2, $0, $1) },
      pair("minimum") { try minimum($0, $1 + 0.03) }, pair("maximum") { try maximum($0, $1 + 0.03) },
      pair("mod", in: 0.5...1.5) { try arithmetic(.remainder, $0 + 3.3, $1) },
      pair("where") { try select($0 > 0.05, $0 * $1, sin($1) - $0) },
    ].flatMap { $0 } + [
      GradientCase("power 3", [4], in: 0.3...1) { try power($0[0], Tensor(3)) },
      GradientCase("power 2", [4]) { try power($0[0], Tensor(2)) },
      GradientCase("power 0.5", [4], in: 0.3...1) { try power($0[0], Tensor(0.5)) },
      GradientCase("power -1", [4], in: 0.5...1) { try power($0[0], Tensor(-1)) },
      GradientCase("an input twice", [3]) { try $0[0] * exp($0[0]) / ($0[0] * $0[0] + 1) },
    ]

  private static let reductions: [GradientCase] =
    [[2, 3, 4], [1, 1, 1], [2, 0, 3]].flatMap { (shape: Shape) in
      [
        GradientCase("sum", shape) { try $0[0].sum() }, GradientCase("sum 0", shape) { try $0[0].sum(axes: [0]) },
        GradientCase("sum 0, 2", shape) { try $0[0].sum(axes: [0, 2]) }, GradientCase("mean 0", shape) { try $0[0].mean(axes: [0]) },
        GradientCase("cumulative_sum", shape) { try $0[0].cumulativeSum(axis: 1) },
        GradientCase("prod", shape, in: 0.5...1.5) { $0[0].reduced(.product, [0, 2]) },
      ]
    } + [
      GradientCase("max", [2, 3, 4]) { try $0[0].max(axes: [1]) }, GradientCase("min", [2, 3, 4]) { try $0[0].min(axes: [0, 2]) },
      GradientCase("variance", [3, 4]) { try $0[0].variance(axes: [0], correction: 1) },
      GradientCase("logsumexp", [3, 4]) { try $0[0].logSumExp(axes: [1]) },
    ]

  private static let movement: [GradientCase] = [
    GradientCase("reshape", [2, 6]) { try $0[0].reshaped([3, 4]) }, GradientCase("permute", [2, 3, 2]) { $0[0].permuted([2, 0, 1]) },
    GradientCase("slice", [5, 3]) { $0[0].slice(axis: 0, from: 1, count: 2, step: 2) },
    GradientCase("slice of nothing", [5, 3]) { $0[0].slice(axis: 0, from: 5, count: 0) },
    GradientCase("reverse", [3, 2]) { try $0[0].flipped([0, 1]) },
    GradientCase("broadcast", [2, 1, 2]) { try $0[0].broadcasted(to: [2, 2, 3, 2]) },
    GradientCase("expand and squeeze", [2, 1]) { try $0[0].expanded(at: 0).squeezed([2]) },
    GradientCase("concat 0", [2, 3], [1, 3]) { try concatenate($0, axis: 0) },
    GradientCase("concat 1", [2, 3], [2, 0], [2, 2]) { try concatenate($0, axis: 1) },
    GradientCase("stack", [2, 2], [2, 2]) { try stack($0, axis: 1) },
    GradientCase("unslice", [2, 2]) {
      Tensor(Node(.unslice, [$0[0].node], [1, 2, 0, 1], shape: [5, 3], type: .float32))
    },
  ]

  private static let lookups: [GradientCase] = [
    GradientCase("rows", [4, 2]) { $0[0].rows(Tensor([0, 3, 3, -1] as [Int32], shape: [2, 2])) },
    GradientCase("scatter", [3, 2]) {
      Tensor(Node(.scatterRows, [$0[0].node, Tensor([1, 1, 4] as [Int32], shape: [3]).node], shape: [5, 2], type: .float32))
    },
    GradientCase("picked", [3, 4]) { $0[0].picked(Tensor([3, 0, 1] as [Int32], shape: [3])) },
    GradientCase("placed", [3]) {
      Tensor(Node(.place, [$0[0].node, Tensor([1, 0, 1] as [Int32], shape: [3]).node], shape: [3, 2], type: .float32))
    },
    GradientCase("dropout", [3, 4]) { try dropout($0[0], share: 0.4, key: RandomKey(key: 7, counter: 1).tensor(), stream: 3) },
  ]

  private static let products: [GradientCase] = [
    GradientCase("matmul", [3, 4], [4, 2]) { try matmul($0[0], $0[1]) },
    GradientCase("matmul of one", [1, 1], [1, 1]) { try matmul($0[0], $0[1]) },
    GradientCase("matmul over nothing", [3, 0], [0, 2]) { try matmul($0[0], $0[1]) },
    GradientCase("matmul of no rows", [0, 4], [4, 2]) { try matmul($0[0], $0[1]) },
    GradientCase("matmul transposed", [4, 3], [2, 4]) { try matmul($0[0].transposed(), $0[1].transposed()) },
    GradientCase("matmul with bias", [3, 4], [4, 2], [2]) { try matmul($0[0], $0[1], bias: $0[2]) },
    GradientCase("matmul, bias, relu", [3, 4], [4, 2], [2]) { try relu(matmul($0[0], $0[1], bias: $0[2])) },
    GradientCase("matmul of batches", [2, 2, 3], [2, 3, 2]) { try matmul($0[0], $0[1]) },
    GradientCase("matmul, batches broadcast", [2, 1, 2, 3], [2, 3, 2]) { try matmul($0[0], $0[1]) },
    GradientCase("matmul, batches and one matrix", [2, 2, 3], [3, 2]) { try matmul($0[0], $0[1]) },
    GradientCase("matmul, row", [3], [3, 2]) { try matmul($0[0], $0[1]) },
    GradientCase("matmul, column", [2, 3], [3]) { try matmul($0[0], $0[1]) },
    GradientCase("matmul, vectors", [3], [3]) { try matmul($0[0], $0[1]) },
    GradientCase("matmul with itself", [3, 3]) { try matmul($0[0], $0[0]) },
  ]

  private static func window(_ stride: [Int], _ low: [Int], _ high: [Int], dilation: [Int]? = nil) -> Window {
    Window(stride: stride, low: low, high: high, dilation: dilation ?? stride.map { _ in 1 })
  }

  private static let convolutions: [GradientCase] = [
    GradientCase("conv 1d", [2, 2, 7], [3, 2, 3], [3]) { try convolve($0[0], $0[1], bias: $0[2], window([2], [1], [1])) },
    GradientCase("conv 2d, uneven", [1, 2, 5, 4], [3, 2, 3, 2]) { try convolve($0[0], $0[1], window([1, 1], [1, 0], [1, 1])) },
    GradientCase("conv 2d, relu", [1, 2, 4, 4], [2, 2, 3, 3], [2]) {
      try relu(convolve($0[0], $0[1], bias: $0[2], window([1, 1], [1, 1], [1, 1])))
    },
    GradientCase("conv 2d, dilated", [1, 1, 6, 6], [2, 1, 2, 3]) {
      try convolve($0[0], $0[1], window([1, 2], [0, 1], [0, 1], dilation: [2, 2]))
    },
    GradientCase("conv 2d, groups", [1, 4, 3, 3], [6, 2, 2, 2], [6]) {
      try convolve($0[0], $0[1], bias: $0[2], window([1, 1], [0, 0], [0, 0]), groups: 2)
    },
    GradientCase("conv 2d, blocks", [1, 16, 2, 2], [16, 16, 1, 1], in: -0.3...0.3) {
      try convolve($0[0], $0[1], window([1, 1], [0, 0], [0, 0]))
    },
    GradientCase("conv 3d", [1, 1, 3, 3, 3], [2, 1, 2, 2, 2], [2]) {
      try convolve($0[0], $0[1], bias: $0[2], window([1, 1, 1], [0, 0, 1], [0, 0, 0]))
    },
    GradientCase("conv of no samples", [0, 2, 4, 4], [3, 2, 3, 3], [3]) {
      try convolve($0[0], $0[1], bias: $0[2], window([1, 1], [0, 0], [0, 0]))
    },
    GradientCase("max_pool", [1, 2, 5, 5]) { try pool($0[0], .max, kernel: [3, 2], window([2, 1], [1, 0], [0, 1])) },
    GradientCase("max_pool 1d", [2, 2, 6]) { try pool($0[0], .max, kernel: [2], window([2], [0], [0])) },
    GradientCase("avg_pool inside", [1, 2, 4, 5]) { try pool($0[0], .averageInside, kernel: [3, 3], window([2, 2], [1, 1], [1, 1])) },
    GradientCase("avg_pool", [1, 2, 4, 5]) { try pool($0[0], .average, kernel: [2, 3], window([1, 2], [1, 1], [0, 1])) },
    GradientCase("avg_pool of no samples", [0, 2, 4, 4]) { try pool($0[0], .average, kernel: [2, 2], window([2, 2], [0, 0], [0, 0])) },
    GradientCase("max_pool of no samples", [0, 2, 4, 4]) { try pool($0[0], .max, kernel: [2, 2], window([2, 2], [0, 0], [0, 0])) },
  ]

  private static let rows: [GradientCase] = [
    GradientCase("softmax", [3, 4]) { try softmax($0[0], axis: 1) }, GradientCase("softmax 0", [3, 2, 2]) { try softmax($0[0], axis: 0) },
    GradientCase("softmax of one", [2, 1]) { try softmax($0[0], axis: 1) },
    GradientCase("softmax of none", [0, 3]) { try softmax($0[0], axis: 1) },
    GradientCase("log_softmax", [3, 4]) { try logSoftmax($0[0], axis: 1) },
    GradientCase("log_softmax 0", [3, 2, 2]) { try logSoftmax($0[0], axis: 0) },
    GradientCase("log_softmax of one", [2, 1]) { try logSoftmax($0[0], axis: 1) },
    GradientCase("log_softmax of none", [2, 0]) { try logSoftmax($0[0], axis: 1) },
    GradientCase("batch_norm", [4, 3], [3], [3]) { batchNorm($0[0], scale: $0[1], shift: $0[2], epsilon: 0.01).result },
    GradientCase("batch_norm of pictures", [2, 2, 2, 3], [2], [2]) { batchNorm($0[0], scale: $0[1], shift: $0[2], epsilon: 0.01).result },
    GradientCase("batch_norm, given statistics", [3, 2], [2], [2]) {
      try batchNorm($0[0], scale: $0[1], shift: $0[2], mean: Tensor([0.1, -0.2]), variance: Tensor([0.5, 2]), epsilon: 0.01)
    },
  ]
}
