import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct AttentionTests {
    private let program = Program()

    @Test func parametersAreThoseOfPyTorch() throws {
      #expect(try program.text("layers(5x16) { multi_head_attention(4) }.parameters") == "1088")
      // Fewer heads of keys and values: 16 * (16 + 2 * 8) + 32, and the way out.
      #expect(try program.text("layers(5x16) { multi_head_attention(4, key_heads: 2) }.parameters") == "816")
      #expect(try program.text("layers(5x16) { multi_head_attention(4, bias: false) }.parameters") == "1024")
      try program.run("net = layers(5x16) { multi_head_attention(4) }")
      let bound = Float((6.0 / 64).squareRoot())
      #expect(try program.floats("net.weights.multi_head_attention.input_weight").allSatisfy { abs($0) <= bound })
      #expect(try program.floats("net.weights.multi_head_attention.output_bias").allSatisfy { $0 == 0 })
    }

    @Test func causalPlacesDoNotSeeLaterOnes() throws {
      try program.run("x = normal([2, 5, 8])\ny = concat(x[:, 0..2], normal([2, 2, 8]), axis: 1)")
      for positions in ["none", "\"rotary\"", "\"alibi\""] {
        try program.run("net = layers(5x8) { multi_head_attention(2, causal: true, positions: \(positions)) }")
        #expect(try program.floats("net(x)[:, 0..2]") == program.floats("net(y)[:, 0..2]"))
        #expect(try program.floats("net(x)[:, 3..4]") != program.floats("net(y)[:, 3..4]"))
      }
    }

    @Test func masksAndLengthsSayTheSame() throws {
      try program.run("seed(1)\na = layers(x: 4x6, n: []) { x |> multi_head_attention(3, lengths: n) }")
      try program.run("seed(1)\nb = layers(x: 4x6, m: 4x4) { x |> multi_head_attention(3, mask: m) }")
      try program.run(
        "x = normal([2, 4, 6])\nm = stack(broadcast([[true, true, false, false]], [4, 4]), broadcast([[true, true, true, true]], [4, 4]))")
      #expect(agree(try program.floats("a(x: x, n: [2, 4])"), try program.floats("b(x: x, m: m)"), relative: 1e-5, absolute: 1e-6))
      // What nobody may look at makes no nan.
      #expect(try program.floats("a(x: x, n: [0, 4])").allSatisfy(\.isFinite))
    }

    @Test func groupedQueriesAreHeadsThatShareKeys() throws {
      // With the keys of both heads written out twice, all heads of the full layer see the same.
      let (q, k) = (Tensor.normal([2, 4, 3, 5], key: key(1)), Tensor.normal([2, 2, 6, 5], key: key(2)))
      let v = Tensor.normal([2, 2, 6, 7], key: key(3))
      func twice(_ x: Tensor) throws -> Tensor {
        try x.expanded(at: 2).broadcasted(to: [2, 2, 2] + x.shape[2...]).reshaped([2, 4] + x.shape[2...])
      }
      let shared = try attend(q, k, v, Sight()).floats()
      #expect(agree(shared, try attend(q, twice(k), twice(v), Sight()).floats(), relative: 1e-5, absolute: 1e-6))
    }

    private func key(_ number: UInt64) -> Tensor { RandomKey(key: number, counter: 0).tensor() }

    @Test func anotherRowMayBeAsked() throws {
      try program.run(
        "net = layers(a: 4x8, b: 6x10) { a |> multi_head_attention(2, memory: b) }\na = normal([3, 4, 8])\nb = normal([3, 6, 10])")
      #expect(try program.text("net.shape") == "4x8")
      #expect(try program.text("net(a: a, b: b).shape") == "3x4x8")
      #expect(try program.floats("net(a: a, b: b)") != program.floats("net(a: a, b: 2 * b)"))
    }

    @Test(arguments: [
      ("layers(5x9) { multi_head_attention(2) }", "shape: 9 features do not divide among 2 heads"),
      ("layers(5x6) { multi_head_attention(2, positions: \"rotary\") }", "shape: rotary positions turn pairs, and a head has 3 features"),
      ("layers(5x8) { multi_head_attention(4, key_heads: 3) }", "argument: 4 heads cannot share 3 heads of keys evenly"),
      ("layers(9) { multi_head_attention(3) }", "shape: multi_head_attention wants [batch, time, features], not [2, 9]"),
      ("layers(5x8) { multi_head_attention(2, mask: ones([4, 4]) > 0) }", "shape: the mask [4, 4] does not belong to 5 queries and 5 keys"),
      (
        "layers(a: 4x8, b: 6) { a |> multi_head_attention(2, memory: b) }",
        "shape: `memory` wants [batch, time, features] of the same batch, not [2, 6]"
      ),
    ]) func mistakesAreFoundAtTheDefinition(_ text: String, _ message: String) throws {
      #expect(try program.complaint("net = \(text)") == message)
    }
  }
}
