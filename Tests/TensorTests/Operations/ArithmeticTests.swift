// Types that meet, whole-number arithmetic, special numbers, and shapes that do not fit.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct ArithmeticTests {
    private let wholes = Tensor([7, -7, 5] as [Int32], shape: [3])
    private let truths = Tensor([true, false, true], shape: [3])

    @Test func typesMeetInTheWiderOne() throws {
      let numbers = Tensor([0.5, 1, 2])
      #expect(try (wholes + numbers).type == .float32)
      #expect(try (wholes + truths).type == .int32)
      #expect(try (truths + truths).type == .int32)
      #expect(try (truths + truths).numbers() == [2, 0, 2])
      #expect(try (wholes / wholes).type == .float32)
      #expect(try (wholes < numbers).type == .truth)
      #expect(try (-truths).numbers() == [-1, 0, -1])
      #expect(try select(truths, wholes, truths).numbers() == [7, 0, 5])
    }

    @Test func aRemainderHasTheSignOfItsRightSide() throws {
      #expect(try arithmetic(.remainder, wholes, Tensor([3, 3, -3] as [Int32], shape: [3])).numbers() == [1, 2, -1])
      #expect(try arithmetic(.remainder, Tensor([7, -7, 5.5]), Tensor([3, 3, -3])).numbers() == [1, 2, -0.5])
    }

    @Test func specialNumbersFollowNumPy() throws {
      #expect(try (Tensor([1, -1]) / Tensor([0, 0])).numbers() == [.infinity, -.infinity])
      #expect(try (Tensor(0) / Tensor(0)).scalar().isNaN)
      #expect(try power(Tensor([0, 0, -2, 2]), Tensor([0, 2.5, 3, -1])).numbers() == [1, 0, -8, 0.5])
      #expect(try maximum(Tensor([.nan, 1]), Tensor([1, .nan])).numbers().allSatisfy(\.isNaN))
      #expect(try (Tensor([.nan]) == Tensor([.nan])).numbers() == [0])
      #expect(relu(Tensor([.nan])).type == .float32)
      #expect(try relu(Tensor([.nan])).numbers()[0].isNaN)
    }

    @Test func anExponentThatIsFilledStillBroadcasts() throws {
      for exponent in [0, 0.5, 1, 2, -1] {
        let result = try power(Tensor(4), Tensor(filled: exponent, shape: [3]))
        #expect(result.shape == [3])
        #expect(agree(try result.numbers(), [Double](repeating: Scalar.pow(4, exponent), count: 3)))
      }
    }

    @Test func neutralNumbersKeepShapeAndType() throws {
      let x = Tensor([1, 2] as [Float], shape: [2, 1])
      #expect(try (x + Tensor(filled: 0, shape: [3])).shape == [2, 3])
      #expect(try (x * Tensor(filled: 1, shape: [1, 3])).shape == [2, 3])
      #expect(try (Tensor(0) + wholes).type == .int32)
      #expect(try (wholes - Tensor(0, type: .int32)).type == .int32)
    }

    @Test func wholeNumbersWrapAround() throws {
      #expect(try (Tensor([Int32.max], shape: [1]) + Tensor(1, type: .int32)).numbers() == [Double(Int32.min)])
      #expect(try arithmetic(.remainder, wholes, Tensor(0, type: .int32)).numbers() == [0, 0, 0])
    }

    @Test func shapesThatDoNotFitAreShown() throws {
      let found = complaint { _ = try Tensor([1, 2]) + Tensor([1, 2, 3]) }
      #expect(found?.message == "these two do not fit together: [2] + [3]")
      #expect(found?.marks.map(\.role) == [.operator, .left, .right])
    }

    @Test func moreAxesThanTheLoopsHaveAreRefused() throws {
      let wide = Tensor(filled: 1, shape: Shape(repeating: 2, count: 9))
      let turned = try (wide + Tensor([1, 2])).permuted(Array((0..<9).reversed()))
      #expect(complaint { _ = try (turned * 2).numbers() }?.kind == .limit)
    }
  }
}
