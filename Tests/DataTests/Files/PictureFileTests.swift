import Catalog
import Graphics
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct PictureFileTests {
    private let program = Program()

    private func roundTrip(_ tensor: Tensor) throws -> Tensor {
      try program.call("save", tensor.value, .text("p.png"))
      return try #require(try Tensor(program.call("load", .text("p.png"))))
    }

    @Test(arguments: [[1, 2, 3], [3, 4, 2], [4, 2, 2]]) func picturesComeBack(_ shape: [Int]) throws {
      let count = shape.reduce(1, *)
      let picture = Tensor((0..<count).map { Float($0 * 255 / count) / 255 }, shape: shape)
      let back = try roundTrip(picture)
      #expect(back.shape == shape)
      #expect(try back.floats() == picture.floats())
      #expect(program.notes.isEmpty)
    }

    @Test func gray() throws {
      #expect(try roundTrip(Tensor([0, 1, 0.5, 0.25] as [Float], shape: [2, 2])).shape == [1, 2, 2])
    }

    @Test func valuesOutsideAreCutAndNoted() throws {
      #expect(try roundTrip(Tensor([-1, 2, .nan, 1] as [Float], shape: [2, 2])).floats() == [0, 1, 0, 1])
      #expect(program.notes == ["3 of 4 values lie outside 0..1 and were cut to it for the picture"])
    }

    @Test func mistakes() throws {
      #expect(complaint { _ = try roundTrip(ramp([2, 3, 3])) } == "shape: a tensor of shape [2, 3, 3] is no picture")
      #expect(complaint { _ = try roundTrip(ramp([2, 1, 3, 3])) } == "shape: a tensor of shape [2, 1, 3, 3] is no picture")
      #expect(complaint { _ = try roundTrip(ramp([0, 3])) }.hasPrefix("file: a picture needs at least one pixel"))
      try program.write("no picture", "bad.png")
      #expect(complaint { try program.call("load", .text("bad.png")) }.hasSuffix("bad.png: this is not a PNG file"))
    }
  }
}
