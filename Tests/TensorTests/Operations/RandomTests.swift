// Draws: their moments, and that a key alone decides what they are.

import CKernels
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct RandomTests {
    private func key(_ counter: UInt64) -> Tensor { RandomKey(key: 42, counter: counter).tensor() }

    /// Mean, variance, skew and kurtosis.
    private func moments(_ numbers: [Double]) -> [Double] {
      let count = Double(numbers.count)
      let mean = numbers.reduce(0, +) / count
      let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      let scaled = numbers.map { ($0 - mean) / variance.squareRoot() }
      return [mean, variance, scaled.reduce(0) { $0 + $1 * $1 * $1 } / count, scaled.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count]
    }

    @Test func uniformNumbersHaveTheirMoments() throws {
      let numbers = try Tensor.random([200_000], key: key(1)).numbers()
      #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
      #expect(agree(moments(numbers), [0.5, 1.0 / 12, 0, 1.8], absolute: 0.02))
    }

    @Test func normalNumbersHaveTheirMoments() throws {
      let numbers = try Tensor.normal([200_000], key: key(2)).numbers()
      #expect(agree(moments(numbers), [0, 1, 0, 3], absolute: 0.03))
      #expect(numbers.contains { $0 > 4 } && numbers.contains { $0 < -4 })
    }

    @Test func neighboursAreIndependent() throws {
      let numbers = try Tensor.random([100_000], key: key(3)).numbers().map { $0 - 0.5 }
      for distance in [1, 2, 3, 4, 1024] {
        let product = zip(numbers, numbers.dropFirst(distance)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product / 100_000 * 12) < 0.015)
      }
    }

    @Test func theKeyAloneDecides() throws {
      defer { dk_set_threads(1) }
      let first = try Tensor.random([30_000], key: key(4)).numbers()
      _ = try Tensor.normal([100], key: key(5)).numbers()
      dk_set_threads(2)
      #expect(try Tensor.random([30_000], key: key(4)).numbers() == first)
      #expect(try Tensor.random([30_000], key: key(5)).numbers() != first)
      #expect(try Tensor.random([30_000], key: key(4), stream: 1).numbers() != first)
      #expect(try Tensor.random([100, 300], key: key(4)).numbers() == first)
    }

    @Test func drawsInAChainAreTheDrawsAlone() throws {
      let x = Tensor([Float](repeating: 2, count: 6000), shape: [60, 100])
      let alone = try Tensor.random([60, 100], key: key(6)).numbers()
      #expect(try (x * Tensor.random([60, 100], key: key(6)) + 1).numbers() == alone.map { Double(Float($0) * 2 + 1) })
      // Two keys cannot draw in one chain.
      let both = try Tensor.random([60, 100], key: key(6)) - Tensor.random([60, 100], key: key(7))
      #expect(try both.numbers() == zip(alone, Tensor.random([60, 100], key: key(7)).numbers()).map { Double(Float($0) - Float($1)) })
    }

    @Test func dropoutKeepsTheMean() throws {
      let x = Tensor(filled: 1, shape: [50_000])
      let numbers = try dropout(x, share: 0.3, key: key(8), stream: 0).numbers()
      #expect(Set(numbers).count == 2)
      #expect(abs(numbers.reduce(0, +) / 50_000 - 1) < 0.02)
      #expect(try dropout(x, share: 0, key: key(8), stream: 0).sum().scalar() == 50_000)
      #expect(try dropout(x, share: 1, key: key(8), stream: 0).sum().scalar() == 0)
    }

    @Test func aShuffleIsFair() {
      var places = [Int](repeating: 0, count: 5)
      for counter in 0..<2000 {
        let order = RandomKey(key: 9, counter: UInt64(counter)).shuffled(5)
        #expect(order.sorted() == [0, 1, 2, 3, 4])
        places[order.firstIndex(of: 0) ?? 0] += 1
      }
      #expect(places.allSatisfy { abs($0 - 400) < 90 })
    }

    @Test func wholeNumbersStayBelowTheirBound() {
      let key = RandomKey(key: 1, counter: 1)
      let drawn = Set((0..<400).map { key.whole(below: 7, $0) })
      #expect(drawn == Set(0..<7))
      #expect((0..<100).allSatisfy { (0..<1).contains(key.uniform($0)) })
    }
  }
}
