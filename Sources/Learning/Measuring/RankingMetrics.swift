// Metrics of order: how well scores rank what is true above what is not.

import Catalog
import Tensor

/// Scores and whether each is of what is true, from the highest score to the lowest; equal scores stand together.
struct RankedAnswers {
  /// For each distinct score from the highest: how many true and false ones stand at it or above.
  private(set) var steps: [(score: Double, found: Double, wrong: Double)] = []
  let positives: Double
  let negatives: Double

  init(_ scores: [Double], _ truths: [Bool]) {
    positives = Double(truths.filter { $0 }.count)
    negatives = Double(truths.count) - positives
    var (found, wrong) = (0.0, 0.0)
    for place in scores.indices.sorted(by: { scores[$0] > scores[$1] }) {
      if truths[place] { found += 1 } else { wrong += 1 }
      if steps.last?.score == scores[place] { steps.removeLast() }
      steps.append((scores[place], found, wrong))
    }
  }

  /// The area under the curve of found against wrong: the chance that a true one ranks above a false one.
  var area: Double {
    guard positives > 0, negatives > 0 else { return .nan }
    var (area, before) = (0.0, (found: 0.0, wrong: 0.0))
    for step in steps {
      area += (step.wrong - before.wrong) * (step.found + before.found) / 2
      before = (step.found, step.wrong)
    }
    return area / (positives * negatives)
  }

  /// The mean of precision over the steps of recall.
  var averagePrecision: Double {
    guard positives > 0 else { return 0 }
    var (sum, before) = (0.0, 0.0)
    for step in steps {
      sum += (step.found - before) / positives * step.found / (step.found + step.wrong)
      before = step.found
    }
    return sum
  }
}

/// Each class against all others: its scores, and which samples are of it.
private struct OneAgainstRest {
  let classes: [(answers: RankedAnswers, support: Double)]

  /// From scores [count] or [count, classes] and labels [count].
  init(_ scores: Gathered, _ labels: Gathered) {
    let width = labels.shape.count == 1 ? scores.width : 1
    func column(_ place: Int) -> [Double] { stride(from: place, to: scores.numbers.count, by: width).map { scores.numbers[$0] } }
    let wanted = width == 1 ? [(0, 1.0)] : width == 2 ? [(1, 1.0)] : (0..<width).map { ($0, Double($0)) }
    classes = wanted.map { place, label in
      let truths = labels.numbers.map { $0 == label }
      return (RankedAnswers(column(place), truths), Double(truths.filter { $0 }.count))
    }
  }

  /// A number of each class, averaged over those that occur.
  func averaged(weighted: Bool, _ number: (RankedAnswers) -> Double) -> Double {
    let seen = classes.map { (number($0.answers), $0.support) }.filter { $0.0.isFinite }
    guard !seen.isEmpty else { return .nan }
    let support = seen.reduce(0) { $0 + $1.1 }
    return weighted ? seen.reduce(0) { $0 + $1.0 * $1.1 } / support : mean(seen.map(\.0))
  }
}

/// The mean over classes, or that in which each counts as often as it occurs.
private enum ClassMean: String, Choice { case macro, weighted }

private let scoresAndLabels = (
  output: (name: "scores", summary: "a score or share of class 1 each, [batch], or of each class, [batch, classes]"),
  y: (name: "labels", summary: "whole numbers [batch], or 0 and 1 of the scores' shape")
)

/// Scores and labels as rows.
private func rankedRows(_ scores: Tensor, _ labels: Tensor, _ word: String) throws -> [Tensor] {
  let isEach = scores.rank == labels.rank + 1 && Array(scores.shape.dropLast()) == labels.shape && labels.rank == 1
  guard isEach || scores.shape == labels.shape else {
    throw Complaint(
      .shape,
      "\(word) wants scores [batch] or [batch, classes] and labels [batch], not \(scores.shape.shapeText) and \(labels.shape.shapeText)",
      [.init(.position(0), scores.shape.shapeText), .init(.position(1), labels.shape.shapeText)])
  }
  if isEach { return [scores, labels] }
  return [try scores.reshaped([scores.itemCount]), try labels.reshaped([labels.itemCount])]
}

extension Catalog {
  func addRankingMetrics() {
    for (name, summary, result, number) in [
      (
        "auc", "The area under the ROC curve: the chance that a true one ranks above a false one; the mean of each class against the rest.",
        "0.75", { (answers: RankedAnswers) in answers.area }
      ),
      (
        "average_precision", "The area under precision against recall, step by step; the mean of each class against the rest.",
        "0.8333333333333333", { (answers: RankedAnswers) in answers.averagePrecision }
      ),
    ] {
      addMetric(
        name, summary, shapes: ["[n], [n] -> []", "[n, classes], int32 [n] -> []"], "\(name)([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])",
        gives: result, of: scoresAndLabels.output, and: scoresAndLabels.y,
        given("average", "how classes become one number", ClassMean.self, .macro)
      ) { (average: ClassMean) in
        Metric(joining: name) {
          try rankedRows($0, $1, name)
        } end: { gathered in
          .number(OneAgainstRest(gathered[0], gathered[1]).averaged(weighted: average == .weighted, number))
        }
      }
    }
    addForeign("roc_auc", "roc_auc_score", "AUROC", "AUC", "auroc", means: "auc")
    addForeign("average_precision_score", "AveragePrecision", "map", "mAP", means: "average_precision")
    addCurves()
    addPlaces()
  }

  private func addCurves() {
    add(
      .metric, "roc_curve", "Shares of false and of true ones above each threshold, from the highest: record(wrong, found, thresholds).",
      examples: [Example("roc_curve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).found", gives: "[0, 0.5, 0.5, 1, 1]")],
      given("scores", "a score or share of class 1 each: [count]", Tensor.self), given("labels", "0 and 1: [count]", Tensor.self)
    ) { (scores: Tensor, labels: Tensor) in
      let answers = try ranked(scores, labels, "roc_curve")
      return Record([
        ("wrong", curve([0] + answers.steps.map { $0.wrong / max(answers.negatives, 1) })),
        ("found", curve([0] + answers.steps.map { $0.found / max(answers.positives, 1) })),
        ("thresholds", curve([.infinity] + answers.steps.map(\.score))),
      ])
    }
    add(
      .metric, "precision_recall_curve", "Precision and recall at each threshold, from the lowest: record(precision, recall, thresholds).",
      examples: [Example("precision_recall_curve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).recall", gives: "[1, 1, 0.5, 0.5, 0]")],
      given("scores", "a score or share of class 1 each: [count]", Tensor.self), given("labels", "0 and 1: [count]", Tensor.self)
    ) { (scores: Tensor, labels: Tensor) in
      let answers = try ranked(scores, labels, "precision_recall_curve")
      let steps = answers.steps.reversed()
      return Record([
        ("precision", curve(steps.map { $0.found / ($0.found + $0.wrong) } + [1])),
        ("recall", curve(steps.map { $0.found / max(answers.positives, 1) } + [0])), ("thresholds", curve(steps.map(\.score))),
      ])
    }
  }

  /// Metrics of the place at which the true one of many is ranked.
  private func addPlaces() {
    let output = (name: "scores", summary: "[batch, classes]")
    let labels = (name: "labels", summary: "whole numbers [batch]")
    addMetric(
      "top_k_accuracy", "The share of samples whose label is among the k largest scores.", shapes: ["[n, classes], int32 [n] -> []"],
      "top_k_accuracy([[3, 2, 1], [3, 2, 1]], int32([1, 2]), k: 2)", gives: "0.5", of: output, and: labels, count("k", "how many", 5)
    ) { (k: Int) in
      Metric(ofEach: "top_k_accuracy", isShare: true) { scores, labels in
        try (ranks(scores, labels, "top_k_accuracy") <= Tensor(Double(k))).converted(to: .float32)
      }
    }
    addMetric(
      "reciprocal_rank", "The mean of 1 / the place of the true one.", shapes: ["[n, classes], int32 [n] -> []"],
      "reciprocal_rank([[3, 2, 1], [3, 2, 1]], int32([0, 1]))",
      gives: "0.75",
      of: output, and: labels
    ) { () in Metric(ofEach: "reciprocal_rank") { try Tensor(1) / ranks($0, $1, "reciprocal_rank") } }
    addForeign("metrics.TopKCategoricalAccuracy", in: "Keras", means: "top_k_accuracy")
    addForeign("top_k", "topk_accuracy", "top5", "top_k_accuracy_score", "hit_rate", means: "top_k_accuracy")
    addForeign("mrr", "MRR", "mean_reciprocal_rank", means: "reciprocal_rank")
    addMetric(
      "ndcg", "How much of the best possible gain a ranking reaches, gains counting less further down.",
      shapes: ["[n, items], [n, items] -> []"],
      "ndcg([[3, 2, 1]], [[1, 0, 0]])", gives: "1", paper: "Järvelin & Kekäläinen 2002", of: ("scores", "[batch, items]"),
      and: ("relevance", "0 or more for each item, of the same shape"), optionalCount("k", "items that count; none: all")
    ) { (k: Int?) in
      Metric(joining: "ndcg") { scores, relevance in
        try checkSameShape(scores, relevance, "ndcg")
        return [scores, relevance]
      } end: { gathered in
        let width = gathered[0].width
        let values = (0..<gathered[0].count).map { row -> Double in
          let own = (row * width)..<((row + 1) * width)
          return gain(Array(gathered[0].numbers[own]), Array(gathered[1].numbers[own]), k ?? width)
        }
        return .number(mean(values))
      }
    }
  }
}

/// The place, from 1, at which the true class is ranked: [batch].
private func ranks(_ scores: Tensor, _ labels: Tensor, _ word: String) throws -> Tensor {
  let rows = try ScoredClasses(scores, labels, word)
  let own = try rows.scores.picked(rows.labels).expanded(at: 1)
  return try (rows.scores > own).converted(to: .float32).sum(axes: [1]) + 1
}

private func ranked(_ scores: Tensor, _ labels: Tensor, _ word: String) throws -> RankedAnswers {
  try checkSameShape(scores, labels, word)
  return RankedAnswers(try scores.numbers(), try labels.numbers().map { $0 != 0 })
}

private func curve(_ numbers: [Double]) -> Value { .thing(Tensor(numbers.map { Float($0) }, shape: [numbers.count])) }

/// The discounted gain of a ranking, by that of the best.
private func gain(_ scores: [Double], _ relevance: [Double], _ k: Int) -> Double {
  func sum(_ order: [Int]) -> Double {
    order.prefix(k).enumerated().reduce(0) { $0 + relevance[$1.element] / logarithm2(Double($1.offset) + 2) }
  }
  let best = sum(relevance.indices.sorted { relevance[$0] > relevance[$1] })
  return best == 0 ? 0 : sum(scores.indices.sorted { scores[$0] > scores[$1] }) / best
}
