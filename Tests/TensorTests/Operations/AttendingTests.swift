import Testing

@testable import Tensor

extension TensorTests {
  /// Attention as one primitive against the same in smaller operations.
  @Suite struct AttendingTests {
    struct Case: Sendable, CustomTestStringConvertible {
      let q, k, v: Shape
      var mask: Shape?
      var isCausal = false
      var scale = 0.4

      var testDescription: String { [q, k, v].map(\.shapeText).joined(separator: " ") + (isCausal ? " causal" : "") }

      func inputs() -> (q: Tensor, k: Tensor, v: Tensor, mask: Tensor?) {
        var dice = Dice(q.itemCount + k.itemCount)
        let mask = mask.map { shape in Tensor((0..<shape.itemCount).map { _ in dice.chance(0.6) }, shape: shape) }
        return (dice.tensor(q, in: -2...2), dice.tensor(k, in: -2...2), dice.tensor(v), mask)
      }
    }

    static let cases = [
      Case(q: [1, 1], k: [1, 1], v: [1, 1]), Case(q: [3, 4], k: [5, 4], v: [5, 2]), Case(q: [2, 70, 33], k: [2, 45, 33], v: [2, 45, 37]),
      Case(q: [2, 3, 40, 8], k: [2, 3, 40, 8], v: [2, 3, 40, 8], isCausal: true),
      Case(q: [35, 3], k: [20, 3], v: [20, 5], isCausal: true), Case(q: [20, 3], k: [50, 3], v: [50, 5], isCausal: true, scale: -0.3),
      Case(q: [2, 2, 9, 4], k: [2, 1, 9, 4], v: [2, 1, 9, 4], mask: [2, 1, 1, 9]),
      Case(q: [2, 17, 4], k: [17, 4], v: [1, 17, 3], mask: [17, 17], isCausal: true),
      Case(q: [5, 4], k: [6, 4], v: [6, 3], mask: [1, 6]),
      Case(q: [0, 3], k: [2, 3], v: [2, 3]), Case(q: [2, 3], k: [0, 3], v: [0, 3]), Case(q: [2, 0], k: [3, 0], v: [3, 2]),
      Case(q: [0, 2, 3], k: [0, 2, 3], v: [0, 2, 3]),
    ]

    @Test(arguments: cases) func oneStepIsAllSteps(_ one: Case) throws {
      let (q, k, v, mask) = one.inputs()
      let found = try attention(q, k, v, mask: mask, causal: one.isCausal, scale: one.scale)
      let expected = try composedAttention(q, k, v, mask: mask, causal: one.isCausal, scale: one.scale)
      #expect(found.shape == expected.shape)
      #expect(try agree(found.numbers(), expected.numbers(), relative: 1e-5, absolute: 2e-6))
    }

    @Test(arguments: cases) func soIsItsGradient(_ one: Case) throws {
      try recording {
        let (q, k, v, mask) = one.inputs()
        let found = try attention(q, k, v, mask: mask, causal: one.isCausal, scale: one.scale)
        let expected = try composedAttention(q, k, v, mask: mask, causal: one.isCausal, scale: one.scale)
        var dice = Dice(5)
        let pull = dice.tensor(found.shape)
        let slopes = try [found, expected].map { try gradients(of: ($0 * pull).sum(), at: [q, k, v]) }
        for (found, expected) in zip(slopes[0], slopes[1]) {
          let numbers = try expected.numbers()
          let size = numbers.map { Swift.abs($0) }.max() ?? 0
          #expect(try agree(found.numbers(), numbers, relative: 1e-4, absolute: 1e-5 * size + 1e-6))
        }
      }
    }

    @Test func headsAreReadAndWrittenWhereTheyLie() throws {
      // [batch, time, 3 * heads * size] of one product, as layers have it.
      func apply(_ all: Tensor, _ work: (Tensor, Tensor, Tensor) throws -> Tensor) throws -> Tensor {
        let pieces = try all.reshaped([2, 5, 3, 2, 4]).permuted([2, 0, 3, 1, 4]).split(into: 3, axis: 0).map {
          try $0.reshaped([2, 2, 5, 4])
        }
        return try work(pieces[0], pieces[1], pieces[2]).permuted([0, 2, 1, 3]).reshaped([2, 5, 8])
      }
      var dice = Dice(8)
      let (x, weight) = (dice.tensor([10, 6]), dice.tensor([6, 24]))
      let results = try recording {
        try [false, true].map { isComposed in
          let all = try matmul(x, weight).reshaped([2, 5, 24])
          let found = try apply(all) { q, k, v in
            isComposed
              ? try composedAttention(q, k, v, mask: nil, causal: true, scale: 0.5) : try attention(q, k, v, causal: true, scale: 0.5)
          }
          let slopes = try gradients(of: square(found).sum(), at: [x, weight])
          return [found] + slopes
        }
      }
      for (found, expected) in zip(results[0], results[1]) {
        #expect(try agree(found.numbers(), expected.numbers(), relative: 1e-4, absolute: 1e-5))
      }
    }

    @Test func threadsChangeNothing() throws {
      defer { setThreads(2) }
      let numbers = try [1, 2].map { threads in
        setThreads(threads)
        let (q, k, v, mask) = Self.cases[3].inputs()
        return try attention(q, k, v, mask: mask, causal: true, scale: 1).numbers()
      }
      #expect(numbers[0] == numbers[1])
    }

    @Test func nanIsNoBlindness() throws {
      let q = Tensor([Float.nan, 1] as [Float], shape: [1, 2])
      let found = try attention(q, Tensor([1, 2, 3, 4] as [Float], shape: [2, 2]), Tensor([1, 2] as [Float], shape: [2, 1]))
      #expect(try found.numbers()[0].isNaN)
    }
  }
}
