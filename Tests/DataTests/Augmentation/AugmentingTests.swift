import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct AugmentingTests {
    private let program = Program()

    private func augmented() throws -> Dataset {
      let block = try program.block(
        program.word("flip"), program.word("rotate"), program.word("shift"), program.word("scale"),
        .thing(program.augmentation("crop", .size([8, 8]), .quantity(Quantity(1, .px)))), program.word("noise"),
        .thing(program.augmentation("cutout", .size([2, 2]))), program.word("brightness"), program.word("contrast"))
      return try program.digits().augmented(by: block, RandomKey(program.context))
    }

    @Test func fillAllocatesNothing() throws {
      let data = try augmented()
      let places = (0..<64).map { Int32($0 * 7) }
      let (x, y) = (Storage(bytes: 64 * 64 * 4), Storage(bytes: 64 * 4))
      let targets = [x.address, y.address]
      try places.withUnsafeBufferPointer { try data.fill($0, epoch: 0, into: targets) }
      let count = try places.withUnsafeBufferPointer { places in
        try allocations { for epoch in 1..<5 { try data.fill(places, epoch: epoch, into: targets) } }
      }
      #expect(count == 0)
    }

    @Test func everyStepIsNoted() throws {
      let drawn = try augmented().drawn(3)
      #expect(drawn.names == ["flip", "rotate", "shift", "scale", "crop", "noise", "cutout", "brightness", "contrast"])
    }
  }
}
