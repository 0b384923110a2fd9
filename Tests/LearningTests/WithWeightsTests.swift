// Weights from elsewhere: by name, and as PyTorch writes them (Tests/Fixtures/weights holds what it computed with them).

import Catalog
import Foundation
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct WithWeightsTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/weights").path

    static let nets = [
      ("gru", "layers(5x3) { gru(4, layers: 2, bidirectional: true) }"), ("lstm", "layers(5x3) { lstm(4, layers: 2) }"),
      ("attention", "layers(5x8) { multi_head_attention(2) }"),
      (
        "images",
        "layers(2x4x4) { conv(4, 3x3); group_norm(2); prelu(each: true); conv_transpose(2, 2, stride: 2); batch_norm; flatten; dense(3) }"
      ),
      // Twelve layers alike, in a file that is sorted by name: 0, 10, 12, …, 2, 20, …
      ("squares", "layers(3) { for i in 1..12 { it |> dense(3) |> tanh } }"),
    ]

    @Test(arguments: nets) func aNetOfPyTorchGivesWhatItGaveThere(_ name: String, _ net: String) throws {
      let program = Program()
      program.context.readFolders = [WithWeightsTests.folder]
      try program.run("net = with_weights(\(net), load(\"\(name).safetensors\"))\ndata = load(\"\(name).npz\")")
      #expect(try program.number("max(abs(net(data.x) - data.y))") < 1e-5)
    }

    @Test func aNetsOwnWeightsComeByName() throws {
      let program = Program()
      try program.run("fn make() = layers(3) { dense(4); batch_norm; dense(2) }\na = make()\nb = make()")
      #expect(try program.floats("a") != program.floats("b"))
      #expect(try program.floats("with_weights(a, b.weights)") == program.floats("b"))
    }

    @Test func trainingGoesOnFromThem() throws {
      let program = Program()
      try program.run("net = with_weights(layers(1) { dense(1) }, record(fc: record(weight: [[2]], bias: [0])))\nopt = sgd(0.1)")
      try program.run("loss = update net by opt { mse(net([[1]]), [[1]]) }")
      #expect(try program.number("loss") == 1)
      #expect(try program.floats("net.weights.dense.weight") == [1.8])
    }

    @Test(arguments: [
      ("record(fc: record(weight: ones([2, 4]), bias: ones([2])))", "nothing among the weights fits `dense`"),
      ("record(a: record(weight: ones([2, 3]), bias: ones([2])), b: record(weight: ones([2])))", "the net has no place for `b`"),
      ("record(dense: record(weight: ones([4, 2]), bias: ones([2])))", "`dense.weight` is [4, 2], and the net wants [3, 2]"),
      ("record(text: \"none\")", "a record of tensors"),
    ]) func whatDoesNotFitIsRefused(_ weights: String, _ message: String) throws {
      let complaint = try Program().complaint("with_weights(layers(3) { dense(2) }, \(weights))")
      #expect(complaint.contains(message), "\(complaint)")
    }
  }
}
