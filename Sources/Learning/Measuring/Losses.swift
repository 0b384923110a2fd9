// Losses: one number that says how far predictions are from what is true. They never broadcast silently.

import Catalog
import Tensor

/// The mean over the batch of -log of the share that softmax gives the true class.
/// scores: [batch, classes]; labels: whole numbers [batch], or shares [batch, classes].
public func crossEntropy(_ scores: Tensor, _ labels: Tensor) throws -> Tensor {
  guard scores.rank >= 2 else {
    throw Complaint(
      .shape, "cross_entropy wants scores [batch, classes], not \(scores.shape.shapeText)", [.init(.position(0), scores.shape.shapeText)])
  }
  let classes = scores.shape[1]
  let flat = try byClass(scores)
  if labels.shape == scores.shape, labels.type == .float32 {
    return try -(try byClass(labels) * logSoftmax(flat, axis: 1)).sum(axes: [1]).mean()
  }
  let wanted = [scores.shape[0]] + scores.shape.dropFirst(2)
  guard labels.shape == wanted else {
    throw Complaint(
      .shape, "the labels \(labels.shape.shapeText) do not belong to scores \(scores.shape.shapeText)",
      [.init(.position(1), labels.shape.shapeText), .init(.position(0), scores.shape.shapeText)],
      why: "one label a sample is wanted: \(wanted.shapeText), whole numbers from 0 to \(classes - 1)",
      edits: labels.itemCount == wanted.itemCount
        ? [.replace(.position(1), "reshape(\(part: .position(1)), \(wanted.shapeText))")]
        : scores.rank > 2 && labels.rank == 1
          ? [.replace(.call("dense", in: .position(0)), "flatten; \(part: .call("dense", in: .position(0)))", "scores [batch, classes]")]
          : [])
  }
  let places = try labels.reshaped([labels.itemCount])
  return try -logSoftmax(flat, axis: 1).picked(places).mean()
}

/// [batch, classes, space…] as [batch * space, classes].
private func byClass(_ x: Tensor) throws -> Tensor {
  guard x.rank > 2 else { return x }
  let order = [0] + Array(2..<x.rank) + [1]
  return try x.permuted(order).reshaped([x.itemCount / max(x.shape[1], 1), x.shape[1]])
}

/// The mean of squared differences.
public func meanSquaredError(_ p: Tensor, _ y: Tensor) throws -> Tensor { try square(differences(p, y, "mse")).mean() }

/// p - y, refused where the shapes differ.
func differences(_ p: Tensor, _ y: Tensor, _ word: String) throws -> Tensor {
  guard p.shape == y.shape else {
    throw Complaint(
      .shape, "\(word) compares equal shapes, and these differ: \(p.shape.shapeText) and \(y.shape.shapeText)",
      [.init(.position(0), p.shape.shapeText), .init(.position(1), y.shape.shapeText)], why: "a loss never broadcasts",
      edits: p.itemCount == y.itemCount ? [.replace(.position(1), "reshape(\(part: .position(1)), \(p.shape.shapeText))")] : [])
  }
  return try p - y
}

extension Catalog {
  /// Declares the losses.
  public func addLosses() {
    add(
      .loss, "cross_entropy", "How surprised the scores are by the true classes: the mean of -log(softmax(scores)) at the labels.",
      shapes: [
        "[n, classes], int32 [n] -> []", "[n, classes], [n, classes] -> []", "[n, classes, h, w], int32 [n, h, w] -> []",
      ],
      examples: [Example("cross_entropy([[0, 0]], int32([1]))", gives: "0.6931472")],
      given("scores", "[batch, classes], before any softmax", Tensor.self),
      given("labels", "whole numbers [batch], or shares [batch, classes]", Tensor.self)
    ) { (scores: Tensor, labels: Tensor) in try crossEntropy(scores, labels) }
    add(
      .loss, "mse", "The mean of squared differences.", shapes: ["[...], [...] -> []"],
      examples: [Example("mse([1, 2], [1, 4])", gives: "2")],
      given("predictions", "a tensor", Tensor.self), given("y", "what is true, of the same shape", Tensor.self)
    ) { (p: Tensor, y: Tensor) in try meanSquaredError(p, y) }
    addForeign("nn.CrossEntropyLoss", in: "PyTorch", means: "cross_entropy")
    addForeign("losses.CategoricalCrossentropy", "losses.SparseCategoricalCrossentropy", in: "Keras", means: "cross_entropy")
    addForeign("nn.MSELoss", in: "PyTorch", means: "mse")
    addForeign("losses.MeanSquaredError", in: "Keras", means: "mse")
  }
}
