import Testing

@testable import Learning

extension LearningTests {
  @Suite struct TransformerTests {
    private let program = Program()

    @Test func parametersAreThoseOfPyTorch() throws {
      // Attention, two dense layers, two norms; a decoder has an attention and a norm more.
      #expect(try program.text("layers(12x16) { transformer_encoder(4, 32) }.parameters") == "2224")
      #expect(try program.text("layers(12x16) { transformer_encoder(4, 32, layers: 3) }.parameters") == "6672")
      #expect(try program.text("layers(a: 12x16, b: 9x16) { a |> transformer_decoder(4, 32, memory: b) }.parameters") == "3344")
    }

    @Test func normsStandBeforeOrBehind() throws {
      try program.run(
        "x = normal([2, 6, 8])\npost = layers(6x8) { transformer_encoder(2, 16) }\npre = layers(6x8) { transformer_encoder(2, 16, norm_first: true) }"
      )
      // Behind: what comes out has mean 0 and variance 1 at each place.
      #expect(try program.floats("mean(post(x), axis: 2)").allSatisfy { abs($0) < 1e-5 })
      #expect(try program.floats("var(post(x), axis: 2, correction: 0)").allSatisfy { abs($0 - 1) < 1e-3 })
      #expect(try program.floats("mean(pre(x), axis: 2)").contains { abs($0) > 1e-3 })
    }

    @Test func aDecoderSeesItsMemoryAndNothingAhead() throws {
      try program.run("net = layers(a: 5x8, b: 7x8, n: []) { a |> transformer_decoder(2, 16, memory: b, memory_lengths: n) }")
      try program.run("a = normal([2, 5, 8])\nb = normal([2, 7, 8])\nc = concat(a[:, 0..2], normal([2, 2, 8]), axis: 1)\nn = [4, 7]")
      let first = try program.floats("net(a: a, b: b, n: n)[:, 0..2]")
      #expect(try first == program.floats("net(a: c, b: b, n: n)[:, 0..2]"))
      #expect(try first != program.floats("net(a: a, b: 2 * b, n: n)[:, 0..2]"))
      // Behind its length the memory does not count.
      try program.run("d = concat(b[:, 0..3], normal([2, 3, 8]), axis: 1)")
      #expect(try program.floats("net(a: a, b: b, n: [4, 4])") == program.floats("net(a: a, b: d, n: [4, 4])"))
    }

    @Test func itDropsWhileTrainingOnly() throws {
      try program.run(
        "net = layers(4x8) { transformer_encoder(2, 16, dropout: 50%, activation: gelu) }\nx = normal([1, 4, 8])\nopt = sgd(0)")
      #expect(try program.floats("net(x)") == program.floats("net(x)"))
      let losses = try (0..<2).map { _ in try program.number("update net by opt { sum(net(x)[0, 0]^3) }") }
      #expect(losses[0] != losses[1])
    }

    @Test func itIsSavedAndLoaded() throws {
      try program.run(
        "net = layers(a: 4x8, b: 3x8) { a |> transformer_decoder(2, 16, memory: b, activation: gelu) }\nsave(net, \"net.safetensors\")")
      try program.run("again = load(\"net.safetensors\")\na = normal([1, 4, 8])\nb = normal([1, 3, 8])")
      #expect(try program.floats("net(a: a, b: b)") == program.floats("again(a: a, b: b)"))
    }
  }
}
