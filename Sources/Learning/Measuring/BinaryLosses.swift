// Losses of yes and no: a score or a share for each of any number of questions.

import Catalog
import Tensor

/// What predictions of yes and no are.
enum Prediction: String, Choice {
  /// Before sigmoid: any number.
  case scores
  /// Behind sigmoid: 0..1.
  case shares
}

/// Yes-or-no predictions and labels, by what the predictions are.
struct BinaryPair {
  /// Before sigmoid; nil where only shares are known.
  let scores: Tensor?
  let shares: Tensor
  let labels: Tensor

  /// [kind] nil: shares where sigmoid or softmax made them, else scores.
  init(_ predictions: Tensor, _ labels: Tensor, _ kind: Prediction?, _ word: String) throws {
    let y = try BinaryPair.fitting(labels, predictions)
    try checkSameShape(predictions, y, word)
    self.labels = y.floating
    switch kind ?? (predictions.isShare ? .shares : .scores) {
    case .scores: (scores, shares) = (predictions, sigmoid(predictions))
    // The scores behind a sigmoid tell more than its shares, which end at 0 and 1.
    case .shares: (scores, shares) = (predictions.sigmoidInput, predictions)
    }
  }

  /// Labels that name a class, [batch], belong to one score each, [batch, 1], as they belong to several.
  private static func fitting(_ labels: Tensor, _ predictions: Tensor) throws -> Tensor {
    let isColumn = predictions.rank == labels.rank + 1 && predictions.shape == labels.shape + [1]
    return isColumn && !labels.type.isFloating ? try labels.reshaped(predictions.shape) : labels
  }

  /// log(share) and log(1 - share), no smaller than -100.
  func logarithms() throws -> (yes: Tensor, no: Tensor) {
    if let scores { return try logSigmoids(scores) }
    return (try BinaryPair.logarithm(shares), try BinaryPair.logarithm(1 - shares))
  }

  private static func logarithm(_ share: Tensor) throws -> Tensor {
    try select(share > 0, maximum(log(select(share > 0, share, Tensor(1))), Tensor(-100)), Tensor(-100))
  }
}

private let yesOrNo = (
  output: (name: "predictions", summary: "scores, or shares that sigmoid made; one for each label"),
  y: (name: "labels", summary: "0 and 1, or shares, of the same shape; classes [batch] fit predictions [batch, 1]")
)

private func predictionKind() -> Parameter<Prediction?> {
  given("on", "\"scores\" or \"shares\"; none: shares where sigmoid or softmax made them, else scores", Prediction?.self, .some(nil))
}

extension Catalog {
  func addBinaryLosses() {
    addLoss(
      "binary_cross_entropy", "How surprised yes-or-no predictions are by the labels: the mean of -log of the share of what is true.",
      shapes: ["[...], [...] -> []", "[n, 1], int32 [n] -> []"],
      "binary_cross_entropy([0], [1])", gives: "0.6931472",
      samples: .pairs() + .pairs(in: 0.1...0.9, with: [("on", .text("shares"))])
        + .pairs(with: [("positive_weight", .number(3)), ("smoothing", .number(0.2))]), of: yesOrNo.output, and: yesOrNo.y,
      given("positive_weight", "how much a yes counts, against 1 for a no: a number, or one a question", Tensor?.self, .some(nil)),
      number("smoothing", "the share of a label that is spread over yes and no", 0, in: 0...1), predictionKind(), reduction()
    ) { (positive: Tensor?, smoothing: Double, kind: Prediction?, reduce: Reduction) in
      Loss(reduce) { predictions, labels in
        let pair = try BinaryPair(predictions, labels, kind, "binary_cross_entropy")
        let y = try smoothing > 0 ? pair.labels * (1 - smoothing) + smoothing / 2 : pair.labels
        let (yes, no) = try pair.logarithms()
        let first = try y * yes
        return try -(weighed(first, positive) + (1 - y) * no)
      }
    }
    addFocalLosses()
  }

  private func addFocalLosses() {
    addLoss(
      "focal", "Cross-entropy that looks away from what is easy: times (1 - share of the truth)^gamma.",
      shapes: ["[...], [...] -> []", "[n, classes], int32 [n] -> []"],
      "focal([0], [1], alpha: none)", gives: "0.1732868", paper: "Lin and others 2017",
      samples: .pairs(in: 0.1...0.9) + .pairs(in: 0.1...0.9, with: [("on", .text("shares")), ("alpha", .none)])
        + .scored(with: [("gamma", .number(1.5))]),
      of: ("predictions", "scores [batch, classes], or yes-or-no scores or shares of the labels' shape"),
      and: ("labels", "whole numbers [batch], or 0 and 1 of the predictions' shape"),
      given("alpha", "the weight of a yes, against 1 - alpha for a no; of every item where labels are classes", Double?.self, .some(0.25)),
      number("gamma", "how much easy items are looked away from", 2, in: 0...1e3), predictionKind(), reduction()
    ) { (alpha: Double?, gamma: Double, kind: Prediction?, reduce: Reduction) in
      Loss(reduce) { predictions, labels in
        if predictions.rank == labels.rank + 1, !labels.type.isFloating, predictions.shape[1] > 1 {
          return try focal(ScoredClasses(predictions, labels, "focal"), alpha, gamma)
        }
        return try focal(BinaryPair(predictions, labels, kind, "focal"), alpha, gamma)
      }
    }
    addLoss(
      "asymmetric", "For many questions with few yes: focal with an exponent of its own for each side, and small shares of a no ignored.",
      "asymmetric([0], [1])", gives: "0.3465736", paper: "Ridnik and others 2021",
      samples: .pairs(in: 0.1...0.9) + .pairs(in: 0.1...0.9, with: [("on", .text("shares")), ("negative", .number(2))]), of: yesOrNo.output,
      and: yesOrNo.y,
      number("negative", "the exponent for a no", 4, in: 0...1e3), number("positive", "the exponent for a yes", 1, in: 0...1e3),
      number("clip", "what is taken off the share of a no", 0.05, in: 0...1), predictionKind(), reduction()
    ) { (negative: Double, positive: Double, clip: Double, kind: Prediction?, reduce: Reduction) in
      Loss(reduce) { predictions, labels in
        let pair = try BinaryPair(predictions, labels, kind, "asymmetric")
        let other = try minimum(1 - pair.shares + clip, Tensor(1))
        let yes = try power(1 - pair.shares, Tensor(positive)) * pair.logarithms().yes
        let no = try power(1 - other, Tensor(negative)) * log(maximum(other, Tensor(1e-8)))
        return try -(pair.labels * yes + (1 - pair.labels) * no)
      }
    }
    addForeignBinaryLosses()
  }

  private func addForeignBinaryLosses() {
    addForeign("nn.BCEWithLogitsLoss", "nn.BCELoss", in: "PyTorch", means: "binary_cross_entropy")
    addForeign("losses.BinaryCrossentropy", in: "Keras", means: "binary_cross_entropy")
    addForeign("bce", "bce_with_logits", means: "binary_cross_entropy")
    addForeign("binary_crossentropy", "binary_cross_entropy_with_logits", "sigmoid_cross_entropy", means: "binary_cross_entropy")
    addForeign("losses.BinaryFocalCrossentropy", "losses.CategoricalFocalCrossentropy", in: "Keras", means: "focal")
    addForeign("FocalLoss", "focal_loss", "sigmoid_focal_loss", means: "focal")
    addForeign("AsymmetricLoss", "asymmetric_loss", "AsymmetricLossMultiLabel", means: "asymmetric")
  }
}

/// Items times weights that are one number, or one for each along the last axes.
private func weighed(_ items: Tensor, _ weight: Tensor?) throws -> Tensor {
  guard let weight else { return items }
  guard broadcast(items.shape, weight.shape) == items.shape else {
    throw Complaint(
      .shape, "weights \(weight.shape.shapeText) do not belong to predictions \(items.shape.shapeText)",
      [.init(.argument("positive_weight"), "one number, or one a question")])
  }
  return try items * weight
}

private func focal(_ rows: ScoredClasses, _ alpha: Double?, _ gamma: Double) throws -> Tensor {
  let logShare = try logSoftmax(rows.scores, axis: 1).picked(rows.labels)
  return try -(power(1 - exp(logShare), Tensor(gamma)) * logShare * (alpha ?? 1)).reshaped(rows.shape)
}

private func focal(_ pair: BinaryPair, _ alpha: Double?, _ gamma: Double) throws -> Tensor {
  let (yes, no) = try pair.logarithms()
  let y = pair.labels
  let surprise = try -(y * yes + (1 - y) * no)
  let wrong = try y * (1 - pair.shares) + (1 - y) * pair.shares
  let items = try surprise * power(wrong, Tensor(gamma))
  guard let alpha else { return items }
  return try items * (y * (2 * alpha - 1) + (1 - alpha))
}
