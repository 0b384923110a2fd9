import Testing

@testable import dln

@Suite struct WorkThreadTests {
  @Test func theStackIsDeep() {
    let status = WorkThread.run { stackSize in
      Int32(stackSize >> 20)
    }
    #expect(status >= 8)
  }
}
