import AllocationCounter
import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct DatasetTests {
    private let program = Program()

    @Test func fillWritesTheSamplesAsked() throws {
      let data = try program.data("dataset", named: [("x", ramp([3, 2]).value), ("y", Tensor([7, 8, 9] as [Int32], shape: [3]).value)])
      let tensors = try data.tensors([2, 0])
      #expect(try tensors[0].floats() == [4 / 6, 5 / 6, 0, 1 / 6])
      #expect(try tensors[1].wholes() == [9, 7])
      #expect(complaint { _ = try data.tensors([3]) } == "internal: sample 3 was asked for, and there are 3")
    }

    @Test func partsShareMemory() throws {
      let digits = try program.digits()
      let whole = try program.tensor(digits, "x").memory()
      let part = try program.tensor(program.part(digits, "test"), "x").memory()
      #expect(whole.storage === part.storage)
      #expect(part.offset == 1257 * 64)
    }

    @Test func truthsAndSeveralColumns() throws {
      let record = Record([
        ("image", ramp([2, 1, 2, 2]).value), ("mask", Tensor([true, false, false, true], shape: [2, 2]).value),
        ("y", Tensor([0, 1] as [Int32], shape: [2]).value),
      ])
      let data = try program.data("dataset", .record(record))
      #expect(try data.text() == "dataset(image, mask, y): 2 samples, image: 1x2x2, mask: [2], 2 classes")
      #expect(try data.tensors([1])[1].numbers() == [0, 1])
    }

    @Test func fillAllocatesNothing() throws {
      let train = try program.part(program.digits(), "train")
      let places = (0..<64).map { Int32($0 * 7) }
      let (x, y) = (Storage(bytes: 64 * 64 * 4), Storage(bytes: 64 * 4))
      let targets = [x.address, y.address]
      try places.withUnsafeBufferPointer { try train.fill($0, epoch: 0, into: targets) }
      let count = try places.withUnsafeBufferPointer { places in
        try allocations { for epoch in 0..<5 { try train.fill(places, epoch: epoch, into: targets) } }
      }
      #expect(count == 0)
      #expect(!allocations_are_counted() || allocations { _ = Storage(bytes: 12_345_678) } > 0)
    }
  }
}
