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

    @Test(arguments: [
      // 12 times 16 * 64 + 64 for all inputs at once, and 11 times as much for what is remembered.
      ("12x16", "lstm(16)", "25,024"),
      // Three projections, scores, means of values, the way out: 9,792 + 2,304 + 2,304 + 3,264.
      ("12x16", "multi_head_attention(4)", "17,664"),
      ("12", "embedding(30, 16)", "0"), ("4x8x8", "depthwise_conv(3x3)", "2,560"), ("4x8x8", "layer_norm", "0"),
      ("4x8x8", "conv_transpose(2, 2x2, stride: 2)", "2,048"), ("6", "weight_norm(dense(4))", "28"), ("6", "it -> it @ ones([6, 5])", "30"),
    ]) func productsAreCountedWhereTheyAreMade(_ input: String, _ layer: String, _ work: String) throws {
      let text = try Program().text("summary(layers(\(input)) { \(layer) })")
      #expect(text.hasSuffix(" \(work) multiply-adds a sample"), "\(text)")
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
