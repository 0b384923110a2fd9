// Padding, triangles and pieces beyond the samples.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct EdgesTests {
    private let row = Tensor([1, 2, 3])

    @Test func everyKindOfEdge() throws {
      func padded(_ mode: EdgeMode) throws -> [Double] { try row.padded(mode, axis: 0, low: 2, high: 2, value: 9).numbers() }
      #expect(try padded(.constant) == [9, 9, 1, 2, 3, 9, 9])
      #expect(try padded(.reflect) == [3, 2, 1, 2, 3, 2, 1])
      #expect(try padded(.edge) == [1, 1, 1, 2, 3, 3, 3])
      #expect(try padded(.circular) == [2, 3, 1, 2, 3, 1, 2])
      #expect(try row.padded(.edge, axis: 0, low: -1, high: 1).numbers() == [2, 3, 3])
      #expect(try row.padded(.constant, axis: 0, low: -2, high: -2).shape == [0])
      #expect(try Tensor([true], shape: [1]).padded(.constant, axis: 0, low: 0, high: 1, value: 1).type == .truth)
    }

    @Test func edgesThatAreNotThereAreRefused() {
      let found = complaint { _ = try row.padded(.reflect, axis: 0, low: 3, high: 0) }
      #expect(found?.message == "axis 0 has 3 items, too few to pad 3 by \"reflect\"")
      #expect(complaint { _ = try Tensor([Float](), shape: [0]).padded(.edge, axis: 0, low: 1, high: 0) }?.kind == .shape)
    }

    @Test func diagonalsBeyondTheCorners() throws {
      let x = Tensor((0..<6).map { Float($0) }, shape: [2, 3])
      #expect(try x.diagonal(offset: 2).numbers() == [2])
      #expect(try x.diagonal(offset: 3).numbers() == [])
      #expect(try x.diagonal(offset: -1).numbers() == [3])
      #expect(try x.triangle(upper: true, offset: 5).numbers() == [0, 0, 0, 0, 0, 0])
      #expect(try Tensor([1, 2] as [Int32], shape: [2]).diagonalMatrix(offset: -1).numbers() == [0, 0, 0, 1, 0, 0, 0, 2, 0])
      #expect(complaint { _ = try row.triangle(upper: true, offset: 0) }?.message == "`triu` wants a matrix, not [3]")
    }

    @Test func piecesThatDoNotFitAreRefused() throws {
      let context = tensorContext()
      let pieces = try context.word("chunk", .thing(Tensor((0..<5).map { Float($0) })), .number(2))
      #expect(try pieces.text() == "[[0, 1, 2], [3, 4]]")
      let found = complaint { _ = try context.word("chunk", .thing(row), .list([.number(1), .number(1)])) }
      #expect(found?.message == "pieces of [1, 1] do not make up axis 0, which has 3 items")
    }
  }
}
