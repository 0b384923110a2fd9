// The loss of sequences whose labels have no times: connectionist temporal classification.

import Catalog
import Tensor

extension Catalog {
  func addSequenceLosses() {
    add(
      .loss, "ctc",
      "How surprising a row of labels is, over all ways to spread it along time with blanks between: -log of their sum, by label.",
      paper: "Graves and others 2006", shapes: ["[n, time, classes], int32 [n, longest] -> []"],
      examples: [Example("ctc(zeros([1, 2, 2]), int32([[1]]))", gives: "0.2876821")],
      samples: [
        .apart([2, 4, 3], labels: Tensor([1, 2, 2, 2] as [Int32], shape: [2, 2])),
        .apart(
          [2, 3, 3], labels: Tensor([1, 2, 2, 1] as [Int32], shape: [2, 2]),
          with: [
            ("score_lengths", Tensor([3, 2] as [Float], shape: [2]).value), ("label_lengths", Tensor([2, 1] as [Float], shape: [2]).value),
          ]),
      ],
      given("scores", "[batch, time, classes], before any softmax", Tensor.self),
      given("labels", "whole numbers [batch, longest]", Tensor.self),
      given("score_lengths", "how many times count in each sample: [batch]; none: all", Tensor?.self, .some(nil)),
      given("label_lengths", "how many labels count in each sample: [batch]; none: all", Tensor?.self, .some(nil)),
      count("blank", "the class that means nothing", 0, in: 0...1e6), reduction()
    ) { (scores: Tensor, labels: Tensor, times: Tensor?, counts: Tensor?, blank: Int, reduce: Reduction) in
      try checkSequences(scores, labels, times, counts)
      let items = try -Alignments(scores, labels, blank).logSum(times: times, counts: counts)
      guard reduce == .mean else { return try reduce.applied(to: items) }
      let lengths = counts?.converted(to: .float32) ?? Tensor(Double(labels.shape[1]))
      return try (items / maximum(lengths, Tensor(1))).mean()
    }
    addForeign("nn.CTCLoss", in: "PyTorch", means: "ctc")
    addForeign("ctc_loss", means: "ctc")
  }
}

private func checkSequences(_ scores: Tensor, _ labels: Tensor, _ times: Tensor?, _ counts: Tensor?) throws {
  guard scores.rank == 3, labels.rank == 2, labels.shape[0] == scores.shape[0] else {
    throw Complaint(
      .shape,
      "ctc wants scores [batch, time, classes] and labels [batch, longest], not \(scores.shape.shapeText) and \(labels.shape.shapeText)",
      [.init(.position(0), scores.shape.shapeText), .init(.position(1), labels.shape.shapeText)])
  }
  for (name, lengths) in [("score_lengths", times), ("label_lengths", counts)] {
    guard let lengths, lengths.shape != [scores.shape[0]] else { continue }
    throw Complaint(
      .shape, "`\(name)` wants one number a sample, [\(scores.shape[0])], not \(lengths.shape.shapeText)",
      [.init(.argument(name), lengths.shape.shapeText)])
  }
}

/// All ways to walk through blanks and labels, blank label blank label … blank: states [batch, 2 * labels + 1].
private struct Alignments {
  /// Stands for the logarithm of 0, finite so that no difference is nan.
  private static let never = -1e30
  /// The logarithm of each state's share at each time: [time, batch, states].
  private let logShares: Tensor
  /// 0 where a state may be entered from two before it, `never` elsewhere: [batch, states].
  private let leap: Tensor
  private let states: Int

  init(_ scores: Tensor, _ labels: Tensor, _ blank: Int) throws {
    let (batch, longest) = (scores.shape[0], labels.shape[1])
    states = 2 * longest + 1
    let blanks = Tensor(filled: Double(blank), shape: [batch, longest, 1], type: .int32)
    let pairs = try concatenate([blanks, labels.converted(to: .int32).expanded(at: 2)], axis: 2).reshaped([batch, 2 * longest])
    let classes = try concatenate([pairs, Tensor(filled: Double(blank), shape: [batch, 1], type: .int32)], axis: 1)
    let chosen = try classes.oneHot(scores.shape[2])
    logShares = try matmul(logSoftmax(scores, axis: 2), chosen.transposed()).permuted([1, 0, 2])
    let earlier = try concatenate([Tensor(filled: Double(blank), shape: [batch, 2], type: .int32), classes], axis: 1)
      .slice(axis: 1, from: 0, count: states)
    let isOther = try select(classes == earlier, Tensor(0), Tensor(1)) * select(classes == Double(blank), Tensor(0), Tensor(1))
    leap = try (1 - isOther) * Alignments.never
  }

  /// The logarithm of the sum over all ways: [batch].
  func logSum(times: Tensor?, counts: Tensor?) throws -> Tensor {
    var reached = try logShares.slice(axis: 0, from: 0, count: 1).reshaped(Array(logShares.shape.dropFirst()))
    reached = try reached + Tensor((0..<states).map { $0 < 2 ? 0 : Float(Alignments.never) }, shape: [1, states])
    for time in 1..<max(logShares.shape[0], 1) {
      let share = try logShares.slice(axis: 0, from: time, count: 1).reshaped(reached.shape)
      let next = try sum([reached, shifted(reached, 1), shifted(reached, 2) + leap]) + share
      reached = try times.map { try select((Tensor(Double(time)) < $0).expanded(at: 1), next, reached) } ?? next
    }
    return try ending(reached, counts)
  }

  /// The states moved up by some, `never` before them.
  private func shifted(_ reached: Tensor, _ steps: Int) throws -> Tensor {
    let before = Tensor(filled: Alignments.never, shape: [reached.shape[0], min(steps, states)])
    guard steps < states else { return before.slice(axis: 1, from: 0, count: states) }
    return try concatenate([before, reached.slice(axis: 1, from: 0, count: states - steps)], axis: 1)
  }

  /// log(Σ exp) of several, item by item.
  private func sum(_ parts: [Tensor]) throws -> Tensor {
    let top = try maximum(maximum(parts[0], parts[1]), parts[2]).detached()
    return try log(exp(parts[0] - top) + exp(parts[1] - top) + exp(parts[2] - top)) + top
  }

  /// Ways end in the last label or the blank behind it.
  private func ending(_ reached: Tensor, _ counts: Tensor?) throws -> Tensor {
    let places = Tensor((0..<states).map { Float($0) }, shape: [1, states])
    let last = try counts.map { try $0.converted(to: .float32).expanded(at: 1) * 2 } ?? Tensor(Double(states - 1))
    let isEnd = try select(abs(places - last + 0.5) < Tensor(1), Tensor(0), Tensor(Alignments.never))
    return try (reached + isEnd).logSumExp(axes: [1])
  }
}
