import Catalog
import Testing

@testable import Data

extension DataTests {
  @Suite struct BuiltInDataTests {
    @Test func digitsAreAllThere() throws {
      let program = Program()
      let digits = try program.digits()
      #expect(try digits.text() == "dataset(\"digits\"): 1257 training and 540 test samples, 1x8x8, 10 classes")
      #expect(try program.tensor(digits, "x").shape == [1797, 1, 8, 8])
      #expect(try program.part(digits, "train").count == 1257)
      #expect(try program.part(digits, "test").count == 540)
      #expect(try program.part(digits, "train").text() == "dataset(\"digits\").train: 1257 samples, 1x8x8, 10 classes")
    }

    /// Sums counted independently from the source.
    @Test func digitsAreUnharmed() throws {
      let program = Program()
      let digits = try program.digits()
      let (train, test) = (try program.part(digits, "train"), try program.part(digits, "test"))
      #expect(try program.tensor(train, "x").numbers().reduce(0, +) * 16 == 394004)
      #expect(try program.tensor(test, "x").numbers().reduce(0, +) * 16 == 167714)
      #expect(try classCounts(train, program) == [133, 131, 125, 128, 127, 126, 113, 124, 130, 120])
      #expect(try classCounts(test, program) == [45, 51, 52, 55, 54, 56, 68, 55, 44, 60])
      #expect(try program.tensor(train, "y").wholes().prefix(10) == [0, 4, 1, 2, 0, 0, 8, 7, 6, 6])
      let firstRows = try program.tensor(train, "x").numbers().prefix(16).map { $0 * 16 }
      #expect(firstRows == [0, 0, 4, 13, 8, 0, 0, 0, 0, 0, 13, 16, 15, 7, 0, 0])
    }

    private func classCounts(_ data: Dataset, _ program: Program) throws -> [Int] {
      let labels = try program.tensor(data, "y").wholes()
      return (0..<10).map { digit in labels.count { $0 == digit } }
    }

    @Test func unknownNames() {
      let program = Program()
      #expect(complaint { try program.call("dataset", .text("digit")) } == "name: there is no data set \"digit\"")
      #expect(complaint { try program.call("dataset", .text("a.csv")) } == "name: there is no data set \"a.csv\"")
      #expect(complaint { try program.call("dataset") } == "argument: `dataset` needs a name or samples")
      #expect(complaint { try program.call("dataset", .number(3)) }.hasPrefix("type: `dataset` wants a name"))
    }
  }
}
