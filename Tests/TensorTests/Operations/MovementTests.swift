// Views, joins and their limits; the gradients and fixtures test the rest.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct MovementTests {
    private let context = tensorContext()
    private let x = Tensor((0..<6).map { Float($0) }, shape: [2, 3])

    private func call(_ word: String, _ positional: Value..., named: [(name: String, value: Value)] = []) throws -> Tensor {
      guard let word = context.catalog[word] else { throw Complaint(.name, word) }
      return try word.call(Given(positional: positional, named: named), context).tensor()
    }

    @Test func viewsOfViewsFindTheirItems() throws {
      let view = try x.permuted([1, 0]).slice(axis: 0, from: 2, count: 3, step: -1).expanded(at: 1).broadcasted(to: [3, 2, 2])
      #expect(try view.numbers() == [2, 5, 2, 5, 1, 4, 1, 4, 0, 3, 0, 3])
      #expect(try view.reshaped([12]).flipped([0]).slice(axis: 0, from: 0, count: 2).numbers() == [3, 0])
    }

    @Test func partsOfKnownNumbersShareTheirMemory() throws {
      let row = x.slice(axis: 0, from: 1, count: 1)
      #expect(row.node.storage === x.node.storage && row.node.offset == 3)
      #expect(try row.numbers() == [3, 4, 5])
      #expect(try (row * 2).numbers() == [6, 8, 10])
    }

    @Test func reshapingFillsInOneSize() throws {
      let sizes = Value.list([.number(3), .number(-1)])
      #expect(try call("reshape", .thing(x), sizes).shape == [3, 2])
      #expect(complaint { _ = try call("reshape", .thing(x), .list([.number(4), .number(-1)])) }?.kind == .shape)
      #expect(complaint { _ = try call("reshape", .thing(x), .list([.number(4)])) }?.message == "6 items do not fill the shape [4]")
      #expect(complaint { _ = try call("reshape", .thing(x), .list([.number(-2), .number(-3)])) }?.kind == .shape)
    }

    @Test func hugeSizesAreRefusedNotOverflown() throws {
      let huge = Value.list([.number(1e10), .number(1e10)])
      #expect(complaint { _ = try call("reshape", .thing(x), huge) } != nil)
      #expect(complaint { _ = try call("reshape", .thing(x), .list([.number(-1), .number(1e10), .number(1e10)])) } != nil)
      #expect(complaint { _ = try call("broadcast", .number(1), huge) } != nil)
      #expect(complaint { _ = try call("full", huge, .number(1)) } != nil)
      #expect(complaint { _ = try call("tensor", .range(Progression(1, 1e15))) } != nil)
      #expect(complaint { _ = try call("linspace", .number(0), .number(1), .number(1e15)) } != nil)
      #expect(complaint { _ = try call("repeat", .thing(x), .number(1e15)) } != nil)
      #expect(complaint { _ = try call("one_hot", .thing(Tensor([0])), .number(1e15)).numbers() } != nil)
    }

    @Test func numbersWithoutAxesAreNotJoinedAlongOne() throws {
      #expect(complaint { _ = try call("concat", .number(1), .number(2)) }?.kind == .shape)
      #expect(complaint { _ = try call("repeat", .number(1), .number(2)) }?.kind == .shape)
      #expect(complaint { _ = try call("take", .number(1), .number(0)) }?.kind == .shape)
      #expect(complaint { _ = try call("concat") }?.message == "`concat` of nothing has no shape")
      #expect(try call("stack", .number(1), .number(2)).numbers() == [1, 2])
    }

    @Test func joinsMixTypes() throws {
      let joined = try concatenate([Tensor([true], shape: [1]), Tensor([3] as [Int32], shape: [1]), Tensor([0.5])], axis: 0)
      #expect(joined.type == .float32)
      #expect(try joined.numbers() == [1, 3, 0.5])
      #expect(try concatenate([Tensor([true], shape: [1]), Tensor([false], shape: [1])], axis: 0).numbers() == [1, 0])
    }

    @Test func joinsAreWrittenInPlace() throws {
      let (a, b) = try (x * 2, x.reshaped([6]) + 1)
      let whole = try concatenate([a, b.reshaped([2, 3]), a], axis: 0)
      let names = try PlanBuilder.compile(LinearGraph([whole.node]), donations: [:]).stepNames
      // The piece that stands there twice is copied to its second place.
      #expect(names == ["multiply", "add", "copy"])
      #expect(try whole.numbers() == [0, 2, 4, 6, 8, 10, 1, 2, 3, 4, 5, 6, 0, 2, 4, 6, 8, 10])
    }

    @Test func rowsAreTakenAlongAnyAxis() throws {
      let places = Value.thing(Tensor([2, 0, -1, 1] as [Int32], shape: [2, 2]))
      let taken = try call("take", .thing(x), places, named: [("axis", .number(1))])
      #expect(taken.shape == [2, 2, 2])
      #expect(try taken.numbers() == [2, 0, 2, 1, 5, 3, 5, 4])
      #expect(try call("take", .thing(x), .number(1), named: [("axis", .number(1))]).numbers() == [1, 4])
      #expect(complaint { _ = try call("take", .thing(x), .number(3)).numbers() }?.kind == .label)
    }

    @Test func axesOfSizeOneComeAndGo() throws {
      #expect(try call("expand", .thing(x), .number(-1)).shape == [2, 3, 1])
      #expect(try call("squeeze", .thing(x.expanded(at: 1))).shape == [2, 3])
      #expect(complaint { _ = try call("squeeze", .thing(x), .number(0)) }?.message == "axis 0 has size 2, and only axes of size 1 can go")
      #expect(complaint { _ = try call("transpose", .thing(x), .list([.number(0), .number(0)])) }?.kind == .shape)
    }

    @Test func whatIsSpacedEvenlyIsReshapedWhereItLies() throws {
      let view = View(shape: [2, 3, 4], strides: [100, 8, 2], offset: 5)
      #expect(view.reshaped([2, 12])?.strides == [100, 2])
      #expect(view.reshaped([2, 6, 2])?.strides == [100, 4, 2])
      #expect(view.reshaped([1, 2, 3, 1, 4]).map { [$0.strides[1], $0.strides[2], $0.strides[4]] } == [100, 8, 2])
      #expect(view.reshaped([6, 4]) == nil && view.reshaped([24]) == nil && view.reshaped([4, 6]) == nil)
      #expect(View(shape: [4, 1], strides: [0, 7], offset: 0).reshaped([2, 2])?.strides == [0, 0])
      let y = Tensor((0..<24).map { Float($0) }, shape: [2, 3, 4]).permuted([1, 0, 2])
      #expect(try (y.reshaped([3, 8]) + 0).numbers() == (y + 0).reshaped([24]).numbers())
      #expect(try (y.reshaped([3, 2, 2, 2]) + 0).numbers() == (y + 0).reshaped([24]).numbers())
    }
  }
}
