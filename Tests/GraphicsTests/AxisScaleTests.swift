// The stretch of numbers that an axis shows.

import Testing

@testable import Graphics

struct AxisScaleTests {
  @Test func `leaves some room, but none below zero or above all`() throws {
    let loss = try #require(AxisScale(showing: [0.01, 2.3], on: Axis()))
    #expect(loss.low == 0)
    #expect(loss.high > 2.3 && loss.high < 2.5)
    let accuracy = try #require(AxisScale(showing: [0.5, 1], on: Axis(format: .percent)))
    #expect(accuracy.high == 1)
    #expect(accuracy.low < 0.5 && accuracy.low > 0.4)
  }

  @Test(arguments: [0, 1, 0.1, -3, 1e-280, 1e299, -1e15])
  func `gives a single number room`(value: Double) throws {
    for axis in [Axis(), Axis(format: .percent)] {
      let scale = try #require(AxisScale(showing: [value], on: axis))
      #expect(scale.low < scale.high)
      #expect((0...1).contains(scale.fraction(of: value)))
    }
  }

  @Test func `goes by powers of ten`() throws {
    let scale = try #require(AxisScale(showing: [0.001, 10], on: Axis(scale: .logarithmic)))
    #expect(abs(scale.fraction(of: 0.1) - 0.5) < 1e-9)
    #expect(!AxisScale.shows(0, on: Axis(scale: .logarithmic)))
    #expect(!AxisScale.shows(-1, on: Axis(scale: .logarithmic)))
  }

  @Test func `knows whole numbers`() throws {
    #expect(try #require(AxisScale(showing: [1, 2, 3], on: Axis())).whole)
    #expect(try !#require(AxisScale(showing: [1, 2.5], on: Axis())).whole)
    #expect(AxisScale(showing: [], on: Axis()) == nil)
  }
}
