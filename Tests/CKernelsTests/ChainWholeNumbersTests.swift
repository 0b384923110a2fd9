// Operations on int32 and truth, and the conversions between the element types.
import CKernels
import Testing

private let interesting: [Int32] = [0, 1, -1, 2, -2, 3, -3, 7, -7, 10, 65_536, -65_537, 1 << 30, .max, .min, .max - 1, .min + 1]
private let pairs = interesting.flatMap { a in interesting.map { (a, $0) } }

private func floorDivide(_ a: Int32, _ b: Int32) -> Int32 {
  guard b != 0 else { return 0 }
  let quotient = Int64(a) / Int64(b)
  let rest = Int64(a) % Int64(b)
  return Int32(truncatingIfNeeded: rest != 0 && (rest < 0) != (b < 0) ? quotient - 1 : quotient)
}

private func floorRemainder(_ a: Int32, _ b: Int32) -> Int32 { b == 0 ? 0 : a &- floorDivide(a, b) &* b }

struct ChainWholeNumbersTests {
  @Test func arithmeticWrapsAround() {
    let rows: [(dk_operation, (Int32, Int32) -> Int32)] = [
      (DK_INT_ADD, { $0 &+ $1 }), (DK_INT_SUBTRACT, { $0 &- $1 }), (DK_INT_MULTIPLY, { $0 &* $1 }), (DK_INT_DIVIDE, floorDivide),
      (DK_INT_REMAINDER, floorRemainder), (DK_INT_MINIMUM, { min($0, $1) }), (DK_INT_MAXIMUM, { max($0, $1) }),
      (DK_INT_NEGATE, { a, _ in 0 &- a }), (DK_INT_ABS, { a, _ in a < 0 ? 0 &- a : a }),
    ]
    for (operation, truth) in rows {
      let results: [Int32] = apply(operation, pairs.map(\.0), pairs.map(\.1), type: DK_INT32, giving: DK_INT32, zero: Int32(7))
      let expected = pairs.map { (pair: (Int32, Int32)) -> Int32 in truth(pair.0, pair.1) }
      #expect(results == expected, "\(operation)")
    }
  }

  @Test func comparisons() {
    let rows: [(dk_operation, (Int32, Int32) -> Bool)] = [
      (DK_INT_EQUAL, { $0 == $1 }), (DK_INT_LESS, { $0 < $1 }), (DK_INT_LESS_EQUAL, { $0 <= $1 }),
    ]
    for (operation, truth) in rows {
      let results: [UInt8] = apply(operation, pairs.map(\.0), pairs.map(\.1), type: DK_INT32, giving: DK_TRUTH, zero: UInt8(7))
      let expected = pairs.map { (pair: (Int32, Int32)) -> UInt8 in truth(pair.0, pair.1) ? 1 : 0 }
      #expect(results == expected, "\(operation)")
    }
  }

  @Test func logic() {
    let a: [UInt8] = [0, 0, 1, 1]
    let b: [UInt8] = [0, 1, 0, 1]
    func results(_ operation: dk_operation) -> [UInt8] { apply(operation, a, b, type: DK_TRUTH, giving: DK_TRUTH, zero: 7) }
    #expect(results(DK_AND) == [0, 0, 0, 1])
    #expect(results(DK_OR) == [0, 1, 1, 1])
    #expect(results(DK_NOT) == [1, 1, 0, 0])
  }

  @Test func selectionTakesEitherSide() {
    let count = 3001
    let truth = Memory((0..<count).map { UInt8($0 % 3 == 0 ? 1 : 0) })
    let a = Memory(numbers(count))
    let b = Memory(numbers(count, seed: 2))
    for uniform in 0..<4 {
      let result = Memory<Float>(repeating: 7, count: count)
      let accessA = uniform & 1 == 0 ? DK_CONTIGUOUS : DK_SCALAR
      let accessB = uniform & 2 == 0 ? DK_CONTIGUOUS : DK_SCALAR
      Chain(
        shape: [count],
        operands: [operand(0, into: 0, type: DK_TRUTH), operand(1, into: 1, access: accessA), operand(2, into: 2, access: accessB)],
        steps: [step(DK_SELECT, 0, 1, 2, into: 3)], results: [stored(operand(3, into: 3))]
      ).run([truth.address, a.address, b.address, result.address])
      let left = a.array
      let right = b.array
      let expected = (0..<count).map { (i: Int) -> Float in
        i % 3 == 0 ? left[uniform & 1 == 0 ? i : 0] : right[uniform & 2 == 0 ? i : 0]
      }
      #expect(result.array == expected)
    }
  }

  @Test func conversions() {
    let floats: [Float] = [0, -0.0, 0.9, -0.9, 1.5, -2.5, 2_147_483_520, 2_147_483_648, 1e20, -2_147_483_648, -1e20, .infinity, .nan]
    let wholes: [Int32] = apply(DK_TO_INT, floats, giving: DK_INT32, zero: Int32(7))
    #expect(wholes == [0, 0, 0, 0, 1, -2, 2_147_483_520, .max, .max, .min, .min, .max, 0])
    let truths: [UInt8] = apply(DK_TO_TRUTH, floats, giving: DK_TRUTH, zero: UInt8(7))
    #expect(truths == [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    let fromWholes: [Float] = apply(DK_TO_FLOAT, interesting, type: DK_INT32, zero: Float(7))
    #expect(fromWholes == interesting.map { Float($0) })
    let fromTruths: [Float] = apply(DK_TO_FLOAT, [UInt8(1), 0], type: DK_TRUTH, zero: Float(7))
    #expect(fromTruths == [1, 0])
    let wholeTruths: [UInt8] = apply(DK_INT_TO_TRUTH, interesting, type: DK_INT32, giving: DK_TRUTH, zero: UInt8(7))
    #expect(wholeTruths == interesting.map { $0 == 0 ? 0 : 1 })
  }
}
