import Catalog
import Graphics
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct MissingLettersTests {
    private let calls = Calls()

    @Test func lettersWithoutFontAreToldOnce() throws {
      // Private letters that no font has.
      _ = try calls.figure("plot", .ramp([3]), named: ["title": .text("\u{F8F0}é\u{F8F1}\u{F8F0}")])
      #expect(calls.notes.count == 1)
      #expect(calls.notes.first?.contains("no font here has the letters \u{F8F0}\u{F8F1};") == true)
      _ = try calls.figure("plot", .ramp([3]), named: ["y": .text("\u{F8F1}")])
      #expect(calls.notes.count == 1)
      _ = try calls.figure("plot", .ramp([3]), named: ["y": .text("\u{F8F2}")])
      #expect(calls.notes.count == 2)
    }

    @Test func lettersThatAreThereAreNotTold() throws {
      _ = try calls.figure("plot", .ramp([3]), named: ["title": .text("Verlust é π")])
      #expect(calls.notes.isEmpty)
    }
  }
}
