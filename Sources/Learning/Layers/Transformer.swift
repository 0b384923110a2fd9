// Blocks of transformers: attention and a small net for each place, each added to its input and normalised.

import Catalog
import Tensor

/// A block's settings, and how it is applied.
struct TransformerBlock {
  let heads: Int
  /// Features in the middle of the small net.
  let hidden: Int
  let share: Double
  let activation: Layer
  /// Normalises what goes into each part, not what comes out.
  let normsFirst: Bool
  let sight: Sight
  let positions: HeadPositions?
  /// What a decoder looks at: nil in an encoder.
  var memory: Tensor?
  var memoryLengths: Tensor?

  func apply(_ x: Tensor, _ scope: Scope) throws -> Tensor {
    try checkSequence(x, memory == nil ? "transformer_encoder" : "transformer_decoder")
    var flow = try added("attention", x, scope) { x, scope in
      try MultiHeadAttention(heads: heads, sight: sight, share: share, positions: positions).apply(x, scope)
    }
    if let memory {
      flow = try added("memory_attention", flow, scope) { x, scope in
        try MultiHeadAttention(heads: heads, sight: Sight(lengths: memoryLengths), share: share, memory: memory).apply(x, scope)
      }
    }
    return try added("net", flow, scope) { x, scope in
      let wide = try scope.apply(activation, to: scope.apply(Layer("dense", dense(hidden)), to: x))
      return try scope.apply(Layer("dense", dense(x.shape[2])), to: dropped(wide, scope))
    }
  }

  /// A part with its residual and its norm.
  private func added(_ name: String, _ x: Tensor, _ scope: Scope, _ part: @escaping Layer.Apply) throws -> Tensor {
    let norm = Layer("norm", layerNorm())
    if normsFirst { return try x + dropped(scope.apply(Layer(name, part), to: scope.apply(norm, to: x)), scope) }
    return try scope.apply(norm, to: x + dropped(scope.apply(Layer(name, part), to: x), scope))
  }

  private func dropped(_ x: Tensor, _ scope: Scope) throws -> Tensor {
    guard share > 0, let key = scope.key else { return x }
    return try dropout(x, share: share, key: key, stream: scope.nextStream())
  }
}

extension Catalog {
  func addTransformers() {
    addLayer(
      "transformer_encoder",
      "Attention and a net of two dense layers, each added to its input and normalised: [batch, time, features] keeps its shape.",
      shapes: [ShapeRule("[n, time, 2 * c] -> [n, time, 2 * c]", "2, hidden")],
      "layers(12x16) { transformer_encoder(4, 32) }.parameters", gives: "2224", paper: "Vaswani and others 2017",
      samples: [
        Sample([2, 3, 4], with: ["heads": .number(2), "hidden": .number(3)]),
        Sample([1, 3, 4], with: ["heads": .number(1), "hidden": .number(3), "norm_first": .truth(true), "causal": .truth(true)]),
      ],
      count("heads", "how many ask; they divide the features"), count("hidden", "features in the middle of the net"),
      count("layers", "how many blocks stand on each other", 1), number("dropout", "the share that drops while training", 0.1, in: 0...1),
      given("activation", "in the middle of the net", Layer?.self, .some(nil), shown: "relu"),
      flag("norm_first", "normalises what goes into each part (pre-norm), not what comes out", false),
      flag("causal", "no place looks at later ones", false),
      given("mask", "true where a query may look at a key", Tensor?.self, .some(nil)),
      given("lengths", "how many places count in each sample: [batch]", Tensor?.self, .some(nil)),
      given("positions", "\"rotary\" or \"alibi\": how heads are told of places; none: not at all", HeadPositions?.self, .some(nil))
    ) {
      (
        heads: Int, hidden: Int, layers: Int, share: Double, activation: Layer?, normFirst: Bool, causal: Bool, mask: Tensor?,
        lengths: Tensor?, positions: HeadPositions?
      ) in
      let block = TransformerBlock(
        heads: heads, hidden: hidden, share: share, activation: activation ?? rectifier, normsFirst: normFirst,
        sight: Sight(isCausal: causal, mask: mask, lengths: lengths), positions: positions)
      return repeated(block, layers)
    }
    addDecoder()
  }

  private func addDecoder() {
    addLayer(
      "transformer_decoder",
      "As transformer_encoder, and in between it asks a memory: no place looks at later ones of its own.",
      shapes: [ShapeRule("[n, time, 2 * c] -> [n, time, 2 * c]", "2, hidden, zeros([n, m, d])")],
      "layers(a: 12x16, b: 9x16) { a |> transformer_decoder(4, 32, memory: b) }.parameters", gives: "3344",
      paper: "Vaswani and others 2017",
      samples: [Sample([[2, 3, 4], [2, 2, 3]]) { Given(positional: [$0[0], .number(2), .number(3), $0[1]]) }],
      count("heads", "how many ask; they divide the features"), count("hidden", "features in the middle of the net"),
      given("memory", "what is asked, such as an encoder's output: [batch, time, features]", Tensor.self),
      count("layers", "how many blocks stand on each other", 1), number("dropout", "the share that drops while training", 0.1, in: 0...1),
      given("activation", "in the middle of the net", Layer?.self, .some(nil), shown: "relu"),
      flag("norm_first", "normalises what goes into each part (pre-norm), not what comes out", false),
      flag("causal", "no place looks at later ones", true),
      given("lengths", "how many places count in each sample: [batch]", Tensor?.self, .some(nil)),
      given("memory_lengths", "how many places of the memory count in each sample: [batch]", Tensor?.self, .some(nil)),
      given("positions", "\"rotary\" or \"alibi\": how heads are told of places; none: not at all", HeadPositions?.self, .some(nil))
    ) {
      (
        heads: Int, hidden: Int, memory: Tensor, layers: Int, share: Double, activation: Layer?, normFirst: Bool, causal: Bool,
        lengths: Tensor?, memoryLengths: Tensor?, positions: HeadPositions?
      ) in
      let block = TransformerBlock(
        heads: heads, hidden: hidden, share: share, activation: activation ?? rectifier, normsFirst: normFirst,
        sight: Sight(isCausal: causal, lengths: lengths), positions: positions, memory: memory, memoryLengths: memoryLengths)
      return repeated(block, layers)
    }
    addForeign("nn.TransformerEncoderLayer", "nn.TransformerEncoder", in: "PyTorch", means: "transformer_encoder")
    addForeign("EncoderLayer", "transformer", means: "transformer_encoder")
    addForeign("nn.TransformerDecoderLayer", "nn.TransformerDecoder", in: "PyTorch", means: "transformer_decoder")
    addForeign("DecoderLayer", means: "transformer_decoder")
  }
}

private var rectifier: Layer { Layer("relu") { x, _ in relu(x) } }

/// Blocks one after the other, each with parameters of its own.
private func repeated(_ block: TransformerBlock, _ count: Int) -> Layer.Apply {
  { x, scope in try (0..<count).reduce(x) { x, _ in try scope.apply(Layer("block", block.apply), to: x) } }
}
