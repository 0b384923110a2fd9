// The layers and losses that the cases of layers.json are about.

import Catalog
import Tensor

@testable import Learning

enum LayerTable {
  typealias Made = @Sendable (LayerInputs) throws -> [Tensor]

  static var layers: [String: Made] { losses.merging(parts) { $1 } }

  private static let losses: [String: Made] = [
    "bce": { [try binary($0, on: .shares)] }, "bce_exact01": { [try binary($0, on: .shares)] },
    "bce_logits": { [try binary($0, on: .scores)] },
    "bce_logits_posweight": { [try binary($0, on: .scores, weight: $0["pw"])] },
    "cross_entropy_2d": { [try crossEntropy($0["x"], $0["y"])] }, "cross_entropy_huge": { [try crossEntropy($0["x"], $0["y"])] },
    "cross_entropy_none": { [try crossEntropy($0["x"], $0["y"], ClassSettings()).numbers] },
    "cross_entropy_smooth": { [try Reduction.mean.applied(to: crossEntropy($0["x"], $0["y"], ClassSettings(smoothing: 0.1)))] },
    "cross_entropy_soft": { [try crossEntropy($0["x"], softmax($0["y"], axis: 1))] },
    "mse_mean": { [try meanSquaredError($0["x"], $0["y"])] },
  ]

  private static func binary(_ given: LayerInputs, on kind: Prediction, weight: Tensor? = nil) throws -> Tensor {
    try called("binary_cross_entropy", [given["x"], given["y"]], ["on": .text(kind.rawValue), "positive_weight": weight?.value ?? .none])
  }

  private static let parts: [String: Made] = [
    "mse_sum": { [try called("mse", [$0["x"], $0["y"]], ["reduce": .text("sum")])] },
    "l1": { [try called("mae", [$0["x"], $0["y"]])] },
    "huber": { [try called("huber", [$0["x"], $0["y"]], ["delta": .number(0.7)])] },
    "smooth_l1": { [try called("smooth_l1", [$0["x"], $0["y"]], ["beta": .number(0.5)])] },
    "nll": { [try called("nll", [$0["x"], $0["y"]])] },
    "kl_div_batchmean": { [try called("kl_divergence", [logSoftmax($0["x"], axis: 1), softmax($0["y"], axis: 1)])] },
    "margin_ranking": { [try called("margin_ranking", [$0["a"], $0["b"], $0["y"]], ["margin": .number(0.3)])] },
    "triplet": { [try called("triplet", [$0["a"], $0["p"], $0["n"]])] },
    "ctc": { given in
      let lengths = [Tensor([6, 5] as [Int32], shape: [2]), Tensor([3, 2] as [Int32], shape: [2])]
      return [
        try called(
          "ctc", [given["x"].permuted([1, 0, 2]), given["y"]],
          ["score_lengths": lengths[0].value, "label_lengths": lengths[1].value])
      ]
    },
    "box_iou": { [try overlaps(Sides($0["a"].expanded(at: 1)), Sides($0["b"].expanded(at: 0)), .iou)] },
    "bilinear": { [try bilinear($0["a"], $0["b"], $0["w"], bias: $0["c"])] },
    "embedding_repeat": { [try embed($0["i"], $0["w"], padding: nil)] },
    "embedding_padding": { [try embed($0["i"], $0["w"], padding: 0)] },
    "layer_norm_last": { [try layerNorm()($0["x"], $0.scope(["scale": $0["w"], "shift": $0["b"]]))] },
    "layer_norm_2": { [try layerNorm([1, 2], affine: false)($0["x"], $0.scope([:]))] },
    "rms_norm": { [try rootNormalised($0["x"], over: [1], epsilon: 1e-6) * $0["w"]] },
    "group_norm": { given in
      let (scale, shift) = (try given["w"].reshaped([1, 6, 1]), try given["b"].reshaped([1, 6, 1]))
      return [try groupNormalised(given["x"], groups: 2, epsilon: 1e-5) * scale + shift]
    },
    "instance_norm": { [try normalised($0["x"], over: [2, 3], epsilon: 1e-5)] },
    "weight_norm": { [try stretched($0["v"], to: $0["s"], over: [1])] },
    "sdpa_causal": { [try attend($0["q"], $0["k"], $0["v"], Sight(isCausal: true))] },
    "sdpa_boolmask": { [try attend($0["q"], $0["k"], $0["v"], Sight(mask: $0["m"]))] },
    "mha_self": attention, "lstm": { try recurrent($0, .longShort) }, "lstm_bidir": { try recurrent($0, .longShort, both: true) },
    "gru_bidir": { try recurrent($0, .gated, both: true) }, "rnn_relu": { try recurrent($0, .rectified) },
  ]

  /// A word of the language on tensors.
  private static func called(_ word: String, _ tensors: [Tensor], _ settings: KeyValuePairs<String, Value> = [:]) throws -> Tensor {
    let context = Context(catalog: allWords)
    let given = Given(positional: tensors.map(\.value), named: settings.map { ($0.key, $0.value) })
    guard let value = try allWords[word]?.call(given, context), let tensor = try Tensor(value) else {
      throw Complaint(.internal, "`\(word)` gives no tensor")
    }
    return tensor
  }

  private static let attention: Made = { given in
    let scope = given.scope([
      "input_weight": try given["wi"].transposed(), "input_bias": given["bi"], "output_weight": try given["wo"].transposed(),
      "output_bias": given["bo"],
    ])
    let result = try MultiHeadAttention(heads: 2).apply(given["x"].permuted([1, 0, 2]), scope)
    return [result.permuted([1, 0, 2])]
  }

  private static func recurrent(_ given: LayerInputs, _ cell: RecurrentCell, both: Bool = false) throws -> [Tensor] {
    var layout = ParameterLayout()
    var tensors: [Tensor] = []
    for (theirs, ours) in [("", "")] + (both ? [("_reverse", "_backward")] : []) {
      for (name, known) in [
        ("input_weight", "weight_ih_l0"), ("recurrent_weight", "weight_hh_l0"), ("input_bias", "bias_ih_l0"),
        ("recurrent_bias", "bias_hh_l0"),
      ] {
        tensors.append(try given[known + theirs].transposed())
        layout.append(name + ours, tensors[tensors.count - 1].shape, isTrained: true)
      }
    }
    let layer = Recurrence(
      word: "a recurrent layer", cell: cell, units: 4, layers: 1, isBidirectional: both, bias: true, share: 0, given: .all, lengths: nil)
    let (all, states) = try layer.run(given["x"].permuted([1, 0, 2]), Scope(layout, tensors, training: nil))
    return [all.permuted([1, 0, 2])] + (try (0..<cell.states).map { part in try stack(states.map { $0[part] }, axis: 0) })
  }
}
