import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct DrawsTests {
    private let key = RandomKey(key: 5, counter: 0)

    private func numbers(epoch: Int, sample: Int) -> [Double] {
      var draws = Draws(key, epoch: epoch, sample: sample)
      return (0..<4).map { _ in draws.number(in: -1...1) }
    }

    @Test func drawsAreKnownByEpochAndSample() {
      #expect(numbers(epoch: 3, sample: 7) == numbers(epoch: 3, sample: 7))
      #expect(
        Set([numbers(epoch: 0, sample: 1), numbers(epoch: 1, sample: 0), numbers(epoch: 0, sample: 0), numbers(epoch: 1, sample: 1)]).count
          == 4)
    }

    @Test func drawsFillTheirRange() {
      var wholes: Set<Int> = []
      var happened = 0
      for sample in 0..<2000 {
        var draws = Draws(key, epoch: 0, sample: sample)
        wholes.insert(draws.whole(in: -2...2))
        if draws.happens(0.25) { happened += 1 }
        #expect((3...4).contains(draws.number(in: 3...4)))
        #expect(draws.happens(1) && !draws.happens(0))
      }
      #expect(wholes == [-2, -1, 0, 1, 2])
      #expect((430...570).contains(happened))
    }

    @Test func normalNumbers() {
      var numbers = [Float](repeating: 0, count: 40_000)
      numbers.withUnsafeMutableBufferPointer {
        if let start = $0.baseAddress { Draws(key, epoch: 0, sample: 0).fillNormal(start, count: $0.count) }
      }
      let mean = numbers.reduce(0, +) / 40_000
      let variance = numbers.reduce(0) { $0 + $1 * $1 } / 40_000
      #expect(abs(mean) < 0.02)
      #expect(abs(variance - 1) < 0.03)
      #expect(Array(numbers[0..<100]) != Array(numbers[16384..<16484]))
    }
  }
}
