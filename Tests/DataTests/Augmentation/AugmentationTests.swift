import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct AugmentationTests {
    private let program = Program()

    private func everything(_ program: Program) throws -> Augmentation {
      try program.block(
        program.word("flip"), .thing(program.augmentation("rotate")), .thing(program.augmentation("shift", .quantity(Quantity(1, .px)))),
        .thing(program.augmentation("scale")), .thing(program.augmentation("crop", .size([8, 8]), .quantity(Quantity(1, .px)))),
        program.word("noise"), .thing(program.augmentation("cutout", .size([2, 2]), .number(0.25))), program.word("brightness"),
        program.word("contrast"))
    }

    private func applied(_ augmentation: Augmentation, _ value: Value, _ program: Program) throws -> Value {
      try augmentation.call(Given(positional: [value]), program.context)
    }

    private func data(_ augmentation: Augmentation, _ data: Dataset, _ program: Program) throws -> Dataset {
      guard case .thing(let result as Dataset) = try applied(augmentation, .thing(data), program) else { throw Surprise(value: .none) }
      return result
    }

    @Test func printsAsItIsMade() throws {
      let block = try program.block(program.word("flip"), .thing(program.augmentation("rotate", .quantity(Quantity(5, .deg)))))
      #expect(try block.text() == "augment { flip; rotate(5 deg) }")
      #expect(try program.block().text() == "augment { }")
      #expect(try program.augmentation("cutout", .size([2, 2]), named: [("chance", .number(0.25))]).text() == "cutout(2x2, chance: 0.25)")
      #expect(
        try block.equals(.thing(program.block(program.word("flip"), .thing(program.augmentation("rotate", .quantity(Quantity(5, .deg))))))))
      #expect(try !block.equals(program.word("flip")))
    }

    @Test func dataStaysData() throws {
      let train = try program.part(program.digits(), "train")
      let augmented = try data(program.block(program.word("flip")), train, program)
      #expect(try augmented.text() == "dataset(\"digits\").train |> augment { flip }: 1257 samples, 1x8x8, 10 classes")
      #expect(try program.tensor(augmented, "y").wholes() == program.tensor(train, "y").wholes())
    }

    @Test func batchingMakesNoDifference() throws {
      let augmented = try data(everything(program), program.digits(), program)
      let together = try augmented.tensors([5, 9, 700, 1], epoch: 3)[0].floats()
      let apart = try [5, 9, 700, 1].flatMap { try augmented.tensors([$0], epoch: 3)[0].floats() }
      #expect(together == apart)
      #expect(try augmented.tensors([5, 9, 700, 1], epoch: 4)[0].floats() != together)
    }

    @Test func partsAreAugmentedLikeTheWhole() throws {
      let augmented = try data(everything(program), program.digits(), program)
      guard case .thing(let part as Dataset) = try augmented.element([.slice(100, 104)], program.context) else {
        return #expect(Bool(false))
      }
      #expect(try part.tensors()[0].floats() == augmented.tensors([100, 101, 102, 103])[0].floats())
    }

    @Test func theSeedDecides() throws {
      func first(_ seed: UInt64) throws -> [Float] {
        let program = Program(seed: seed)
        return try data(everything(program), program.digits(), program).tensors([0])[0].floats()
      }
      #expect(try first(1) == first(1))
      #expect(try first(1) != first(2))
    }

    @Test func everyAugmentationKeepsShapeAndRange() throws {
      let augmented = try data(everything(program), program.digits(), program)
      let x = try program.tensor(augmented, "x")
      #expect(x.shape == [1797, 1, 8, 8])
      #expect(try x.floats().allSatisfy { $0 >= 0 && $0 <= 1 })
    }

    @Test func imagesOneImageAndBatches() throws {
      let flip = try program.augmentation("flip", .number(1))
      let images = ramp([2, 3, 1, 2])
      let flipped = try #require(try Tensor(applied(flip, images.value, program)))
      #expect(try flipped.floats() == [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10].map { $0 / 12 })
      let one = try #require(try Tensor(applied(flip, ramp([3, 1, 2]).value, program)))
      #expect(one.shape == [3, 1, 2])
      let batch = try applied(flip, .record(Record([("x", images.value), ("y", ramp([2]).value)])), program)
      #expect(try batch.column("x").floats() == flipped.floats())
      #expect(try batch.column("y").floats() == [0, 0.5])
    }

    @Test func severalInARow() throws {
      let once = try data(program.augmentation("flip", .number(1)), program.digits(), program)
      let twice = try data(program.augmentation("flip", .number(1)), once, program)
      #expect(try program.tensor(twice, "x").floats() == program.tensor(program.digits(), "x").floats())
      #expect(
        try program.field(twice, "drawn").column(0) == "record(flip: record(axis: \"horizontal\"), flip2: record(axis: \"horizontal\"))")
    }

    @Test func whatWasDrawnIsKnown() throws {
      let shifted = try data(program.augmentation("shift", .quantity(Quantity(2, .px))), program.digits(), program)
      let plain = try program.tensor(program.digits(), "x").floats()
      for sample in 0..<20 {
        guard case .record(let drawn)? = shifted.drawn(sample)["shift"], case .quantity(let right)? = drawn["right"],
          case .quantity(let down)? = drawn["down"]
        else { return #expect(Bool(false)) }
        let image = try shifted.tensors([Int32(sample)])[0].floats()
        for place in 0..<64 {
          let (row, column) = (place / 8 - Int(down.amount), place % 8 - Int(right.amount))
          let isInside = (0..<8).contains(row) && (0..<8).contains(column)
          #expect(image[place] == (isInside ? plain[sample * 64 + row * 8 + column] : 0))
        }
      }
      let rare = try data(program.augmentation("flip", .number(0)), program.digits(), program)
      #expect(try Value.record(rare.drawn(0)).quoted() == "record(flip: none)")
    }

    @Test func mistakes() throws {
      #expect(complaint { _ = try program.block(.number(3)) } == "type: a line of `augment` is an augmentation, and this is a number")
      #expect(complaint { _ = try program.block(program.word("crop")) } == "argument: `crop` needs arguments here")
      #expect(complaint { _ = try program.block(program.word("dataset")) }.hasPrefix("type: a line of `augment` is an augmentation"))
      let flip = try program.augmentation("flip")
      #expect(complaint { _ = try applied(flip, .number(3), program) } == "type: an augmentation changes data or images, not a number")
      #expect(
        complaint { _ = try applied(flip, ramp([3, 3]).value, program) }
          == "shape: an augmentation changes images, and this has the shape [3, 3]")
      let table = try program.data("dataset", named: [("x", ramp([3, 4]).value)])
      #expect(
        complaint { _ = try applied(flip, .thing(table), program) } == "shape: an augmentation changes images, and these samples are [4]")
      #expect(complaint { _ = try flip.call(Given(), program.context) } == "argument: an augmentation takes one argument: data or images")
      let build = try #require(program.context.catalog.builders["augment"])
      #expect(
        complaint { _ = try build(Given(positional: [.number(1)]), Body(lines: []), program.context) }
          == "argument: `augment` takes no arguments, only a block")
    }
  }
}

extension Value {
  /// An item of a list as it prints.
  fileprivate func column(_ place: Int) throws -> String {
    guard case .list(let items) = self else { throw Surprise(value: self) }
    return try items[place].quoted()
  }
}
