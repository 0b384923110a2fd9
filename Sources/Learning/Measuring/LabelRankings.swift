// Metrics of samples to which several labels belong: how well their scores stand above those of the others.

import Catalog
import Tensor

/// The scores of one sample, and which labels belong to it.
private struct LabelRow {
  let scores: [Double]
  let truths: [Bool]

  var isMixed: Bool { truths.contains(true) && truths.contains(false) }
  var owned: [Int] { truths.indices.filter { truths[$0] } }

  /// The mean over its labels of how many at or above them are its own.
  var precision: Double {
    guard isMixed else { return 1 }
    return mean(
      owned.map { own in
        let above = scores.indices.filter { scores[$0] >= scores[own] }
        return Double(above.filter { truths[$0] }.count) / Double(above.count)
      })
  }

  /// How far down all its labels have been seen.
  var coverage: Double {
    guard let lowest = owned.map({ scores[$0] }).min() else { return 0 }
    return Double(scores.filter { $0 >= lowest }.count)
  }

  /// The share of pairs of an own and another label that stand in the wrong order.
  var loss: Double {
    guard isMixed else { return 0 }
    let others = truths.indices.filter { !truths[$0] }
    let wrong = owned.reduce(0) { sum, own in sum + others.filter { scores[$0] >= scores[own] }.count }
    return Double(wrong) / Double(owned.count * others.count)
  }
}

extension Catalog {
  func addLabelRankings() {
    addLabelRanking(
      "label_ranking_precision", "Of the labels at or above each true one of a sample, the share that is true as well: the mean.", "0.5"
    ) {
      $0.precision
    }
    addLabelRanking("coverage_error", "How many labels must be gone through, from the best score, to see all true ones: the mean.", "2") {
      $0.coverage
    }
    addLabelRanking("label_ranking_loss", "The share of pairs of a true and a false label that stand in the wrong order.", "0.5") {
      $0.loss
    }
    addForeign("label_ranking_average_precision_score", "label_ranking_average_precision", means: "label_ranking_precision")
    addForeign("MultilabelCoverageError", means: "coverage_error")
  }

  private func addLabelRanking(
    _ name: String, _ summary: String, _ result: String, file: String = #fileID, line: Int = #line,
    _ compute: @escaping (LabelRow) -> Double
  ) {
    addMetric(
      name, summary, shapes: ["[n, labels], [n, labels] -> []"], "\(name)([[3, 2, 1]], [[0, 1, 0]])", gives: result, file: file, line: line,
      of: ("scores", "[batch, labels]"), and: ("labels", "0 and 1, of the same shape")
    ) { () in
      Metric(joining: name) { scores, labels in
        try checkSameShape(scores, labels, name)
        return [scores, labels]
      } end: { gathered in
        let rows = (0..<gathered[0].count).map { LabelRow(scores: gathered[0].row($0), truths: gathered[1].row($0).map { $0 != 0 }) }
        return .number(mean(rows.map(compute)))
      }
    }
  }
}
