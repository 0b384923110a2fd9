// Brackets, and the words that make tensors.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct MakingTests {
    private let context = tensorContext()

    private func isList(_ value: Value) -> Bool { if case .list = value { true } else { false } }

    @Test func numbersAndTruthsMakeTensors() throws {
      let numbers = try context.bracket(.number(1), .number(2.5)).tensor()
      #expect(numbers.type == .float32)
      #expect(try numbers.numbers() == [1, 2.5])
      #expect(try context.bracket(.truth(true), .truth(false)).tensor().type == .truth)
      #expect(try context.bracket(.truth(true), .number(2)).tensor().text() == "[1, 2]")
    }

    @Test func bracketsOfBracketsMakeMatrices() throws {
      let (a, b) = (Value.list([.number(1), .number(2)]), Value.list([.number(3), .number(4)]))
      #expect(try context.bracket(a, b).tensor().shape == [2, 2])
      #expect(try context.bracket(.list([a, b]), .list([b, a])).tensor().shape == [2, 2, 2])
      let found = complaint { _ = try context.bracket(a, .list([.number(1)])) }
      #expect(found?.message == "the rows differ: [2] and [1]")
      #expect(found?.marks.first?.role == .position(1))
    }

    @Test func numbersThatAreComputedJoinIn() throws {
      let sum = Value.thing(try Tensor([1, 2]).sum())
      #expect(try context.bracket(.number(1), sum).tensor().numbers() == [1, 3])
      #expect(try context.bracket(.list([.number(1), sum]), .list([sum, .number(0)])).tensor().numbers() == [1, 3, 3, 0])
    }

    @Test func anythingElseStaysAList() throws {
      #expect(isList(try context.bracket()))
      #expect(isList(try context.bracket(.text("a"), .number(1))))
      #expect(isList(try context.bracket(.thing(Tensor([1, 2])), .thing(Tensor([3, 4])))))
      #expect(isList(try context.bracket(.list([]), .list([]))))
      #expect(isList(try context.bracket(.list([.number(1)]), .number(1))))
    }

    @Test func typedNumbersStayExact() throws {
      let large = try context.bracket(.number(16_777_217), .number(1)).tensor()
      #expect(large.exactNumbers() == [16_777_217, 1])
      #expect(try ShapeArgument.from(.thing(large), context)?.sizes == [16_777_217, 1])
    }

    @Test func rangesAndShapesMakeTensors() throws {
      #expect(try context.word("tensor", .range(Progression(1, 0, step: -0.5))).tensor().numbers() == [1, 0.5, 0])
      #expect(try context.word("tensor", .size([3, 4])).tensor().numbers() == [3, 4])
      #expect(try context.word("tensor", .number(2), named: [("type", .text("int32"))]).tensor().type == .int32)
      #expect(try context.word("full", .size([2, 2]), .number(7)).tensor().numbers() == [7, 7, 7, 7])
      #expect(try context.word("linspace", .number(0), .number(1), .number(3)).tensor().numbers() == [0, 0.5, 1])
      #expect(try context.word("linspace", .number(2), .number(3), .number(1)).tensor().numbers() == [2])
      #expect(try context.word("eye", .number(2)).tensor().numbers() == [1, 0, 0, 1])
      #expect(complaint { _ = try context.word("full", .list([.number(-1)]), .number(0)) }?.message == "a size cannot be -1")
      #expect(complaint { _ = try context.word("tensor", .list([.text("a")])) }?.kind == .argument)
    }
  }
}
