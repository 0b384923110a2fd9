// Equations beyond the samples, which products they become, and what is refused.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct EinsumTests {
    private let a = Tensor((0..<6).map { Float($0) }, shape: [2, 3])
    private let b = Tensor((0..<12).map { Float($0) }, shape: [3, 4])

    @Test func withoutAnArrowTheResultIsWhatStandsOnceInOrder() throws {
      #expect(try einsum("ij,jk", [a, b]).numbers() == matmul(a, b).numbers())
      #expect(try einsum("ba", [a]).numbers() == a.transposed().numbers())
      #expect(try einsum("ii", [Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])]).scalar() == 5)
    }

    @Test func unnamedAxesBroadcast() throws {
      let batch = try stack([a, a * 2], axis: 0)
      #expect(try einsum("...ij,jk->...ik", [batch, b]).numbers() == matmul(batch, b).numbers())
      #expect(try einsum("i...->...i", [batch]).shape == [2, 3, 2])
    }

    @Test func productsAreMatrixProducts() throws {
      let steps = try TracedStep(inputs: [a, b], outputs: [einsum("ij,jk->ik", [a, b])]).stepNames
      #expect(steps == ["matmul"])
    }

    @Test func manyTensorsInTheCheapestOrder() throws {
      let v = Tensor([1, 2, 3, 4])
      #expect(try einsum("ij,jk,k->i", [a, b, v]).numbers() == matmul(a, matmul(b, v)).numbers())
    }

    @Test func mistakesSpeakOfTheLetters() {
      let found = complaint { _ = try einsum("ij,jk->ik", [a, Tensor(filled: 1, shape: [4, 2])]) }
      #expect(found?.message == "`j` is 3 in one tensor and 4 in another: [2, 3], [4, 2]")
      #expect(found?.marks.map(\.label) == ["jk: [4, 2]", "ij: [2, 3]"])
      #expect(complaint { _ = try einsum("ij,jk", [a]) }?.message == "the equation \"ij,jk\" names 2 tensors, and 1 are given")
      #expect(complaint { _ = try einsum("ijk", [a]) }?.message == "\"ijk\" names 3 axes, and the tensor has 2: [2, 3]")
      #expect(complaint { _ = try einsum("ij->ik", [a]) }?.message == "the result names `k`, which no tensor has")
      #expect(complaint { _ = try einsum("ij->ii", [a]) }?.kind == .argument)
      #expect(complaint { _ = try einsum("i1", [a]) }?.kind == .argument)
    }
  }
}
