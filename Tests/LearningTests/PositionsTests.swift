import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct PositionsTests {
    private let program = Program()

    @Test func sinusoidsAreThoseOfThePaper() throws {
      let table = try sinusoids(3, 4).floats()
      // sin and cos of the place, then of a hundredth of it.
      #expect(
        agree(table, [0, 1, 0, 1, 0.8414710, 0.5403023, 0.0099998, 0.99995, 0.9092974, -0.4161468, 0.0199987, 0.9998000], absolute: 1e-6))
    }

    @Test func rotaryProductsTellDistancesOnly() throws {
      // The same two vectors at all places: their products depend on how far apart they stand.
      try program.run(
        "q = rotary_positions(broadcast([[0.3, -1, 2, 0.7]], [1, 6, 4]))\nk = rotary_positions(broadcast([[1.5, 0.2, -1, 0.4]], [1, 6, 4]))"
      )
      let table = try program.floats("(q @ transpose(k))[0]")
      for i in 0..<5 { for j in 0..<5 { #expect(abs(table[i * 6 + j] - table[(i + 1) * 6 + j + 1]) < 1e-5) } }
      #expect(agree(try program.floats("sum(q^2, axis: 2)"), [Float](repeating: 0.09 + 1 + 4 + 0.49, count: 6), relative: 1e-5))
    }

    @Test func slopesOfDistanceAreThoseOfThePaper() throws {
      let eight = try distanceBias(8, 2, 2).floats()
      #expect((0..<8).map { -eight[$0 * 4 + 1] } == [0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625])
      // Between two powers of two every other slope of the next is put in.
      let three = try distanceBias(3, 1, 2).floats()
      #expect(agree((0..<3).map { -three[$0 * 2 + 1] }, [0.0625, 0.00390625, 0.25], relative: 1e-6))
    }

    @Test func learnedPlacesAreTrained() throws {
      try program.run("net = layers(3x2) { learned_positions }\nx = zeros([2, 3, 2])")
      #expect(try program.floats("net(x)[0]") == program.floats("net.weights.learned_positions.weight"))
      #expect(try program.complaint("layers(3x2) { learned_positions(2) }") == "shape: there are 3 places, and learned_positions knows 2")
      #expect(try program.complaint("rotary_positions(ones([1, 2, 3]))").hasPrefix("shape: rotary_positions wants"))
    }
  }
}
