import Foundation
import Testing

@testable import Terminal

@Suite struct EditTests {
  /// What is shown while an editor is set that runs a line of the shell on the file.
  private func talk(editor: String, _ lines: String...) throws -> (shown: [String], history: [String]) {
    let folder = try Folder()
    try folder.write("#!/bin/sh\n\(editor)\n", to: "editor")
    chmod(folder.path + "/editor", 0o755)
    setenv("VISUAL", folder.path + "/editor", 1)
    defer { unsetenv("VISUAL") }
    let (shown, script) = Talk().type(lines.map { .line($0) })
    return (shown, script.history)
  }

  @Test func theLastSubmission() throws {
    let (shown, history) = try talk(editor: "sed -i s/2/5/ \"$1\"", "x = 2", "x + nobody", ":edit", "x = 2; x", ":edit")
    #expect(shown[1] == "dln> x + nobody")
    #expect(shown.suffix(2) == ["dln> x = 5; x", "5"])
    #expect(history.suffix(2) == [":edit", "x = 5; x"])
  }

  @Test func aNamesSource() throws {
    let editor = "sed -i s/1/10/ \"$1\""
    #expect(
      try talk(editor: editor, "fn f(x) {\n  x + 1\n}", ":edit f", "f(2)").shown == ["dln> fn f(x) {\n       x + 10\n     }", "12"])
    #expect(try talk(editor: editor, "x = 1", ":edit x", "x").shown == ["dln> x = 10", "10"])
  }

  @Test func nothingComesBack() throws {
    #expect(try talk(editor: "exit 1", "1", ":edit").shown == ["1", "! the editor left without saving; nothing was run"])
    #expect(try talk(editor: ": > \"$1\"", "1", ":edit").shown == ["1", "! the text is empty; nothing was run"])
  }

  @Test func fixing() {
    let talk = Talk()
    talk.type("count = 3")
    #expect(talk.type(":fix") == ["! there is nothing to fix: the last submission ran"])
    talk.type("a = draw(); b = coumt")
    #expect(talk.type(":fix") == ["dln> a = draw(); b = count"])
    #expect(talk.names == ["a": Talk().type("draw()")[0], "b": "3", "count": "3"])
    #expect(talk.sitting.page.text == "count = 3\na = draw(); b = count")
    #expect(talk.type("true + 1", ":fix").last == "! no edit is known that would work; `:edit` opens the text")
  }

  @Test func fixingWhatWasHandedInEarlier() {
    let talk = Talk()
    talk.type("count = 3", "fn f(x) = x + coumt", "f(2)")
    #expect(talk.type(":fix") == ["dln> fn f(x) = x + count\n     f(2)", "5"])
  }
}
