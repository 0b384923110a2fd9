import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct ForesightTests {
    @Test func smallWorkOnKnownNumbersIsDone() throws {
      try Checking.during {
        let x = Tensor([1, 2, 3] as [Float], shape: [3])
        let (line, sum) = (try (x * 2 + 1).numbers(), try x.sum().scalar())
        #expect(line == [3, 5, 7])
        #expect(sum == 6)
      }
    }

    @Test func allElseIsUnknown() throws {
      let known = Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])
      let drawn = Tensor.random([2], key: RandomKey(key: 1, counter: 2).tensor())
      let large = Tensor(filled: 1, shape: [100, 100])
      let awaited = Tensor(awaiting: [2], type: .float32)
      let before = TracedStep.plansMade
      Checking.during {
        #expect(throws: UnknownNumbers.self) { try matmul(known, known).numbers() }
        #expect(throws: UnknownNumbers.self) { try drawn.numbers() }
        #expect(throws: UnknownNumbers.self) { try (large + 1).numbers() }
        #expect(throws: UnknownNumbers.self) { try (awaited + 1).numbers() }
      }
      #expect(TracedStep.plansMade == before)
      #expect(try matmul(known, known).numbers() == [7, 10, 15, 22])
    }

    @Test func whatIsForgottenKeepsItsShape() throws {
      let x = Tensor([1, 2] as [Float], shape: [2])
      #expect((x.forgotten as? Tensor)?.shape == [2])
      #expect(x.isLike(x.forgotten))
      #expect(!x.isLike(Tensor([1] as [Float], shape: [1])))
      #expect(Tensor(1).isLike(Unknown(.number)))
    }
  }
}
