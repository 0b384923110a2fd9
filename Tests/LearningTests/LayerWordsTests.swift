import Catalog
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct LayerWordsTests {
    /// Every example of the words of this floor, by its text.
    static let examples: [(text: String, result: String?)] = {
      let families: [Family] = [.layer, .network, .initialiser, .loss, .metric, .optimizer, .schedule, .training]
      return families.flatMap { allWords.words(of: $0) }.flatMap(\.examples).map { ($0.source, $0.result) }
    }()

    @Test func everyWordHasAnExample() { #expect(Self.examples.count > 25) }

    @Test(arguments: examples) func examplesGiveWhatTheySay(_ text: String, _ result: String?) throws {
      let found = try Program().text(text)
      if let result { #expect(found == result) }
    }

    /// What layers are given, and the shape of a sample where that is not 2x4x4.
    private static let arguments = [
      "dense": "(3)", "conv": "(3, 3x3)", "max_pool": "(2)", "avg_pool": "(2)", "lp_pool": "(2)",
      "adaptive_avg_pool": "(2)", "adaptive_max_pool": "(2)", "depthwise_conv": "(3x3)", "separable_conv": "(3, 3x3)",
      "conv_transpose": "(3, 3x3)", "embedding": "(5, 3)", "group_norm": "(2)", "weight_norm": "(dense(3))", "spectral_norm": "(dense(3))",
      "lstm": "(3)", "gru": "(3)", "rnn": "(3)", "multi_head_attention": "(2)", "transformer_encoder": "(2, 6)",
      "inverted_residual": "(2)", "dense_block": "(2)",
    ]
    /// Layers whose second input must have the same batch, and those that give no batch.
    private static let ofSeveralInputs: Set = ["bilinear", "transformer_decoder", "roi_align", "feature_pyramid"]
    private static let sequences = [
      "lstm", "gru", "rnn", "multi_head_attention", "transformer_encoder", "sinusoidal_positions",
      "learned_positions", "rotary_positions",
    ]

    @Test(arguments: allWords.words(of: .layer).map(\.name)) func everyLayerKeepsTheBatch(_ name: String) throws {
      if Self.ofSeveralInputs.contains(name) { return }
      let program = Program()
      let arguments = Self.arguments[name] ?? ""
      guard arguments.isEmpty == (try isBare(name, program)) else {
        Issue.record("what arguments does \(name) take?")
        return
      }
      let shape = Self.sequences.contains(name) ? [3, 4] : [2, 4, 4]
      let numbers = name == "embedding" ? "float32(int32(uniform([5, 2, 4, 4], 0..5)))" : "normal(\(([5] + shape).shapeText))"
      try program.run("net = layers(\(sizeText(shape))) { \(name)\(arguments) }\nx = \(numbers)")
      #expect(try program.text("net(x).shape[0]") == "5")
      // One sample does not look at the others outside of training.
      #expect(agree(try program.floats("net(x)[2]"), try program.floats("net(x[2..2])"), relative: 1e-4, absolute: 1e-5))
      // A gradient arrives.
      if name == "embedding" { return }
      #expect(try program.tensor("grad(v -> sum(net(v)^2 * net(v)), at: x)").floats().contains { $0 != 0 })
    }

    private func isBare(_ name: String, _ program: Program) throws -> Bool {
      try #require(program.context.catalog[name]).notes.allSatisfy { $0.fallback != nil }
    }
  }
}
