// Every operation against the functions of the C library in float64, over the whole range of float32.
import CKernels
import Glibc
import Testing

private let infinity = Float.infinity
private let special: [Float] = [
  0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1.5, 2.5, -2.5, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0x1p-132,
  1.1754944e-38, -1.1754944e-38, 1e-20, 1e20,
  16_777_216, 16_777_218, 8_388_609, 3.4028235e38, -3.4028235e38, infinity, -infinity, .nan, 88.7, 88.73, -87.4, -103, -104, 9.01, -9.01,
  0.6249999, 0.625, 0.99999994, 1.0000001, 4, 3.9, 1e5, 1e6, 1.0000001e6, 1e9, -1e9, 7.8539819e-1, 1.5707964, 3.1415927,
]

/// Special values, every magnitude (by bit patterns spread over all), and the neighbourhood of 0.
private let everywhere: [Float] =
  special + (0..<40_000).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0 &* 107_377)) } + numbers(10_000, from: -12, to: 12)

/// Units in the last place between `value` and the exact `truth`; 0 when both are the same infinity or NaN.
private func ulps(_ value: Float, _ truth: Double) -> Double {
  let nearest = Float(truth)
  if nearest.isNaN || value.isNaN { return nearest.isNaN && value.isNaN ? 0 : .infinity }
  if value == nearest { return 0 }
  if nearest.isInfinite || value.isInfinite {
    let largest = Double(Float.greatestFiniteMagnitude)
    return abs(min(max(Double(value), -2 * largest), 2 * largest) - truth) / Double(Float.greatestFiniteMagnitude.ulp)
  }
  return abs(Double(value) - truth) / Double(max(nearest.magnitude.ulp, Float.leastNonzeroMagnitude))
}

/// Equal, or NaN in both.
private func agree(_ a: [Float], _ b: [Float]) -> Bool { zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) } }

struct UnaryCase: CustomTestStringConvertible, Sendable {
  let name: String
  let operation: dk_operation
  let bound: Double
  let truth: @Sendable (Double) -> Double
  var testDescription: String { name }
}

private func signOf(_ x: Double) -> Double { x > 0 ? 1 : (x < 0 ? -1 : x) }
private func logistic(_ x: Double) -> Double { x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)) }

private let unaryCases: [UnaryCase] = [
  UnaryCase(name: "negate", operation: DK_NEGATE, bound: 0) { -$0 },
  UnaryCase(name: "abs", operation: DK_ABS, bound: 0) { abs($0) },
  UnaryCase(name: "sign", operation: DK_SIGN, bound: 0) { signOf($0) },
  UnaryCase(name: "sqrt", operation: DK_SQRT, bound: 0.51) { sqrt($0) },
  UnaryCase(name: "rsqrt", operation: DK_RSQRT, bound: 2) { 1 / sqrt($0) },
  UnaryCase(name: "reciprocal", operation: DK_RECIPROCAL, bound: 0.51) { 1 / $0 },
  UnaryCase(name: "exp", operation: DK_EXP, bound: 2) { exp($0) },
  UnaryCase(name: "expm1", operation: DK_EXPM1, bound: 0.6) { expm1($0) },
  UnaryCase(name: "log", operation: DK_LOG, bound: 2) { log($0) },
  UnaryCase(name: "log1p", operation: DK_LOG1P, bound: 0.6) { log1p($0) },
  UnaryCase(name: "sin", operation: DK_SIN, bound: 1) { sin($0) },
  UnaryCase(name: "cos", operation: DK_COS, bound: 1) { cos($0) },
  UnaryCase(name: "tan", operation: DK_TAN, bound: 1) { tan($0) },
  UnaryCase(name: "asin", operation: DK_ASIN, bound: 0.6) { asin($0) },
  UnaryCase(name: "acos", operation: DK_ACOS, bound: 0.6) { acos($0) },
  UnaryCase(name: "atan", operation: DK_ATAN, bound: 0.6) { atan($0) },
  UnaryCase(name: "sinh", operation: DK_SINH, bound: 0.6) { sinh($0) },
  UnaryCase(name: "cosh", operation: DK_COSH, bound: 0.6) { cosh($0) },
  UnaryCase(name: "tanh", operation: DK_TANH, bound: 2.5) { tanh($0) },
  UnaryCase(name: "sigmoid", operation: DK_SIGMOID, bound: 3) { logistic($0) },
  UnaryCase(name: "erf", operation: DK_ERF, bound: 2.5) { erf($0) },
  UnaryCase(name: "floor", operation: DK_FLOOR, bound: 0) { floor($0) },
  UnaryCase(name: "ceil", operation: DK_CEIL, bound: 0) { ceil($0) },
  UnaryCase(name: "round", operation: DK_ROUND, bound: 0) { rint($0) },
  UnaryCase(name: "trunc", operation: DK_TRUNC, bound: 0) { trunc($0) },
  UnaryCase(name: "relu", operation: DK_RELU, bound: 0) { $0 <= 0 ? 0 : $0 },
  UnaryCase(name: "square", operation: DK_SQUARE, bound: 0.51) { $0 * $0 },
]

struct BinaryCase: CustomTestStringConvertible, Sendable {
  let name: String
  let operation: dk_operation
  let bound: Double
  let truth: @Sendable (Double, Double) -> Double
  var testDescription: String { name }
}

private func pythonRemainder(_ a: Double, _ b: Double) -> Double {
  let rest = fmod(a, b)
  return rest == 0 ? copysign(0, b) : ((rest < 0) != (b < 0) ? rest + b : rest)
}

private let binaryCases: [BinaryCase] = [
  BinaryCase(name: "add", operation: DK_ADD, bound: 0.51) { $0 + $1 },
  BinaryCase(name: "subtract", operation: DK_SUBTRACT, bound: 0.51) { $0 - $1 },
  BinaryCase(name: "multiply", operation: DK_MULTIPLY, bound: 0.51) { $0 * $1 },
  BinaryCase(name: "divide", operation: DK_DIVIDE, bound: 0.51) { $0 / $1 },
  BinaryCase(name: "power", operation: DK_POWER, bound: 0.6) { pow($0, $1) },
  BinaryCase(name: "remainder", operation: DK_REMAINDER, bound: 0.51) { pythonRemainder($0, $1) },
  BinaryCase(name: "minimum", operation: DK_MINIMUM, bound: 0) { $0.isNaN || $1.isNaN ? .nan : min($0, $1) },
  BinaryCase(name: "maximum", operation: DK_MAXIMUM, bound: 0) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) },
  BinaryCase(name: "atan2", operation: DK_ATAN2, bound: 0.6) { atan2($0, $1) },
]

/// Every pair of special values, then pairs of the rest.
private let pairs: [(Float, Float)] =
  special.flatMap { a in special.map { (a, $0) } }
  + zip(numbers(20_000, from: -20, to: 20), numbers(20_000, seed: 2, from: -9, to: 9)).map { ($0, $1) }
  + zip(everywhere, everywhere.reversed()).map { ($0, $1) }

struct ChainOperationsTests {
  @Test(arguments: unaryCases) func unaryIsRightEverywhere(test: UnaryCase) {
    let results: [Float] = apply(test.operation, everywhere, zero: Float(7))
    var worst = 0.0
    var at = Float(0)
    for (x, y) in zip(everywhere, results) {
      let error = ulps(y, test.truth(Double(x)))
      if error > worst { (worst, at) = (error, x) }
    }
    #expect(worst <= test.bound, "\(test.name)(\(at)) is \(worst) ulp off")
  }

  @Test(arguments: binaryCases) func binaryIsRightEverywhere(test: BinaryCase) {
    let results: [Float] = apply(test.operation, pairs.map(\.0), pairs.map(\.1), zero: Float(7))
    var worst = 0.0
    var at = (Float(0), Float(0))
    for ((a, b), y) in zip(pairs, results) {
      let error = ulps(y, test.truth(Double(a), Double(b)))
      if error > worst { (worst, at) = (error, (a, b)) }
    }
    #expect(worst <= test.bound, "\(test.name)\(at) is \(worst) ulp off")
  }

  @Test func zerosKeepTheirSign() {
    for operation in [DK_SIN, DK_TAN, DK_ASIN, DK_ATAN, DK_SINH, DK_TANH, DK_EXPM1, DK_LOG1P, DK_ERF, DK_SQRT] {
      let results: [Float] = apply(operation, [Float(0), -0.0], zero: Float(7))
      #expect(results.map(\.sign) == [.plus, .minus], "\(operation)")
    }
  }

  @Test func signsOfPowersOfZero() {
    let results: [Float] = apply(DK_POWER, [Float(-0.0), -0.0, 0, -0.0], [-3, 3, -3, -2], zero: Float(7))
    #expect(results == [-infinity, 0, infinity, infinity])
    #expect(results[1].sign == .minus)
  }

  @Test func comparisons() {
    for (operation, truth) in [(DK_EQUAL, { $0 == $1 }), (DK_LESS, { $0 < $1 }), (DK_LESS_EQUAL, { $0 <= $1 })]
      as [(dk_operation, (Float, Float) -> Bool)]
    {
      let results: [UInt8] = apply(operation, pairs.map(\.0), pairs.map(\.1), giving: DK_TRUTH, zero: UInt8(7))
      let expected = pairs.map { (pair: (Float, Float)) -> UInt8 in truth(pair.0, pair.1) ? 1 : 0 }
      #expect(results == expected)
    }
  }

  /// A constant goes through loops of its own.
  @Test(arguments: binaryCases) func constantsGiveTheSame(test: BinaryCase) {
    let values = numbers(3000, from: -3, to: 3)
    let memory = Memory(values)
    let left = Memory(values)
    let right = Memory(values)
    Chain(
      shape: [3000], constants: [constant(1.75, into: 1)], operands: [operand(0, into: 0)],
      steps: [step(test.operation, 0, 1, into: 2), step(test.operation, 1, 0, into: 3)],
      results: [stored(operand(1, into: 2)), stored(operand(2, into: 3))]
    ).run([memory.address, left.address, right.address])
    let same = [Float](repeating: 1.75, count: 3000)
    let expectedLeft: [Float] = apply(test.operation, values, same, zero: Float(7))
    let expectedRight: [Float] = apply(test.operation, same, values, zero: Float(7))
    #expect(agree(left.array, expectedLeft) && agree(right.array, expectedRight))
  }

  @Test(arguments: [DK_MULTIPLY_ADD, DK_MULTIPLY_MULTIPLY, DK_MULTIPLY_DIVIDE].map(\.rawValue))
  func whatBeginsWithAProductRoundsTwice(code: UInt32) {
    let operation = dk_operation(rawValue: code)
    let a = Memory(numbers(1000))
    let b = Memory(numbers(1000, seed: 2))
    let c = Memory(numbers(1000, seed: 3))
    let to = Memory(numbers(1000))
    for uniform in 0..<4 {
      let accessB = uniform & 1 == 0 ? DK_CONTIGUOUS : DK_SCALAR
      let accessC = uniform & 2 == 0 ? DK_CONTIGUOUS : DK_SCALAR
      Chain(
        shape: [1000], operands: [operand(0, into: 0), operand(1, into: 1, access: accessB), operand(2, into: 2, access: accessC)],
        steps: [step(operation, 0, 1, 2, into: 3)], results: [stored(operand(3, into: 3))]
      ).run([a.address, b.address, c.address, to.address])
      let (x, y, z) = (a.array, b.array, c.array)
      let expected = (0..<1000).map { (i: Int) -> Float in
        let (product, third) = (x[i] * y[uniform & 1 == 0 ? i : 0], z[uniform & 2 == 0 ? i : 0])
        return operation == DK_MULTIPLY_ADD ? product + third : operation == DK_MULTIPLY_DIVIDE ? product / third : product * third
      }
      #expect(to.array == expected)
    }
  }
}
