import Testing

@testable import Interpreter

@Suite struct HabitsTests {
  @Test(arguments: ["len", "range", "True", "None", "enumerate", "Linear", "Adam", "self"])
  func namesHaveALabel(_ name: String) throws { #expect(try !#require(Habits.name(name)).label.isEmpty) }

  @Test(arguments: ["append", "view", "item", "backward", "step"])
  func methodsHaveALabel(_ name: String) throws { #expect(try !#require(Habits.method(name)).label.isEmpty) }

  @Test func fieldsThatTheValueHas() {
    #expect(Habits.field("length", among: ["count"]) == "count")
    #expect(Habits.field("dtype", among: ["shape", "type"]) == "type")
    #expect(Habits.field("dtype", among: ["shape"]) == nil)
  }
}
