// Losses of vectors: what belongs together is drawn together, what does not is pushed apart.

import Catalog
import Tensor

/// The distances of vectors along the last axis: the sum of |a - b|^power, its root. As in PyTorch a little is added, so that a
/// gradient exists where both are equal.
private func pairDistances(_ a: Tensor, _ b: Tensor, power exponent: Double) throws -> Tensor {
  let error = try abs(a - b + 1e-6)
  if exponent == 1 { return try error.sum(axes: [a.rank - 1]) }
  if exponent == 2 { return sqrt(try square(error).sum(axes: [a.rank - 1])) }
  return try power(power(error, Tensor(exponent)).sum(axes: [a.rank - 1]), Tensor(1 / exponent))
}

/// Refuses what are not rows of vectors.
private func checkVectors(_ x: Tensor, _ word: String, _ position: Int) throws {
  guard x.rank > 0 else {
    throw Complaint(.shape, "\(word) compares vectors [batch, features], and this is one number", [.init(.position(position), "rank 0")])
  }
}

extension Catalog {
  func addDistanceLosses() {
    addRankings()
    addPairings()
    addContrasts()
  }

  private func addRankings() {
    add(
      .loss, "margin_ranking",
      "Two scores of which the first (y = 1) or the second (y = -1) should be larger by a margin: max(0, margin - y * (a - b)).",
      shapes: ["[...], [...], [...] -> []"],
      examples: [Example("margin_ranking([2], [1], [-1])", gives: "1")],
      samples: [.apart([4], [4], labels: Tensor([1, -1, 1, -1] as [Float], shape: [4]), with: [("margin", .number(0.3))])],
      given("a", "scores", Tensor.self), given("b", "scores of the same shape", Tensor.self),
      given("y", "1 where a should be larger, -1 where b should", Tensor.self),
      number("margin", "how much larger", 0, in: 0...1e30), reduction()
    ) { (a: Tensor, b: Tensor, y: Tensor, margin: Double, reduce: Reduction) in
      let error = try differences(a, b, "margin_ranking")
      try checkSameShape(a, y, "margin_ranking", (0, 2))
      return try reduce.applied(to: relu(margin - y * error))
    }
    add(
      .loss, "triplet",
      "An anchor should be nearer to its like than to another by a margin: max(0, distance to like - distance to other + margin).",
      paper: "Schroff and others 2015", shapes: ["[n, d], [n, d], [n, d] -> []"],
      examples: [Example("triplet([[0, 0]], [[0, 2]], [[0, 1]])", gives: "2")],
      samples: [
        .apart([3, 2], [3, 2], [3, 2]), .apart([3, 2], [3, 2], [3, 2], with: [("power", .number(1)), ("swap", .truth(true))]),
        .apart([1, 3], [1, 3], [1, 3], with: [("power", .number(3))]),
      ],
      given("anchor", "vectors [batch, features]", Tensor.self), given("like", "vectors that belong to the anchors", Tensor.self),
      given("other", "vectors that do not", Tensor.self), number("margin", "how much nearer", 1, in: 0...1e30),
      number("power", "of the distance: 2 is the straight line, 1 the sum of sides", 2, in: 1e-3...1e3),
      flag("swap", "where the like is nearer to the other than the anchor is, that distance counts", false), reduction()
    ) { (anchor: Tensor, like: Tensor, other: Tensor, margin: Double, power: Double, swap: Bool, reduce: Reduction) in
      try checkVectors(anchor, "triplet", 0)
      try checkSameShape(anchor, like, "triplet", (0, 1))
      try checkSameShape(anchor, other, "triplet", (0, 2))
      var far = try pairDistances(anchor, other, power: power)
      if swap { far = try minimum(far, pairDistances(like, other, power: power)) }
      return try reduce.applied(to: relu(pairDistances(anchor, like, power: power) - far + margin))
    }
    addForeign("nn.MarginRankingLoss", in: "PyTorch", means: "margin_ranking")
    addForeign("margin_ranking_loss", means: "margin_ranking")
    addForeign("nn.TripletMarginLoss", in: "PyTorch", means: "triplet")
    addForeign("triplet_margin_loss", "triplet_loss", "TripletLoss", means: "triplet")
  }

  private func addPairings() {
    add(
      .loss, "cosine_embedding",
      "Pairs that belong together (y = 1) should point the same way, others (y = -1) apart: 1 - cosine, or max(0, cosine - margin).",
      shapes: ["[n, d], [n, d], [n] -> []"],
      examples: [Example("cosine_embedding([[1, 0]], [[0, 1]], [1])", gives: "1")],
      samples: [.apart([3, 2], [3, 2], labels: Tensor([1, -1, 1] as [Float], shape: [3]))],
      given("a", "vectors [batch, features]", Tensor.self), given("b", "vectors of the same shape", Tensor.self),
      given("y", "1 for like, -1 for unlike: [batch]", Tensor.self),
      number("margin", "the cosine that unlike pairs may have", 0, in: -1...1), reduction()
    ) { (a: Tensor, b: Tensor, y: Tensor, margin: Double, reduce: Reduction) in
      try checkVectors(a, "cosine_embedding", 0)
      try checkSameShape(a, b, "cosine_embedding")
      let cosine = try cosineSimilarity(a, b, axis: -1)
      try checkPairs(y, cosine.shape)
      return try reduce.applied(to: select(y > 0, 1 - cosine, relu(cosine - margin)))
    }
    add(
      .loss, "contrastive",
      "Pairs that belong together (y = 1) should be near, others (y = 0) at least a margin apart: distance², or max(0, margin - distance)².",
      paper: "Hadsell and others 2006", shapes: ["[n, d], [n, d], [n] -> []"],
      examples: [Example("contrastive([[0, 0]], [[0, 0.5]], [0])", gives: "0.25")],
      samples: [.apart([3, 2], [3, 2], labels: Tensor([1, 0, 0] as [Float], shape: [3]))],
      given("a", "vectors [batch, features]", Tensor.self), given("b", "vectors of the same shape", Tensor.self),
      given("y", "1 for like, 0 for unlike: [batch]", Tensor.self),
      number("margin", "how far apart unlike pairs should be", 1, in: 0...1e30),
      reduction()
    ) { (a: Tensor, b: Tensor, y: Tensor, margin: Double, reduce: Reduction) in
      try checkVectors(a, "contrastive", 0)
      let squares = try square(differences(a, b, "contrastive")).sum(axes: [a.rank - 1])
      try checkPairs(y, squares.shape)
      let gap = try relu(margin - sqrt(squares + 1e-12))
      return try reduce.applied(to: select(y > 0, squares, square(gap)))
    }
    addForeign("nn.CosineEmbeddingLoss", in: "PyTorch", means: "cosine_embedding")
    addForeign("cosine_embedding_loss", means: "cosine_embedding")
    addForeign("ContrastiveLoss", "contrastive_loss", means: "contrastive")
  }

  private func addContrasts() {
    add(
      .loss, "info_nce", "Each row of a should find its partner among all rows of b: cross_entropy over their cosines by a temperature.",
      paper: "van den Oord and others 2018", shapes: ["[n, d], [n, d] -> []"],
      examples: [Example("info_nce([[1, 0], [0, 1]], [[1, 0], [0, 1]], temperature: 1)", gives: "0.31326166")],
      samples: [.apart([3, 2], [3, 2]), .apart([3, 2], [3, 2], with: [("both", .truth(true)), ("reduce", .none)])],
      given("a", "vectors [batch, features]", Tensor.self), given("b", "their partners, row for row", Tensor.self),
      number("temperature", "cosines are divided by it", 0.1, in: 1e-6...1e6),
      flag("both", "rows of b look for partners in a as well, and the mean counts (CLIP)", false), reduction()
    ) { (a: Tensor, b: Tensor, temperature: Double, both: Bool, reduce: Reduction) in
      guard a.rank == 2 else {
        throw Complaint(
          .shape, "info_nce wants vectors [batch, features], not \(a.shape.shapeText)", [.init(.position(0), a.shape.shapeText)])
      }
      try checkSameShape(a, b, "info_nce")
      let scores = try matmul(normalized(a, axis: 1), normalized(b, axis: 1).transposed()) * (1 / temperature)
      let labels = Tensor((0..<Int32(a.shape[0])).map { $0 }, shape: [a.shape[0]])
      let there = try -logSoftmax(scores, axis: 1).picked(labels)
      guard both else { return try reduce.applied(to: there) }
      let back = try -logSoftmax(scores.transposed(), axis: 1).picked(labels)
      return try reduce.applied(to: (there + back) * 0.5)
    }
    addForeign("InfoNCE", "nt_xent", "NTXentLoss", "clip_loss", "contrastive_clip", means: "info_nce")
  }
}

private func checkPairs(_ y: Tensor, _ shape: Shape) throws {
  if y.shape == shape { return }
  throw Complaint(
    .shape, "there are \(shape.shapeText) pairs, and labels of the shape \(y.shape.shapeText)",
    [.init(.position(2), y.shape.shapeText)], why: "one label a pair is wanted; a loss never broadcasts",
    edits: y.itemCount == shape.itemCount ? [.replace(.position(2), "reshape(\(part: .position(2)), \(shape.shapeText))")] : [])
}
