// Plans without a shortcut give the same numbers: random programs with their gradients.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct ShortcutsTests {
    /// All values of a program and the gradients of the last one's sum, in one plan, with or without some shortcut.
    private func numbers(_ seed: Int, _ turn: (inout Shortcuts) -> Void = { _ in }) throws -> [[Double]] {
      defer { Shortcuts.taken = Shortcuts() }
      turn(&Shortcuts.taken)
      let program = RandomProgram(seed, steps: 24)
      let work = try Recording.during {
        let leaves = program.knownLeaves()
        let values = try program.tensors(leaves)
        return values + (try gradients(of: values[values.count - 1].sum(), at: leaves))
      }
      try evaluate(work)
      return try work.map { try $0.numbers() }
    }

    @Test func fusedIsUnfused() throws {
      for seed in 0..<60 {
        for (a, b) in zip(try numbers(seed), try numbers(seed) { $0.fuses = false }) {
          #expect(agree(a, b, relative: 1e-4, absolute: 1e-5), "program \(seed)")
        }
      }
    }

    @Test func memoryOfItsOwnChangesNoBit() throws {
      for seed in 0..<60 { #expect(try numbers(seed) == numbers(seed) { $0.sharesMemory = false }, "program \(seed)") }
    }

    @Test func theOrderChangesNoBit() throws {
      for seed in 0..<60 { #expect(try numbers(seed) == numbers(seed) { $0.hurries = false }, "program \(seed)") }
    }

    @Test func aShortcutThatIsNotTakenIsGone() throws {
      defer { Shortcuts.taken = Shortcuts() }
      func plan() throws -> (steps: Int, bytes: Int) {
        let x = Tensor([1, 2, 3])
        let y = try matmul((tanh(x * 2) + 1).reshaped([1, 3]), Tensor([1, 2, 3, 4, 5, 6, 7, 8, 9] as [Float], shape: [3, 3]))
        let plan = try PlanBuilder.compile(LinearGraph([try (relu(y) * 3).sum().node]), donations: [:])
        return (plan.stepNames.count, plan.arenaBytes)
      }
      let usual = try plan()
      Shortcuts.taken.fuses = false
      #expect(try plan().steps > usual.steps)
      Shortcuts.taken = Shortcuts()
      Shortcuts.taken.sharesMemory = false
      #expect(try plan().bytes > usual.bytes)
      #expect(try plan().steps == usual.steps)
    }
  }
}
