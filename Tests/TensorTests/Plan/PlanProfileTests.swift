// What a profile notes of the plans that run while it looks.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct PlanProfileTests {
    @Test func stepsAreAddedUpByName() throws {
      let a = Tensor([Float](repeating: 1, count: 64 * 64), shape: [64, 64])
      let profile = PlanProfile()
      for _ in 0..<3 {
        try profile.during { try evaluate([matmul(a, a)]) }
      }
      // Nobody looks at this one.
      try evaluate([matmul(a, a)])
      let product = try #require(profile.entries.first { $0.name.contains("matmul") })
      #expect(product.count == 3)
      #expect(product.seconds > 0)
    }

    @Test func numbersAreTheSame() throws {
      let x = Tensor((0..<1000).map { Float($0) / 100 }, shape: [1000])
      let plain = try tanh(x * 2 + 1).sum(axes: [0]).floats()
      let noted = try PlanProfile().during { try tanh(x * 2 + 1).sum(axes: [0]).floats() }
      #expect(plain == noted)
    }
  }
}
