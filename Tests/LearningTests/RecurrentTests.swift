import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct RecurrentTests {
    @Test(arguments: [("lstm", 4), ("gru", 3), ("rnn", 1)]) func parametersAreThoseOfPyTorch(_ word: String, _ gates: Int) throws {
      let program = Program()
      try program.run("net = layers(5x3) { \(word)(4, layers: 2, bidirectional: true) }")
      let first = gates * 4 * (3 + 4 + 2)
      let second = gates * 4 * (8 + 4 + 2)
      #expect(try program.number("net.parameters") == Double(2 * (first + second)))
      #expect(try program.text("net.weights.\(word).input_weight_2_backward.shape") == "8x\(gates * 4)")
      // Uniform in ±1/√units.
      #expect(try program.floats("net").allSatisfy { abs($0) <= 0.5 })
      #expect(try program.floats("net").contains { abs($0) > 0.4 })
    }

    @Test func theLastOutputIsThatOfTheLastTime() throws {
      let program = Program()
      try program.run("net = layers(6x2) { lstm(3) }\nx = normal([4, 6, 2])\nout = net(x)")
      #expect(try program.text("out.shape") == "4x6x3")
      try program.run("seed(1)\nsame = layers(6x2) { lstm(3, outputs: \"last\") }\nseed(1)\nall = layers(6x2) { lstm(3) }")
      #expect(try program.floats("same(x)") == program.floats("all(x)[:, 5]"))
      // Backward the end is at time 0.
      try program.run("seed(1)\nsame = layers(6x2) { gru(3, outputs: \"last\", bidirectional: true) }")
      try program.run(
        "seed(1)\nall = layers(6x2) { gru(3, bidirectional: true) }\nends = concat(all(x)[:, 5, 0..2], all(x)[:, 0, 3..5], axis: 1)")
      #expect(try program.floats("same(x)") == program.floats("ends"))
    }

    @Test(arguments: ["lstm", "gru", "rnn"]) func whatComesBehindTheEndDoesNotCount(_ word: String) throws {
      let program = Program()
      try program.run("net = layers(x: 6x2, n: []) { x |> \(word)(3, layers: 2, bidirectional: true, lengths: n) }")
      try program.run("x = normal([2, 6, 2])\ny = concat(x[:, 0..3], normal([2, 2, 2]), axis: 1)")
      #expect(try program.floats("net(x: x, n: [4, 4])") == program.floats("net(x: y, n: [4, 4])"))
      #expect(try program.floats("net(x: x, n: [4, 6])[0, 4..5]").allSatisfy { $0 == 0 })
      // A shorter batch of the same numbers gives the same.
      let short = try program.floats("net(x: x, n: [6, 6])[1]")
      #expect(agree(short, try program.floats("net(x: x, n: [4, 6])[1]"), relative: 1e-5, absolute: 1e-6))
    }

    @Test func dropoutStandsBetweenLayersWhileTraining() throws {
      let program = Program()
      try program.run("net = layers(4x2) { lstm(8, layers: 2, dropout: 50%, outputs: \"last\") }\nx = ones([1, 4, 2])\nopt = sgd(0)")
      #expect(try program.floats("net(x)") == program.floats("net(x)"))
      let losses = try (0..<2).map { _ in try program.number("update net by opt { sum(net(x)) }") }
      #expect(losses[0] != losses[1])
    }

    @Test(arguments: [
      ("layers(6) { lstm(3) }", "shape: lstm wants [batch, time, features], not [2, 6]"),
      ("layers(6x2) { gru(3, lengths: [1, 2, 3]) }", "shape: `lengths` wants one number a sample, [2], not [3]"),
      ("layers(6x2) { rnn(0) }", "argument: `units` is 0, but must be at least 1"),
    ]) func mistakesAreFoundAtTheDefinition(_ text: String, _ message: String) throws {
      #expect(try Program().complaint("net = \(text)") == message)
    }
  }
}
