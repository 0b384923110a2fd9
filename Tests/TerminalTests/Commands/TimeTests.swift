import Testing

@testable import Terminal

@Suite struct TimeTests {
  @Test func manyRuns() {
    let shown = talk(":time 1 + 1")[0]
    #expect(shown.hasPrefix("median ") && shown.contains("least ") && shown.hasSuffix(" runs)"))
  }

  @Test func effectsOnce() {
    let shown = talk(":time print(3)")
    #expect(shown[0] == "3")
    #expect(shown[1].hasSuffix("(run once, as it has an effect)"))
  }

  @Test func nothingIsLeft() {
    let talk = Talk()
    talk.type("5", ":time draw()")
    #expect(talk.type("ans", "draw()") == ["5"] + Talk().type("draw()"))
  }

  @Test func errors() {
    #expect(talk(":time nobody") == ["! error[name]: there is no `nobody`"])
    #expect(talk(":time 1 +")[0].hasPrefix("! error[syntax]"))
  }

  @Test func durations() {
    #expect([2.5, 0.00321, 4.56e-5, 1.2e-8].map(timeText) == ["2.5 s", "3.21 ms", "45.6 us", "12 ns"])
  }
}
