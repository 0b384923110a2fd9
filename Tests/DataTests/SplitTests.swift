import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct SplitTests {
    private func parts(_ data: Value, _ share: Double, stratify: Bool = true, seed: UInt64 = 1) throws -> (train: Dataset, test: Dataset) {
      let program = Program(seed: seed)
      let split = try program.call("split", data, .number(share), named: [("stratify", .truth(stratify))])
      guard case .thing(let split as Split) = split else { throw Surprise(value: split) }
      return (split.train, split.test)
    }

    private func rows(_ data: Dataset) -> [Int] { (0..<data.count).map { data.rows[$0] } }

    private func classShares(_ data: Dataset) throws -> [Int] {
      let labels = try #require(try data.classLabels())
      return (0..<10).map { digit in labels.count { $0 == digit } }
    }

    @Test(arguments: [true, false]) func partsNeverOverlap(_ stratify: Bool) throws {
      let (train, test) = try parts(Program().digits().value, 0.8, stratify: stratify)
      #expect(train.count == 1438)
      #expect((rows(train) + rows(test)).sorted() == Array(0..<1797))
      #expect(rows(train) != rows(train).sorted())
    }

    @Test func classesAreDividedAlike() throws {
      let digits = try Program().digits()
      let whole = try classShares(digits)
      for (count, all) in zip(try classShares(parts(digits.value, 0.7).train), whole) {
        #expect(abs(Double(count) - 0.7 * Double(all)) < 1)
      }
      let uneven = zip(try classShares(parts(digits.value, 0.7, stratify: false).train), whole).map { abs(Double($0) - 0.7 * Double($1)) }
      #expect((uneven.max() ?? 0) > 1)
    }

    @Test func theSeedDecides() throws {
      let digits = try Program().digits().value
      #expect(try rows(parts(digits, 0.8).train) == rows(parts(digits, 0.8).train))
      #expect(try rows(parts(digits, 0.8).train) != rows(parts(digits, 0.8, seed: 2).train))
    }

    @Test func numbersAreDividedToo() throws {
      let record = Record([("x", ramp([10, 1]).value), ("y", ramp([10, 1]).value)])
      let (train, test) = try parts(.record(record), 0.75)
      #expect((train.count, test.count) == (8, 2))
      #expect(try train.text() == "split(dataset(x, y), 0.75).train: 8 samples, x: [1], y: [1]")
    }

    @Test func asTwoValuesAndAsFields() throws {
      let program = Program()
      guard case .thing(let split as Split) = try program.call("split", program.digits().value, .number(0.5)) else {
        return #expect(Bool(false))
      }
      let both = try split.walked(program.context)
      #expect(both.count == 2)
      #expect(try both[0].equals(program.field(split, "train")))
      #expect(try split.text() == "899 training and 898 test samples, 1x8x8, 10 classes")
      #expect(try program.field(split, "classes").asWhole() == 10)
    }

    @Test func mistakes() throws {
      let record = Value.record(Record([("x", ramp([2, 1]).value)]))
      #expect(complaint { _ = try parts(record, 0.1) } == "argument: 0.1 of 2 samples leaves no sample for one of the parts")
      #expect(complaint { _ = try parts(record, 80) } == "argument: `share` is 80, but must lie in 0..1")
    }
  }
}
