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

/// Each class against all others, or each question by itself: scores, and which samples are of it.
private struct OneAgainstRest {
  private let scores: [[Double]]
  private let truths: [[Bool]]

  /// From scores [count] or [count, classes] and labels [count], or 0 and 1 of the scores' shape.
  init(_ scores: Gathered, _ labels: Gathered) {
    let isTable = labels.shape.count > 1
    let places = isTable || scores.width == 1 ? Array(0..<scores.width) : scores.width == 2 ? [1] : Array(0..<scores.width)
    self.scores = places.map { scores.column($0) }
    truths = places.map { place in
      if isTable { return labels.column(place).map { $0 != 0 } }
      return labels.numbers.map { $0 == (scores.width == 1 ? 1 : Double(place)) }
    }
  }

  /// A number of each class, averaged over those that occur.
  func averaged(_ averaging: RankAveraging, _ number: (RankedAnswers) -> Double) -> Value {
    let all = zip(scores, truths).map { number(RankedAnswers($0, $1)) }
    switch averaging {
    case .perClass: return .thing(Tensor(all.map { Float($0) }, shape: [all.count]))
    case .micro: return .number(number(RankedAnswers(scores.flatMap { $0 }, truths.flatMap { $0 })))
    case .samples:
      let rows = (scores.first ?? []).indices.map { row in number(RankedAnswers(scores.map { $0[row] }, truths.map { $0[row] })) }
      return .number(finiteMean(rows.map { ($0, 1) }))
    case .macro: return .number(finiteMean(all.map { ($0, 1) }))
    case .weighted: return .number(finiteMean(zip(all, truths).map { ($0, Double($1.filter { $0 }.count)) }))
    }
  }

  private func finiteMean(_ numbers: [(value: Double, weight: Double)]) -> Double {
    let seen = numbers.filter { $0.value.isFinite }
    let weight = seen.reduce(0) { $0 + $1.weight }
    return weight == 0 ? .nan : seen.reduce(0) { $0 + $1.value * $1.weight } / weight
  }
}

/// Each class against each other among the samples of both (Hand & Till 2001): the mean of both ways, over all pairs.
private func pairedArea(_ scores: Gathered, _ labels: Gathered, weighted: Bool) -> Double {
  let columns = (0..<scores.width).map { scores.column($0) }
  let counts = columns.indices.map { own in Double(labels.numbers.filter { $0 == Double(own) }.count) }
  var (sum, weight) = (0.0, 0.0)
  for a in columns.indices where counts[a] > 0 {
    for b in columns.indices where b > a && counts[b] > 0 {
      let rows = labels.numbers.indices.filter { labels.numbers[$0] == Double(a) || labels.numbers[$0] == Double(b) }
      func area(_ own: Int) -> Double {
        RankedAnswers(rows.map { columns[own][$0] }, rows.map { labels.numbers[$0] == Double(own) }).area
      }
      let share = weighted ? counts[a] + counts[b] : 1
      sum += share * (area(a) + area(b)) / 2
      weight += share
    }
  }
  return weight == 0 ? .nan : sum / weight
}

/// How classes, or questions, become one number.
private enum RankAveraging: String, AveragingChoice {
  case macro, micro, weighted, samples
  case perClass = "none"
}

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
  if isEach || scores.rank == 2 && scores.shape[1] > 1 { return [scores, labels] }
  return [try scores.reshaped([scores.itemCount]), try labels.reshaped([labels.itemCount])]
}

extension Catalog {
  func addRankingMetrics() {
    let shapes: [ShapeRule] = ["[n], [n] -> []", "[n, classes], int32 [n] -> []", "[n, questions], [n, questions] -> []"]
    addMetric(
      "auc", "The area under the ROC curve: the chance that a true one ranks above a false one; the mean of each class against the rest.",
      shapes: shapes, "auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])", gives: "0.75", of: scoresAndLabels.output, and: scoresAndLabels.y,
      rankAveraging(), flag("pairs", "each class against each other, not against the rest", false)
    ) { (average: RankAveraging, pairs: Bool) in
      Metric(joining: "auc") {
        try rankedRows($0, $1, "auc")
      } end: { gathered in
        if pairs, gathered[1].shape.count == 1, gathered[0].width > 2 {
          return .number(pairedArea(gathered[0], gathered[1], weighted: average == .weighted))
        }
        return OneAgainstRest(gathered[0], gathered[1]).averaged(average, \.area)
      }
    }
    addMetric(
      "average_precision", "The area under precision against recall, step by step; the mean of each class against the rest.",
      shapes: shapes, "average_precision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])", gives: "0.8333333333333333", of: scoresAndLabels.output,
      and: scoresAndLabels.y, rankAveraging()
    ) { (average: RankAveraging) in
      Metric(joining: "average_precision") {
        try rankedRows($0, $1, "average_precision")
      } end: {
        OneAgainstRest($0[0], $0[1]).averaged(average, \.averagePrecision)
      }
    }
    addForeign("roc_auc", "roc_auc_score", "AUROC", "AUC", "auroc", means: "auc")
    addForeign("average_precision_score", "AveragePrecision", "map", "mAP", means: "average_precision")
    addCurves()
    addPlaces()
  }

  private func rankAveraging() -> Parameter<RankAveraging> {
    given("average", "how classes, or questions, become one number; none: a number each", RankAveraging.self, .macro)
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
    addGain("dcg", "The gain of a ranking, gains counting less further down.", gives: "1") { $0.gain($1) }
    addGain("ndcg", "How much of the best possible gain a ranking reaches, gains counting less further down.", gives: "1") { list, k in
      let best = RankedList(scores: list.relevance, relevance: list.relevance).gain(k)
      return best == 0 ? 0 : list.gain(k) / best
    }
    addForeign("dcg_score", means: "dcg")
    addForeign("ndcg_score", "NDCG", means: "ndcg")
  }

  private func addGain(
    _ name: String, _ summary: String, gives result: String, file: String = #fileID, line: Int = #line,
    _ compute: @escaping (RankedList, Int) -> Double
  ) {
    addMetric(
      name, summary, shapes: ["[n, items], [n, items] -> []"], "\(name)([[3, 2, 1]], [[1, 0, 0]])", gives: result,
      paper: "Järvelin & Kekäläinen 2002", file: file, line: line, of: ("scores", "[batch, items]"),
      and: ("relevance", "0 or more for each item, of the same shape"), optionalCount("k", "items that count; none: all")
    ) { (k: Int?) in
      Metric(joining: name) { scores, relevance in
        try checkSameShape(scores, relevance, name)
        return [scores, relevance]
      } end: { gathered in
        let lists = (0..<gathered[0].count).map { RankedList(scores: gathered[0].row($0), relevance: gathered[1].row($0)) }
        return .number(mean(lists.map { compute($0, k ?? gathered[0].width) }))
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

/// Items with their scores, and how relevant each is.
private struct RankedList {
  let scores: [Double]
  let relevance: [Double]

  /// The gain of the first [k], discounted by place. Items of one score share the mean of theirs.
  func gain(_ k: Int) -> Double {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var (sum, start) = (0.0, 0)
    while start < min(k, order.count) {
      var end = start
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      let own = mean(order[start..<end].map { relevance[$0] })
      for place in start..<min(end, k) { sum += own / logarithm2(Double(place) + 2) }
      start = end
    }
    return sum
  }
}
