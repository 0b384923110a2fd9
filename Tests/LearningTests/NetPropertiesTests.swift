// What holds for every net, shown for one of each kind: how it is planned and how samples are batched makes no difference.

import Tensor
import Testing

@testable import Learning
@testable import Tensor

extension LearningTests {
  @Suite struct NetPropertiesTests {
    /// A net of one kind, and the shape of its samples.
    struct Kind: CustomTestStringConvertible {
      let name: String
      let sample: Shape
      let lines: String
      var testDescription: String { name }

      /// A program that has such a net, five samples of normal numbers, and their classes.
      func program() throws -> Program {
        let program = Program(seed: 3)
        let size = sample.map(String.init).joined(separator: "x")
        try program.run(
          """
          net = layers(\(sample.count == 1 ? "\(sample[0])" : size)) { \(lines) }
          x = normal([5, \(sample.map(String.init).joined(separator: ", "))])
          y = int32([0, 3, 1, 2, 3])
          """)
        return program
      }
    }

    static let kinds = [
      Kind(name: "dense", sample: [12], lines: "dense(16); relu; layer_norm; dropout(30%); dense(16); tanh; dense(4)"),
      Kind(
        name: "convolutional", sample: [3, 8, 8],
        lines: """
          conv(16, 3x3); batch_norm; relu
          residual { conv(16, 3x3); batch_norm; relu; conv(16, 3x3); batch_norm }
          relu; max_pool(2); conv(5, 3x3, stride: 2); flatten; dense(4)
          """),
      Kind(name: "recurrent", sample: [6, 8], lines: "lstm(8, layers: 2, bidirectional: true, dropout: 20%, outputs: \"last\"); dense(4)"),
      Kind(
        name: "transformer", sample: [6, 8],
        lines: """
          learned_positions; transformer_encoder(2, 16, activation: gelu, norm_first: true, causal: true)
          transformer_encoder(2, 16); flatten; dense(4)
          """),
    ]

    /// The loss while training, its gradients at all parameters, and what layers keep: not computed yet.
    private func step(_ kind: Kind) throws -> [Tensor] {
      let program = try kind.program()
      guard case .thing(let net as Net) = try program.run("net") else { return [] }
      let key = RandomKey(key: 5, counter: 2)
      let session = TrainingSession([], key: key.tensor()) { key.forDraw($0).tensor() }
      let leaves = net.tensors
      let (scores, kept) = try net.with(leaves).apply(["": program.tensor("x")], training: session)
      let loss = try crossEntropy(scores, program.tensor("y"))
      return try [loss] + gradients(of: loss, at: leaves) + kept.sorted { $0.key < $1.key }.map(\.value)
    }

    private func numbers(_ kind: Kind, _ turn: (inout Shortcuts) -> Void = { _ in }) throws -> [[Float]] {
      defer { Shortcuts.taken = Shortcuts() }
      turn(&Shortcuts.taken)
      let work = try step(kind)
      try evaluate(work)
      return try work.map { try $0.floats() }
    }

    /// Equal but for the order in which sums were made.
    private func isNear(_ found: [[Float]], _ expected: [[Float]]) -> Bool {
      found.count == expected.count
        && zip(found, expected).allSatisfy { found, expected in
          agree(found, expected, relative: 1e-4, absolute: 1e-5 * (1 + (expected.map { abs($0) }.max() ?? 0)))
        }
    }

    @Test(arguments: kinds) func fusedIsUnfused(_ kind: Kind) throws {
      let whole = try numbers(kind)
      try #require(whole.count > 5 && whole.allSatisfy { $0.allSatisfy(\.isFinite) })
      #expect(isNear(try numbers(kind) { $0.fuses = false }, whole))
    }

    @Test(arguments: kinds) func memoryOfItsOwnChangesNoBit(_ kind: Kind) throws {
      #expect(try numbers(kind) { $0.sharesMemory = false } == numbers(kind))
    }

    @Test(arguments: kinds) func theOrderChangesNoBit(_ kind: Kind) throws {
      #expect(try numbers(kind) { $0.hurries = false } == numbers(kind))
    }

    @Test(arguments: kinds) func planIsNodeByNode(_ kind: Kind) throws {
      let work = try recording { try step(kind) }
      try recording {
        // What has several results is computed with each of them.
        for node in LinearGraph(work.map(\.node)).nodes where !node.isKnown && node.parts.isEmpty { try evaluate([Tensor(node)]) }
      }
      #expect(isNear(try work.map { try $0.floats() }, try numbers(kind)))
    }

    /// Steps whose parameters are written in place.
    @Test(arguments: kinds) func trainingsAgree(_ kind: Kind) throws {
      func trained(_ turn: (inout Shortcuts) -> Void = { _ in }) throws -> [[Float]] {
        defer { Shortcuts.taken = Shortcuts() }
        turn(&Shortcuts.taken)
        let program = try kind.program()
        let losses = try program.floats(
          """
          rule = adam(0.01)
          losses = []
          for i in 1..4 { losses = append(losses, update net by rule { cross_entropy(net(x), y) }) }
          tensor(losses)
          """)
        return [losses] + (try program.run("net").tensorLeaves().map { try $0.floats() })
      }
      let usual = try trained()
      #expect(usual[0][3] < usual[0][0])
      #expect(try trained { $0.sharesMemory = false } == usual)
      #expect(try trained { $0.hurries = false } == usual)
      // Adam divides small gradients by themselves: what rounding leaves of them moves a weight by a share of its rate.
      let unfused = try trained { $0.fuses = false }
      #expect(agree(unfused[0], usual[0], relative: 1e-3, absolute: 1e-4), "\(unfused[0]) is not \(usual[0])")
    }

    /// Outside of training samples do not see one another.
    @Test(arguments: kinds) func aBatchIsItsSamples(_ kind: Kind) throws {
      let program = try kind.program()
      // Running statistics that are not those of the start.
      try program.run("rule = sgd(0.1)\nupdate net by rule { cross_entropy(net(x), y) }")
      let whole = try program.floats("net(x)")
      let apart = try (0..<5).flatMap { try program.floats("net(x[\($0)..\($0)])") }
      #expect(agree(whole, apart, relative: 1e-4, absolute: 1e-5), "\(whole) is not \(apart)")
      try program.run(
        """
        fn loss(net, i) = cross_entropy(net(x[i]), y[i], reduce: "sum")
        fn slope(net, i) {
          g, l = grad(n -> loss(n, i), at: net)
          g
        }
        """)
      let (total, slope) = (try program.floats("loss(net, 0..4)"), try program.floats("slope(net, 0..4)"))
      let losses = try (0..<5).map { try program.floats("loss(net, \($0)..\($0))")[0] }
      #expect(agree(total, [losses.reduce(0, +)], relative: 1e-5, absolute: 1e-5))
      let sum = try program.floats((0..<5).map { "slope(net, \($0)..\($0))" }.joined(separator: " + "))
      #expect(slope.count > 10 && agree(slope, sum, relative: 1e-3, absolute: 1e-4))
    }
  }
}
