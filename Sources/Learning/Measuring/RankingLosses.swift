// Losses of several labels, of pairs in a batch and of lists: what is true should score above what is not.

import Catalog
import Tensor

/// 1 for yes and -1 for no, from labels of 1 and -1 or 1 and 0.
private func sides(_ labels: Tensor) throws -> Tensor { try select(labels > 0, Tensor(1), Tensor(-1)) }

private func checkRows(_ x: Tensor, _ word: String) throws {
  guard x.rank >= 2 else {
    throw Complaint(.shape, "\(word) wants scores [batch, labels], not \(x.shape.shapeText)", [.init(.position(0), x.shape.shapeText)])
  }
}

extension Catalog {
  func addRankingLosses() {
    addSigned()
    addManyLabels()
    addSparsemax()
    addCircle()
  }

  /// Losses of scores and of labels 1 and -1.
  private func addSigned() {
    let labels = (name: "labels", summary: "-1 and 1, or 0 and 1, of the same shape")
    addLoss(
      "perceptron", "max(0, -y * score) for labels -1 and 1 (or 0 and 1): right answers cost nothing.", "perceptron([0.5, 2], [-1, 1])",
      gives: "0.25", paper: "Rosenblatt 1958", samples: .signed(), of: ("scores", "a tensor"), and: labels, reduction()
    ) { (reduce: Reduction) in Loss(pairs: "perceptron", reduce) { p, y in try relu(-sides(y) * p) } }
    addLoss(
      "soft_margin", "log(1 + exp(-y * score)) for labels -1 and 1 (or 0 and 1).", "soft_margin([0], [1])", gives: "0.6931472",
      samples: .signed(),
      of: ("scores", "a tensor"), and: labels, reduction()
    ) { (reduce: Reduction) in Loss(pairs: "soft_margin", reduce) { p, y in try softplus(-sides(y) * p) } }
    addLoss(
      "hinge_embedding", "Distances of what belongs together (y = 1) as they are, of others (y = -1) max(0, margin - distance).",
      "hinge_embedding([0.5, 0.5], [1, -1])", gives: "0.5", samples: .signed(in: -0.9...0.8), of: ("distances", "a tensor"), and: labels,
      number("margin", "how far apart others should be", 1, in: 0...1e30), reduction()
    ) { (margin: Double, reduce: Reduction) in
      Loss(pairs: "hinge_embedding", reduce) { x, y in try select(y > 0, x, relu(margin - x)) }
    }
    addForeign("nn.SoftMarginLoss", in: "PyTorch", means: "soft_margin")
    addForeign("soft_margin_loss", means: "soft_margin")
    addForeign("nn.HingeEmbeddingLoss", in: "PyTorch", means: "hinge_embedding")
    addForeign("hinge_embedding_loss", means: "hinge_embedding")
    addForeign("perceptron_loss", means: "perceptron")
  }

  private func addManyLabels() {
    let scores = (name: "scores", summary: "[batch, labels], before any sigmoid")
    let labels = (name: "labels", summary: "0 and 1, of the same shape")
    addLoss(
      "multi_label_soft_margin", "binary_cross_entropy of the scores of several labels: its mean over the labels of each sample.",
      shapes: ["[n, labels], [n, labels] -> []"], "multi_label_soft_margin([[0, 0]], [[1, 0]])", gives: "0.6931472",
      samples: .pairs() + [.apart([2, 3], [2, 3], with: [("weight", Tensor([1, 2, 0.5] as [Float], shape: [3]).value)])], of: scores,
      and: labels,
      given("weight", "how much each label counts: [labels]", Tensor?.self, .some(nil)), reduction()
    ) { (weight: Tensor?, reduce: Reduction) in
      Loss(pairs: "multi_label_soft_margin", reduce) { x, y in
        try checkRows(x, "multi_label_soft_margin")
        let items = try y * softplus(-x) + (1 - y) * softplus(x)
        return try (weight.map { try items * $0 } ?? items).mean(axes: [x.rank - 1])
      }
    }
    addLoss(
      "multi_label_margin", "How far labels that are not true come within 1 of those that are: summed over pairs, by the number of labels.",
      shapes: ["[n, labels], [n, labels] -> []"], "multi_label_margin([[1, 0.5]], [[1, 0]])", gives: "0.25", samples: .pairs(in: -0.9...1),
      of: scores, and: labels,
      reduction()
    ) { (reduce: Reduction) in
      Loss(pairs: "multi_label_margin", reduce) { x, y in
        try checkRows(x, "multi_label_margin")
        let last = x.rank - 1
        let short = try relu(1 - (x.expanded(at: last + 1) - x.expanded(at: last)))  // [batch, true, other]
        let pairs = try y.expanded(at: last + 1) * (1 - y).expanded(at: last)
        return try (short * pairs).sum(axes: [last, last + 1]) / Double(x.shape[last])
      }
    }
    addLoss(
      "ranking_softmax", "How surprised the softmax over a list is by what is relevant in it: minus the sum of relevance * log share.",
      shapes: ["[n, items], [n, items] -> []"], "ranking_softmax([[0, 0]], [[1, 0]])", gives: "0.6931472", paper: "Cao and others 2007",
      samples: .pairs(in: 0.1...1),
      of: ("scores", "[batch, items]"), and: ("relevance", "0 or more for each item, of the same shape"), reduction()
    ) { (reduce: Reduction) in
      Loss(pairs: "ranking_softmax", reduce) { x, y in
        try checkRows(x, "ranking_softmax")
        return try -(y * logSoftmax(x, axis: x.rank - 1)).sum(axes: [x.rank - 1])
      }
    }
    addForeign("nn.MultiLabelSoftMarginLoss", in: "PyTorch", means: "multi_label_soft_margin")
    addForeign("multilabel_soft_margin_loss", means: "multi_label_soft_margin")
    addForeign("nn.MultiLabelMarginLoss", in: "PyTorch", means: "multi_label_margin")
    addForeign("multilabel_margin_loss", means: "multi_label_margin")
    addForeign("ranking_softmax_loss", "listnet", means: "ranking_softmax")
  }

  private func addSparsemax() {
    addLoss(
      "sparsemax_loss", "The loss whose gradient is sparsemax(scores) less the truth: 0 once the true class is ahead by 1.",
      shapes: ["[n, classes], int32 [n] -> []"], "sparsemax_loss([[0, 0]], int32([1]))", gives: "0.25", paper: "Martins & Astudillo 2016",
      samples: .scored(),
      of: ("scores", "[batch, classes]"), and: ("labels", "whole numbers [batch]"), reduction()
    ) { (reduce: Reduction) in
      Loss(reduce) { scores, labels in
        let rows = try ScoredClasses(scores, labels, "sparsemax_loss")
        let own = rows.scores.picked(rows.labels)
        let limit = try sparsemaxLimit(rows.scores)  // [places, 1]
        let counted = try select(rows.scores > limit, square(rows.scores) - square(limit), Tensor(0))
        return try (counted.sum(axes: [1]) * 0.5 + 0.5 - own).reshaped(rows.shape)
      }
    }
    addForeign("multiclass_sparsemax_loss", means: "sparsemax_loss")
  }

  private func addCircle() {
    add(
      .loss, "circle", "Rows of one class should have cosines near 1, others near 0, those furthest off counting most: one number a batch.",
      paper: "Sun and others 2020", shapes: ["[n, d], int32 [n] -> []"],
      examples: [Example("circle([[1, 0], [1, 0], [0, 1]], int32([0, 0, 1])) < 0.001", gives: "true")],
      samples: [.apart([3, 2], labels: Tensor([0, 0, 1] as [Int32], shape: [3]), with: [("gamma", .number(2))])],
      given("vectors", "[batch, features]", Tensor.self), given("labels", "whole numbers [batch]", Tensor.self),
      number("gamma", "the scale", 80, in: 1e-6...1e6), number("margin", "how far off counts as well", 0.4, in: 0...1)
    ) { (vectors: Tensor, labels: Tensor, gamma: Double, margin: Double) in
      guard vectors.rank == 2, labels.shape == [vectors.shape[0]] else {
        throw Complaint(
          .shape, "circle wants vectors [batch, features] and labels [batch], not \(vectors.shape.shapeText) and \(labels.shape.shapeText)",
          [.init(.position(0), vectors.shape.shapeText), .init(.position(1), labels.shape.shapeText)])
      }
      return try circle(vectors, labels, gamma: gamma, margin: margin)
    }
    addForeign("CircleLoss", "circle_loss", means: "circle")
  }
}

/// What is taken off each row of scores before sparsemax cuts at 0: [places, 1].
private func sparsemaxLimit(_ scores: Tensor) throws -> Tensor {
  let sorted = try scores.sorted(axis: 1, descending: true).items
  let places = Tensor((1...max(scores.shape[1], 1)).map { Float($0) }, shape: [scores.shape[1]])
  let sums = try sorted.cumulativeSum(axis: 1)
  let isIn = try (places * sorted + 1 > sums).converted(to: .float32)
  let count = try isIn.sum(axes: [1])
  return try (((sorted * isIn).sum(axes: [1]) - 1) / count).expanded(at: 1)
}

private func circle(_ vectors: Tensor, _ labels: Tensor, gamma: Double, margin: Double) throws -> Tensor {
  let count = vectors.shape[0]
  let cosines = try matmul(normalized(vectors, axis: 1), normalized(vectors, axis: 1).transposed())
  let isLike = try labels.expanded(at: 1) == labels.expanded(at: 0)
  let above = try Tensor((0..<count).map { Float($0) }, shape: [count, 1]) < Tensor((0..<count).map { Float($0) }, shape: [1, count])
  // What is furthest off weighs most, and that weight is no part of the gradient.
  let pull = try relu(1 + margin - cosines).detached() * (cosines - (1 - margin)) * (-gamma)
  let push = try relu(cosines + margin).detached() * (cosines - margin) * gamma
  func together(_ items: Tensor, _ mask: Tensor) throws -> Tensor {
    try select(mask, items, Tensor(-1e30)).reshaped([count * count]).logSumExp(axes: [0])
  }
  let none = Tensor(0, type: .truth)
  return try softplus(together(pull, select(isLike, above, none)) + together(push, select(isLike, none, above)))
}
