import Catalog
import Graphics
import Tensor
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct TableTests {
    private let calls = Calls()

    private func rows(_ value: Value) throws -> [[Double]]? { try Table.from(value, calls.context)?.rows }

    @Test func tensorsAndListsAreTables() throws {
      #expect(try rows(.tensor([1, 2, 3, 4], [2, 2])) == [[1, 2], [3, 4]])
      #expect(try rows(.tensor([1, 2])) == [[1, 2]])
      #expect(try rows(.numbers([1, 2])) == [[1, 2]])
      #expect(try rows(.list([.tensor([1]), .numbers([2, 3])])) == [[1], [2, 3]])
      #expect(try rows(.tensor([], [0, 3])) == [])
      #expect(try rows(.tensor([], [2, 0])) == [[], []])
    }

    @Test func othersAreRefused() throws {
      #expect(try rows(.text("a")) == nil)
      #expect(try rows(.thing(Tensor(3))) == nil)
      #expect(try rows(.list([.tensor([1]), .text("a")])) == nil)
      #expect(try calls.complaint("heatmap", .ramp([2, 3, 4]))?.message == "a heat map shows two axes, and this has 3: shape [2, 3, 4]")
      #expect(try calls.complaint("heatmap", .thing(Tensor(filled: 0, shape: [2000, 1000])))?.kind == .limit)
      #expect(try calls.complaint("heatmap", .text("a"))?.message == "`values` of `heatmap` wants a table of numbers, not a text \"a\"")
      #expect(try calls.complaint("heatmap", .thing(Curves.confusion))?.edits.map(\.text.description) == ["plot"])
    }
  }
}
