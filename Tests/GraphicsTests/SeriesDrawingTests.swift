// Long lines are thinned without changing their look.

import Testing

@testable import Graphics

struct SeriesDrawingTests {
  @Test func `keeps ends and extremes of every column`() {
    var numbers = Numbers(seed: 1)
    let places = (0..<20_000).map { Point(Double($0) / 100, Double.random(in: 0...100, using: &numbers)) }
    let thin = ChartLayout.thinned(places)
    #expect(thin.count <= 800)
    for column in 0..<200 {
      let before = places.filter { Int($0.x) == column }
      let after = thin.filter { Int($0.x) == column }
      #expect(after.first == before.first && after.last == before.last)
      #expect(after.map(\.y).min() == before.map(\.y).min() && after.map(\.y).max() == before.map(\.y).max())
    }
  }

  @Test func `leaves short lines alone`() {
    let places = [Point(1, 2), Point(1, 3), Point(1, 4)]
    #expect(ChartLayout.thinned(places) == places)
  }
}
