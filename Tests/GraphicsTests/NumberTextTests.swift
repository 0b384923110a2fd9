// Numbers as they stand along axes and in cells.

import Testing

@testable import Graphics

struct NumberTextTests {
  @Test(arguments: [
    (0.5, 2, "0.50"), (-1.25, 1, "-1.3"), (0.004, 2, "0.00"), (-0.004, 2, "0.00"), (1234.5, 0, "1235"), (12, 3, "12.000"),
  ])
  func `writes fixed decimals`(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0, "0"), (0.97, "0.97"), (0.001, "0.001"), (1e-4, "0.0001"), (1e-5, "1e-5"), (2.5e-7, "2.5e-7"), (123_456, "123456"),
    (1e6, "1e6"), (999_999.9, "1e6"), (-0.03125, "-0.0313"), (9.999, "10"), (1e300, "1e300"), (.infinity, "inf"), (.nan, "nan"),
  ])
  func `writes short numbers`(value: Double, text: String) {
    #expect(NumberText.short(value) == text)
  }

  @Test func `writes per cent`() {
    #expect(NumberText.short(0.975, format: .percent) == "97.5%")
    #expect(NumberText.evenly([0, 0.5, 1], step: 0.5, format: .percent) == ["0%", "50%", "100%"])
    #expect(NumberText.evenly([0.985, 0.99], step: 0.005, format: .percent) == ["98.5%", "99.0%"])
  }

  @Test(arguments: [(1, 0), (999, 2), (1000, 3), (0.001, -3), (0.00099, -4), (1e-300, -300), (-20, 1)])
  func `knows the power of ten`(value: Double, power: Int) {
    #expect(NumberText.magnitude(value) == power)
  }
}
