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

    /// Layers that need no arguments, and shapes that they take.
    @Test(arguments: allWords.words(of: .layer).map(\.name)) func everyLayerKeepsTheBatch(_ name: String) throws {
      let program = Program()
      let arguments =
        [
          "dense": "(3)", "conv": "(3, 3x3)", "max_pool": "(2)", "avg_pool": "(2)", "lp_pool": "(2)", "adaptive_avg_pool": "(2)",
          "adaptive_max_pool": "(2)",
        ][name] ?? ""
      guard arguments.isEmpty == (try isBare(name, program)) else {
        Issue.record("what arguments does \(name) take?")
        return
      }
      try program.run("net = layers(2x4x4) { \(name)\(arguments) }\nx = normal([5, 2, 4, 4])")
      #expect(try program.text("net(x).shape[0]") == "5")
      // One sample does not look at the others outside of training.
      #expect(agree(try program.floats("net(x)[2]"), try program.floats("net(x[2..2])"), relative: 1e-4, absolute: 1e-5))
      // A gradient arrives.
      #expect(try program.floats("grad(v -> sum(net(v)^2), at: x)").contains { $0 != 0 })
    }

    private func isBare(_ name: String, _ program: Program) throws -> Bool {
      try #require(program.context.catalog[name]).notes.allSatisfy { $0.fallback != nil }
    }
  }
}
