import Catalog
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct DrawingTests {
    private let program = Program()

    /// How often each class is drawn in 4000 draws.
    private func shares(_ scores: String, _ settings: String = "") throws -> [Double] {
      try program.tensor("bincount(sample(expand(\(scores), axis: 0) + zeros([4000, 1])\(settings)), 3) / 4000").numbers()
    }

    @Test func sharesFollowTheScores() throws {
      let found = try shares("log([0.1, 0.3, 0.6])")
      for (share, wanted) in zip(found, [0.1, 0.3, 0.6]) { #expect(abs(share - wanted) < 0.03) }
      let bolder = try shares("log([0.1, 0.3, 0.6])", ", temperature: 0.5")
      for (share, wanted) in zip(bolder, [0.01 / 0.46, 0.09 / 0.46, 0.36 / 0.46]) { #expect(abs(share - wanted) < 0.03) }
    }

    @Test func onlyTheLargest() throws {
      #expect(try shares("log([0.1, 0.3, 0.6])", ", temperature: 0") == [0, 0, 1])
      #expect(try shares("log([0.1, 0.3, 0.6])", ", top_k: 2")[0] == 0)
      #expect(try shares("log([0.1, 0.3, 0.6])", ", top_k: 9").allSatisfy { $0 > 0 })
      #expect(try shares("log([0.1, 0.3, 0.6])", ", top_p: 0.5") == [0, 0, 1])
      #expect(try shares("log([0.1, 0.3, 0.6])", ", top_p: 0.7")[0] == 0)
      #expect(try shares("log([0.1, 0.3, 0.6])", ", top_p: 0.7")[1] > 0.2)
    }

    @Test func anOrder() throws {
      let order = try program.tensor("permutation(50)").numbers()
      #expect(order.sorted() == (0..<50).map(Double.init))
      #expect(order != order.sorted())
      #expect(try program.tensor("permutation(0)").numbers() == [])
    }
  }
}
