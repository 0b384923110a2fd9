import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct DatasetThingTests {
    private let program = Program()

    @Test func fields() throws {
      let digits = try program.digits()
      #expect(digits.fieldNames == ["x", "y", "count", "shape", "classes", "names", "train", "test"])
      for name in digits.fieldNames { #expect(try digits.field(name, program.context) != nil) }
      #expect(try program.field(digits, "count").asWhole() == 1797)
      #expect(try program.field(digits, "shape").quoted() == "1x8x8")
      #expect(try program.field(digits, "classes").asWhole() == 10)
      #expect(try digits.field("colour", program.context) == nil)
      #expect(
        complaint { _ = try program.part(program.part(digits, "train"), "test") }
          == "name: this data set has no such part: it is not divided")
      let numbers = try program.data("dataset", named: [("x", ramp([2, 1]).value)])
      #expect(complaint { _ = try program.field(numbers, "classes") }.hasPrefix("name: this data set has no such part"))
    }

    @Test func items() throws {
      let train = try program.part(program.digits(), "train")
      let sample = try train.element([.at(.number(1))], program.context)
      #expect(try sample.column("x").shape == [1, 8, 8])
      #expect(try sample.column("y").shape == [])
      #expect(try sample.column("y").scalar() == 4)
      #expect(try train.element([.at(.number(-1257))], program.context).column("y").scalar() == 0)
    }

    @Test func parts() throws {
      let train = try program.part(program.digits(), "train")
      func part(_ index: IndexItem) throws -> (text: String, labels: [Int]) {
        guard case .thing(let data as Dataset) = try train.element([index], program.context) else { throw Surprise(value: .none) }
        return (try data.text(), try program.tensor(data, "y").wholes())
      }
      #expect(try part(.slice(0, 32)).text == "dataset(\"digits\").train[0..<32]: 32 samples, 1x8x8, 10 classes")
      #expect(try part(.slice(1, 4)).labels == [4, 1, 2])
      #expect(try part(.slice(-3, nil)).labels.count == 3)
      #expect(try part(.at(Tensor([6, 0] as [Int32], shape: [2]).value)).labels == [8, 0])
      #expect(try part(.at(.list([.number(-1257), .number(3)]))).labels == [0, 2])
      let isZero = try program.tensor(train, "y").numbers().map { $0 == 0 }
      #expect(try part(.at(Tensor(isZero, shape: [1257]).value)).labels == [Int](repeating: 0, count: 133))
    }

    @Test func mistakes() throws {
      let train = try program.part(program.digits(), "train")
      func index(_ items: IndexItem...) -> String { complaint { _ = try train.element(items, program.context) } }
      #expect(index(.at(.number(1257))) == "argument: there is no sample 1257: the data set has 1257")
      #expect(index(.at(.text("x"))).hasPrefix("type: samples are chosen by a whole number"))
      #expect(index(.at(.number(0)), .at(.number(0))) == "type: a data set has one axis, that of its samples, not 2")
      #expect(index(.at(Tensor([true], shape: [1]).value)) == "shape: 1 truths choose among 1257 samples")
      #expect(index(.at(Tensor([0.5] as [Float], shape: [1]).value)) == "argument: there is no sample 0.5: the data set has 1257")
    }

    @Test func walking() throws {
      let data = try program.data("dataset", named: [("x", ramp([3, 1]).value)])
      #expect(try data.walked(program.context).map { try $0.column("x").floats() } == [[0], [1 / 3], [2 / 3]])
    }
  }
}
