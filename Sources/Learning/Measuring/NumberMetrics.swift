// Metrics of predicted numbers, over all samples at once where their spread matters.

import Catalog
import Tensor

/// Predictions and truths of one quantity.
private struct NumberPairs {
  let predictions: [Double]
  let truths: [Double]

  /// The sum of squared differences, and that of distances from the mean of what is true.
  var residual: Double { zip(predictions, truths).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
  var total: Double { centred(truths).reduce(0) { $0 + $1 * $1 } }

  var r2: Double { total == 0 ? (residual == 0 ? 1 : 0) : 1 - residual / total }

  var explained: Double {
    let errors = zip(truths, predictions).map { $0 - $1 }
    let left = centred(errors).reduce(0) { $0 + $1 * $1 }
    return total == 0 ? (left == 0 ? 1 : 0) : 1 - left / total
  }

  /// How much better than the median, by absolute differences.
  var d2: Double {
    let middle = median(truths)
    let total = truths.reduce(0) { $0 + Swift.abs($1 - middle) }
    return total == 0 ? 0 : 1 - zip(predictions, truths).reduce(0) { $0 + Swift.abs($1.0 - $1.1) } / total
  }

  var pearson: Double { correlation(predictions, truths) }
  var spearman: Double { correlation(ranks(predictions), ranks(truths)) }

  var concordance: Double {
    let (a, b) = (centred(predictions), centred(truths))
    let shift = mean(predictions) - mean(truths)
    let count = Double(max(truths.count, 1))
    let spread = (a.reduce(0) { $0 + $1 * $1 } + b.reduce(0) { $0 + $1 * $1 }) / count + shift * shift
    return spread == 0 ? 0 : 2 * zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / count / spread
  }

  /// Kendall's tau-b: pairs in the same order against pairs in the other, ties taken out.
  var kendall: Double {
    var (same, other, tiedA, tiedB) = (0.0, 0.0, 0.0, 0.0)
    for i in truths.indices {
      for j in truths.indices.dropFirst(i + 1) {
        let (a, b) = (predictions[i] - predictions[j], truths[i] - truths[j])
        if a * b > 0 { same += 1 } else if a * b < 0 { other += 1 }
        if a == 0, b != 0 { tiedA += 1 }
        if b == 0, a != 0 { tiedB += 1 }
      }
    }
    let pairs = ((same + other + tiedA) * (same + other + tiedB)).squareRoot()
    return pairs == 0 ? .nan : (same - other) / pairs
  }

  private func centred(_ numbers: [Double]) -> [Double] {
    let middle = mean(numbers)
    return numbers.map { $0 - middle }
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (a, b) = (centred(a), centred(b))
    let spread = (a.reduce(0) { $0 + $1 * $1 } * b.reduce(0) { $0 + $1 * $1 }).squareRoot()
    return spread == 0 ? .nan : zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / spread
  }

  /// Places in order from 1; equal numbers share the mean of theirs.
  private func ranks(_ numbers: [Double]) -> [Double] {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Double](repeating: 0, count: numbers.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, numbers[order[end + 1]] == numbers[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }
}

private func median(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  guard let last = sorted.last else { return .nan }
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + (middle < sorted.count ? sorted[middle] : last)) / 2
}

extension Catalog {
  func addNumberMetrics() {
    addMetric("rmse", "The root of the mean of squared differences, in units of y.", "rmse([1, 2], [1, 4])", gives: "1.4142135") { () in
      Metric(ofEach: "rmse", finish: { sqrt($0) }) { try square(differences($0, $1, "rmse")) }
    }
    addMetric(
      "psnr", "The peak signal-to-noise ratio in decibels: 10 * log10(range² / mse).", "psnr([0.5], [0.4], range: 1)", gives: "20",
      number("range", "how far the smallest and the largest value are apart", 1, in: 1e-30...1e30)
    ) { (range: Double) in
      Metric(ofEach: "psnr", finish: { try log($0 * (1 / (range * range))) * -4.342944819032518 }) {
        try square(differences($0, $1, "psnr"))
      }
    }
    addSpreadMetric("r2", "The share of y's variance that predictions explain: 1 is perfect, 0 no better than the mean.", "0.5") { $0.r2 }
    addSpreadMetric("explained_variance", "r2 that forgives a constant shift.", "0.6666666666666666") { $0.explained }
    addSpreadMetric("d2_absolute", "How much better than the median predictions are, by absolute differences.", "0.5") { $0.d2 }
    addSpreadMetric("pearson", "The correlation of predictions and truths, in -1..1.", "0.8660254037844387") { $0.pearson }
    addSpreadMetric("spearman", "The correlation of their ranks, in -1..1.", "0.8660254037844387") { $0.spearman }
    addSpreadMetric("kendall", "Pairs in the right order against pairs in the wrong one, in -1..1 (tau-b).", "0.8164965809277261") {
      $0.kendall
    }
    addSpreadMetric(
      "concordance", "How near predictions and truths lie to the line on which they are equal, in -1..1.", "0.6666666666666667"
    ) {
      $0.concordance
    }
    addSpreadMetric("median_absolute_error", "The median of absolute differences.", "0") { pairs in
      median(zip(pairs.predictions, pairs.truths).map { Swift.abs($0 - $1) })
    }
    addSpreadMetric("max_error", "The largest absolute difference.", "1") { pairs in
      zip(pairs.predictions, pairs.truths).map { Swift.abs($0 - $1) }.max() ?? 0
    }
    addForeignNumberMetrics()
  }

  private func addForeignNumberMetrics() {
    addForeign("metrics.RootMeanSquaredError", in: "Keras", means: "rmse")
    addForeign("root_mean_squared_error", "RMSE", means: "rmse")
    addForeign("PSNR", "PeakSignalNoiseRatio", "peak_signal_noise_ratio", means: "psnr")
    addForeign("r2_score", "R2Score", "r_squared", "R2", means: "r2")
    addForeign("explained_variance_score", "ExplainedVariance", means: "explained_variance")
    addForeign("d2_absolute_error_score", means: "d2_absolute")
    addForeign("PearsonCorrCoef", "pearsonr", "corrcoef", means: "pearson")
    addForeign("SpearmanCorrCoef", "spearmanr", means: "spearman")
    addForeign("KendallRankCorrCoef", "kendalltau", means: "kendall")
    addForeign("ccc", "ConcordanceCorrCoef", means: "concordance")
    addForeign("median_ae", "MedAE", means: "median_absolute_error")
  }

  /// A metric of all pairs; where there are several quantities, [batch, …], the mean over them.
  private func addSpreadMetric(
    _ name: String, _ summary: String, _ result: String, file: String = #fileID, line: Int = #line,
    _ compute: @escaping (NumberPairs) -> Double
  ) {
    addMetric(name, summary, shapes: ["[n, ...], [n, ...] -> []"], "\(name)([1, 2, 2], [1, 2, 3])", gives: result, file: file, line: line) {
      () in
      Metric(joining: name) { predictions, y in
        try checkSameShape(predictions, y, name)
        return [predictions, y]
      } end: { gathered in
        let width = gathered[0].width
        func column(_ gathered: Gathered, _ place: Int) -> [Double] {
          stride(from: place, to: gathered.numbers.count, by: width).map { gathered.numbers[$0] }
        }
        return .number(
          mean((0..<width).map { compute(NumberPairs(predictions: column(gathered[0], $0), truths: column(gathered[1], $0))) }))
      }
    }
  }
}
