// Chains of element-wise work: how large they grow, and what rides on a product or lies in oneDNN's blocks.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct FusionTests {
    private let window = Window(stride: [1, 1], low: [1, 1], high: [1, 1], dilation: [1, 1])

    /// The names of the steps that compute some tensors.
    private func steps(_ tensors: [Tensor]) throws -> [String] {
      try PlanBuilder.compile(LinearGraph(tensors.map(\.node)), donations: [:]).stepNames
    }

    @Test func neighboursRunAsOneChain() throws {
      let x = Tensor([1, 2, 3])
      #expect(try steps([tanh(x * 2 + 1)]) == ["multiply add tanh"])
      #expect(try steps([sin(x), cos(x)]).count == 2)
    }

    @Test func aValueThatOthersNeedEndsAChain() throws {
      let y = try Tensor([1, 2, 3]) * 2
      #expect(try steps([y.sum() + 1, y + 1]).count == 4)
    }

    @Test func aChainTakesASumOnItsWay() throws {
      var dice = Dice(3)
      let large = dice.tensor([300, 200])
      #expect(try steps([(tanh(large) * 2).sum()]) == ["tanh multiply"])
      // Small ones are left to the reduction, and so are sums over some axes, and values that are shown.
      #expect(try steps([(tanh(dice.tensor([30, 20])) * 2).sum()]).count == 2)
      #expect(try steps([(tanh(large) * 2).sum(axes: [1])]).count == 2)
      let shown = try tanh(large) * 2
      #expect(try steps([shown, shown.sum()]).count == 2)
      let (found, expected) = try ((tanh(large) * 2).sum().scalar(), (tanh(large) * 2).numbers().reduce(0, +))
      #expect(agree([found], [expected], relative: 1e-5, absolute: 1e-4))
    }

    @Test func aValueAndItsGradientTakeOnePass() throws {
      var dice = Dice(5)
      let x = dice.tensor([70_001])
      func both() throws -> [Tensor] {
        let value = try (tanh(x * 2 + 1) * sigmoid(x) - square(x)).sum()
        return [value] + (try gradients(of: value, at: [x]))
      }
      let work = try Recording.during { try both() }
      // Whichever is asked for first.
      #expect(try steps(work).count == 1)
      #expect(try steps(work.reversed()).count == 1)
      try evaluate(work)
      let apart = try Recording.during { try both() }
      for tensor in apart { try evaluate([tensor]) }
      for (a, b) in zip(work, apart) { #expect(agree(try a.numbers(), try b.numbers(), relative: 1e-5, absolute: 1e-5)) }
    }

    @Test func whatReadsASumComesBehindTheChainThatTakesIt() throws {
      // The second chain reads what is written over a leaf, so it comes last, and with it the sum that it takes.
      let (x, step) = (Tensor(awaiting: [40_000], type: .float32), Tensor(awaiting: [], type: .float32))
      let moved = try x - step
      let y = exp(x)
      let total = try (y + 1).sum()
      let outputs = try [moved, total * 2, y * moved, total + 1]
      let traced = try TracedStep(inputs: [x, step], outputs: outputs, donations: [0: 0])
      let memory = Storage([Float](repeating: 0.5, count: 40_000))
      traced.bind(0, to: memory)
      traced.bind(1, to: Storage([Float(1)]))
      try traced.run()
      let sum = 40_000 * (1.6487212707001282 + 1)
      #expect(agree([Double(traced.number(1)), Double(traced.number(3))], [2 * sum, sum + 1], relative: 1e-5, absolute: 0))
      #expect(memory.pointer(Float.self)[39_999] == -0.5)
    }

    @Test func reluRidesOnAProduct() throws {
      var dice = Dice(1)
      let product = try matmul(dice.tensor([3, 4]), dice.tensor([4, 5]))
      #expect(try steps([relu(product)]) == ["matmul"])
      #expect(try steps([relu(product), product]).count == 2)
      let cut = try relu(matmul(Tensor([Float](), shape: [2, 0]), Tensor([Float](), shape: [0, 2]), bias: Tensor([-1, 1])))
      #expect(try cut.numbers() == [0, 1, 0, 1])
    }

    @Test func wideChainsFitTheRegisters() throws {
      /// Choices that are all shown, and choices among them: all their operands and results are alive at once.
      func choices(_ look: (Tensor) throws -> Void) throws -> [Tensor] {
        var dice = Dice(2)
        func mask() -> Tensor { Tensor([dice.chance(0.5), dice.chance(0.5)], shape: [2]) }
        let shown = try (0..<14).map { _ in try select(mask(), dice.tensor([2]), dice.tensor([2])) }
        for choice in shown { try look(choice) }
        return try shown + [shown.dropFirst().reduce(shown[0]) { try select(mask(), $0, $1) }]
      }
      let expected = try choices { try evaluate([$0]) }.map { try $0.numbers() }
      let found = try choices { _ in }
      try evaluate(found)
      #expect(try found.map { try $0.numbers() } == expected)
    }

    @Test func everyKindOfNeighbourWorksInBlocks() throws {
      // Sixteen channels: oneDNN's convolutions work in blocks of channels, and what follows them stays there.
      var dice = Dice(4)
      let (x, w, v) = (dice.tensor([2, 16, 6, 6]), dice.tensor([16, 16, 3, 3]), dice.tensor([32, 16, 3, 3]))
      let (one, wide, bias) = (dice.tensor([1]), dice.tensor([1, 1, 1, 1]), dice.tensor([16, 1, 1]))
      let key = RandomKey(key: 3, counter: 9).tensor()
      func work(_ look: (Tensor) throws -> Void) throws -> [[Double]] {
        let y = try convolve(x, w, window)
        try look(y)
        var shown: [Tensor] = []
        for other in [one, wide, bias, Tensor(3), x, Tensor.random(y.shape, key: key)] {
          let z = try tanh(y * other) + y
          try look(z)
          shown.append(try convolve(z, v, window).sum(axes: [2]))
        }
        let turned = try (y.permuted([0, 2, 3, 1]) + 1).permuted([0, 3, 1, 2])
        try look(turned)
        shown.append(try convolve(relu(turned) * 0.5, v, window))
        shown.append(try concatenate([y, y + 1, x], axis: 0))
        try evaluate(shown)
        return try shown.map { try $0.numbers() }
      }
      for (a, b) in zip(try work { _ in }, try work { try evaluate([$0]) }) { #expect(agree(a, b, relative: 1e-4, absolute: 1e-4)) }
    }

    @Test func pooledAndNormalisedBlocksAgreeWithPlainLayouts() throws {
      var dice = Dice(6)
      let (x, w) = (dice.tensor([2, 16, 8, 8]), dice.tensor([16, 16, 3, 3], in: -0.2...0.2))
      let halves = Window(stride: [2, 2], low: [0, 0], high: [0, 0], dilation: [1, 1])
      func work(_ look: (Tensor) throws -> Void) throws -> [[Double]] {
        let y = try convolve(x, w, window)
        try look(y)
        let z = try batchNorm(y, scale: Tensor(filled: 1, shape: [16]), shift: Tensor(filled: 0, shape: [16]), epsilon: 1e-5).result
        try look(z)
        let shown = try [pool(relu(z) + x, .max, kernel: [2, 2], halves), pool(z, .average, kernel: [2, 2], halves)]
        let slope = try gradients(of: (shown[0] * shown[1]).sum(), at: [y])[0]
        try evaluate(shown + [slope])
        return try (shown + [slope]).map { try $0.numbers() }
      }
      let (whole, eachAlone) = try Recording.during { (try work { _ in }, try work { try evaluate([$0]) }) }
      for (a, b) in zip(whole, eachAlone) { #expect(agree(a, b, relative: 1e-3, absolute: 1e-3)) }
    }

    @Test func channelsThatFillNoBlockAreRight() throws {
      var dice = Dice(8)
      let (x, w, v) = (dice.tensor([1, 5, 4, 4]), dice.tensor([7, 5, 3, 3]), dice.tensor([3, 7, 3, 3]))
      func work(_ look: (Tensor) throws -> Void) throws -> [Double] {
        let y = try convolve(x, w, window)
        try look(y)
        let z = try exp(y * 0.1)
        try look(z)
        return try convolve(z, v, window).numbers()
      }
      #expect(agree(try work { _ in }, try work { try evaluate([$0]) }, relative: 1e-4, absolute: 1e-4))
    }
  }
}
