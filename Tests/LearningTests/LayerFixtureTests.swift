import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct LayerFixtureTests {
    @Test func casesAreThere() { #expect(LayerCase.all.count == 36) }

    @Test(arguments: LayerCase.all) func agreesWithPyTorch(_ one: LayerCase) throws { try one.check() }
  }
}
