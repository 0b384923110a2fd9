// Columns brought to mean 0 and deviation 1.

import Catalog
import Tensor

/// What columns are brought to mean 0 and deviation 1 by. It may come from other data than it is applied to.
private struct Scale {
  let mean: Tensor
  let deviation: Tensor

  /// Taken over the samples, along the first axis. What never changes is moved to 0 and else left alone.
  init(_ x: Tensor) throws {
    guard x.rank > 0, x.shape[0] > 0 else {
      throw Complaint(
        .shape, "samples lie along the first axis, and the shape is \(x.shape.shapeText)", [.init(.position(0), "no samples")])
    }
    let x = x.converted(to: .float32)
    mean = try x.mean(axes: [0])
    let spread = try x.shape[0] == 1 ? Tensor(filled: 1, shape: mean.shape) : sqrt(x.variance(axes: [0], correction: 1))
    deviation = try select(spread > 0, spread, Tensor(1))
  }

  func apply(_ x: Tensor) throws -> Tensor {
    guard x.shape.dropFirst().elementsEqual(mean.shape) else {
      throw Complaint(
        .shape, "samples of \(sizeText(Array(x.shape.dropFirst()))) cannot be scaled like samples of \(sizeText(mean.shape))",
        [.init(.position(0), x.shape.shapeText), .init(.argument("like"), "samples of \(sizeText(mean.shape))")])
    }
    return try (x.converted(to: .float32) - mean) / deviation
  }
}

extension Dataset {
  /// The inputs as they are, not yet augmented.
  fileprivate func inputs() throws -> Tensor {
    guard augmenting == nil else {
      throw Complaint(
        .order, "what is augmented anew in each epoch has no mean of its own", [.init(.position(0), "augmented")],
        why: "standardize first, then augment")
    }
    return try tensor(of: 0)
  }

  fileprivate func standardized(_ scale: Scale) throws -> Dataset {
    try replacingInputs(scale.apply(inputs()), title: "standardize(\(title))")
  }
}

extension Value {
  /// What is scaled, or what tells the scale: a tensor, or the inputs of data.
  fileprivate func scaledPart() throws -> Tensor? {
    switch self {
    case .thing(let data as Dataset): return try (data.parts?.train ?? data).inputs()
    case .thing(let split as Split): return try split.train.inputs()
    default: return try Tensor(self)
    }
  }
}

extension Catalog {
  func addStandardizing() {
    add(
      .data, "standardize",
      "Brings each column to mean 0 and standard deviation 1. Divided data are scaled by their training part, so nothing of the test part leaks.",
      shapes: ["[n, ...] -> [n, ...]"],
      examples: [
        Example("standardize([[1, 10], [2, 10], [3, 10]])", gives: "[[-1, 0],\n [0, 0],\n [1, 0]]"),
        Example("standardize([5], like: [1, 2, 3])", gives: "[3]"),
        Example("dataset(x: uniform([50, 2], 3..4), y: zeros([50, 1])) |> split(80%) |> standardize"),
      ],
      given("x", "a tensor, samples along the first axis; or data, whose inputs are scaled", Value.self),
      given("like", "data or a tensor whose means and deviations are taken; none: its own", Value?.self, .some(nil))
    ) { (x: Value, like: Value?) -> Value in
      guard let model = try (like ?? x).scaledPart() else {
        throw Complaint(
          .type, "`standardize` wants a tensor or data, not \((like ?? x).kind)",
          [.init(like == nil ? .position(0) : .argument("like"), "a table becomes data first: dataset(table, label: …)")])
      }
      let scale = try Scale(model)
      switch x {
      case .thing(let split as Split):
        return .thing(Split(train: try split.train.standardized(scale), test: try split.test.standardized(scale)))
      case .thing(let data as Dataset): return .thing(try data.standardized(scale))
      default: return .thing(try scale.apply(Tensor(x) ?? model))
      }
    }
    addForeign("StandardScaler", "scale", "zscore", means: "standardize")
  }
}
