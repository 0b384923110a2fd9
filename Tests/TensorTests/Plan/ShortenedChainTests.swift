// Products and sums in one pass: fewer instructions, the same bits.

import CKernels
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct ShortenedChainTests {
    private func draft(_ instructions: [(dk_operation, [Int])], results: [Int]) -> ChainDraft {
      func place(_ buffer: Int) -> Place { Place(buffer: buffer, view: View(contiguous: [64]), layout: nil) }
      return ChainDraft(
        shape: [64], reads: (0..<3).map { .init(place: place($0), type: .float32) },
        instructions: instructions.map { .init(operation: $0, inputs: $1) },
        results: results.enumerated().map { .init(value: $1, place: place(3 + $0), type: .float32) }, key: nil)
    }

    @Test func aProductJoinsTheSumThatAloneNeedsIt() {
      let short = draft([(DK_MULTIPLY, [0, 1]), (DK_ADD, [3, 2]), (DK_TANH, [4])], results: [5]).shortened()
      #expect(short.instructions.map(\.operation) == [DK_MULTIPLY_ADD, DK_TANH])
      #expect(short.instructions.map(\.inputs) == [[0, 1, 2], [3]])
      #expect(short.results.map(\.value) == [4])
    }

    @Test func ofTwoProductsOneJoins() {
      let short = draft([(DK_MULTIPLY, [0, 1]), (DK_MULTIPLY, [1, 2]), (DK_ADD, [3, 4])], results: [5]).shortened()
      #expect(short.instructions.map(\.operation) == [DK_MULTIPLY, DK_MULTIPLY_ADD])
      #expect(short.instructions.last?.inputs == [1, 2, 3])
    }

    @Test func productsJoinProductsAndQuotients() {
      let square = draft([(DK_SQUARE, [0]), (DK_MULTIPLY, [3, 1]), (DK_MULTIPLY, [1, 2]), (DK_ADD, [4, 5])], results: [6]).shortened()
      #expect(square.instructions.map(\.operation) == [DK_MULTIPLY_MULTIPLY, DK_MULTIPLY_ADD])
      #expect(square.instructions.map(\.inputs) == [[0, 0, 1], [1, 2, 3]])
      let quotient = draft([(DK_MULTIPLY, [0, 1]), (DK_DIVIDE, [3, 2])], results: [4]).shortened()
      #expect(quotient.instructions.map(\.operation) == [DK_MULTIPLY_DIVIDE])
      let divisor = draft([(DK_MULTIPLY, [0, 1]), (DK_DIVIDE, [2, 3])], results: [4]).shortened()
      #expect(divisor.instructions.map(\.operation) == [DK_MULTIPLY, DK_DIVIDE])
      // A product with a product inside is no product for a third.
      let chain = draft([(DK_MULTIPLY, [0, 1]), (DK_MULTIPLY, [3, 2]), (DK_MULTIPLY, [4, 0])], results: [5]).shortened()
      #expect(chain.instructions.map(\.operation) == [DK_MULTIPLY_MULTIPLY, DK_MULTIPLY])
    }

    @Test func productsThatOthersNeedStay() {
      for instructions in [
        [(DK_MULTIPLY, [0, 1]), (DK_ADD, [3, 3])], [(DK_MULTIPLY, [0, 1]), (DK_ADD, [3, 2]), (DK_SUBTRACT, [3, 4])],
      ] {
        #expect(draft(instructions, results: [2 + instructions.count]).shortened().instructions.count == instructions.count)
      }
      #expect(draft([(DK_MULTIPLY, [0, 1]), (DK_ADD, [3, 2])], results: [3, 4]).shortened().instructions.count == 2)
    }

    @Test(arguments: [5, 1000, 70_000]) func theBitsAreTheSame(_ count: Int) throws {
      var dice = Dice(count)
      let (a, b, c) = (dice.tensor([count]), dice.tensor([count]), dice.tensor([count], in: 1...2))
      let together = try (a * b + c) * 0.3 + c * c
      let (square, double) = try (a * a, b * 0.7)
      try evaluate([square])
      try evaluate([double])
      #expect(try ((a * a) * b).floats() == (square * b).floats())
      #expect(try ((b * 0.7) / c).floats() == (double / c).floats())
      let product = try a * b
      try evaluate([product])
      let sum = try product + c
      try evaluate([sum])
      let (left, right) = try (sum * 0.3, c * c)
      try evaluate([left])
      try evaluate([right])
      let apart = try left + right
      #expect(try together.floats() == apart.floats())
    }
  }
}
