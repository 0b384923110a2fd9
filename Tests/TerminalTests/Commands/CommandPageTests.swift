import Terminal
import Testing

@Suite struct CommandPageTests {
  @Test func everyCommandIsOnIt() {
    for command in Command.all { #expect(Command.page.contains("`\(command.usage)`")) }
    #expect(Command.page.contains("| `?fit` |"))
  }
}
