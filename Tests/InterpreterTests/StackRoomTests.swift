import Testing

@Suite struct StackRoomTests {
  @Test func aSmallStackEndsRecursionWithAMessage() {
    // Each call nests deeply, so that the stack is used up long before the calls are too many.
    let deep = String(repeating: "1 + (", count: 40) + "f(n + 1)" + String(repeating: ")", count: 40)
    #expect(Program(stackSize: 2 << 20).failure("fn f(n) = \(deep)\nf(0)").contains(" calls are inside one another"))
  }
}
