import Testing

@testable import Terminal

@Suite struct CommandTests {
  @Test func everyCommandIsDeclaredWhole() {
    for command in Command.all {
      #expect(command.usage.hasPrefix(command.name) && command.name.hasPrefix(":"))
      #expect(command.usage.count + command.summary.count <= 100, "\(command.name) fits no line")
    }
    let names = Command.all.flatMap { [$0.name] + $0.shortForms }
    #expect(Set(names).count == names.count)
  }

  @Test func unknownOnesAreAnswered() {
    #expect(talk(":unod") == ["! there is no command `:unod`; did you mean `:undo`?"])
    #expect(talk(":zzzzzz") == ["! there is no command `:zzzzzz`; `:help` lists them"])
  }

  @Test func wrongUseIsAnsweredInOneLine() {
    let lines = [
      ":undo x", ":redo -1", ":time", ":time x = 3", ":time 1; 2", ":save", ":load", ":find", ":reset now", ":fix it", ":quit now",
      ":edit nobody",
    ]
    for line in lines {
      let shown = talk(line)
      let usage = Command.named(String(line.prefix { $0 != " " }))?.usage ?? "?"
      #expect(shown.count == 1 && shown[0].hasPrefix("! ") && shown[0].contains(usage), "\(line): \(shown)")
    }
  }

  @Test func theyChangeNothing() {
    let talk = Talk()
    talk.type("x = 1", "x")
    let before = talk.names
    talk.type(":vars", ":help", ":find print", ":time x + 1", ":unod", "?x", "??x")
    #expect(talk.names == before)
    #expect(talk.type("ans", ":undo")[1].hasPrefix("undone: ans"))
  }
}
