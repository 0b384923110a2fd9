import Testing

@testable import Data

extension DataTests {
  @Suite struct RowsTests {
    private func places(_ rows: Rows) -> [Int] { (0..<rows.count).map { rows[$0] } }

    @Test func partsOfParts() {
      #expect(places(Rows.span(10..<20).taking(.span(2..<5))) == [12, 13, 14])
      #expect(places(Rows.span(10..<20).taking(.picked([9, 0]))) == [19, 10])
      #expect(places(Rows.picked([7, 3, 5]).taking(.span(1..<3))) == [3, 5])
      #expect(places(Rows.picked([7, 3, 5]).taking(.picked([2, 2]))) == [5, 5])
    }

    @Test(arguments: [(1, 3, [1, 2]), (-2, nil, [3, 4]), (nil, -3, [0, 1]), (3, 99, [3, 4]), (4, 2, [])] as [(Int?, Int?, [Int])])
    func slices(_ start: Int?, _ end: Int?, _ expected: [Int]) throws {
      guard case .several(let rows) = try ChosenSamples([.slice(start, end)], of: 5) else { return #expect(Bool(false)) }
      #expect(places(rows) == expected)
    }
  }
}
