// Operations of the fixtures that are losses and layers: what the floor of learning makes of tensors.

import Catalog

@testable import Learning
@testable import Tensor

extension OperationTable {
  static let learned: [String: Operation] = losses.merging(layers) { first, _ in first }

  private static let losses: [String: Operation] = {
    let reduction = ["reduction": "reduce"]
    var table: [String: Operation] = ["l1_loss": word("mae"), "nll_loss": word("nll"), "mse_loss": word("mse", reduction)]
    table["huber_loss"] = word("huber", ["delta": "delta"])
    table["smooth_l1_loss"] = word("smooth_l1", ["beta": "beta"])
    table["margin_ranking_loss"] = word("margin_ranking", ["margin": "margin"])
    table["triplet_margin_loss"] = word("triplet", ["margin": "margin", "p": "power"])
    table["box_iou"] = word("box_iou")
    table["bce_loss"] = { try binary($0, on: .shares) }
    table["bce_with_logits"] = { try binary($0, on: .scores) }
    table["kl_div"] = { try call("kl_divergence", [logSoftmax($0["x"], axis: 1).value, softmax($0["y"], axis: 1).value]) }
    table["cross_entropy"] = { given in
      let y = try given.text("target") == nil ? given["y"] : softmax(given["y"], axis: 1)
      let settings = [("smoothing", given.value("label_smoothing")), ("reduce", given.value("reduction"))]
      return try call("cross_entropy", [given["x"].value, y.value], settings)
    }
    table["ctc_loss"] = { given in
      func lengths(_ name: String) -> Value { Tensor((given.numbers(name) ?? []).map { Float($0) }).value }
      let settings: [(String, Value?)] = [
        ("score_lengths", lengths("input_lengths")), ("label_lengths", lengths("target_lengths")), ("blank", given.value("blank")),
        ("reduce", given.value("reduction")),
      ]
      return try call("ctc", [given["x"].permuted([1, 0, 2]).value, given["y"].value], settings)
    }
    return table
  }()

  private static func binary(_ given: OperationInputs, on kind: Prediction) throws -> [Tensor] {
    let settings: [(String, Value?)] = [
      ("on", .text(kind.rawValue)), ("positive_weight", given.tensor("pw")?.value), ("reduce", given.value("reduction")),
    ]
    return try call("binary_cross_entropy", [given["x"].value, given["y"].value], settings)
  }

  private static let layers: [String: Operation] = [
    "linear": { given in
      let (x, units) = (given["x"], Double(given["b"].itemCount))
      return try layer("dense", [.number(units)], on: x, ["weight": given["w"].transposed(), "bias": given["b"]])
    },
    "bilinear": { given in
      let settings: [Value] = [.number(Double(given["c"].itemCount)), given["b"].value]
      return try layer("bilinear", settings, on: given["a"], ["weight": given["w"], "bias": given["c"]])
    },
    "embedding": { given in
      let w = given["w"]
      let sizes = w.shape.map { Value.number(Double($0)) }
      return try layer("embedding", sizes, [("padding", given.value("padding_idx"))], on: given["i"], ["weight": w])
    },
    "dropout": { try layer("dropout", [.number($0.number("p") ?? 0)], on: $0["x"], [:]) },
    "layer_norm": { given in
      let axes = (given.numbers("normalized_shape") ?? []).indices.map { Value.number(Double(-1 - $0)) }
      return try norm("layer_norm", [("axis", .list(axes))], given)
    },
    "rms_norm": { try norm("rms_norm", [], $0) },
    "group_norm": { try norm("group_norm", [("groups", $0.value("groups"))], $0) },
    "instance_norm": { try norm("instance_norm", [], $0) },
    "weight_norm": { [try stretched($0["v"], to: $0["s"], over: [1])] },
    "multi_head_attention": { given in
      let parameters: KeyValuePairs<String, Tensor> = [
        "input_weight": try given["wi"].transposed(), "input_bias": given["bi"], "output_weight": try given["wo"].transposed(),
        "output_bias": given["bo"],
      ]
      let x = given["x"].permuted([1, 0, 2])
      return try layer("multi_head_attention", [given.value("heads") ?? .none], on: x, parameters).map { $0.permuted([1, 0, 2]) }
    },
    "lstm": { try recurrent($0, .longShort) }, "gru": { try recurrent($0, .gated) },
    "rnn": { try recurrent($0, $0.text("nonlinearity") == "relu" ? .rectified : .bent) },
  ]

  /// What a layer's word makes of a tensor, outside of training, with these parameters.
  private static func layer(
    _ word: String, _ positional: [Value], _ named: [(String, Value?)] = [], on x: Tensor, _ parameters: KeyValuePairs<String, Tensor>
  ) throws -> [Tensor] {
    guard case .thing(let layer as Layer) = try made(word, positional, named) else { throw Complaint(.type, "`\(word)` is no layer") }
    return [try layer.apply(x, scope(parameters.map { ($0, $1) }))]
  }

  /// A scope that hands out these tensors as the parameters of a layer.
  private static func scope(_ parameters: [(name: String, tensor: Tensor)]) -> Scope {
    var layout = ParameterLayout()
    for (name, tensor) in parameters { layout.append(name, tensor.shape, isTrained: true) }
    return Scope(layout, parameters.map(\.tensor), training: nil)
  }

  private static func norm(_ word: String, _ settings: [(String, Value?)], _ given: OperationInputs) throws -> [Tensor] {
    let known = settings + [("epsilon", given.value("eps"))]
    switch (given.tensor("w"), given.tensor("b")) {
    case (let scale?, let shift?): return try layer(word, [], known, on: given["x"], ["scale": scale, "shift": shift])
    case (let scale?, nil): return try layer(word, [], known, on: given["x"], ["scale": scale])
    default: return try layer(word, [], known + [("affine", .truth(false))], on: given["x"], [:])
    }
  }

  /// The outputs at all times and what is remembered at the end, which no word shows as a whole.
  private static func recurrent(_ given: OperationInputs, _ cell: RecurrentCell) throws -> [Tensor] {
    let isBidirectional = given.truth("bi")
    var parameters: [(String, Tensor)] = []
    for (theirs, ours) in [("", "")] + (isBidirectional ? [("_reverse", "_backward")] : []) {
      for (name, known) in [("input", "ih"), ("recurrent", "hh")] {
        parameters.append(("\(name)_weight\(ours)", try given["weight_\(known)_l0\(theirs)"].transposed()))
        parameters.append(("\(name)_bias\(ours)", given["bias_\(known)_l0\(theirs)"]))
      }
    }
    let layer = Recurrence(
      word: "a recurrent layer", cell: cell, units: given.whole("hidden", 0), layers: 1, isBidirectional: isBidirectional, bias: true,
      share: 0, given: .all, lengths: nil)
    let (all, states) = try layer.run(given["x"].permuted([1, 0, 2]), scope(parameters))
    return [all.permuted([1, 0, 2])] + (try (0..<cell.states).map { part in try stack(states.map { $0[part] }, axis: 0) })
  }
}
