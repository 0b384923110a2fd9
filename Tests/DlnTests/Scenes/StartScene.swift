import PseudoTerminal
import Testing

@Suite struct StartScene {
  /// From the start of the process to the first prompt, warm. The limit is wide: tests run beside other work.
  @Test func theFirstPromptComesAtOnce() throws {
    let home = try Home()
    var best = Double.infinity
    for _ in 1...10 {
      let start = PseudoTerminal.now
      let sitting = try Sitting(home)
      best = min(best, PseudoTerminal.now - start)
      #expect(try sitting.leave() == 0)
    }
    print("the first prompt came after \(Int(best * 1e6)) µs")
    #expect(best < 0.15)
  }
}
