import Catalog
import Graphics
import Tensor
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct DrawablesTests {
    private let calls = Calls()

    @Test func twoRowsAreXAndY() throws {
      for x in [Value.range(Progression(1, 3)), .numbers([1, 2, 3]), .tensor([1, 2, 3], [3, 1])] {
        let chart = try calls.chart(x, .tensor([1, 4, 9], [3, 1]))
        #expect(chart.series.map(\.points) == [[Point(1, 1), Point(2, 4), Point(3, 9)]])
        #expect(chart.series[0].name.isEmpty)
      }
    }

    @Test func severalCurvesShareTheirX() throws {
      let rows = try calls.chart(.numbers([5, 6, 7]), .ramp([12, 3]))
      #expect(rows.series.count == 12)
      #expect(rows.series.allSatisfy { $0.points.map(\.x) == [5, 6, 7] })
      let record = try calls.chart(.numbers([5, 6]), .fields(["a": .numbers([1, 2]), "b": Function.number { $0 * $0 }]))
      #expect(record.series.map(\.name) == ["a", "b"])
      #expect(record.series[1].points == [Point(5, 25), Point(6, 36)])
    }

    @Test func unequalCountsAreRefused() throws {
      let complaint = try #require(try calls.complaint("plot", .ramp([3]), .ramp([2])))
      #expect(complaint.kind == .shape)
      #expect(complaint.message == "`plot(x, y)` wants as many x as y, and these are 3 and 2")
      #expect(complaint.marks.map(\.role) == [.position(1), .position(0)])
      #expect(try calls.complaint("plot", .ramp([3]), .ramp([3, 2]))?.edits.map(\.text.description) == ["<position(1)>.T"])
    }

    @Test func threeRowsAreThreeCurves() throws {
      let chart = try calls.chart(.ramp([3]), .ramp([2]), .ramp([4]))
      #expect(chart.series.map(\.points.count) == [3, 2, 4])
      #expect(chart.series.map(\.name) == ["0", "1", "2"])
    }

    @Test func namedArgumentsAreNamedCurves() throws {
      let chart = try calls.chart(named: ["train": .numbers([3, 2]), "test": .numbers([3, 1]), "title": .text("Loss")])
      #expect(chart.series.map(\.name) == ["train", "test"])
      #expect(chart.title == "Loss")
    }

    @Test func namesAreThoseOfTheCurves() throws {
      let names = Value.texts("a", "b")
      #expect(try calls.chart(.ramp([2, 3]), named: ["names": names]).series.map(\.name) == ["a", "b"])
      #expect(try calls.chart(Function.number { $0 }, Function.number { -$0 }, named: ["names": names]).series.map(\.name) == ["a", "b"])
      let bars = try calls.chart(.numbers([3, 5]), named: ["names": names, "kind": .text("bars")])
      #expect(bars.x.categories == ["a", "b"])
      #expect(try calls.complaint("plot", .ramp([3, 3]), named: ["names": names])?.message == "there are 2 names for 3 curves")
      #expect(try calls.complaint("plot", .ramp([3]), named: ["names": names])?.message == "there are 2 names for 1 curve")
    }

    @Test func misspeltSettingsAreNoCurves() throws {
      let complaint = try #require(try calls.complaint("plot", .ramp([3]), named: ["titel": .text("Loss")]))
      #expect(complaint.kind == .argument)
      #expect(complaint.message == "`plot` has no argument `titel`, and a text is no curve")
      #expect(complaint.marks.first?.label == "did you mean `title`?")
    }

    @Test func wantsSomethingToDraw() throws {
      #expect(try calls.complaint("plot")?.message == "`plot` needs something to draw")
      #expect(try calls.complaint("plot", named: ["title": .text("Loss")])?.kind == .argument)
    }

    @Test func rangesOfFunctionsHaveAName() throws {
      let range = Value.range(Progression(-1, 1))
      #expect(try calls.complaint("plot", Function.number { $0 }, range)?.edits.map(\.text.description) == ["over: <position(1)>"])
      #expect(try calls.complaint("plot", .ramp([3]), named: ["over": range])?.message.hasPrefix("`over` says where functions") == true)
    }
  }
}
