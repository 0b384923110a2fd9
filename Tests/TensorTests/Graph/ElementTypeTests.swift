// What types become when they meet, and that every word keeps to it.

import Catalog
import Foundation
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct ElementTypeTests {
    private let types = ElementType.allCases

    @Test func typesMeetInOneThatHoldsBoth() {
      for a in types {
        #expect(a.meeting(a) == a)
        for b in types {
          #expect(a.meeting(b) == b.meeting(a))
          for c in types { #expect(a.meeting(b).meeting(c) == a.meeting(b.meeting(c))) }
        }
      }
      #expect(ElementType.int8.meeting(.uint8) == .int32)
      #expect(ElementType.int64.meeting(.bfloat16) == .bfloat16)
      #expect(ElementType.bfloat16.meeting(.float32) == .float32)
      #expect(ElementType.float32.meeting(.float64) == .float64)
      #expect(ElementType.truth.meeting(.uint8) == .uint8)
      #expect(ElementType.int32.meeting(.int64) == .int64)
    }

    @Test func aBareNumberTakesTheTypeWhereItCan() {
      #expect(types.map { $0.meeting(number: 2) } == [.int32, .uint8, .int8, .int32, .int64, .bfloat16, .float32, .float64])
      #expect(types.map { $0.meeting(number: 0.5) } == [.float32, .float32, .float32, .float32, .float32, .bfloat16, .float32, .float64])
      #expect(ElementType.uint8.meeting(number: -1) == .int32)
      #expect(ElementType.int32.meeting(number: 1e10) == .int64)
      #expect(ElementType.int64.meeting(number: 1e30) == .float32)
    }

    @Test(arguments: ElementType.allCases) func operatorsGiveTheTypeOfTheMeeting(_ type: ElementType) throws {
      for other in types {
        let (a, b) = (Tensor([1, 0], shape: [2], type: type), Tensor([1, 1], shape: [2], type: other))
        let meeting = type.meeting(other)
        let sum = try a + b
        #expect(sum.type == (meeting == .truth ? .int32 : meeting))
        #expect(try sum.numbers() == [2, 1])
        #expect(try (a == b).numbers() == [1, 0])
        #expect(try (a / b).type == meeting.floating)
        #expect(try select(Tensor([true, false], shape: [2]), a, b).type == meeting)
        #expect(try concatenate([a, b], axis: 0).numbers() == [1, 0, 1, 1])
      }
    }

    @Test func eachTypeAddsUpInOneThatHoldsSums() throws {
      for type in types {
        let x = Tensor([Double](repeating: 1, count: 300), shape: [300], type: type)
        #expect(try x.sum().type == (type.bytes == 1 ? .int32 : type))
        #expect(try x.sum().scalar() == 300)
        #expect(try x.mean().type == type.floating)
        #expect(try x.max(axes: [0]).scalar() == 1)
      }
      // Sums are gathered in float32 before they are rounded.
      #expect(try Tensor([Double](repeating: 1, count: 1000), shape: [1000], type: .bfloat16).sum().scalar() == 1000)
    }

    @Test func wholeNumbersOf64BitsStayExact() throws {
      let x = Tensor(Storage([Int64(1) << 60 + 1, -7, 1 << 60]), shape: [3], type: .int64)
      #expect(try x.text() == "[1152921504606846977, -7, 1152921504606846976]")
      #expect(try (x + Tensor(1)).text() == "[1152921504606846978, -6, 1152921504606846977]")
      #expect(try x.max(axes: [0]).text() == "1152921504606846977")
      #expect(try x.sorted(axis: 0).items.text() == "[-7, 1152921504606846976, 1152921504606846977]")
      #expect(try x.sum().text() == "2305843009213693946")
      #expect(try x.cumulativeSum(axis: 0).text() == "[1152921504606846977, 1152921504606846970, 2305843009213693946]")
      #expect(try !x.equals(.thing(Tensor(Storage([Int64(1) << 60, -7, 1 << 60]), shape: [3], type: .int64))))
    }

    /// What a word makes of a type at its samples: real numbers of that type, or what is no real number, or a complaint that says so.
    @Test(arguments: [ElementType.bfloat16, .int8, .uint8, .int64])
    func everyWordKeepsTheTypeOrRefusesIt(_ type: ElementType) throws {
      // Matrices at which algebra is smooth are made with float32 tensors.
      let places = SampleTests.places.filter { $0.isOperation && $0.index == 0 }
      for place in places where tensorContext().catalog[place.word]?.family != .algebra {
        do {
          let one = try place.gradientCase()
          var dice = Dice(3)
          let inputs = one.shapes.map {
            Tensor(dice.numbers($0.itemCount, in: type.isWhole ? 0...5 : one.range).map(Double.init), shape: $0, type: type)
          }
          let result = try one.compute(inputs)
          try evaluate([result])
          let isGood = result.type == type.floating || result.type == .float32 && one.shapes == [[]] || !result.type.isFloating
          #expect(isGood, "\(place.testDescription): \(type) gave \(result.type)")
        } catch let complaint as Complaint {
          #expect([.type, .argument, .label, .nan, .shape].contains(complaint.kind), "\(place.testDescription): \(complaint.message)")
        }
      }
    }
  }

  @Suite struct BFloat16Tests {
    private struct Fixture: Decodable {
      let float32, bfloat16, x, y, sum, product, quotient, exp, chain: [UInt32]
      let less: [Bool]
    }

    private func fixture() throws -> Fixture {
      let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/types/bfloat16.json")
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: path))
    }

    private func tensor(_ halves: [UInt32]) -> Tensor { Tensor(Storage(halves.map { UInt16($0) }), shape: [halves.count], type: .bfloat16) }

    private func halves(_ tensor: Tensor) throws -> [UInt32] {
      let (storage, offset) = try tensor.memory()
      return (0..<tensor.itemCount).map { UInt32(storage.pointer(UInt16.self)[offset + $0]) }
    }

    @Test func roundsAsPyTorchDoes() throws {
      let fixture = try fixture()
      let floats = Tensor(fixture.float32.map { Float(bitPattern: $0) }, shape: [fixture.float32.count])
      #expect(try halves(floats.converted(to: .bfloat16)) == fixture.bfloat16)
      // By way of wide lanes, too.
      #expect(try halves(floats.converted(to: .float64).converted(to: .bfloat16)) == fixture.bfloat16)
      #expect(fixture.float32.map { ElementType.bfloat16(Float(bitPattern: $0)).bitPattern >> 16 } == fixture.bfloat16)
    }

    @Test func computesAsPyTorchDoes() throws {
      let fixture = try fixture()
      let (x, y) = (tensor(fixture.x), tensor(fixture.y))
      #expect(try halves(x + y) == fixture.sum)
      #expect(try halves(x * y) == fixture.product)
      #expect(try halves(x / y) == fixture.quotient)
      #expect(try halves(exp(x)) == fixture.exp)
      #expect(try halves((x + y) * x - y) == fixture.chain)
      #expect(try (x < y).numbers() == fixture.less.map { $0 ? 1 : 0 })
    }
  }
}
