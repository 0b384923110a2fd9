// Tensors as values of the language: fields, operators, truth, items, equality.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct TensorThingTests {
    private let context = tensorContext()
    private let x = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])

    private func combined(_ a: Tensor, _ operation: BinaryOperator, _ b: Value, isLeft: Bool = true) throws -> Tensor {
      try (a.combine(operation, b, isLeft: isLeft) ?? .none).tensor()
    }

    @Test func fieldsTell() throws {
      #expect(try x.field("shape", context)?.equals(.size([2, 3])) == true)
      #expect(try x.field("type", context)?.equals(.text("float32")) == true)
      #expect(try x.field("size", context)?.equals(.number(6)) == true)
      #expect(try x.field("T", context)?.tensor().shape == [3, 2])
      #expect(try x.field("width", context) == nil)
      #expect(x.fieldNames == ["shape", "type", "size", "T"])
    }

    @Test func operatorsWorkFromBothSides() throws {
      let t = Tensor([2, 3])
      #expect(try combined(t, .subtract, .number(1)).numbers() == [1, 2])
      #expect(try combined(t, .subtract, .number(1), isLeft: false).numbers() == [-1, -2])
      #expect(try combined(t, .power, .number(2), isLeft: false).numbers() == [4, 8])
      #expect(try combined(t, .greaterOrEqual, .number(3)).numbers() == [0, 1])
      #expect(try combined(t, .greaterOrEqual, .number(3), isLeft: false).numbers() == [1, 1])
      #expect(try combined(t, .notEqual, .number(3)).numbers() == [1, 0])
      #expect(try combined(t, .within, .number(3), isLeft: false).numbers() == [1])
      #expect(try combined(Tensor([Float](), shape: [0]), .within, .number(3), isLeft: false).numbers() == [0])
      #expect(try combined(x, .matrixProduct, .thing(Tensor([1, 1, 1]))).numbers() == [6, 15])
      #expect(try x.combine(.add, .text("a"), isLeft: true) == nil)
    }

    @Test func numbersTakeTheTensorsType() throws {
      let wholes = Tensor([7, 8] as [Int32], shape: [2])
      #expect(try combined(wholes, .add, .number(1)).type == .int32)
      #expect(try combined(wholes, .add, .number(0.5)).type == .float32)
      #expect(try combined(wholes, .remainder, .number(3)).numbers() == [1, 2])
      #expect(try combined(wholes, .power, .number(2)).type == .int32)
      #expect(try combined(wholes, .power, .number(2)).numbers() == [49, 64])
      #expect(try combined(wholes, .add, .number(1e12)).type == .int64)
      #expect(try combined(Tensor([true, true], shape: [2]), .and, .truth(false)).numbers() == [0, 0])
    }

    @Test func oneTruthIsWanted() throws {
      #expect(try Tensor([true], shape: []).truth() == true)
      #expect(try Tensor(1).truth() == nil)
      #expect(complaint { _ = try (x > 0.0).truth() }?.edits.map(\.text.description) == ["all(<whole>)", "any(<whole>)"])
      #expect(try Tensor(2.5).number() == 2.5)
      #expect(try x.number() == nil)
    }

    @Test func equalityIsOneTruth() throws {
      #expect(try x.equals(.thing(Tensor((1...6).map { Float($0) }, shape: [2, 3]))))
      #expect(try !x.equals(.thing(Tensor((1...6).map { Float($0) }, shape: [3, 2]))))
      #expect(try Tensor(3).equals(.number(3)))
      #expect(try Tensor([2, 3]).equals(.size([2, 3])))
      #expect(try !x.equals(.text("x")))
    }

    @Test func loopsWalkOverRows() throws {
      let source = try #require(try x.items(context))
      var rows: [[Double]] = []
      while let row = try source.next() { rows.append(try row.tensor().numbers()) }
      #expect(rows == [[1, 2, 3], [4, 5, 6]])
      #expect(try Tensor(1).items(context) == nil)
    }

    @Test func shapesComeInManySpellings() throws {
      func sizes(_ value: Value) throws -> Shape? { try ShapeArgument.from(value, context)?.sizes }
      #expect(try sizes(.size([2, 3])) == [2, 3])
      #expect(try sizes(.number(4)) == [4])
      #expect(try sizes(.thing(Tensor([2, 3]))) == [2, 3])
      #expect(try sizes(.list([])) == [])
      #expect(try sizes(.number(2.5)) == nil)
      #expect(try sizes(.text("2x3")) == nil)
    }
  }
}
