// Reductions against float64, whatever the shape, and the same bits whatever the threads.
import CKernels
import Testing

struct Shape: CustomTestStringConvertible, Sendable {
  let outer: Int, count: Int, inner: Int
  var testDescription: String { "[\(outer), \(count), \(inner)]" }
  init(_ outer: Int, _ count: Int, _ inner: Int) { (self.outer, self.count, self.inner) = (outer, count, inner) }
}

private let shapes = [
  Shape(1, 1, 1), Shape(1, 7, 1), Shape(1, 64, 1), Shape(1, 300_000, 1), Shape(3, 200_001, 1), Shape(1000, 10, 1), Shape(300, 100, 1),
  Shape(1, 1000, 10), Shape(1, 70_001, 3), Shape(1, 300, 128), Shape(1, 37, 256), Shape(1, 50, 257), Shape(1, 40, 5000), Shape(7, 33, 12),
  Shape(5, 3, 700), Shape(2, 20_000, 17), Shape(4, 1, 1), Shape(0, 4, 4),
]

private func reduce<In: BitwiseCopyable, Out: BitwiseCopyable>(
  _ reduction: dk_reduction, _ type: dk_type, _ from: [In], _ shape: Shape, zero: Out, scale: Float = 1
) -> [Out] {
  var results = [Out](repeating: zero, count: shape.outer * shape.inner)
  dk_reduce(reduction, type, from, &results, Int64(shape.outer), Int64(shape.count), Int64(shape.inner), scale)
  return results
}

/// The elements that each output is made of.
private func groups<Element>(_ from: [Element], _ shape: Shape) -> [[Element]] {
  (0..<shape.outer * shape.inner).map { i in
    (0..<shape.count).map { from[(i / shape.inner * shape.count + $0) * shape.inner + i % shape.inner] }
  }
}

struct ReduceTests {
  @Test(arguments: shapes) func sumsAreAccurate(shape: Shape) {
    let from = numbers(shape.outer * shape.count * shape.inner)
    let results = [Int32(1), 2, 3].map { threads in
      withThreads(threads) { reduce(DK_REDUCE_SUM, DK_FLOAT32, from, shape, zero: Float(7), scale: 0.5) }
    }
    #expect(results[0] == results[1] && results[0] == results[2])
    var worst = 0.0
    for (result, group) in zip(results[0], groups(from, shape)) {
      let sum = group.reduce(0.0) { $0 + Double($1) }
      let size = group.reduce(0.0) { $0 + abs(Double($1)) }
      worst = max(worst, abs(Double(result) - sum * 0.5) / size)
    }
    #expect(worst < 3e-7)
  }

  @Test(arguments: shapes) func itemsOf64Bits(shape: Shape) {
    let from = numbers(shape.outer * shape.count * shape.inner).map { Double($0) / 3 }
    let all = groups(from, shape)
    let sums = reduce(DK_REDUCE_SUM, DK_FLOAT64, from, shape, zero: 7.0)
    for (sum, group) in zip(sums, all) {
      #expect(abs(sum - group.reduce(0, +)) <= 1e-14 * group.reduce(1) { $0 + abs($1) })
    }
    #expect(reduce(DK_REDUCE_MAX, DK_FLOAT64, from, shape, zero: 7.0) == all.map { $0.max() ?? -.infinity })
    let wholes = from.map { Int64($0 * 0x1p50) }
    let wide = groups(wholes, shape)
    #expect(reduce(DK_REDUCE_SUM, DK_INT64, wholes, shape, zero: Int64(7)) == wide.map { $0.reduce(0, &+) })
    #expect(reduce(DK_REDUCE_MIN, DK_INT64, wholes, shape, zero: Int64(7)) == wide.map { $0.min() ?? .max })
    let places = reduce(DK_REDUCE_ARGMAX, DK_INT64, wholes, shape, zero: Int32(7))
    #expect(places == wide.map { group in Int32(group.firstIndex(of: group.max() ?? 0) ?? -1) })
  }

  @Test(arguments: shapes) func extremesAndTheirPlaces(shape: Shape) {
    let from = numbers(shape.outer * shape.count * shape.inner).map { ($0 * 1000).rounded() }
    let largest = reduce(DK_REDUCE_MAX, DK_FLOAT32, from, shape, zero: Float(7))
    let smallest = reduce(DK_REDUCE_MIN, DK_FLOAT32, from, shape, zero: Float(7))
    let atLargest = reduce(DK_REDUCE_ARGMAX, DK_FLOAT32, from, shape, zero: Int32(7))
    let atSmallest = reduce(DK_REDUCE_ARGMIN, DK_FLOAT32, from, shape, zero: Int32(7))
    let whole = from.map { Int32($0) }
    let all = groups(from, shape)
    #expect(largest == all.map { $0.max() ?? -.infinity })
    #expect(smallest == all.map { $0.min() ?? .infinity })
    #expect(atLargest == zip(all, largest).map { Int32($0.firstIndex(of: $1) ?? -1) })
    #expect(atSmallest == zip(all, smallest).map { Int32($0.firstIndex(of: $1) ?? -1) })
    #expect(reduce(DK_REDUCE_MAX, DK_INT32, whole, shape, zero: Int32(7)) == largest.map { Int32($0) })
    #expect(reduce(DK_REDUCE_MIN, DK_INT32, whole, shape, zero: Int32(7)) == smallest.map { Int32($0) })
    #expect(reduce(DK_REDUCE_ARGMAX, DK_INT32, whole, shape, zero: Int32(7)) == atLargest)
    #expect(reduce(DK_REDUCE_ARGMIN, DK_INT32, whole, shape, zero: Int32(7)) == atSmallest)
  }

  @Test(arguments: shapes) func wholeNumbersWrapAround(shape: Shape) {
    let from = numbers(shape.outer * shape.count * shape.inner).map { Int32($0 * 2_000_000_000) }
    let truths = from.map { UInt8($0 & 1) }
    let all = groups(from, shape)
    #expect(reduce(DK_REDUCE_SUM, DK_INT32, from, shape, zero: Int32(7)) == all.map { $0.reduce(0, &+) })
    #expect(reduce(DK_REDUCE_PRODUCT, DK_INT32, from, shape, zero: Int32(7)) == all.map { $0.reduce(1, &*) })
    #expect(reduce(DK_REDUCE_SUM, DK_TRUTH, truths, shape, zero: Int32(7)) == groups(truths, shape).map { $0.reduce(0) { $0 + Int32($1) } })
    #expect(reduce(DK_REDUCE_MAX, DK_TRUTH, truths, shape, zero: Int32(7)) == groups(truths, shape).map { Int32($0.max() ?? 0) })
    #expect(reduce(DK_REDUCE_MIN, DK_TRUTH, truths, shape, zero: Int32(7)) == groups(truths, shape).map { Int32($0.min() ?? 1) })
  }

  @Test func products() {
    let from: [Float] = [1, 2, 3, 4, 5, 6]
    #expect(reduce(DK_REDUCE_PRODUCT, DK_FLOAT32, from, Shape(1, 6, 1), zero: Float(7), scale: 0.5) == [360])
    #expect(reduce(DK_REDUCE_PRODUCT, DK_FLOAT32, from, Shape(1, 3, 2), zero: Float(7)) == [15, 48])
  }

  @Test func nothingGivesTheNeutralElement() {
    for inner in [1, 3] {
      let shape = Shape(2, 0, inner)
      let none: [Float] = []
      #expect(reduce(DK_REDUCE_SUM, DK_FLOAT32, none, shape, zero: Float(7)).allSatisfy { $0 == 0 })
      #expect(reduce(DK_REDUCE_PRODUCT, DK_FLOAT32, none, shape, zero: Float(7)).allSatisfy { $0 == 1 })
      #expect(reduce(DK_REDUCE_MAX, DK_FLOAT32, none, shape, zero: Float(7)).allSatisfy { $0 == -.infinity })
      #expect(reduce(DK_REDUCE_MIN, DK_FLOAT32, none, shape, zero: Float(7)).allSatisfy { $0 == .infinity })
    }
  }

  @Test(arguments: [Shape(1, 5, 1), Shape(1, 300, 1), Shape(1, 5, 3), Shape(1, 300, 3)]) func notANumberWins(shape: Shape) {
    var from = numbers(shape.count * shape.inner)
    from[4 * shape.inner] = .nan
    from[2 * shape.inner] = .nan
    for reduction in [DK_REDUCE_SUM, DK_REDUCE_MAX, DK_REDUCE_MIN, DK_REDUCE_PRODUCT] {
      let results = reduce(reduction, DK_FLOAT32, from, shape, zero: Float(7))
      #expect(results[0].isNaN)
      #expect(!results.dropFirst().contains { $0.isNaN })
    }
    #expect(reduce(DK_REDUCE_ARGMAX, DK_FLOAT32, from, shape, zero: Int32(7))[0] == 2)
    #expect(reduce(DK_REDUCE_ARGMIN, DK_FLOAT32, from, shape, zero: Int32(7))[0] == 2)
  }
}
