import Catalog
import Graphics
import Tensor
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct PictureBoxesTests {
    private let calls = Calls()

    private func frames(_ boxes: Value, names: Value = .list([])) throws -> [[PictureFrame]] {
      let figure = try calls.figure("grid", .ramp([2, 8, 8]), named: ["boxes": boxes, "names": names])
      guard case .pictures(let grid) = figure.panels[0] else { throw Complaint(.type, "no grid") }
      return grid.frames
    }

    private let box = Tensor([1, 2, 5, 8] as [Float], shape: [1, 4])

    @Test func boxesOfEachImage() throws {
      let frames = try frames(.list([.thing(box), .thing(Tensor([] as [Float], shape: [0, 4]))]))
      #expect(frames == [[PictureFrame(Rectangle(x: 1, y: 2, width: 4, height: 6))], []])
      let stacked = Tensor([1, 2, 5, 8, 0, 0, 1, 1] as [Float], shape: [2, 1, 4])
      #expect(try self.frames(.thing(stacked)).map(\.count) == [1, 1])
    }

    @Test func classesAndScoresBecomeLabels() throws {
      func record(_ fields: KeyValuePairs<String, Value>) -> Value { .list([.record(Record(fields.map { ($0.key, $0.value) }))]) }
      let one = Value.thing(Tensor([1] as [Int32], shape: [1]))
      let share = Value.thing(Tensor([0.876] as [Float], shape: [1]))
      let all = record(["boxes": .thing(box), "classes": one, "scores": share])
      #expect(try frames(all, names: .texts("disc", "方")).first?.first?.label == "方 88%")
      #expect(try frames(all, names: .texts("disc", "方")).first?.first?.group == 1)
      #expect(try frames(all, names: .texts("disc")).first?.first?.label == "1 88%")
      #expect(try frames(record(["boxes": .thing(box), "scores": share])).first?.first?.label == "88%")
    }

    @Test func mistakes() throws {
      func complaint(_ boxes: Value) throws -> String? { try calls.complaint("grid", .ramp([1, 4, 4]), named: ["boxes": boxes])?.message }
      #expect(try complaint(.list([.thing(box), .thing(box)])) == "there are boxes for 2 images, and 1 images are shown")
      #expect(try complaint(.list([.number(1)])) == "the boxes of image 0 are no tensor [count, 4]")
      #expect(
        try complaint(.list([.record(Record([("boxes", .thing(box)), ("scores", .thing(box))]))]))
          == "image 0 has 1 boxes, and its scores are not as many")
    }
  }
}
