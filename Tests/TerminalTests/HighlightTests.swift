import Language
import Testing

@testable import Terminal

@Suite struct HighlightTests {
  private let highlight = Highlight(isWord: { ["conv", "sum", "rate"].contains($0) }, isName: { ["x", "损失"].contains($0) })

  /// The pieces that have a look, as they are written.
  private func looks(_ text: String) -> [String] {
    highlight.pieces(of: text).map { piece in "\(Source(name: "", text: text).text(in: piece.span)) \(piece.look)" }
  }

  @Test func words() {
    #expect(looks("x = conv(3, y)") == ["x name", "conv word", "3 number"])
    #expect(looks("损失.sum") == ["损失 name"])
    #expect(looks("conv(rate: x, sum: 2)") == ["conv word", "x name", "2 number"])
    #expect(looks("if not x { layers { } }") == ["if reserved", "not reserved", "x name", "layers reserved"])
  }

  @Test func numbersAndUnits() {
    #expect(looks("3 epochs 25% 1x8x8") == ["3 number", "epochs number", "25% number", "1x8x8 number"])
    #expect(looks("epochs") == [])
  }

  @Test func textsAndComments() {
    #expect(looks("\"a {x:.2} b\" # note") == ["\" text", "a  text", "x name", " b text", "\" text", "# note comment"])
    #expect(looks("\"open") == ["\" text", "open text"])
    #expect(looks("\"\"\"two\nlines") == ["\"\"\" text", "two\nlines text"])
  }

  @Test func whatIsWrong() {
    #expect(looks("(x]") == ["x name", "] wrong"])
    #expect(looks("[(x])") == ["x name", "] wrong"])
    #expect(looks("?conv") == [])
    #expect(looks(":vars x") == [])
  }
}
