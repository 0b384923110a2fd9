// How buffers share the arena's memory, and what is refused before it is allocated.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct ArenaTests {
    @Test func buffersThatLiveTogetherDoNotOverlap() {
      for seed in 0..<50 {
        var dice = Dice(seed)
        let lifetimes = (0..<40).map { buffer in
          let first = dice.below(30)
          return Lifetime(buffer: buffer, bytes: dice.below(500), first: first, last: first + dice.below(8))
        }
        let (offsets, total) = layOut(lifetimes)
        for a in lifetimes {
          let start = offsets[a.buffer] ?? -1
          #expect(start >= 0 && start % 64 == 0 && start + a.bytes <= total)
          for b in lifetimes where b.buffer < a.buffer && b.first <= a.last && a.first <= b.last {
            let other = offsets[b.buffer] ?? -1
            #expect(start + a.bytes <= other || other + b.bytes <= start || a.bytes == 0 || b.bytes == 0)
          }
        }
      }
    }

    @Test func memoryIsUsedAgain() {
      let chain = (0..<20).map { Lifetime(buffer: $0, bytes: 640, first: $0, last: $0 + 1) }
      #expect(layOut(chain).total == 1280)
    }

    @Test func whatNoMachineHoldsIsRefused() throws {
      #expect(complaint { try checkMemory(1 << 50) }?.kind == .memory)
      let wide = Tensor(filled: 1, shape: [1 << 24, 1 << 24])
      #expect(complaint { _ = try sin(wide).numbers() }?.kind == .memory)
    }

    @Test func memoryReadsAsPeopleWriteIt() {
      #expect([512, 25_600_000, 40_000_000_000].map(memoryText) == ["512 bytes", "25.6 MB", "40 GB"])
    }
  }
}
