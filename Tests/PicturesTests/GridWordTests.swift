import Catalog
import Graphics
import Tensor
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct GridWordTests {
    private let calls = Calls()

    private func grid(_ value: Value, named: KeyValuePairs<String, Value> = [:]) throws -> PictureGrid {
      let figure = try calls.figure("grid", value, named: named)
      guard case .pictures(let grid) = figure.panels[0] else { throw Complaint(.type, "no grid") }
      return grid
    }

    @Test func columnsCaptionsAndTitle() throws {
      let grid = try grid(.ramp([6, 4, 4]), named: ["columns": .number(3), "captions": .texts("a", "b"), "title": .text("T")])
      #expect(grid.columns == 3 && grid.captions == ["a", "b"] && grid.title == "T")
      #expect(grid.pictures.count == 6)
    }

    @Test func captionsMayBeLabels() throws {
      let labels = Value.thing(Tensor([7, 8] as [Int32], shape: [2]))
      #expect(try grid(.ramp([2, 4, 4]), named: ["captions": labels]).captions == ["7", "8"])
      #expect(try grid(.ramp([2, 4, 4]), named: ["captions": .range(Progression(0, 1))]).captions == ["0", "1"])
    }

    @Test func tooManyCaptionsAreRefused() throws {
      let complaint = try calls.complaint("grid", .ramp([1, 4, 4]), named: ["captions": .texts("a", "b")])
      #expect(complaint?.message == "there are 2 captions for 1 image")
      #expect(try calls.complaint("grid", .ramp([1, 4, 4]), named: ["columns": .number(0)])?.kind == .argument)
    }
  }
}
