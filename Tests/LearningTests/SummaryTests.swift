import Catalog
import Language
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct SummaryTests {
    @Test func aTableOfLines() throws {
      let text = try Program().text("summary(layers(1x8x8) { conv(4, 3x3); residual { conv(4, 3x3); batch_norm }; flatten; dense(10) })")
      let lines = text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init) }
      #expect(lines[0] == ["layer", "output", "parameters", "multiply-adds", "memory"])
      #expect(lines[2] == ["input", "1x8x8", "256", "bytes"])
      #expect(lines[3] == ["conv(4,", "3x3)", "4x8x8", "40", "2,560", "1.02", "KB"])
      #expect(lines[4] == ["residual", "4x8x8"])
      #expect(lines[5] == ["conv(4,", "3x3)", "4x8x8", "148", "9,472", "1.02", "KB"])
      #expect(lines[6].prefix(3) == ["batch_norm", "4x8x8", "8"])
      #expect(lines[8] == ["dense(10)", "[10]", "2,570", "2,570", "40", "bytes"])
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
      let widths = Set(lines.dropLast(2).map(\.count))
      #expect(widths.count == 1, "\(widths)")
    }

    @Test func memoryIsThatOfABatch() throws {
      let text = try Program().text("summary(layers(4) { dense(300); relu; dense(2) }, batch: 100)")
      #expect(text.contains("outputs of a batch of 100: 241 KB"))
      #expect(text.contains("2,102 parameters, 8.41 KB"))
    }

    @Test func layersAreToldTheirInput() throws {
      let program = Program()
      #expect(
        try program.text("summary(layers { dense(3); relu }, input: 4)").hasSuffix("15 parameters, 60 bytes, 15 multiply-adds a sample"))
      #expect(try program.text("summary(conv(8, 3x3, bias: false), input: 3x10x10)").hasSuffix(" 21,600 multiply-adds a sample"))
      #expect(try program.complaint("summary(layers { dense(3) })").hasPrefix("argument: these layers do not know the shape of one sample"))
      #expect(try program.complaint("summary(layers(4) { dense(3) }, input: 5)").hasPrefix("shape: "))
    }

    @Test func aResidualNetOfTwentyLayersTakes41Million() throws {
      let text = try Program().text(
        """
        fn block(c) = layers {
            residual { conv(c, 3x3, bias: false); batch_norm; relu; conv(c, 3x3, bias: false); batch_norm }
            relu
        }
        fn narrow(c) = layers {
            branches(join: (a, b) -> a + b) {
                layers { conv(c, 3x3, stride: 2, bias: false); batch_norm; relu; conv(c, 3x3, bias: false); batch_norm }
                layers { avg_pool(1, stride: 2); x -> concat(x, x * 0, axis: 1) }
            }
            relu
        }
        summary(layers(3x32x32) {
            conv(16, 3x3, bias: false); batch_norm; relu
            block(16); block(16); block(16)
            narrow(32); block(32); block(32)
            narrow(64); block(64); block(64)
            global_avg_pool
            dense(10)
        })
        """)
      // He and others 2016: 0.27 million parameters, 41 million multiply-adds.
      #expect(text.hasSuffix("269,722 parameters, 1.08 MB, 40,551,050 multiply-adds a sample"), "\(text.suffix(90))")
    }

    @Test func wideCharactersStayAligned() throws {
      let lines = try Program().text("summary(layers(图像: 1x4x4, 词: [3]) { concat(图像 |> flatten, 词, axis: 1) |> dense(1) })").split(
        separator: "\n")
      #expect(Set(lines.dropLast(2).map { DisplayWidth.of(String($0)) }).count == 1)
    }

    @Test func namedInputsAreListed() throws {
      let text = try Program().text("summary(layers(image: 1x4x4, words: [3]) { concat(image |> flatten, words, axis: 1) |> dense(1) })")
      #expect(text.contains("\nimage ") && text.contains("\nwords "))
    }
  }
}
