import Catalog
import Graphics
import Tensor
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct SamplingTests {
    private let calls = Calls()
    private let square = Function.number { $0 * $0 }

    @Test func functionIsACurveOverARange() throws {
      let points = try calls.chart(square, named: ["over": .range(Progression(-1, 1))]).series[0].points
      #expect(points.count == 201)
      #expect(points.first == Point(-1, 1) && points[100] == Point(0, 0) && points.last == Point(1, 1))
      #expect(try calls.chart(square).series[0].points.first == Point(-5, 25))
    }

    @Test func stepsOfARangeAreKept() throws {
      let points = try calls.chart(square, named: ["over": .range(Progression(0, 1, step: 0.5))]).series[0].points
      #expect(points.map(\.x) == [0, 0.5, 1])
    }

    @Test func logarithmicAxesGetEvenPlaces() throws {
      let points = try calls.chart(square, named: ["over": .range(Progression(0.01, 100)), "log": .text("x")]).series[0].points
      #expect(abs(points[100].x - 1) < 1e-9)
    }

    @Test func lazyTensorsCountAsNumbers() throws {
      let relu = try #require(calls.context.catalog["relu"])
      let points = try calls.chart(.thing(relu), named: ["over": .range(Progression(-2, 2))]).series[0].points
      #expect(points.first == Point(-2, 0) && points.last == Point(2, 2))
    }

    @Test func otherResultsAndRangesAreRefused() throws {
      let stacked = Function { _ in .ramp([2]) }
      #expect(try calls.complaint("plot", .thing(stacked))?.message.hasSuffix("at -5 this one gave a tensor of shape [2]") == true)
      let downwards = Value.range(Progression(1, -1))
      #expect(try calls.complaint("plot", square, named: ["over": downwards])?.message == "`over` wants a range that goes up, not 1..-1")
    }
  }
}
