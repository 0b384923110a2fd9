import Catalog
import Graphics
import Tensor
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct PlotFigureTests {
    private let calls = Calls()

    private func charts(_ figure: Figure) -> [Chart] {
      figure.panels.compactMap { if case .chart(let chart) = $0 { chart } else { nil } }
    }

    @Test func optionsOverrideWhatValuesSay() throws {
      let curve = PlotLines.Curve(name: "", points: [(0, 1), (1, 2)])
      let schedule = Value.thing(Curves([.lines(PlotLines([curve], x: "step", y: "rate"))]))
      let plain = try calls.chart(schedule)
      #expect(plain.x.label == "step" && plain.y.label == "rate" && plain.y.scale == .linear)
      let told = try calls.chart(schedule, named: ["title": .text("T"), "x": .text("X"), "y": .text("Y"), "log": .text("y")])
      #expect(told.title == "T" && told.x.label == "X" && told.y.label == "Y")
      #expect(told.x.scale == .linear && told.y.scale == .logarithmic)
    }

    @Test func logarithmsByAxis() throws {
      for (log, x, y) in [("x", true, false), ("y", false, true), ("xy", true, true), ("none", false, false)] {
        let chart = try calls.chart(.numbers([1, 2]), .numbers([3, 4]), named: ["log": .text(log)])
        #expect((chart.x.scale == .logarithmic) == x && (chart.y.scale == .logarithmic) == y)
      }
      #expect(try calls.complaint("plot", .ramp([3]), named: ["log": .text("z")])?.kind == .argument)
    }

    @Test func hiddenPointsAreTold() throws {
      _ = try calls.chart(.numbers([0, 1, .nan, 2]), named: ["log": .text("y")])
      #expect(calls.notes == ["warning: 1 of 3 points are not above zero and have no place on a logarithmic axis"])
    }

    @Test func runHasAPanelForLossAndMetric() throws {
      let figure = try calls.figure("plot", Curves.run(2), named: ["title": .text("Digits"), "log": .text("y")])
      #expect(figure.title == "Digits")
      let charts = charts(figure)
      #expect(charts.map(\.y.label) == ["loss", "accuracy"])
      #expect(charts.map(\.y.scale) == [.logarithmic, .linear])
      #expect(charts[1].y.format == .percent)
      #expect(charts[0].series.map(\.mark) == [.markedLine, .markedLine])
    }

    @Test func severalRunsShareTheirPanels() throws {
      let figure = try calls.figure("plot", .list([Curves.run(2), Curves.run(3)]), named: ["names": .texts("big", "small")])
      let charts = charts(figure)
      #expect(charts.count == 2)
      #expect(charts[0].series.map(\.name) == ["big training", "big validation", "small training", "small validation"])
    }

    @Test func panelsOfOneThingStayApart() throws {
      let curve = PlotLines.Curve(name: "a", points: [(0, 1)])
      let twice = Curves([.lines(PlotLines([curve], x: "", y: "")), .lines(PlotLines([curve], x: "", y: ""))])
      #expect(try calls.figure("plot", .thing(twice)).panels.count == 2)
    }

    @Test func confusionIsAMatrix() throws {
      let figure = try calls.figure("plot", .thing(Curves.confusion), named: ["title": .text("Confusion")])
      guard case .matrix(let matrix) = figure.panels[0] else {
        Issue.record("no matrix")
        return
      }
      #expect(matrix.title == "Confusion" && matrix.rows == ["cat", "dog"] && matrix.rowLabel == "true")
      #expect(matrix.values == [[5, 1], [2, 6]])
      #expect(
        try calls.complaint("plot", .thing(Curves.confusion), named: ["log": .text("x")])?.message == "`log` has no meaning for a heat map")
      #expect(try calls.complaint("plot", .thing(Curves.confusion), named: ["kind": .text("bars")])?.kind == .argument)
    }

    @Test func kindsDecideTheMarks() throws {
      let few = Value.numbers([1, 2, 3])
      #expect(try calls.chart(few).series[0].mark == .markedLine)
      #expect(try calls.chart(.ramp([100])).series[0].mark == .line)
      #expect(try calls.chart(few, named: ["kind": .text("points")]).series[0].mark == .points)
      let bars = try calls.chart(.numbers([0, 0.5, 1]), few, named: ["kind": .text("bars")])
      #expect(bars.series[0].mark == .bars(width: 0.4))
      #expect(try calls.complaint("plot", few, named: ["kind": .text("pie")])?.message.contains("\"histogram\"") == true)
    }

    @Test func histogramsCountAnyShape() throws {
      let chart = try calls.chart(.ramp([2, 5, 10]), named: ["kind": .text("histogram"), "bins": .number(4)])
      #expect(chart.series[0].points.map(\.y) == [25, 25, 25, 25])
      #expect(try calls.chart(.ramp([8]), named: ["bins": .number(2)]).series[0].points.count == 2)
      let two = try calls.figure("plot", .ramp([9]), .ramp([5]), named: ["kind": .text("histogram"), "names": .texts("a", "b")])
      #expect(charts(two).map(\.title) == ["a", "b"])
      #expect(try calls.complaint("plot", .ramp([9]), named: ["kind": .text("histogram"), "log": .text("x")])?.kind == .argument)
    }

    @Test func tooManyPanelsAreRefused() throws {
      #expect(try calls.complaint("plot", .list((0..<30).map { _ in .ramp([3]) }), named: ["kind": .text("histogram")])?.kind == .limit)
    }
  }
}
