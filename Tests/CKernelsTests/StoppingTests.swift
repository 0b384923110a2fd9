// Giving work up in the middle.

import CKernels
import Testing

/// Whether the work below is to stop; read by C from any thread.
nonisolated(unsafe) private var isWanted = false

@Suite struct StoppingTests {
  /// Sums a long array.
  private func sum() -> Float {
    let from = [Float](repeating: 1, count: 1 << 25)
    var to: Float = 0
    dk_reduce(DK_REDUCE_SUM, DK_FLOAT32, from, &to, 1, Int64(from.count), 1, 1)
    return to
  }

  @Test func workIsGivenUpOnlyWhereItMay() {
    dk_watch { isWanted }
    defer { isWanted = false }
    isWanted = true
    #expect(!dk_stopped())
    #expect(sum() == Float(1 << 25))
    dk_allow_stop(true)
    #expect(dk_stopped())
    isWanted = false
    #expect(dk_stopped(), "what was left out is not forgotten")
    dk_allow_stop(false)
    #expect(!dk_stopped())
    #expect(sum() == Float(1 << 25))
  }

  @Test func rangesStopBetweenPieces() {
    final class Seen { var items = 0 }
    let seen = Seen()
    dk_watch { isWanted }
    dk_set_threads(1)
    dk_allow_stop(true)
    defer {
      dk_allow_stop(false)
      isWanted = false
    }
    let work: @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Void = { context, first, last in
      guard let context else { return }
      Unmanaged<Seen>.fromOpaque(context).takeUnretainedValue().items += Int(last - first)
      isWanted = true
    }
    dk_parallel(1_000_000, 1, work, Unmanaged.passUnretained(seen).toOpaque())
    #expect(seen.items > 0 && seen.items < 1_000_000)
  }
}
