import Testing

@testable import Terminal

@Suite struct HelpTests {
  @Test func allCommandsAreListed() {
    let help = talk(":help")[0]
    for command in Command.all { #expect(help.contains(command.usage)) }
  }

  @Test func oneCommandOrWord() {
    #expect(talk(":help undo")[0].hasPrefix(":undo [N]"))
    #expect(talk(":help :undo") == talk(":help undo"))
    #expect(talk(":help print") == talk("?print"))
  }
}
