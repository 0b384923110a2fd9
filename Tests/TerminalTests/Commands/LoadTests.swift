import Foundation
import Testing

@testable import Terminal

@Suite struct LoadTests {
  private let notebook = "# %% A\na = draw()\na\n\n# %% [markdown]\n# prose\n\n# %%\nb = draw()\nb + 1;\n1"

  private func folder(_ text: String) throws -> Folder {
    let folder = try Folder()
    try folder.write(text, to: "n.dln")
    return folder
  }

  @Test func asTheFileRuns() throws {
    let folder = try folder(notebook)
    let talk = Talk()
    let shown = talk.type(":load \(folder.path)/n.dln")
    #expect(shown.count == 2 && shown[1] == "1")
    #expect(shown[0] == talk.names["a"])
    #expect(talk.sitting.page.text == notebook)
    #expect(talk.type(":undo", ":redo").count == 2)
    #expect(talk.names.keys.sorted() == ["a", "b"])
  }

  @Test func itsNumbersAreItsOwn() throws {
    let folder = try folder(notebook)
    let alone = Talk()
    alone.type(":load \(folder.path)/n.dln")
    let talk = Talk()
    talk.type("x = draw()", "# %% A", "y = draw()", ":load \(folder.path)/n.dln", "c = draw()")
    #expect(talk.names["a"] == alone.names["a"])
    #expect(talk.names["b"] == alone.names["b"])
    let again = Talk()
    try folder.write(talk.sitting.page.text, to: "all.dln")
    again.type(":load \(folder.path)/all.dln")
    #expect(again.names == talk.names)
    talk.type(":run")
    #expect(again.names == talk.names)
  }

  @Test func twiceIsTwoCells() throws {
    let folder = try folder("draw()\n# %% A\na = draw()")
    let talk = Talk()
    talk.type(":load \(folder.path)/n.dln")
    let first = talk.names
    talk.type("a = 0", ":load \(folder.path)/n.dln")
    #expect(talk.names == first)
    #expect(talk.sitting.page.text.contains("# %% stream=\"cell 1\""))
    #expect(talk.sitting.page.text.contains("# %% A stream=\"A\""))
  }

  @Test func errorsKeepWhatRan() throws {
    let folder = try folder("a = 1\n# %% B\nb = 2;  # two\nnobody\nc = 3")
    let talk = Talk()
    #expect(talk.type(":load \(folder.path)/n.dln")[0] == "! error[name]: there is no `nobody`")
    #expect(talk.names == ["a": "1", "b": "2"])
    #expect(talk.sitting.page.text == "a = 1\n\n# %% B\nb = 2;  # two")
  }

  @Test func whatCannotBeRead() throws {
    let folder = try folder("a = = 1")
    #expect(talk(":load \(folder.path)/n.dln")[0].hasPrefix("! error[syntax]"))
    #expect(talk(":load \(folder.path)/m.dln")[0].hasPrefix("! error[file]: there is no "))
  }
}
