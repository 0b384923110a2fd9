import Catalog
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct SummaryTests {
    @Test func aTableOfLines() throws {
      let text = try Program().text("summary(layers(1x8x8) { conv(4, 3x3); residual { conv(4, 3x3); batch_norm }; flatten; dense(10) })")
      let lines = text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init) }
      #expect(lines[0] == ["layer", "output", "parameters", "multiply-adds"])
      #expect(lines[2] == ["input", "1x8x8"])
      #expect(lines[3] == ["conv(4,", "3x3)", "4x8x8", "40", "2,560"])
      #expect(lines[4] == ["residual", "4x8x8"])
      #expect(lines[5] == ["conv(4,", "3x3)", "4x8x8", "148", "9,472"])
      #expect(lines[6].prefix(3) == ["batch_norm", "4x8x8", "8"])
      #expect(lines[8] == ["dense(10)", "[10]", "2,570", "2,570"])
      #expect(text.hasSuffix("a sample"))
      #expect(lines[lines.count - 1].prefix(2) == ["2,766", "parameters,"])
    }

    @Test func columnsAreAligned() throws {
      let lines = try Program().text("summary(layers(4) { dense(300); relu; dense(2) })").split(separator: "\n")
      // A cell that is empty leaves no blanks at its line's end.
      let widths = Set(lines.dropLast().filter { !$0.hasPrefix("input") && !$0.hasPrefix("relu") }.map(\.count))
      #expect(widths.count == 1, "\(widths)")
    }

    @Test func namedInputsAreListed() throws {
      let text = try Program().text("summary(layers(image: 1x4x4, words: [3]) { concat(image |> flatten, words, axis: 1) |> dense(1) })")
      #expect(text.contains("\nimage ") && text.contains("\nwords "))
    }
  }
}
