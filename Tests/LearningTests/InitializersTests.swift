import Catalog
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct InitializersTests {
    struct Spread: NamedCase {
      let name: String
      let call: String
      let shape: [Int]
      let inputs: Int
      let outputs: Int
      let deviation: Double
      let bound: Double?
      let meanWithin: Double
      let deviationWithin: Double
    }

    private struct File: Decodable { let cases: [Spread] }
    static let cases = (Fixture.read("initialisers.json") as File?)?.cases ?? []

    @Test func casesAreThere() { #expect(Self.cases.count == 29) }

    @Test(arguments: cases) func spreadsAsInPyTorch(_ one: Spread) throws {
      let program = Program()
      let rule = try #require(try Initializer.from(try program.run(one.call), program.context))
      let key = RandomKey(key: 7, counter: 3).tensor()
      let numbers = try rule.draw(one.shape, (one.inputs, one.outputs), key).numbers()
      #expect(numbers.count == one.shape.reduce(1, *))
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      let deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)).squareRoot()
      #expect(abs(mean) <= one.meanWithin)
      #expect(abs(deviation / one.deviation - 1) <= one.deviationWithin)
      if let bound = one.bound { #expect(numbers.allSatisfy { abs($0) <= bound * (1 + 1e-6) }) }
    }

    @Test func withAShapeTheyDrawATensor() throws {
      let program = Program()
      #expect(try program.text("zeros([2]) + ones([2])") == "[1, 1]")
      #expect(try program.text("he([3, 4]).shape") == "3x4")
      let even = try program.floats("uniform([2000], -2..3)")
      #expect(even.allSatisfy { (-2...3).contains($0) } && (even.max() ?? 0) > 2.9 && (even.min() ?? 0) < -1.9)
      let normal = try program.floats("normal([4000], 5, std: 2)")
      #expect(abs(normal.reduce(0, +) / 4000 - 5) < 0.2)
    }

    @Test func eachDrawIsAnother() throws {
      let program = Program()
      #expect(try program.floats("normal([8])") != program.floats("normal([8])"))
      #expect(try program.floats("seed(3)\nnormal([8])") == program.floats("seed(3)\nnormal([8])"))
    }

    @Test func layersStartFromThem() throws {
      let program = Program()
      #expect(try program.floats("layers(3) { dense(2, init: 0.5, bias: false) }") == [Float](repeating: 0.5, count: 6))
      #expect(try program.floats("layers(3) { dense(2, init: zeros, bias: false) }") == [Float](repeating: 0, count: 6))
      // Without a rule: uniform in ±1/√inputs, as PyTorch's layers.
      let numbers = try program.floats("layers(16) { dense(200) }")
      #expect(numbers.allSatisfy { abs($0) <= 0.25 } && (numbers.max() ?? 0) > 0.24)
      #expect(try program.complaint("dense(3, init: \"he\")").hasPrefix("argument: `init` of `dense` wants an initialiser"))
    }
  }
}
