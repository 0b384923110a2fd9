// Random numbers of augmentation: known by key, epoch and sample, so that batches and threads make no difference.

import CKernels
import Tensor

/// The numbers that one step draws for one sample in one epoch, one after the other.
public struct Draws {
  private let key: dk_random_key
  private var index: UInt64 = 0

  init(_ key: RandomKey, epoch: Int, sample: Int) {
    let counter = UInt64(truncatingIfNeeded: epoch) << 32 | UInt64(UInt32(truncatingIfNeeded: sample))
    self.key = dk_random_key(key: key.key, counter: counter)
  }

  private mutating func word() -> UInt64 {
    defer { index += 1 }
    return dk_word(key, index)
  }

  /// Evenly spread over the range.
  public mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * (Double(word() >> 11) * 0x1p-53)
  }

  /// A whole number, each as likely.
  public mutating func whole(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(word().multipliedFullWidth(by: UInt64(range.count)).high)
  }

  /// True with this probability: 0 never, 1 always.
  public mutating func happens(_ chance: Double) -> Bool { number(in: 0...1) < chance }

  /// Fills memory with normal numbers of mean 0 and deviation 1. Large images go piece by piece, so that no other thread is called.
  public func fillNormal(_ target: UnsafeMutablePointer<Float>, count: Int) {
    let piece = 1 << 14
    for (stream, start) in stride(from: 0, to: count, by: piece).enumerated() {
      dk_normal(key, UInt32(stream), 0, 1, target + start, Int64(min(piece, count - start)))
    }
  }
}

extension RandomKey {
  /// A key of its own for each number.
  func derived(_ number: Int) -> RandomKey {
    RandomKey(key: dk_word(dk_random_key(key: key, counter: counter), UInt64(number)), counter: 0)
  }
}
