import Catalog
import Graphics
import Tensor
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct HeatmapWordTests {
    private let calls = Calls()

    private func matrix(_ value: Value, named: KeyValuePairs<String, Value> = [:]) throws -> Matrix {
      let figure = try calls.figure("heatmap", value, named: named)
      guard case .matrix(let matrix) = figure.panels[0] else { throw Complaint(.type, "no matrix") }
      return matrix
    }

    @Test func namesAndLabels() throws {
      let matrix = try matrix(
        .tensor([1, 2, 3, 4], [2, 2]),
        named: ["rows": .texts("a", "b"), "columns": .texts("c", "d"), "title": .text("T"), "x": .text("X"), "y": .text("Y")])
      #expect(matrix.values == [[1, 2], [3, 4]])
      #expect(matrix.rows == ["a", "b"] && matrix.columns == ["c", "d"])
      #expect(matrix.title == "T" && matrix.columnLabel == "X" && matrix.rowLabel == "Y")
    }

    @Test func wrongCountsOfNamesAreRefused() throws {
      let complaint = try calls.complaint("heatmap", .ramp([2, 2]), named: ["rows": .texts("a", "b", "c")])
      #expect(complaint?.message == "`rows` has 3 names for 2 of them")
      #expect(complaint?.marks.first?.role == .argument("rows"))
    }
  }
}
