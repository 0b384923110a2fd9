// Where losses are checked: predictions, and what is true.

import Catalog
import Tensor

extension Sample {
  /// Tensors of which no two hold equal numbers, or numbers a round distance apart: there many losses have corners. [labels] come behind.
  static func apart(
    _ shapes: [Int]..., in range: ClosedRange<Double> = -1...1, labels: Tensor? = nil, with named: [(name: String, value: Value)] = []
  ) -> Sample {
    Sample(shapes, in: range) { tensors in
      let moved = try tensors.enumerated().map { place, value in try ((Tensor(value) ?? Tensor(0)) + Double(place) * 0.0371).value }
      return Given(positional: moved + (labels.map { [$0.value] } ?? []), named: named)
    }
  }
}

extension [Sample] {
  /// Predictions and truths of one shape, both moved.
  static func pairs(in range: ClosedRange<Double> = -1...1, with named: [(name: String, value: Value)] = []) -> [Sample] {
    [
      .apart([2, 3], [2, 3], in: range, with: named), .apart([1, 1], [1, 1], in: range, with: named + [("reduce", .text("sum"))]),
      .apart([0, 3], [0, 3], in: range, with: named + [("reduce", .none)]),
    ]
  }

  /// Scores, and the class that is true of each.
  static func scored(in range: ClosedRange<Double> = -0.9...1, with named: [(name: String, value: Value)] = []) -> [Sample] {
    [
      .apart([3, 4], in: range, labels: Tensor([2, 0, 3] as [Int32], shape: [3]), with: named),
      .apart([2, 4, 2], in: range, labels: Tensor([3, 0, 2, 2] as [Int32], shape: [2, 2]), with: named + [("reduce", .none)]),
      .apart([1, 1], in: range, labels: Tensor([0] as [Int32], shape: [1]), with: [("reduce", .text("sum"))]),
    ]
  }

  /// Scores, and labels of 1 and -1 or of 1 and 0.
  static func signed(in range: ClosedRange<Double> = -1...1, with named: [(name: String, value: Value)] = []) -> [Sample] {
    [
      .apart([2, 3], in: range, labels: Tensor([1, -1, 1, -1, -1, 1] as [Float], shape: [2, 3]), with: named),
      .apart([2, 2], in: range, labels: Tensor([1, 0, 0, 1] as [Float], shape: [2, 2]), with: named + [("reduce", .none)]),
      .apart([1, 1], in: 0.1...0.5, labels: Tensor([-1] as [Float], shape: [1, 1]), with: named + [("reduce", .text("sum"))]),
    ]
  }
}
