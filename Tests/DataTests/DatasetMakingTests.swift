import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct DatasetMakingTests {
    private let program = Program()
    private let x = ramp([4, 2])

    private func made(_ y: Value) throws -> Dataset { try program.data("dataset", named: [("x", x.value), ("y", y)]) }

    @Test func labelsThatCountClasses() throws {
      #expect(try made(Tensor([0, 2, 1, 2] as [Float], shape: [4]).value).classCount == 3)
      #expect(try program.tensor(made(Tensor([0, 2, 1, 2] as [Float], shape: [4]).value), "y").type == .int32)
      #expect(try made(Tensor([5, 0, 0, 0] as [Int32], shape: [4]).value).classCount == 6)
      #expect(try made(Tensor([true, false, true, true], shape: [4]).value).classCount == 2)
    }

    @Test func labelsThatAreNumbers() throws {
      #expect(try made(Tensor([0, 2, 0, 2] as [Float], shape: [4]).value).classCount == nil)
      #expect(try made(Tensor([0.5, 1, 0, 2] as [Float], shape: [4]).value).classCount == nil)
      #expect(try made(Tensor([0, 1, 0, 1] as [Float], shape: [4, 1]).value).classCount == nil)
      #expect(try made(ramp([4, 1]).value).text() == "dataset(x, y): 4 samples, x: [2], y: [1]")
    }

    @Test func labelsThatAreTexts() throws {
      let data = try made(.list(["dog", "cat", "dog", "bee"].map { .text($0) }))
      #expect(data.classNames == ["bee", "cat", "dog"])
      #expect(try program.tensor(data, "y").wholes() == [2, 1, 2, 0])
    }

    @Test func tables() throws {
      let table = Record([
        ("a", ramp([3]).value), ("kind", .list(["u", "v", "u"].map { .text($0) })), ("b", Tensor([1, 2, 3] as [Float], shape: [3]).value),
      ])
      let data = try program.data("dataset", .record(table), named: [("label", .text("kind"))])
      #expect(try program.tensor(data, "x").shape == [3, 2])
      #expect(try program.tensor(data, "x").numbers()[1] == 1)
      #expect(try program.tensor(data, "y").wholes() == [0, 1, 0])
      #expect(
        complaint { try program.call("dataset", .record(table), named: [("label", .text("kin"))]) }
          == "name: the table has no column \"kin\"")
      #expect(complaint { try program.call("dataset", .record(table)) } == "type: the column `kind` is a list, and samples are numbers")
    }

    @Test func wordsOfATableBecomeColumns() throws {
      let table = Record([
        ("a", ramp([3]).value), ("kind", .list(["v", "", "u"].map { .text($0) })), ("b", ramp([3]).value),
      ])
      let data = try program.data("dataset", .record(table), named: [("label", .text("b"))])
      #expect(try program.field(data, "inputs").text() == "[\"a\", \"kind u\", \"kind v\"]")
      // What is missing is of no category.
      #expect(try program.tensor(data, "x").numbers() == [0, 0, 1, Double(Float(1) / 3), 0, 0, Double(Float(2) / 3), 1, 0])
      let chosen = try program.data(
        "dataset", .record(table), named: [("label", .text("b")), ("inputs", .list([.text("a")]))])
      #expect(try program.tensor(chosen, "x").shape == [3, 1])
      #expect(
        complaint { try program.call("dataset", .record(table), named: [("label", .text("b")), ("inputs", .list([.text("c")]))]) }
          == "name: the table has no column \"c\"")
    }

    @Test func gapsAreNoInputs() throws {
      let gaps = Tensor([1, .nan, 3] as [Float], shape: [3]).value
      let table = Record([("a", gaps), ("b", ramp([3]).value)])
      for (label, column) in [("b", "a"), ("a", "a")] {
        #expect(
          complaint { try program.call("dataset", .record(table), named: [("label", .text(label))]) }
            == "nan: 1 number is missing in the column `\(column)`")
      }
    }

    @Test func mistakes() {
      #expect(complaint { _ = try made(ramp([3]).value) } == "shape: `x` has 4 samples, but `y` has 3")
      #expect(complaint { _ = try made(.number(1)) } == "shape: `y` is one number, and samples lie along the first axis")
      #expect(
        complaint { _ = try made(Tensor([0, -1, 0, 0] as [Int32], shape: [4]).value) }
          == "label: labels count classes from 0, and label 1 is -1")
      #expect(complaint { try program.call("dataset", .record(Record())) } == "argument: a data set needs at least one column, such as x")
    }

    @Test func whatServesAsData() throws {
      let pair = Record([("x", x.value), ("y", ramp([4, 1]).value)])
      #expect(try Dataset.from(.record(pair), program.context)?.count == 4)
      #expect(try Dataset.from(.list([x.value, ramp([4, 1]).value]), program.context)?.count == 4)
      #expect(try Dataset.from(.several([x.value, ramp([4, 1]).value]), program.context)?.count == 4)
      #expect(try Dataset.from(.number(1), program.context) == nil)
      #expect(complaint { try program.call("split", .text("digits")) }.hasPrefix("argument: `data` of `split` wants a data set or record"))
    }
  }
}

extension Dataset: Equatable {
  public static func == (a: Dataset, b: Dataset) -> Bool { a === b }
}
