import Interpreter
import Testing

/// Edits as places of the program.
@Suite struct ProposalsTests {
  @Test func partsAreWrittenAsTheyStand() {
    #expect(Program().failure("x = 1\ny = 2(x + 1)").hasSuffix("try: y = 2 * (x + 1)"))
    #expect(Program().failure("n = 3\nif n + 1 { }").hasSuffix("try: if (n + 1) != 0 { }"))
    #expect(Program().failure("\"损失 \" + 3").hasSuffix("try: \"损失 {3}\""))
  }

  @Test func argumentsByName() { #expect(Program().failure("scale(3, lr: 0.1)").hasSuffix("try: scale(3, rate: 0.1)")) }

  @Test func surplusArgumentsAreLeftOut() { #expect(Program().failure("fn f(x) = x\nf(1, 2)").hasSuffix("try: f(1)")) }
}
