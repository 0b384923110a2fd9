// Metrics of predicted shares: how honest they are.

import Catalog
import Glibc
import Tensor

func logarithm2(_ number: Double) -> Double { Glibc.log2(number) }

/// Shares of each class; scores that no softmax made go through one.
private func shares(_ output: Tensor) throws -> Tensor { output.isScore ? try softmax(output, axis: 1) : output }

private let output = (name: "shares", summary: "[batch, classes], as softmax gives them; scores go through it first")
private let labels = (name: "labels", summary: "whole numbers [batch]")

extension Catalog {
  func addShareMetrics() {
    addMetric(
      "log_loss", "The mean of -log of the share of the true class.", shapes: ["[n, classes], int32 [n] -> []", "[n], [n] -> []"],
      "log_loss([[0.5, 0.5]], int32([0]))", gives: "0.6931472",
      of: ("shares", "of class 1 each, [batch], or of each class, [batch, classes]; scores go through softmax first"), and: labels
    ) { () in
      Metric(ofEach: "log_loss") { output, y in
        if output.shape == y.shape {
          let own = try select(y == 0, 1 - output, output)
          return try -log(maximum(own, Tensor(1e-15)))
        }
        let rows = try ScoredClasses(shares(output), y, "log_loss")
        return try -log(maximum(rows.scores.picked(rows.labels), Tensor(1e-15)))
      }
    }
    addMetric(
      "perplexity", "e to the power of cross_entropy: among how many equally likely classes the net still wavers.",
      shapes: ["[n, classes], int32 [n] -> []", "[n, classes, time], int32 [n, time] -> []"],
      "perplexity([[0, 0]], int32([1]))", gives: "2",
      of: ("scores", "[batch, classes], before any softmax; [batch, classes, time] for text"),
      and: ("labels", "whole numbers [batch], or [batch, time]")
    ) { () in
      Metric(mean: "perplexity", finish: { exp($0) }) { scores, y in
        let items = try crossEntropy(scores, y, ClassSettings())
        return (try items.numbers.sum(), Tensor(Double(items.numbers.itemCount)))
      }
    }
    addHonesty()
  }

  private func addHonesty() {
    addMetric(
      "brier", "The mean squared distance of shares from the truth.", shapes: ["[n, classes], int32 [n] -> []", "[n], [n] -> []"],
      "brier([0.5, 1], [1, 1])", gives: "0.125", paper: "Brier 1950",
      of: ("shares", "of class 1 each, [batch], or of each class, [batch, classes]"), and: labels
    ) { () in
      Metric(ofEach: "brier") { output, y in
        if output.shape == y.shape { return try square(output - y.floating) }
        let rows = try ScoredClasses(shares(output), y, "brier")
        return try square(rows.scores - rows.labels.oneHot(rows.scores.shape[1])).sum(axes: [1])
      }
    }
    addMetric(
      "calibration_error", "How far confidence and accuracy are apart, in bins of confidence: the mean over samples.",
      shapes: ["[n, classes], int32 [n] -> []"],
      "calibration_error([[0.75, 0.25]], int32([0]))", gives: "0.25", paper: "Naeini and others 2015", of: output, and: labels,
      count("bins", "how many", 15)
    ) { (bins: Int) in
      Metric(joining: "calibration_error", isShare: true) { output, y in
        let rows = try ScoredClasses(shares(output), y, "calibration_error")
        let hits = try (rows.scores.argmax(axis: 1) == rows.labels).converted(to: .float32)
        return [try rows.scores.max(axes: [1]), hits]
      } end: { gathered in
        .number(gap(gathered[0].numbers, gathered[1].numbers, bins))
      }
    }
    addForeign("Perplexity", "ppl", means: "perplexity")
    addForeign("brier_score", "brier_score_loss", means: "brier")
    addForeign("ece", "ECE", "CalibrationError", "expected_calibration_error", means: "calibration_error")
  }
}

private func gap(_ confidences: [Double], _ hits: [Double], _ bins: Int) -> Double {
  var sums = [(confidence: Double, hits: Double)](repeating: (0, 0), count: bins)
  for (confidence, hit) in zip(confidences, hits) {
    // A bin holds its upper edge.
    let bin = min(max(Int((confidence * Double(bins)).rounded(.up)) - 1, 0), bins - 1)
    sums[bin] = (sums[bin].confidence + confidence, sums[bin].hits + hit)
  }
  return sums.reduce(0) { $0 + Swift.abs($1.confidence - $1.hits) } / Double(max(confidences.count, 1))
}
