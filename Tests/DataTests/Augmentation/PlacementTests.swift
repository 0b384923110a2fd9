import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct PlacementTests {
    private let program = Program()

    private func images(_ word: String, _ arguments: [Value], named: [(name: String, value: Value)] = [], _ images: Tensor) throws -> Tensor
    {
      let made = try #require(program.context.catalog[word]).call(Given(positional: arguments, named: named), program.context)
      guard case .thing(let augmentation as Augmentation) = made else { throw Surprise(value: made) }
      return try #require(try Tensor(augmentation.call(Given(positional: [images.value]), program.context)))
    }

    @Test func flipsAreExact() throws {
      let image = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [1, 2, 3])
      #expect(try images("flip", [.number(1)], image).floats() == [3, 2, 1, 6, 5, 4])
      #expect(try images("flip", [.number(1), .text("vertical")], image).floats() == [4, 5, 6, 1, 2, 3])
      #expect(try images("flip", [.number(0)], image).floats() == [1, 2, 3, 4, 5, 6])
      #expect(complaint { _ = try images("flip", [.number(2)], image) } == "argument: `chance` is 2, but must lie in 0..1")
      #expect(complaint { _ = try images("flip", [.number(1), .text("diagonal")], image) }.contains("one of \"horizontal\", \"vertical\""))
    }

    @Test func aboutHalfOfTheImagesFlip() throws {
      let many = Tensor((0..<1000).flatMap { _ in [0, 1] as [Float] }, shape: [1000, 1, 1, 2])
      let flipped = try images("flip", [], many).floats().enumerated().count { $0.offset % 2 == 0 && $0.element == 1 }
      #expect((440...560).contains(flipped))
    }

    @Test func nothingAtZeroStrength() throws {
      let image = ramp([3, 2, 5, 4])
      let nothing: [(word: String, argument: Value)] = [
        ("rotate", .quantity(Quantity(0, .deg))), ("shift", .quantity(Quantity(0, .px))), ("scale", .range(Progression(1, 1))),
        ("crop", .size([5, 4])),
      ]
      for (word, argument) in nothing { #expect(try images(word, [argument], image).floats() == image.floats()) }
    }

    @Test func shiftsMoveWholePixels() throws {
      let point = Tensor((0..<25).map { $0 == 12 ? 1 : 0 } as [Float], shape: [1, 1, 5, 5])
      var seen: Set<Int> = []
      for _ in 0..<200 {
        let shifted = try images("shift", [.quantity(Quantity(1, .px))], point).floats()
        #expect(shifted.count { $0 != 0 } == 1)
        seen.insert(shifted.firstIndex(of: 1) ?? -1)
      }
      #expect(seen == [6, 7, 8, 11, 12, 13, 16, 17, 18])
      let blurred = try (0..<20).map { _ in try images("shift", [.quantity(Quantity(1.5, .px))], point).floats().count { $0 != 0 } }
      #expect(blurred.contains(4))
    }

    @Test func anglesAndFactorsStayInTheirRange() throws {
      let data = try program.digits()
      let rotated = try data.augmented(by: program.augmentation("rotate", .quantity(Quantity(20, .deg))), RandomKey(program.context))
      let angles = (0..<500).compactMap { place -> Double? in
        if case .record(let note)? = rotated.drawn(place)["rotate"], case .quantity(let angle)? = note["angle"] {
          angle.amount
        } else {
          nil
        }
      }
      #expect(angles.count == 500)
      #expect(angles.allSatisfy { abs($0) <= 20 } && (angles.min() ?? 0) < -18 && (angles.max() ?? 0) > 18)
      #expect(complaint { try program.call("scale", .range(Progression(2, 1))) }.hasPrefix("argument: `factor` is 2..1"))
      #expect(complaint { try program.call("scale", .range(Progression(0, 1))) }.hasPrefix("argument: `factor` is 0..1"))
    }

    @Test func cropsAreWindows() throws {
      let image = ramp([1, 2, 4, 4])
      let plain = try image.floats()
      for _ in 0..<50 {
        let crop = try images("crop", [.size([2, 3])], image)
        #expect(crop.shape == [1, 2, 2, 3])
        let values = try crop.floats()
        let corner = try #require(plain.firstIndex(of: values[0]))
        #expect(values == [0, 1, 2, 4, 5, 6, 16, 17, 18, 20, 21, 22].map { plain[corner + $0] })
      }
      let padded = try images("crop", [.size([4, 4])], named: [("padding", .quantity(Quantity(2, .px)))], image)
      #expect(padded.shape == [1, 2, 4, 4])
      #expect(complaint { _ = try images("crop", [.size([6, 6])], image) } == "shape: a window of 6x6 does not fit into images of 4x4")
      #expect(try images("crop", [.size([6, 6]), .quantity(Quantity(1, .px))], image).floats()[7] == 0 / 32)
    }

    @Test func shapesFollowACrop() throws {
      let cropped = try program.digits().augmented(by: program.augmentation("crop", .size([6, 5])), RandomKey(program.context))
      #expect(try cropped.text().hasSuffix("1797 samples, 1x6x5, 10 classes"))
      #expect(try program.tensor(cropped, "x").shape == [1797, 1, 6, 5])
    }
  }
}
