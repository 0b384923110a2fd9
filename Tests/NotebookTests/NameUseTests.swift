import Language
import Testing

@testable import Notebook

@Suite struct NameUseTests {
  private func found(_ text: String) -> [String] {
    NameUse(parse(Source(name: "test.dln", text: text)).program.statements).remarks().map(\.complaint.message)
  }

  @Test(arguments: [
    "rate = 1\nrate + 1", "loss = 1\nx1 = 2\nx2 = 3", "w = 1\nv = 2", "step1 = 1\nstep2 = 2", "totals = 1\nfn f(total) = total\ntotals",
    "param width = 3\n\"{width}\"", "losses = []\nfor i in 1..3 { losses = append(losses, i) }",
    "net = 1; opt = 2\nloss = update net by opt { net }\nloss", "use \"a.dln\"\nloses = 1\nlosses", "size = 4\nlayers([size]) { relu }",
  ])
  func wellNamed(_ text: String) {
    #expect(found(text) == [])
  }

  @Test func misspelt() {
    #expect(found("losses = []\nlosess = append(losses, 1)") == ["`losess` is never read, and `losses` is one letter away"])
    #expect(found("param epochs = 3\nepoch = 5\nfit(epochs)") == ["`epoch` is never read, and `epochs` is one letter away"])
    #expect(found("fn f(x) { rates = x\nrate }\nrate = 1\nf(1)") == ["`rates` is never read, and `rate` is one letter away"])
  }

  @Test func unreadParams() {
    #expect(found("param width = 3\nwidth = 4") == ["the param `width` is never read"])
  }
}
