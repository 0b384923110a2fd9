import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct MissingWordsTests {
    private let program = Program()
    private let table = Record([
      ("age", Tensor([1, .nan, 9, 2] as [Float], shape: [4]).value), ("sex", .list(["f", "m", "", "m"].map { .text($0) })),
    ])

    private func column(_ value: Value, _ name: String) throws -> Value {
      guard case .record(let record) = value, let column = record[name] else { throw Surprise(value: value) }
      return column
    }

    @Test func gapsAreFilledByWhatIsUsual() throws {
      let filled = try program.call("fill_missing", .record(table))
      #expect(try column(filled, "age").column().numbers() == [1, 2, 9, 2])
      #expect(try column(filled, "sex").text() == "[\"f\", \"m\", \"m\", \"m\"]")
      #expect(try column(program.call("fill_missing", .record(table), .text("mean")), "age").column().numbers() == [1, 4, 9, 2])
      #expect(try column(program.call("fill_missing", .record(table), .number(-1)), "age").column().numbers() == [1, -1, 9, 2])
    }

    @Test func theMiddlesMayBeThoseOfAnotherTable() throws {
      let other = Record([
        ("age", Tensor([5, 5, 7] as [Float], shape: [3]).value), ("sex", .list(["f", "f", "m"].map { .text($0) })),
      ])
      let filled = try program.call("fill_missing", .record(table), named: [("like", .record(other))])
      #expect(try column(filled, "age").column().numbers() == [1, 5, 9, 2])
      #expect(try column(filled, "sex").text() == "[\"f\", \"m\", \"f\", \"m\"]")
      #expect(
        complaint { try program.call("fill_missing", .record(other), named: [("like", .record(Record([("age", other.values[0])])))]) }
          == "name: the other table has no column `sex`")
      #expect(
        complaint { try program.call("fill_missing", .record(Record([("sex", other.values[0])])), named: [("like", .record(other))]) }
          == "type: the column `sex` is numbers in one table and texts in the other")
    }

    @Test func rowsWithGapsAreDropped() throws {
      let whole = try program.call("drop_missing", .record(table))
      #expect(try column(whole, "age").column().numbers() == [1, 2])
      #expect(try column(whole, "sex").text() == "[\"f\", \"m\"]")
    }

    @Test func mistakes() {
      let nothing = Record([("age", Tensor([.nan, .nan] as [Float], shape: [2]).value)])
      #expect(complaint { try program.call("fill_missing", .record(nothing)) } == "argument: all of the column `age` is missing")
      let uneven = Record([("a", ramp([2]).value), ("b", ramp([3]).value)])
      #expect(complaint { try program.call("drop_missing", .record(uneven)) } == "shape: `a` has 2 rows, but `b` has 3")
      #expect(
        complaint { try program.call("drop_missing", .record(Record([("a", ramp([2, 2]).value)]))) }
          == "type: the column `a` is a tensor of shape [2, 2]")
      #expect(
        complaint { try program.call("drop_missing", .number(1)) }
          == "argument: `table` of `drop_missing` wants a record of columns, such as a loaded .csv, not a number 1")
    }
  }
}

extension Value {
  fileprivate func column() throws -> Tensor { try #require(try Tensor(self)) }
}
