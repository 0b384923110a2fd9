import Catalog
import Testing

@testable import Data

extension DataTests {
  @Suite struct UnitsTests {
    private let program = Program()

    @Test func wrongUnitsAreNamed() {
      #expect(
        complaint { try program.call("rotate", .number(10)) }
          == "argument: `angle` of `rotate` wants an angle such as 10 deg, not a number 10")
      #expect(
        complaint { try program.call("shift", .number(2)) }.hasSuffix(
          "`distance` of `shift` wants a distance such as 1 px or 10%, not a number 2"))
      #expect(complaint { try program.call("shift", .quantity(Quantity(2, .deg))) }.contains("wants a distance"))
      #expect(complaint { try program.call("rotate", .quantity(Quantity(2, .px))) }.contains("wants an angle"))
      #expect(complaint { try program.call("shift", .quantity(Quantity(-2, .px))) }.contains("wants a distance"))
    }

    @Test func heightsAndWidths() throws {
      #expect(try heightAndWidth([3], of: "crop") == (3, 3))
      #expect(try heightAndWidth([3, 4], of: "crop") == (3, 4))
      #expect(
        complaint { _ = try heightAndWidth([1, 2, 3], of: "crop") } == "argument: `crop` wants a height and a width, such as 2x2, not 1x2x3"
      )
      #expect(complaint { _ = try heightAndWidth([0], of: "crop") }.hasPrefix("argument: `crop` wants"))
    }
  }
}
