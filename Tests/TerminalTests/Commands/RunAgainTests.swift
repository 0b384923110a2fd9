import Testing

@testable import Terminal

@Suite struct RunAgainTests {
  private func sitting() -> Talk {
    let talk = Talk()
    talk.type("# %% A", "x = draw()", "x", "# %% B", "x += 1", "y = draw()", "y")
    return talk
  }

  @Test func allOrOne() {
    let talk = sitting()
    let names = talk.names
    let shown = talk.type(":run")
    #expect(shown.count == 2 && shown[1] == names["y"])
    #expect(talk.type(":run A") == [shown[0]])
    #expect(talk.type(":run 2") == [shown[1]])
    #expect(talk.type(":run \"B\"") == [shown[1]])
    #expect(talk.names == names)
  }

  @Test func theCellThatIsTypedGoesOn() {
    let talk = sitting()
    let other = sitting()
    talk.type(":run A")
    #expect(talk.type("draw()") == other.type("draw()"))
  }

  @Test func unknownCells() {
    #expect(sitting().type(":run C")[0].hasPrefix("! there is no cell C; did you mean"))
    #expect(sitting().type(":run 7")[0].contains("(cells: 1 A, 2 B)"))
    #expect(talk(":run") == ["! nothing ran so far that could run again"])
  }

  @Test func errorsLoseNoName() throws {
    let folder = try Folder()
    try folder.write("z = 1", to: "z.dln")
    let talk = Talk()
    talk.sitting.session.readFile = { _ in try folder.text(of: "z.dln") }
    talk.type("n = 0", "# %% B", "m = 1", "use \"z.dln\"", "k = 2")
    let before = talk.names
    try folder.write("nobody", to: "z.dln")
    #expect(talk.type(":run").first == "! error[name]: there is no `nobody`")
    #expect(talk.names == before)
  }
}
