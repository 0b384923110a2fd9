// Counting values into intervals.

import Testing

@testable import Graphics

struct HistogramTests {
  @Test func `counts every value once`() {
    let histogram = Histogram([0, 1, 2, 3, 4, 4, 4], bins: 4)
    #expect(histogram.points == [Point(0.5, 1), Point(1.5, 1), Point(2.5, 1), Point(3.5, 4)])
    #expect(histogram.binWidth == 1)
  }

  @Test func `gives equal values one bar`() {
    #expect(Histogram([2, 2, 2], bins: 10).points == [Point(2, 3)])
  }

  @Test func `leaves out what is no number`() {
    #expect(Histogram([.nan, .infinity], bins: nil).points.isEmpty)
    #expect(Histogram([.nan, 1, 2], bins: 1).points == [Point(1.5, 2)])
  }
}
