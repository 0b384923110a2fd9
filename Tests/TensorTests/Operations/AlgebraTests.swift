// Factors multiply to what they came from; matrices without factors are refused by what they are.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct AlgebraTests {
    private func matrix(_ shape: Shape, _ seed: Int) -> Tensor {
      var dice = Dice(seed)
      return dice.tensor(shape)
    }

    private func isNear(_ a: Tensor, _ b: Tensor, _ absolute: Double = 1e-4) throws -> Bool {
      try a.shape == b.shape && agree(a.numbers(), b.numbers(), relative: 1e-4, absolute: absolute)
    }

    @Test(arguments: [[5, 5], [6, 3], [3, 6], [2, 4, 3], [1, 1], [0, 3], [2, 0]]) func factorsMultiplyBack(_ shape: [Int]) throws {
      let a = matrix(shape, 3)
      let (q, r) = try a.qr()
      #expect(try isNear(matmul(q, r), a))
      #expect(try isNear(matmul(q.transposed(), q), identity(q.shape[q.rank - 1], q.shape.dropLast(2))))
      let (u, s, v) = try a.singularValues()
      #expect(try isNear(matmul(u * s.expanded(at: s.rank - 1), v), a))
      #expect(try isNear(matmul(matmul(a, a.pseudoInverse()), a), a))
    }

    private func identity(_ size: Int, _ lead: Shape.SubSequence) throws -> Tensor {
      try Tensor((0..<Int32(size)).map { $0 }, shape: [size]).oneHot(size).broadcasted(to: lead + [size, size])
    }

    @Test(arguments: [[4, 4], [3, 2, 2], [1, 1], [0, 0]]) func squareMatrices(_ shape: [Int]) throws {
      let unit = try identity(shape[shape.count - 1], shape.dropLast(2))
      let a = try matrix(shape, 5) + unit * 2
      #expect(try isNear(matmul(a, a.inverse()), unit, 2e-3))
      let definite = try matmul(a, a.transposed()) + unit
      let lower = try definite.cholesky()
      #expect(try isNear(matmul(lower, lower.transposed()), definite))
      let (values, vectors) = try definite.symmetricEigen()
      #expect(try isNear(matmul(definite, vectors), vectors * values.expanded(at: values.rank - 1)))
      #expect(try isNear(matmul(definite, solve(definite, a)), a, 1e-3))
      #expect(try isNear(definite.logDeterminant().logarithm, log(values).sum(axes: [values.rank - 1]), 1e-3))
    }

    @Test func solutionsAreSharedAmongBatches() throws {
      let a = try matrix([3, 2, 2], 7) + identity(2, [3]) * 2
      #expect(try solve(a, matrix([2], 1)).shape == [3, 2])
      #expect(try solve(a.slice(axis: 0, from: 0, count: 1).reshaped([2, 2]), matrix([5, 2, 1], 2)).shape == [5, 2, 1])
    }

    @Test func whatHasNoSolutionSaysSo() throws {
      let flat = Tensor([1, 2, 2, 4] as [Float], shape: [2, 2])
      #expect(complaint { _ = try flat.inverse().numbers() }?.message == "`inverse`: the matrix has no inverse")
      #expect(complaint { _ = try solve(flat, Tensor([1, 1])).numbers() }?.kind == .argument)
      #expect(complaint { _ = try (-flat).cholesky().numbers() }?.message == "`cholesky`: the matrix is not positive definite")
      #expect(
        complaint { _ = try stack([identity(2, []), flat], axis: 0).inverse().numbers() }?.message == "`inverse`: matrix 1 has no inverse")
      #expect(complaint { _ = try Tensor([.nan, 1, 1, 1] as [Float], shape: [2, 2]).singularValues().s.numbers() }?.kind == .nan)
      let (sign, logarithm) = try flat.logDeterminant()
      #expect(try sign.scalar() == 0 && logarithm.scalar() == -.infinity)
    }

    @Test func shapesAreNamed() {
      #expect(complaint { _ = try matrix([2, 3], 1).inverse() }?.message == "`inverse` wants a square matrix, not [2, 3]")
      #expect(complaint { _ = try matrix([3], 1).qr() }?.message == "`qr` wants a matrix, not [3]")
      let found = complaint { _ = try solve(matrix([2, 2], 1), matrix([3, 1], 2)) }
      #expect(found?.marks.map(\.label) == ["[3, 1]", "[2, 2]"])
    }
  }
}
