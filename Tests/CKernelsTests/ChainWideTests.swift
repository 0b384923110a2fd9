// Wide chains: float64 and int64 in lanes of 64 bits, and every type read into lanes of either width and written back.
import CKernels
import Glibc
import Testing

private let sizes = [1, 7, 16, 100, 1024, 1025, 5000]

/// One operation over whole arrays in a wide chain.
private func applyWide<In: BitwiseCopyable, Out: BitwiseCopyable>(
  _ operation: dk_operation, _ a: [In], _ b: [In]? = nil, type: dk_type, giving result: dk_type, zero: Out
) -> [Out] {
  let (first, second, third) = (Memory(a), Memory(b ?? a), Memory(repeating: zero, count: a.count))
  Chain(
    shape: [a.count], operands: [operand(0, into: 0, type: type), operand(1, into: 1, type: type)],
    steps: [step(operation, 0, 1, into: 2)], results: [stored(operand(2, into: 2, type: result))], wide: true
  ).run([first.address, second.address, third.address])
  return third.array
}

/// What is read and written by a chain without steps.
private func passed<In: BitwiseCopyable, Out: BitwiseCopyable>(
  _ from: [In], _ type: dk_type, to result: dk_type, steps: [dk_step] = [], wide: Bool, zero: Out
) -> [Out] {
  let (source, target) = (Memory(from), Memory(repeating: zero, count: from.count))
  Chain(
    shape: [from.count], operands: [operand(0, into: 0, type: type)], steps: steps,
    results: [stored(operand(1, into: steps.isEmpty ? 0 : 1, type: result))], wide: wide
  ).run([source.address, target.address])
  return target.array
}

struct ChainWideTests {
  @Test(arguments: sizes) func float64KeepsItsDigits(count: Int) {
    let a = (0..<count).map { 1 / Double($0 + 3) }
    let b = (0..<count).map { sqrt(Double($0 + 1)) }
    #expect(applyWide(DK_MULTIPLY, a, b, type: DK_FLOAT64, giving: DK_FLOAT64, zero: 0.0) == zip(a, b).map { $0 * $1 })
    #expect(applyWide(DK_EXP, a, type: DK_FLOAT64, giving: DK_FLOAT64, zero: 0.0) == a.map { exp($0) })
    #expect(applyWide(DK_LESS, a, b, type: DK_FLOAT64, giving: DK_TRUTH, zero: UInt8(9)) == zip(a, b).map { $0 < $1 ? 1 : 0 })
  }

  @Test func functionsAreThoseOfTheLibrary() {
    let x = [-3, -0.7, -1e-9, 0.0, 1e-12, 0.3, 0.9, 2, 40]
    let functions: [(dk_operation, (Double) -> Double)] = [
      (DK_SIN, sin), (DK_COS, cos), (DK_TAN, tan), (DK_TANH, tanh), (DK_ERF, erf), (DK_EXPM1, expm1), (DK_ATAN, atan),
      (DK_SINH, sinh), (DK_COSH, cosh), (DK_FLOOR, floor), (DK_SIGMOID, { 1 / (1 + exp(-$0)) }), (DK_RSQRT, { 1 / sqrt($0) }),
    ]
    for (operation, truth) in functions {
      for (found, wanted) in zip(applyWide(operation, x, type: DK_FLOAT64, giving: DK_FLOAT64, zero: 0.0), x.map(truth)) {
        #expect(found == wanted || (found.isNaN && wanted.isNaN) || abs(found - wanted) <= 4e-16 * abs(wanted), "\(operation) \(x)")
      }
    }
  }

  @Test func wholeNumbersOf64BitsWrapAndRoundDown() {
    let (a, b): ([Int64], [Int64]) = ([.max, -7, 7, .min, 5, 1 << 40], [1, 2, -2, -1, 0, 3])
    func whole(_ operation: dk_operation) -> [Int64] { applyWide(operation, a, b, type: DK_INT64, giving: DK_INT64, zero: 0) }
    #expect(whole(DK_INT_ADD) == zip(a, b).map { $0 &+ $1 })
    #expect(whole(DK_INT_MULTIPLY) == zip(a, b).map { $0 &* $1 })
    #expect(whole(DK_INT_DIVIDE) == [.max, -4, -4, .min, 0, 366_503_875_925])
    #expect(whole(DK_INT_REMAINDER) == [0, 1, -1, 0, 0, 1])
    #expect(applyWide(DK_TO_INT, [1e30, -1e30, .nan, -2.9], type: DK_FLOAT64, giving: DK_INT64, zero: Int64(7)) == [.max, .min, 0, -2])
  }

  @Test(arguments: [false, true]) func everyTypeIsReadAndWritten(wide: Bool) {
    let signed = (0..<300).map { Int8(truncatingIfNeeded: $0) }
    let unsigned = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
    let floats = numbers(300)
    let halves = floats.map { UInt16($0.bitPattern >> 16) }
    #expect(passed(signed, DK_INT8, to: DK_INT8, wide: wide, zero: 0) == signed)
    #expect(passed(unsigned, DK_UINT8, to: DK_UINT8, wide: wide, zero: 0) == unsigned)
    #expect(passed(signed, DK_INT8, to: DK_INT32, wide: wide, zero: Int32(0)) == signed.map { Int32($0) })
    #expect(passed(floats, DK_FLOAT32, to: DK_FLOAT32, wide: wide, zero: 0) == floats)
    #expect(passed(halves, DK_BFLOAT16, to: DK_BFLOAT16, wide: wide, zero: 0) == halves)
    #expect(passed(halves, DK_BFLOAT16, to: DK_FLOAT32, wide: wide, zero: Float(0)) == halves.map { Float(bitPattern: UInt32($0) << 16) })
  }

  @Test func stridesAndRepeatedItemsWiden() {
    let (source, target) = (Memory((0..<6).map { Float($0) }), Memory(repeating: 0.0, count: 3000))
    Chain(
      shape: [1000, 3], operands: [operand(0, into: 0, access: DK_STRIDED, offset: 5, strides: [0, -2])], steps: [],
      results: [stored(operand(1, into: 0, type: DK_FLOAT64))], wide: true
    ).run([source.address, target.address])
    #expect(target.array == (0..<1000).flatMap { _ in [5.0, 3, 1] })
  }

  @Test func narrowerTypesAreRoundedTo() {
    let x: [Float] = [1, 257, 258.5, 259, 3.4e38, -.infinity, .nan, 0x1p-149, -0.1]
    let halves: [UInt16] = passed(x, DK_FLOAT32, to: DK_BFLOAT16, steps: [step(DK_TO_BFLOAT16, 0, into: 1)], wide: false, zero: 0)
    #expect(halves == [0x3f80, 0x4380, 0x4381, 0x4382, 0x7f80, 0xff80, 0x7fc0, 0, 0xbdcd])
    let y: [Int32] = [127, 128, -129, 300, -1]
    #expect(
      passed(y, DK_INT32, to: DK_INT8, steps: [step(DK_CLAMP_INT8, 0, into: 1)], wide: false, zero: Int8(0)) == [127, 127, -128, 127, -1])
    #expect(
      passed(y, DK_INT32, to: DK_INT8, steps: [step(DK_WRAP_INT8, 0, into: 1)], wide: false, zero: Int8(0)) == [127, -128, 127, 44, -1])
    #expect(
      passed(y, DK_INT32, to: DK_UINT8, steps: [step(DK_WRAP_UINT8, 0, into: 1)], wide: false, zero: UInt8(0)) == [127, 128, 127, 44, 255])
  }
}
