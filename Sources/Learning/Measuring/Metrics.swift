// Metrics: what people read off a trained net. They are summed over all samples, never averaged over batches.

import Catalog
import Tensor

/// A metric of each sample, whose mean over all samples is shown.
public struct Metric {
  public let name: String
  /// Is a share, and shown in per cent.
  public let isShare: Bool
  /// A number for each sample: [batch].
  let perSample: (_ output: Tensor, _ y: Tensor) throws -> Tensor

  /// A measured value as people read it: `84.1%`.
  func text(of value: Double) -> String { isShare ? fixed(value * 100, 1) + "%" : rounded(value) }
}

extension Metric: Argument {
  public static var wanted: String { "a metric such as accuracy" }
  public static var families: [Family] { [.metric] }

  /// A metric by its word, a loss, or any function of output and labels.
  public static func from(_ value: Value, _ context: Context) throws -> Metric? {
    guard case .thing(let thing) = value, thing.isCallable else { return nil }
    let name = try (thing as? Declaration)?.name ?? thing.text()
    if let known = Metric.known(name) { return known }
    return Metric(name: name.contains(" ") ? "metric" : name, isShare: false) { output, y in
      let result = try context.call(value, Given(positional: [.thing(output), .thing(y)])).first
      guard let tensor = try Tensor(result) else {
        throw Complaint(.type, "a metric gives a number, and this gave \(result.kind)", [.init(.whole, "gives \(result.kind)")])
      }
      // One number for a batch counts for each of its samples.
      return tensor.rank == 0 ? try tensor.broadcasted(to: [output.shape[0]]) : tensor
    }
  }
  public var value: Value { .text(name) }

  /// The metrics that have a word of their own.
  static func known(_ name: String) -> Metric? {
    switch name {
    case "accuracy": Metric(name: name, isShare: true, perSample: hits)
    case "cross_entropy": Metric(name: name, isShare: false, perSample: surprises)
    case "mse": Metric(name: name, isShare: false, perSample: squares)
    default: nil
    }
  }

  private static func surprises(_ scores: Tensor, _ labels: Tensor) throws -> Tensor {
    guard scores.rank == 2, labels.rank == 1 else { return try crossEntropy(scores, labels).broadcasted(to: [scores.shape[0]]) }
    return try -(logSoftmax(scores, axis: 1).picked(labels))
  }

  private static func squares(_ output: Tensor, _ y: Tensor) throws -> Tensor {
    let squares = try square(differences(output, y, "mse"))
    return try squares.mean(axes: Array(1..<max(squares.rank, 1)))
  }

  /// 1 where the largest score stands at the label.
  private static func hits(_ scores: Tensor, _ labels: Tensor) throws -> Tensor {
    guard scores.rank == 2, labels.shape == [scores.shape[0]] else {
      throw Complaint(
        .shape, "accuracy wants scores [batch, classes] and labels [batch], not \(scores.shape.shapeText) and \(labels.shape.shapeText)",
        [.init(.position(0), scores.shape.shapeText), .init(.position(1), labels.shape.shapeText)])
    }
    return try (scores.argmax(axis: 1) == labels.converted(to: .int32)).converted(to: .float32)
  }
}

extension Catalog {
  /// Declares the metrics.
  public func addMetrics() {
    add(
      .metric, "accuracy", "The share of samples whose largest score stands at the label.", shapes: ["[n, classes], int32 [n] -> []"],
      examples: [Example("accuracy([[1, 0], [3, 2]], int32([0, 1]))", gives: "0.5")],
      given("scores", "[batch, classes]", Tensor.self), given("labels", "whole numbers [batch]", Tensor.self)
    ) { (scores: Tensor, labels: Tensor) in
      guard let metric = Metric.known("accuracy") else { return Tensor(0) }
      return try metric.perSample(scores, labels).mean()
    }
  }
}
