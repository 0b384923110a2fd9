// How chains read, compute and write: every kind of access against a plain loop, writing in place, sums, threads.
import CKernels
import Testing

/// Element numbers of a strided array in the order of the output.
private func places(_ shape: [Int], _ strides: [Int]) -> [Int] {
  var all = [0]
  for (length, stride) in zip(shape, strides) { all = all.flatMap { start in (0..<length).map { start + $0 * stride } } }
  return all
}

struct Access: CustomTestStringConvertible, Sendable {
  let shape: [Int], strides: [Int]
  var testDescription: String { "\(shape) by \(strides)" }
}

private let accesses: [Access] = [
  Access(shape: [700, 10], strides: [0, 1]),  // a bias of rows
  Access(shape: [700, 10], strides: [1, 0]),  // a column
  Access(shape: [700, 10], strides: [16, 1]),  // part of wider rows
  Access(shape: [30, 400], strides: [0, 1]), Access(shape: [30, 400], strides: [1, 0]), Access(shape: [30, 400], strides: [401, 1]),
  Access(shape: [400, 30], strides: [1, 400]),  // transposed
  Access(shape: [5000, 3], strides: [0, 1]), Access(shape: [5000, 3], strides: [1, 0]), Access(shape: [5000, 1], strides: [3, 7]),
  Access(shape: [4, 16, 100], strides: [0, 1, 0]),  // a bias of channels
  Access(shape: [6, 16, 100], strides: [100, 0, 1]), Access(shape: [6, 3, 5, 7], strides: [105, 1, 21, 3]),
  Access(shape: [2, 3, 2, 3, 2, 3, 2, 5], strides: [0, 1, 0, 3, 0, 9, 0, 27]), Access(shape: [5000], strides: [2]),
  Access(shape: [5000], strides: [-1]), Access(shape: [1], strides: [0]), Access(shape: [3, 5000], strides: [-5000, 1]),
  Access(shape: [17], strides: [1]), Access(shape: [9000], strides: [0]),
]

struct ChainTests {
  @Test(arguments: accesses) func readsStrided(access: Access) {
    let at = places(access.shape, access.strides)
    let offset = 2 - min(0, at.min() ?? 0)
    let size = (at.max() ?? 0) + offset + 1
    let source = Memory(numbers(size))
    let truths = Memory((0..<size).map { UInt8($0 % 3 == 1 ? 1 : 0) })
    let result = Memory<Float>(repeating: 7, count: at.count)
    let truth = Memory<UInt8>(repeating: 7, count: at.count)
    Chain(
      shape: access.shape,
      operands: [
        operand(0, into: 0, access: DK_STRIDED, offset: offset, strides: access.strides),
        operand(1, into: 1, type: DK_TRUTH, access: DK_STRIDED, offset: offset, strides: access.strides),
      ],
      steps: [step(DK_NEGATE, 0, into: 2), step(DK_NOT, 1, into: 3)],
      results: [stored(operand(2, into: 2)), stored(operand(3, into: 3, type: DK_TRUTH))]
    ).run([source.address, truths.address, result.address, truth.address])
    #expect(result.array == at.map { -source.array[$0 + offset] })
    #expect(truth.array == at.map { 1 - truths.array[$0 + offset] })
  }

  @Test(arguments: accesses.filter { !$0.strides.contains(0) }) func writesStrided(access: Access) {
    let at = places(access.shape, access.strides)
    let offset = 2 - min(0, at.min() ?? 0)
    let size = (at.max() ?? 0) + offset + 1
    let source = Memory(numbers(at.count))
    let result = Memory<Float>(repeating: 7, count: size)
    Chain(
      shape: access.shape, operands: [operand(0, into: 0)], steps: [step(DK_NEGATE, 0, into: 1)],
      results: [stored(operand(1, into: 1, access: DK_STRIDED, offset: offset, strides: access.strides))]
    ).run([source.address, result.address])
    var expected = [Float](repeating: 7, count: size)
    for (i, place) in at.enumerated() { expected[place + offset] = -source.array[i] }
    #expect(result.array == expected)
  }

  /// Momentum in place: two arrays are read and overwritten, and a third, all in one chain.
  @Test(arguments: [1, 3, 16, 64, 2047, 2048, 2049, 10_000]) func updatesInPlace(count: Int) {
    let gradients = numbers(count)
    let moments = numbers(count, seed: 2)
    let weights = numbers(count, seed: 3)
    let g = Memory(gradients)
    let m = Memory(moments)
    let w = Memory(weights)
    Chain(
      shape: [count], constants: [constant(0.9, into: 3), constant(0.1, into: 4)],
      operands: [operand(0, into: 0), operand(1, into: 1), operand(2, into: 2)],
      steps: [
        step(DK_MULTIPLY, 1, 3, into: 1), step(DK_ADD, 1, 0, into: 1), step(DK_MULTIPLY, 1, 4, into: 5), step(DK_SUBTRACT, 2, 5, into: 2),
      ], results: [stored(operand(1, into: 1)), stored(operand(2, into: 2))]
    ).run([g.address, m.address, w.address])
    let moved = zip(moments, gradients).map { $0 * 0.9 + $1 }
    #expect(m.array == moved)
    #expect(w.array == zip(weights, moved).map { $0 - $1 * 0.1 })
    #expect(g.array == gradients)
  }

  /// The result lies on an operand that a later step still reads, and on one that is handed on unchanged.
  @Test(arguments: [5, 32, 5000]) func aliasesAreReadBeforeTheyAreWritten(count: Int) {
    let first = numbers(count)
    let second = numbers(count, seed: 2)
    let a = Memory(first)
    let b = Memory(second)
    let c = Memory(first)
    Chain(
      shape: [count], operands: [operand(0, into: 0), operand(1, into: 1)],
      steps: [step(DK_ADD, 0, 1, into: 2), step(DK_SUBTRACT, 0, 2, into: 3)],
      results: [stored(operand(0, into: 2)), stored(operand(1, into: 0)), stored(operand(2, into: 3))]
    ).run([a.address, b.address, c.address])
    let sums = zip(first, second).map { $0 + $1 }
    #expect(a.array == sums)
    #expect(b.array == first)
    #expect(c.array == zip(first, sums).map { $0 - $1 })
  }

  @Test func constantsSurviveBeingOverwritten() {
    let a = Memory(numbers(5000))
    let to = Memory<Float>(repeating: 7, count: 5000)
    let scale = Memory<Float>([3])
    Chain(
      shape: [5000], constants: [constant(2, into: 1)], operands: [operand(0, into: 0), operand(1, into: 2, access: DK_SCALAR)],
      steps: [step(DK_MULTIPLY, 0, 1, into: 1), step(DK_MULTIPLY, 1, 2, into: 2)], results: [stored(operand(2, into: 2))]
    ).run([a.address, scale.address, to.address])
    #expect(to.array == a.array.map { $0 * 2 * 3 })
  }

  @Test func operandsAndConstantsMayBeTheResult() {
    let a = Memory(numbers(5000))
    let copy = Memory<Float>(repeating: 7, count: 5000)
    let two = Memory<Float>(repeating: 7, count: 5000)
    Chain(
      shape: [5000], constants: [constant(2, into: 1)], operands: [operand(0, into: 0)],
      results: [stored(operand(1, into: 0)), stored(operand(2, into: 1))]
    ).run([a.address, copy.address, two.address])
    #expect(copy.array == a.array)
    #expect(two.array.allSatisfy { $0 == 2 })
  }

  @Test func oneRegisterInTwoResults() {
    let a = Memory(numbers(3000))
    let x = Memory(numbers(3000))
    let y = Memory(numbers(3000))
    Chain(
      shape: [3000], operands: [operand(0, into: 0)], steps: [step(DK_SQUARE, 0, into: 0)],
      results: [stored(operand(1, into: 0)), stored(operand(2, into: 0))]
    ).run([a.address, x.address, y.address])
    #expect(x.array == a.array.map { $0 * $0 })
    #expect(y.array == x.array)
  }

  @Test(arguments: [0, 1, 15, 17, 2048, 2050, 300_001]) func sumsResults(count: Int) {
    let a = Memory(numbers(count, from: 0))
    let squares = Memory<Float>(repeating: 7, count: 3)
    let kept = Memory<Float>(repeating: 7, count: count)
    let chain = Chain(
      shape: [count], operands: [operand(0, into: 0)], steps: [step(DK_SQUARE, 0, into: 1)],
      results: [summed(operand(1, into: 1, offset: 1)), stored(operand(2, into: 1)), summed(operand(1, into: 0, offset: 2))])
    var seen: Set<[UInt32]> = []
    for threads: Int32 in [1, 2, 3] {
      withThreads(threads) { chain.run([a.address, squares.address, kept.address]) }
      seen.insert(squares.array.map(\.bitPattern))
    }
    let truth = a.array.reduce(0.0) { $0 + Double($1) * Double($1) }
    let total = a.array.reduce(0.0) { $0 + Double($1) }
    #expect(seen.count == 1)
    #expect(abs(Double(squares.array[1]) - truth) <= truth * 3e-7)
    #expect(abs(Double(squares.array[2]) - total) <= total * 3e-7)
    #expect(squares.array[0] == 7)
    #expect(kept.array == a.array.map { $0 * $0 })
  }

  @Test func threadsGiveTheSameBits() {
    let a = numbers(50_000)
    let key = Memory<UInt64>([1, 2])
    let results = [Int32(1), 2, 3].map { (threads: Int32) -> [Float] in
      let from = Memory(a)
      let to = Memory<Float>(repeating: 7, count: a.count)
      let at = Memory<Int32>(repeating: 7, count: a.count)
      withThreads(threads) {
        Chain(
          shape: [a.count], operands: [operand(0, into: 0)],
          steps: [step(DK_RANDOM, into: 1, stream: 5), step(DK_EXP, 0, into: 2), step(DK_ADD, 1, 2, into: 1), step(DK_INDEX, into: 3)],
          results: [stored(operand(1, into: 1)), stored(operand(2, into: 3, type: DK_INT32))], key: 3
        ).run([from.address, to.address, at.address, key.address])
      }
      #expect(at.array == (0..<Int32(a.count)).map { $0 })
      return to.array
    }
    #expect(results[0] == results[1] && results[0] == results[2])
    var draws = [Float](repeating: 0, count: a.count)
    dk_uniform(dk_random_key(key: 1, counter: 2), 5, 0, 1, &draws, Int64(a.count))
    let exponentials: [Float] = apply(DK_EXP, a, zero: Float(7))
    #expect(results[0] == zip(draws, exponentials).map { $0 + $1 })
  }
}
