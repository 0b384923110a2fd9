// Attention: each place asks, and the answer is a mean of all places' values, weighed by how well their keys fit.

import Catalog
import Tensor

/// Which keys each query may look at.
struct Sight {
  var isCausal = false
  /// True where a query may look: [queries, keys], [batch, queries, keys] or [batch, heads, queries, keys].
  var mask: Tensor?
  /// How many keys count in each sample: [batch].
  var lengths: Tensor?

  /// Mask and lengths as one mask that broadcasts to [batch, heads, queries, keys]; nil: all is seen.
  func mask(_ scores: Shape) throws -> Tensor? {
    let given = try mask.map { try wide($0, scores) }
    guard let lengths else { return given }
    guard lengths.shape == [scores[0]] else {
      throw Complaint(
        .shape, "`lengths` wants one number a sample, [\(scores[0])], not \(lengths.shape.shapeText)",
        [.init(.argument("lengths"), lengths.shape.shapeText)])
    }
    let places = Tensor((0..<scores[3]).map { Float($0) }, shape: [1, 1, 1, scores[3]])
    let counts = try places < lengths.converted(to: .float32).reshaped([scores[0], 1, 1, 1])
    return try given.map { try select($0, counts, Tensor(0, type: .truth)) } ?? counts
  }

  private func wide(_ mask: Tensor, _ scores: Shape) throws -> Tensor {
    let shape = mask.rank == 3 ? [mask.shape[0], 1, mask.shape[1], mask.shape[2]] : mask.shape
    guard mask.rank >= 2, broadcast(shape, scores) == scores else {
      throw Complaint(
        .shape, "the mask \(mask.shape.shapeText) does not belong to \(scores[2]) queries and \(scores[3]) keys",
        [.init(.argument("mask"), mask.shape.shapeText)],
        why: "wanted is [queries, keys], [batch, queries, keys] or [batch, heads, queries, keys]: true where a query may look")
    }
    return try mask.converted(to: .truth).reshaped(shape)
  }
}

/// query [batch, heads, queries, size], key and value [batch, key heads, keys, size]: [batch, heads, queries, size of values].
/// Several heads share one key head where there are fewer of those. [bias] is added to the scores, [drop] changes the shares.
func attend(
  _ query: Tensor, _ key: Tensor, _ value: Tensor, _ sight: Sight, bias: Tensor? = nil, drop: ((Tensor) throws -> Tensor)? = nil
) throws -> Tensor {
  let scores = [query.shape[0], query.shape[1], query.shape[2], key.shape[2]]
  let mask = try sight.mask(scores)
  let shared = key.shape[1]
  if shared == scores[1] { return try attention(query, key, value, mask: mask, causal: sight.isCausal, bias: bias, drop: drop) }
  // Heads that share keys stand along an axis of their own.
  func apart(_ x: Tensor) throws -> Tensor { try x.reshaped([x.shape[0], shared, x.shape[1] / shared] + x.shape[2...]) }
  func spread(_ x: Tensor) throws -> Tensor {
    let whole = x.shape.count == 4 ? x : try x.reshaped([Int](repeating: 1, count: 4 - x.rank) + x.shape)
    return try apart(whole.broadcasted(to: [whole.shape[0], scores[1]] + whole.shape[2...]))
  }
  let found = try attention(
    apart(query), key.expanded(at: 2), value.expanded(at: 2), mask: mask.map(spread), causal: sight.isCausal, bias: bias.map(spread),
    drop: drop)
  return try found.reshaped(Array(scores.prefix(3)) + [value.shape[3]])
}

/// Attention with several heads, and how it is applied.
struct MultiHeadAttention {
  let heads: Int
  var keyHeads: Int?
  var sight = Sight()
  var bias = true
  /// The share of weights that drops while training.
  var share = 0.0
  /// What keys and values are made of; nil: the input itself.
  var memory: Tensor?
  var positions: HeadPositions?

  func apply(_ x: Tensor, _ scope: Scope) throws -> Tensor {
    try check(x)
    let (batch, time, features) = (x.shape[0], x.shape[1], x.shape[2])
    var (query, key, value) = try memory.map { try crossed(x, $0, scope) } ?? own(x, scope)
    if positions == .rotary { (query, key) = (try turnedByPlace(query), try turnedByPlace(key)) }
    let nearness = try positions == .alibi ? distanceBias(heads, time, key.shape[2]) : nil
    let drop = scope.key.flatMap { key in
      share > 0
        ? { weights in try dropout(weights, share: share, key: key, stream: scope.nextStream()) } : nil as ((Tensor) throws -> Tensor)?
    }
    let found = try attend(query, key, value, sight, bias: nearness, drop: drop)
    let joined = try found.permuted([0, 2, 1, 3]).reshaped([batch, time, features])
    let form = ForeignForm.transposed("out_proj.weight")
    let weight = try scope.parameter("output_weight", [features, features], fan: (features, features), .usual, foreign: form)
    return try matmul(joined, weight, bias: zeros("output_bias", features, scope, "out_proj.bias"))
  }

  private func zeros(_ name: String, _ count: Int, _ scope: Scope, _ foreign: String? = nil) throws -> Tensor? {
    bias ? try scope.parameter(name, [count], fan: (count, count), .constant(0), foreign: foreign.map { .named($0) }) : nil
  }

  private func check(_ x: Tensor) throws {
    try checkSequence(x, "multi_head_attention")
    let features = x.shape[2]
    guard features % heads == 0 else {
      throw Complaint(
        .shape, "\(features) features do not divide among \(heads) heads", [.init(.argument("heads"), "\(heads)")],
        why: "each head gets as many features: \(features) is no multiple of \(heads)")
    }
    guard positions != .rotary || features / heads % 2 == 0 else {
      throw Complaint(
        .shape, "rotary positions turn pairs, and a head has \(features / heads) features",
        [.init(.argument("positions"), "wants an even number")])
    }
    if let keyHeads, heads % keyHeads != 0 {
      throw Complaint(
        .argument, "\(heads) heads cannot share \(keyHeads) heads of keys evenly", [.init(.argument("key_heads"), "\(keyHeads)")])
    }
    if let memory, memory.rank != 3 || memory.shape[0] != x.shape[0] {
      throw Complaint(
        .shape, "`memory` wants [batch, time, features] of the same batch, not \(memory.shape.shapeText)",
        [.init(.argument("memory"), memory.shape.shapeText)])
    }
  }

  /// Queries, keys and values of the input: [batch, heads, time, size] each. One product makes all three.
  private func own(_ x: Tensor, _ scope: Scope) throws -> (Tensor, Tensor, Tensor) {
    let (batch, time, features) = (x.shape[0], x.shape[1], x.shape[2])
    let size = features / heads
    let keyWidth = (keyHeads ?? heads) * size
    let width = features + 2 * keyWidth
    // As in PyTorch: Xavier's rule for the three stacked.
    let start = Initializer.within((6 / Double(features + width)).squareRoot())
    // [features, query + key + value]
    let form = ForeignForm.transposed("in_proj_weight")
    let weight = try scope.parameter("input_weight", [features, width], fan: (features, width), start, foreign: form)
    let all = try matmul(x, weight, bias: zeros("input_bias", width, scope, "in_proj_bias"))
    if keyWidth == features {
      let pieces = try all.reshaped([batch, time, 3, heads, size]).permuted([2, 0, 3, 1, 4]).split(into: 3, axis: 0)
      let parts = try pieces.map { try $0.reshaped([batch, heads, time, size]) }
      return (parts[0], parts[1], parts[2])
    }
    let query = try byHead(all.slice(axis: 2, from: 0, count: features), heads)
    let pairs = try all.slice(axis: 2, from: features, count: 2 * keyWidth).split(into: 2, axis: 2).map {
      try byHead($0, keyHeads ?? heads)
    }
    return (query, pairs[0], pairs[1])
  }

  /// Queries of the input, keys and values of the memory.
  private func crossed(_ x: Tensor, _ memory: Tensor, _ scope: Scope) throws -> (Tensor, Tensor, Tensor) {
    let (features, known) = (x.shape[2], memory.shape[2])
    let keyWidth = (keyHeads ?? heads) * (features / heads)
    let start = Initializer.within((6 / Double(features + features + 2 * keyWidth)).squareRoot())
    let weight = try scope.parameter("query_weight", [features, features], fan: (features, features), start)  // [features, features]
    let query = try matmul(x, weight, bias: zeros("query_bias", features, scope))
    let both = try scope.parameter("memory_weight", [known, 2 * keyWidth], fan: (known, 2 * keyWidth), start)  // [known, key + value]
    let pairs = try matmul(memory, both, bias: zeros("memory_bias", 2 * keyWidth, scope)).split(into: 2, axis: 2)
    return (try byHead(query, heads), try byHead(pairs[0], keyHeads ?? heads), try byHead(pairs[1], keyHeads ?? heads))
  }

  /// [batch, time, heads * size] as [batch, heads, time, size].
  private func byHead(_ x: Tensor, _ count: Int) throws -> Tensor {
    try x.reshaped([x.shape[0], x.shape[1], count, x.shape[2] / count]).permuted([0, 2, 1, 3])
  }
}

extension Catalog {
  private static var attentionSamples: [Sample] {
    let mask = Tensor([true, false, true, true, true, false, false, true, true], shape: [3, 3])
    return [
      Sample([2, 3, 4], with: ["heads": .number(2)]),
      Sample([1, 3, 8], with: ["heads": .number(4), "key_heads": .number(2), "causal": .truth(true), "positions": .text("alibi")]),
      Sample([1, 3, 4], with: ["heads": .number(2), "mask": mask.value, "positions": .text("rotary")]),
      Sample([2, 3, 2], with: ["heads": .number(1), "lengths": Tensor([3, 2] as [Float], shape: [2]).value, "dropout": .number(0.4)]),
      Sample([[2, 3, 4], [2, 2, 3]]) { Given(positional: [$0[0]], named: [("heads", .number(2)), ("memory", $0[1])]) },
    ]
  }

  func addAttentionLayers() {
    addLayer(
      "multi_head_attention",
      "Each place asks all places, by several heads: [batch, time, features] keeps its shape. Weights start by Xavier's rule, biases at 0.",
      shapes: [ShapeRule("[n, time, 2 * c] -> [n, time, 2 * c]", "2")],
      "layers(12x16) { multi_head_attention(4) }.parameters", gives: "1088", paper: "Vaswani and others 2017",
      samples: Catalog.attentionSamples,
      count("heads", "how many ask; they divide the features"), flag("causal", "no place looks at later ones", false),
      given("memory", "what is asked in the input's stead: [batch, time, features]", Tensor?.self, .some(nil)),
      given(
        "mask", "true where a query may look at a key: [queries, keys], with batch and heads before if they differ", Tensor?.self,
        .some(nil)),
      given("lengths", "how many keys count in each sample: [batch]", Tensor?.self, .some(nil)),
      optionalCount("key_heads", "heads of keys and values that the others share (grouped queries); none: as many as heads"),
      given("positions", "\"rotary\" or \"alibi\": how heads are told of places; none: not at all", HeadPositions?.self, .some(nil)),
      number("dropout", "the share of weights that drops while training", 0, in: 0...1), flag("bias", "adds biases", true)
    ) {
      (
        heads: Int, causal: Bool, memory: Tensor?, mask: Tensor?, lengths: Tensor?, keyHeads: Int?, positions: HeadPositions?,
        share: Double,
        bias: Bool
      ) in
      MultiHeadAttention(
        heads: heads, keyHeads: keyHeads, sight: Sight(isCausal: causal, mask: mask, lengths: lengths), bias: bias, share: share,
        memory: memory, positions: positions
      ).apply
    }
    addForeign("nn.MultiheadAttention", in: "PyTorch", means: "multi_head_attention")
    addForeign("layers.MultiHeadAttention", in: "Keras", means: "multi_head_attention")
    addForeign("mha", "self_attention", means: "multi_head_attention")
    addForeign("layers.GroupedQueryAttention", in: "Keras", means: "multi_head_attention")
    addForeign("SelfAttention", "CrossAttention", means: "multi_head_attention")
  }
}
