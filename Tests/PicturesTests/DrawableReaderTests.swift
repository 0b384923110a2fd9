import Catalog
import Graphics
import Tensor
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct DrawableReaderTests {
    private let calls = Calls()

    private func heights(_ chart: Chart) -> [[Double]] { chart.series.map { $0.points.map(\.y) } }

    @Test func rowsOfNumbersAreCurves() throws {
      let rows: [Value] = [
        .tensor([3, 2, 1]), .numbers([3, 2, 1]), .range(Progression(3, 1, step: -1)), .tensor([3, 2, 1], [3, 1]),
        .tensor([3, 2, 1], [1, 1, 3]),
        .list([.thing(Tensor(3)), .number(2), .truth(true)]), .size([3, 2, 1]),
      ]
      for row in rows {
        let chart = try calls.chart(row)
        #expect(heights(chart) == [[3, 2, 1]])
        #expect(chart.series[0].points.map(\.x) == [0, 1, 2])
        #expect(chart.series[0].name.isEmpty)
      }
    }

    @Test func numbersOfListsStayExact() throws {
      #expect(heights(try calls.chart(.numbers([0.1, 16_777_217]))) == [[0.1, 16_777_217]])
    }

    @Test func fewRowsAreCurvesAndManyAHeatMap() throws {
      let curves = try calls.chart(.ramp([10, 3]))
      #expect(curves.series.map(\.name) == (0..<10).map { "\($0)" })
      let figure = try calls.figure("plot", .ramp([11, 3]))
      guard case .matrix(let matrix) = figure.panels[0] else {
        Issue.record("no heat map")
        return
      }
      #expect(matrix.values.count == 11 && matrix.values[0].count == 3)
      #expect(try calls.chart(.ramp([11, 3]), named: ["kind": .text("line")]).series.count == 11)
    }

    @Test func listsAndRecordsNest() throws {
      let lists = try calls.chart(.list([.numbers([1, 2]), .tensor([3, 4, 5])]))
      #expect(heights(lists) == [[1, 2], [3, 4, 5]])
      #expect(lists.series.map(\.name) == ["0", "1"])
      let record = try calls.chart(.fields(["train": .numbers([2, 1]), "test": .ramp([2, 3])]))
      #expect(record.series.map(\.name) == ["train", "test 0", "test 1"])
    }

    @Test func recordOfNumbersIsBars() throws {
      let chart = try calls.chart(.fields(["cat": .number(3), "dog": .number(5)]))
      #expect(chart.x.categories == ["cat", "dog"])
      #expect(chart.series.map(\.mark) == [.bars(width: 0.8)])
      #expect(heights(chart) == [[3, 5]])
    }

    @Test func listOfRecordsIsACurveForEachField() throws {
      let chart = try calls.chart(
        .list([.fields(["loss": .number(3), "rate": .number(1)]), .fields(["loss": .number(2), "rate": .number(0.5)])]))
      #expect(chart.series.map(\.name) == ["loss", "rate"])
      #expect(heights(chart) == [[3, 2], [1, 0.5]])
    }

    @Test func nothingAtAllIsAnEmptyFigure() throws {
      for empty in [Value.list([]), .tensor([]), .record(Record()), .tensor([], [0, 3])] {
        #expect(try calls.figure("plot", empty).width == 640)
      }
    }

    @Test func gapsStay() throws {
      let chart = try calls.chart(.tensor([1, .nan, .infinity, 2]))
      #expect(chart.series[0].points.count == 4)
      #expect(chart.series[0].points[1].y.isNaN)
    }

    @Test func whatCannotBeDrawnIsRefused() throws {
      let text = try #require(try calls.complaint("plot", .text("loss")))
      #expect(text.kind == .type && text.message == "`plot` cannot draw a text")
      #expect(text.marks.first?.role == .position(0))
      #expect(try calls.complaint("plot", .number(3))?.message == "`plot` wants several numbers, not one")
      #expect(try calls.complaint("plot", .thing(Tensor(3)))?.message == "`plot` wants several numbers, not one")
      let deep = try #require(try calls.complaint("plot", .ramp([2, 3, 4])))
      #expect(deep.kind == .shape && deep.message.contains("[2, 3, 4]"))
      #expect(try calls.complaint("plot", .list([.numbers([1, 2]), .text("a")]))?.message == "`plot` cannot draw a text")
      #expect(try calls.complaint("plot", .thing(Gradients(count: 3)))?.message == "`plot` cannot draw a data set")
      #expect(try calls.complaint("plot", .range(Progression(0, 1e12)))?.kind == .limit)
      #expect(try calls.complaint("plot", .ramp([101, 2]), named: ["kind": .text("line")])?.kind == .limit)
      #expect(try calls.complaint("plot", .thing(Tensor(filled: 0, shape: [2000, 1000])))?.kind == .limit)
    }
  }
}
