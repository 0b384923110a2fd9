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

  init(_ name: String, _ shapes: [Shape], in range: ClosedRange<Double>, _ compute: @escaping @Sendable ([Tensor]) throws -> Tensor) {
    self.name = name
    self.shapes = shapes
    self.range = range
    self.compute = compute
  }

  var testDescription: String { name + shapes.map { " " + $0.shapeText }.joined() }

  static let all = primitives + lookups + products + convolutions + rows + recurrent + lookedUp

  /// What no word of the language comes to by itself.
  private static let primitives: [GradientCase] = [
    GradientCase("an input twice", [3]) { try $0[0] * exp($0[0]) / ($0[0] * $0[0] + 1) },
    GradientCase("power -1", [4], in: 0.5...1) { try power($0[0], Tensor(-1)) },
    GradientCase("power 2", [4]) { try power($0[0], Tensor(2)) },
    GradientCase("power 0.5", [4], in: 0.3...1) { try power($0[0], Tensor(0.5)) },
    GradientCase("slice", [5, 3]) { $0[0].slice(axis: 0, from: 1, count: 2, step: 2) },
    GradientCase("slice of nothing", [5, 3]) { $0[0].slice(axis: 0, from: 5, count: 0) },
    GradientCase("unslice", [2, 2]) { Tensor(Node(.unslice, [$0[0].node], [1, 2, 0, 1], shape: [5, 3], type: $0[0].type)) },
  ]

  private static let lookups: [GradientCase] = [
    GradientCase("scatter", [3, 2]) {
      Tensor(Node(.scatterRows, [$0[0].node, Tensor([1, 1, 4] as [Int32], shape: [3]).node], shape: [5, 2], type: $0[0].type))
    },
    GradientCase("picked", [3, 4]) { $0[0].picked(Tensor([3, 0, 1] as [Int32], shape: [3])) },
    GradientCase("placed", [3]) {
      Tensor(Node(.place, [$0[0].node, Tensor([1, 0, 1] as [Int32], shape: [3]).node], shape: [3, 2], type: $0[0].type))
    },
    GradientCase("dropout", [3, 4]) { try dropout($0[0], share: 0.4, key: RandomKey(key: 7, counter: 1).tensor(), stream: 3) },
  ]

  private static let products: [GradientCase] = [
    GradientCase("matmul transposed", [4, 3], [2, 4]) { try matmul($0[0].transposed(), $0[1].transposed()) },
    GradientCase("matmul with bias", [3, 4], [4, 2], [2]) { try matmul($0[0], $0[1], bias: $0[2]) },
    GradientCase("matmul, bias, relu", [3, 4], [4, 2], [2]) { try relu(matmul($0[0], $0[1], bias: $0[2])) },
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
    GradientCase("log_softmax of none", [2, 0]) { try logSoftmax($0[0], axis: 1) },
    GradientCase("layer_norm", [3, 5], [5], [5]) { try layerNorm($0[0], over: 1, scale: $0[1], shift: $0[2], epsilon: 0.01) },
    GradientCase("layer_norm over two axes", [2, 2, 3]) { try layerNorm($0[0], over: 2, scale: nil, shift: nil, epsilon: 0.01) },
    GradientCase("layer_norm of no rows", [0, 3], [3], [3]) { try layerNorm($0[0], over: 1, scale: $0[1], shift: $0[2], epsilon: 0.01) },
    GradientCase("batch_norm", [4, 3], [3], [3]) { try batchNorm($0[0], scale: $0[1], shift: $0[2], epsilon: 0.01).result },
    GradientCase("batch_norm of pictures", [2, 2, 2, 3], [2], [2]) {
      try batchNorm($0[0], scale: $0[1], shift: $0[2], epsilon: 0.01).result
    },
    GradientCase("batch_norm, given statistics", [3, 2], [2], [2]) {
      try batchNorm($0[0], scale: $0[1], shift: $0[2], mean: Tensor([0.1, -0.2]), variance: Tensor([0.5, 2]), epsilon: 0.01)
    },
  ]

  private static let recurrent: [GradientCase] = RecurrentCell.allCases.flatMap { cell in
    [(false, nil as [Float]?), (true, nil), (false, [2, 0, 3]), (true, [1, 3, 2])].map { isBackward, lengths in
      // What is remembered counts as well, and a rectifier stays on one side of its corner.
      GradientCase(
        "\(cell)\(isBackward ? " backward" : "")\(lengths == nil ? "" : " with lengths")", [3, 3, 2 * cell.gates], [2, 2 * cell.gates],
        [2 * cell.gates], in: cell == .rectified ? 0.1...0.9 : -1...1
      ) {
        let walk = RecurrentWalk(
          cell, isBackward: isBackward, inputs: $0[0], weight: $0[1], shift: $0[2], lengths: lengths.map { Tensor($0) })
        let (all, end) = try walk.run()
        return try end.reduce(all.sum(axes: [1]) + all.slice(axis: 1, from: 1, count: 1).reshaped([3, 2]) * 2) { try $0 + $1 }
      }
    }
  }

  private static let lookedUp: [GradientCase] = [
    GradientCase("a walk over rows by number", [4, 8], [2, 8], [8]) {
      let inputs = $0[0].rows(Tensor([0, -1, 3, 1, 1, 0] as [Int32], shape: [2, 3]))
      return try RecurrentWalk(.longShort, inputs: inputs, weight: $0[1], shift: $0[2], lengths: Tensor([3, 2])).run().all
    },
    GradientCase("a product of rows by number", [2, 3], [3, 2], [2]) {
      try matmul($0[0].rows(Tensor([0, -1, 1, 1, 1, 0, 0, 1] as [Int32], shape: [8])), $0[1], bias: $0[2])
    },
  ]
}
