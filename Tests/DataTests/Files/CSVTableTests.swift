import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct CSVTableTests {
    private let program = Program()

    private func load(_ text: String) throws -> Record {
      try program.write(text, "t.csv")
      guard case .record(let record) = try program.call("load", .text("t.csv")) else { throw Surprise(value: .none) }
      return record
    }

    @Test func numbersAndTexts() throws {
      let table = try load("height,name\n1.5,Ann\n-2e3,\"Lee, Bo\"\n")
      #expect(table.names == ["height", "name"])
      #expect(try Value.record(table).column("height").floats() == [1.5, -2000])
      #expect(try table["name"]?.quoted() == "[\"Ann\", \"Lee, Bo\"]")
    }

    @Test func missingNumbers() throws {
      let numbers = try Value.record(load("a,b\n1,x\n,y\nNA,z\nnan,\ninf,w\n")).column("a").floats()
      #expect(numbers.map(\.isNaN) == [false, true, true, true, false])
      #expect(numbers[4] == .infinity)
    }

    @Test func namesOfColumns() throws {
      #expect(try load("1,2\n3,4\n").names == ["column1", "column2"])
      #expect(try load("a,\n3,4\n").names == ["a", "column2"])
      #expect(try Value.record(load("1,2\n3,4\n")).column("column2").floats() == [2, 4])
      #expect(try Value.record(load("a,b\n")).column("b").shape == [0])
    }

    @Test(arguments: [
      ("a,b\n1,2\n3\n", "has 1 cell, and line 1 has 2"), ("a,b\n1,2\n\n3,4,5\n", "has 3 cells, and line 1 has 2"),
      ("a,\"b\n", "opens a quote that is never closed"), ("", "is empty"), ("\n\n", "is empty"),
      ("a,a\n1,2\n", "has two columns called \"a\""),
    ]) func brokenFiles(_ text: String, _ expected: String) {
      let message = complaint { _ = try load(text) }
      #expect(message.hasPrefix("file: "))
      #expect(message.hasSuffix(expected))
    }

    @Test func theLineOfAWrongRow() {
      #expect(complaint { _ = try load("a,b\n\"1\n1\",2\n3\n") }.hasPrefix("file: line 4 of "))
    }

    @Test func tablesComeBack() throws {
      let texts = Value.list(["plain", "a,b", "say \"hi\"", "two\nlines", " "].map { .text($0) })
      let numbers = Tensor([1, 0.1, .nan, 1e-20, -3] as [Float], shape: [5])
      try program.call("save", .record(Record([("n", numbers.value), ("t", texts)])), .text("r.csv"))
      guard case .record(let table) = try program.call("load", .text("r.csv")) else { return #expect(Bool(false)) }
      #expect(try table["t"]?.equals(texts) == true)
      #expect(try Value.record(table).column("n").floats().map(\.bitPattern) == numbers.floats().map(\.bitPattern))
    }

    @Test func tensorsAsTables() throws {
      #expect(try CSVTable.bytes(of: Tensor([1, 2.5, 3, 4] as [Float], shape: [2, 2]), separator: ",") == Array("1,2.5\n3,4\n".utf8))
      #expect(try CSVTable.bytes(of: Tensor([7, 8] as [Int32], shape: [2]), separator: ",") == Array("7\n8\n".utf8))
      #expect(complaint { _ = try CSVTable.bytes(of: ramp([1, 1, 1]), separator: ",") }.hasPrefix("shape: a table has rows and columns"))
      let uneven = Record([("a", ramp([2]).value), ("b", ramp([3]).value)])
      #expect(complaint { _ = try CSVTable.bytes(of: uneven, separator: ",") } == "shape: `a` has 2 rows, but `b` has 3")
    }
  }
}
