// A plan that is stopped: before it writes over numbers of its inputs, or not at all.

import Catalog
import Testing

@testable import Tensor

/// Whether the work below is to stop, after so many looks.
nonisolated(unsafe) private var looksLeft = Int.max

extension TensorTests {
  @Suite struct PlanTests {
    private func stopping<Result>(after looks: Int, _ work: () throws -> Result) rethrows -> Result {
      watchForStops {
        looksLeft -= 1
        return looksLeft < 0
      }
      looksLeft = looks
      defer { looksLeft = Int.max }
      return try work()
    }

    @Test func aStoppedTensorIsComputedLater() throws {
      let x = Tensor([1, 2, 3] as [Float], shape: [3])
      let y = try (x * 2).sum(axes: [0])
      #expect(throws: Complaint.self) { try stopping(after: 0) { try evaluate([y]) } }
      #expect(try y.scalar() == 12)
    }

    @Test func whatIsWrittenInPlaceIsWrittenWholeOrNotAtAll() throws {
      let (weight, x) = (Tensor(awaiting: [3], type: .float32), Tensor(awaiting: [3], type: .float32))
      let (moved, counted) = (try weight - x * 0.5, try (weight * x).sum(axes: [0]))
      let step = try TracedStep(inputs: [weight, x], outputs: [moved, counted], donations: [0: 0])
      let (weights, data) = (Storage([8, 6, 4] as [Float]), Storage([2, 2, 2] as [Float]))
      step.bind(0, to: weights)
      step.bind(1, to: data)
      var stops = 0
      for looks in 0..<6 {
        let before = (0..<3).map { weights.pointer(Float.self)[$0] }
        let stopped = stopping(after: looks) { (try? step.run()) == nil }
        let after = (0..<3).map { weights.pointer(Float.self)[$0] }
        #expect(after == (stopped ? before : before.map { $0 - 1 }))
        stops += stopped ? 1 : 0
      }
      #expect(stops > 0 && stops < 6)
    }
  }
}
