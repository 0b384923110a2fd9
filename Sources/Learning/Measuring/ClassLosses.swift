// Losses of classes: scores or shares of each class, and which of them is the true one.

import Catalog
import Tensor

/// Scores [batch, classes, space…] with a true class each [batch, space…], as rows: [places, classes] and [places].
struct ScoredClasses {
  let scores: Tensor
  let labels: Tensor
  /// [batch, space…].
  let shape: Shape

  init(_ scores: Tensor, _ labels: Tensor, _ word: String) throws {
    let wanted = try ScoredClasses.places(of: scores, word)
    guard labels.shape == wanted else {
      throw Complaint(
        .shape, "the labels \(labels.shape.shapeText) do not belong to scores \(scores.shape.shapeText)",
        [.init(.position(1), labels.shape.shapeText), .init(.position(0), scores.shape.shapeText)],
        why: "one label a sample is wanted: \(wanted.shapeText), whole numbers from 0 to \(scores.shape[1] - 1)",
        edits: labels.itemCount == wanted.itemCount
          ? [.replace(.position(1), "reshape(\(part: .position(1)), \(wanted.shapeText))")]
          : scores.rank > 2 && labels.rank == 1
            ? [.replace(.call("dense", in: .position(0)), "flatten; \(part: .call("dense", in: .position(0)))", "scores [batch, classes]")]
            : [])
    }
    self.scores = try byClass(scores)
    self.labels = try labels.reshaped([labels.itemCount]).converted(to: .int32)
    shape = wanted
  }

  /// The shape of what is judged: [batch, space…].
  static func places(of scores: Tensor, _ word: String) throws -> Shape {
    guard scores.rank >= 2 else {
      throw Complaint(
        .shape, "\(word) wants scores [batch, classes], not \(scores.shape.shapeText)", [.init(.position(0), scores.shape.shapeText)])
    }
    return [scores.shape[0]] + scores.shape.dropFirst(2)
  }
}

/// [batch, classes, space…] as [batch * space, classes].
func byClass(_ x: Tensor) throws -> Tensor {
  guard x.rank > 2 else { return x }
  let order = [0] + Array(2..<x.rank) + [1]
  return try x.permuted(order).reshaped([x.itemCount / max(x.shape[1], 1), x.shape[1]])
}

/// What may be said about classes: their weights, a label that does not count, and how far a label is spread over all classes.
struct ClassSettings {
  var weight: Tensor?
  var ignored: Int?
  var smoothing = 0.0

  /// The -log of the true classes' shares, from the logarithms of all: items [batch, space…].
  func surprises(_ rows: ScoredClasses, _ logShares: Tensor) throws -> Loss.Items {
    let classes = logShares.shape[1]
    let counts = try ignored.map { try (rows.labels == Double($0)).converted(to: .float32) }.map { try 1 - $0 }
    let places = try counts.map { try rows.labels * $0.converted(to: .int32) } ?? rows.labels
    let weights = try checkedWeight(classes)
    var items = try -logShares.picked(places)
    var weigh = weights.map { $0.rows(places) }
    if let own = weigh { items = try items * own }
    if smoothing > 0 {
      let spread = try -(weights.map { try logShares * $0 } ?? logShares).mean(axes: [1])
      items = try items * (1 - smoothing) + spread * smoothing
    }
    if let counts {
      items = try items * counts
      weigh = try weigh.map { try $0 * counts } ?? counts
    }
    return (try items.reshaped(rows.shape), try weigh?.sum())
  }

  /// The same where the truth is a share of each class.
  func surprises(ofShares shares: Tensor, _ logShares: Tensor, _ shape: Shape) throws -> Loss.Items {
    let classes = logShares.shape[1]
    var wanted = try byClass(shares)
    if smoothing > 0 { wanted = try wanted * (1 - smoothing) + smoothing / Double(classes) }
    let weighed = try checkedWeight(classes).map { try logShares * $0 } ?? logShares
    return (try -(wanted * weighed).sum(axes: [1]).reshaped(shape), nil)
  }

  private func checkedWeight(_ classes: Int) throws -> Tensor? {
    guard let weight else { return nil }
    guard weight.shape == [classes] else {
      throw Complaint(
        .shape, "there are \(classes) classes, and weights of the shape \(weight.shape.shapeText)",
        [.init(.argument("weight"), "one number a class: [\(classes)]")])
    }
    return weight.floating
  }
}

/// The mean over the batch of -log of the share that softmax gives the true class.
/// scores: [batch, classes]; labels: whole numbers [batch], or shares [batch, classes].
public func crossEntropy(_ scores: Tensor, _ labels: Tensor) throws -> Tensor {
  try Reduction.mean.applied(to: crossEntropy(scores, labels, ClassSettings()))
}

func crossEntropy(_ scores: Tensor, _ labels: Tensor, _ settings: ClassSettings) throws -> Loss.Items {
  let places = try ScoredClasses.places(of: scores, "cross_entropy")
  let logShares = try logSoftmax(byClass(scores), axis: 1)
  if labels.shape == scores.shape, labels.type.isFloating { return try settings.surprises(ofShares: labels, logShares, places) }
  return try settings.surprises(ScoredClasses(scores, labels, "cross_entropy"), logShares)
}

private let scoresAndLabels = (
  output: (name: "scores", summary: "[batch, classes], before any softmax; [batch, classes, space…] where each place has a label"),
  y: (name: "labels", summary: "whole numbers [batch], or [batch, space…]")
)

extension Catalog {
  func addClassLosses() {
    addLoss(
      "cross_entropy", "How surprised the scores are by the true classes: the mean of -log(softmax(scores)) at the labels.",
      shapes: ["[n, classes], int32 [n] -> []", "[n, classes], [n, classes] -> []", "[n, classes, h, w], int32 [n, h, w] -> []"],
      "cross_entropy([[0, 0]], int32([1]))", gives: "0.6931472",
      samples: .scored() + .scored(with: Catalog.spread) + [.apart([3, 4], [3, 4], in: 0.1...0.9, with: Catalog.spread)],
      of: scoresAndLabels.output, and: ("labels", "whole numbers [batch], or shares [batch, classes]"),
      given("weight", "how much each class counts: [classes]", Tensor?.self, .some(nil)),
      given("ignore", "a label that does not count, such as -100", Int?.self, .some(nil)),
      number("smoothing", "the share of a label that is spread over all classes", 0, in: 0...1), reduction()
    ) { (weight: Tensor?, ignored: Int?, smoothing: Double, reduce: Reduction) in
      let settings = ClassSettings(weight: weight, ignored: ignored, smoothing: smoothing)
      return Loss(weighed: reduce) { try crossEntropy($0, $1, settings) }
    }
    addLoss(
      "nll", "The mean of minus the logarithms of shares at the labels: cross_entropy behind log_softmax.",
      shapes: ["[n, classes], int32 [n] -> []", "[n, classes, h, w], int32 [n, h, w] -> []"],
      "nll([[-1, -2]], int32([1]))", gives: "2",
      samples: .scored() + .scored(with: [("weight", Tensor([0.5, 1, 2, 3] as [Float], shape: [4]).value), ("ignore", .number(3))]),
      of: ("log_shares", "[batch, classes], as log_softmax gives them"), and: scoresAndLabels.y,
      given("weight", "how much each class counts: [classes]", Tensor?.self, .some(nil)),
      given("ignore", "a label that does not count, such as -100", Int?.self, .some(nil)), reduction()
    ) { (weight: Tensor?, ignored: Int?, reduce: Reduction) in
      let settings = ClassSettings(weight: weight, ignored: ignored)
      return Loss(weighed: reduce) { logShares, labels in
        let rows = try ScoredClasses(logShares, labels, "nll")
        return try settings.surprises(rows, rows.scores)
      }
    }
    addForeign("nn.CrossEntropyLoss", in: "PyTorch", means: "cross_entropy")
    addForeign("CrossEntropy", "sparse_categorical_crossentropy", means: "cross_entropy")
    addForeign("losses.SparseCategoricalCrossentropy", in: "Keras", means: "cross_entropy")
    addForeign("categorical_crossentropy", "crossentropy", "ce_loss", means: "cross_entropy")
    addForeign("nn.NLLLoss", in: "PyTorch", means: "nll")
    addForeign("nll_loss", "negative_log_likelihood", means: "nll")
    addRobustLosses()
    addDivergences()
    addHinges()
  }

  /// All that cross_entropy can be told beside a label that does not count.
  private static var spread: [(name: String, value: Value)] {
    [("weight", Tensor([0.5, 1, 2, 3] as [Float], shape: [4]).value), ("smoothing", .number(0.2))]
  }

  /// Relatives of cross_entropy.
  private func addRobustLosses() {
    addLoss(
      "poly", "cross_entropy with more weight on the first term of its series: adds epsilon * (1 - share of the true class).",
      shapes: ["[n, classes], int32 [n] -> []", "[n, classes, h, w], int32 [n, h, w] -> []"],
      "poly([[0, 0]], int32([1]))", gives: "1.6931472", paper: "Leng and others 2022", samples: .scored(), of: scoresAndLabels.output,
      and: scoresAndLabels.y,
      number("epsilon", "what is added to the first coefficient", 2, in: -1...1e6), reduction()
    ) { (epsilon: Double, reduce: Reduction) in
      Loss(reduce) { scores, labels in
        let rows = try ScoredClasses(scores, labels, "poly")
        let logShare = try logSoftmax(rows.scores, axis: 1).picked(rows.labels)
        return try ((1 - exp(logShare)) * epsilon - logShare).reshaped(rows.shape)
      }
    }
    addLoss(
      "generalized_cross_entropy",
      "(1 - share^q) / q of the true class: between cross_entropy (q near 0) and mae (q = 1), for wrong labels.",
      shapes: ["[n, classes], int32 [n] -> []", "[n, classes, h, w], int32 [n, h, w] -> []"],
      "generalized_cross_entropy([[0, 0]], int32([1]), q: 1)", gives: "0.5", paper: "Zhang & Sabuncu 2018", samples: .scored(),
      of: scoresAndLabels.output, and: scoresAndLabels.y,
      number("q", "0: cross_entropy, 1: straight", 0.5, in: 1e-6...1), reduction()
    ) { (q: Double, reduce: Reduction) in
      Loss(reduce) { scores, labels in
        let rows = try ScoredClasses(scores, labels, "generalized_cross_entropy")
        let logShare = try logSoftmax(rows.scores, axis: 1).picked(rows.labels)
        return try ((1 - exp(logShare * q)) / q).reshaped(rows.shape)
      }
    }
    addForeign("PolyLoss", "poly_loss", "poly1_cross_entropy", means: "poly")
    addForeign("GeneralizedCrossEntropy", "gce_loss", means: "generalized_cross_entropy")
  }

  private func addDivergences() {
    addLoss(
      "kl_divergence",
      "How far predicted shares are from true ones: the sum over classes of y * (log(y) - prediction), its mean over the batch.",
      shapes: ["[n, classes], [n, classes] -> []"],
      "kl_divergence(log_softmax([[0, 0]]), [[1, 0]])", gives: "0.6931472", paper: "Kullback & Leibler 1951",
      samples: .pairs(in: 0.1...0.9),
      of: ("log_shares", "logarithms of predicted shares [batch, classes], as log_softmax gives them"),
      and: ("shares", "true shares, of the same shape"), reduction()
    ) { (reduce: Reduction) in
      Loss(pairs: "kl_divergence", reduce) { p, y in try overClasses(y * (logarithms(y) - p), "kl_divergence") }
    }
    addLoss(
      "js_divergence", "How far two rows of shares are apart, the same from both sides: the mean of their divergences from their middle.",
      shapes: ["[n, classes], [n, classes] -> []"],
      "js_divergence([[1, 0]], [[0, 1]])", gives: "0.6931472", paper: "Lin 1991", samples: .pairs(in: 0.1...0.9),
      of: ("predictions", "shares [batch, classes]"),
      and: ("y", "true shares, of the same shape"), reduction()
    ) { (reduce: Reduction) in
      Loss(pairs: "js_divergence", reduce) { p, y in
        let middle = try logarithms((p + y) * 0.5)
        return try overClasses((p * (logarithms(p) - middle) + y * (logarithms(y) - middle)) * 0.5, "js_divergence")
      }
    }
    addForeign("nn.KLDivLoss", in: "PyTorch", means: "kl_divergence")
    addForeign("losses.KLDivergence", in: "Keras", means: "kl_divergence")
    addForeign("kl_div", "kl_loss", means: "kl_divergence")
    addForeign("jensen_shannon", "js_div", means: "js_divergence")
  }

  private func addHinges() {
    for (name, summary, result, power) in [
      ("hinge", "max(0, 1 - y * score) for labels -1 and 1 (or 0 and 1): right answers beyond the margin cost nothing.", "0.25", 1),
      ("squared_hinge", "The square of hinge.", "0.125", 2),
    ] {
      addLoss(
        name, summary, "\(name)([0.5, 2], [1, 1])", gives: result, samples: .signed(), of: ("scores", "a tensor"),
        and: ("labels", "-1 and 1, or 0 and 1, of the same shape"), reduction()
      ) { (reduce: Reduction) in
        Loss(pairs: name, reduce) { scores, labels in
          let sides = try select(labels == 0, Tensor(-1), labels.converted(to: .float32))
          let short = try relu(1 - sides * scores)
          return power == 1 ? short : try square(short)
        }
      }
    }
    addMargins()
  }

  private func addMargins() {
    addLoss(
      "multi_margin", "How far other classes come within a margin of the true one's score: their mean over the classes.",
      shapes: ["[n, classes], int32 [n] -> []", "[n, classes, h, w], int32 [n, h, w] -> []"],
      "multi_margin([[1, 0.5]], int32([0]))", gives: "0.25", paper: "Crammer & Singer 2001",
      samples: .scored() + .scored(with: [("power", .number(2))]), of: scoresAndLabels.output,
      and: scoresAndLabels.y, number("margin", "how far ahead the true class must be", 1, in: 0...1e30),
      count("power", "1, or 2 for squares", 1, in: 1...2), reduction()
    ) { (margin: Double, power: Int, reduce: Reduction) in
      Loss(reduce) { scores, labels in
        let rows = try ScoredClasses(scores, labels, "multi_margin")
        let short = try shortfalls(rows, margin)
        return try (power == 1 ? short : square(short)).mean(axes: [1]).reshaped(rows.shape)
      }
    }
    addLoss(
      "categorical_hinge", "How far the best other class comes within 1 of the true one's score.",
      shapes: ["[n, classes], int32 [n] -> []", "[n, classes, h, w], int32 [n, h, w] -> []"],
      "categorical_hinge([[1, 0.5]], int32([0]))", gives: "0.5", samples: .scored(), of: scoresAndLabels.output, and: scoresAndLabels.y,
      reduction()
    ) { (reduce: Reduction) in
      Loss(reduce) { scores, labels in
        let rows = try ScoredClasses(scores, labels, "categorical_hinge")
        return try shortfalls(rows, 1).max(axes: [1]).reshaped(rows.shape)
      }
    }
    addForeign("HingeLoss", "hinge_loss", means: "hinge")
    addForeign("losses.SquaredHinge", in: "Keras", means: "squared_hinge")
    addForeign("nn.MultiMarginLoss", in: "PyTorch", means: "multi_margin")
    addForeign("multi_margin_loss", means: "multi_margin")
    addForeign("losses.CategoricalHinge", in: "Keras", means: "categorical_hinge")
  }
}

/// Logarithms of shares; 0 where the share is 0, whose product with its logarithm is 0.
private func logarithms(_ shares: Tensor) throws -> Tensor { try log(select(shares > 0, shares, Tensor(1))) }

/// The sum over axis 1.
private func overClasses(_ items: Tensor, _ word: String) throws -> Tensor {
  guard items.rank >= 2 else {
    throw Complaint(
      .shape, "\(word) wants [batch, classes], not \(items.shape.shapeText)", [.init(.position(0), items.shape.shapeText)])
  }
  return try items.sum(axes: [1])
}

/// How far each other class comes within a margin of the true one: [places, classes], 0 at the true class.
private func shortfalls(_ rows: ScoredClasses, _ margin: Double) throws -> Tensor {
  let own = try rows.scores.picked(rows.labels).expanded(at: 1)
  return try relu(rows.scores - own + margin) * (1 - rows.labels.oneHot(rows.scores.shape[1]))
}
