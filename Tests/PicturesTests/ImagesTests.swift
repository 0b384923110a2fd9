import Catalog
import Graphics
import Tensor
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct ImagesTests {
    private let calls = Calls()

    private func pictures(_ value: Value) throws -> [Picture] { try Images(value).pictures() }

    @Test func shapesOfTensors() throws {
      for (shape, count, channels) in [
        ([5, 1, 4, 6], 5, 1), ([2, 3, 4, 6], 2, 3), ([2, 4, 4, 6], 2, 4), ([3, 4, 6], 3, 1), ([4, 6], 1, 1),
      ] {
        let pictures = try pictures(.ramp(shape))
        #expect(pictures.count == count)
        #expect(pictures.allSatisfy { $0.channels == channels && $0.height == 4 && $0.width == 6 })
      }
    }

    @Test func listsHoldOneImageEach() throws {
      let pictures = try pictures(.list([.ramp([4, 6]), .ramp([3, 8, 8]), .ramp([1, 1, 2, 2])]))
      #expect(pictures.map(\.width) == [6, 8, 2])
      #expect(pictures.map(\.channels) == [1, 3, 1])
    }

    @Test func samplesShowTheirX() throws {
      #expect(try pictures(.thing(Gradients(count: 5))).count == 5)
      #expect(try calls.complaint("grid", .thing(Gradients(count: 401)))?.kind == .limit)
      #expect(try calls.complaint("grid", .thing(Gradients(count: 2, size: [4])))?.message.contains("[2, 4]") == true)
    }

    @Test func channelsBecomePixels() throws {
      let picture = try pictures(.tensor([0, 1, 0.2, 0.4, 0.6, 0.8], [1, 3, 1, 2]))[0]
      #expect(picture.pixels == [0, 51, 153, 255, 102, 204])
    }

    @Test func brightness() throws {
      #expect(try pictures(.tensor([0, 0.5, 1, 1.2, -0.1], [1, 5]))[0].pixels == [0, 128, 255, 255, 0])
      #expect(try pictures(.tensor([-2, 0, 2], [1, 3]))[0].pixels == [0, 128, 255])
      #expect(try pictures(.tensor([-0.05, 0.05], [1, 2]))[0].pixels == [0, 255])
      #expect(try pictures(.tensor([0, 16], [1, 2]))[0].pixels == [0, 255])
      #expect(try pictures(.tensor([0, .nan, .infinity, 1], [1, 4]))[0].pixels == [0, 0, 255, 255])
      #expect(try pictures(.tensor([7, 7], [1, 2]))[0].pixels == [0, 0])
      #expect(try pictures(.thing(Tensor([true, false], shape: [1, 2])))[0].pixels == [255, 0])
    }

    @Test func allImagesShareOneScale() throws {
      let pictures = try pictures(.list([.tensor([0, 10], [1, 2]), .tensor([0, 20], [1, 2])]))
      #expect(pictures.map(\.pixels) == [[0, 128], [0, 255]])
    }

    @Test func othersAreRefused() throws {
      #expect(try calls.complaint("grid", .ramp([5]))?.message == "a tensor of shape [5] holds no images")
      #expect(try calls.complaint("grid", .ramp([1, 1, 1, 1, 1]))?.kind == .shape)
      #expect(try calls.complaint("grid", .text("a"))?.message == "`grid` shows images, and this is a text")
      #expect(try calls.complaint("grid", .list([.text("a")]))?.message == "`grid` shows images, and in this list is a text")
      #expect(try calls.complaint("grid", .ramp([2, 8, 4, 5]))?.edits.map(\.text.description) == ["<position(0)>[0]"])
      #expect(
        try calls.complaint("grid", .ramp([2, 8, 8, 3]))?.edits.map(\.text.description) == ["transpose(<position(0)>, [0, 3, 1, 2])"])
      #expect(try calls.complaint("grid", .ramp([401, 2, 2]))?.message == "401 images are too many for one figure: at most 400 are shown")
      #expect(try calls.complaint("grid", .tensor([], [1, 1, 0, 4]))?.kind == .limit)
    }

    @Test func noImagesAreNoMistake() throws {
      #expect(try calls.figure("grid", .tensor([], [0, 1, 8, 8])).width > 0)
      #expect(try calls.figure("grid", .list([])).width > 0)
    }
  }
}
