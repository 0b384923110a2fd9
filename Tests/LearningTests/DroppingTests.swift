import Testing

@testable import Learning

extension LearningTests {
  @Suite struct DroppingTests {
    private let program = Program()

    @Test(arguments: [("stochastic_depth(50%)", "[1, 2, 3]"), ("channel_dropout(50%)", "[2, 3]")])
    func wholePartsDrop(_ layer: String, _ axes: String) throws {
      try program.run("net = layers(4x3x3) { \(layer) }\nx = ones([64, 4, 3, 3])\nopt = sgd(0)")
      #expect(try program.floats("net(x)").allSatisfy { $0 == 1 })
      // While training a part is 0, or twice as much; about half of them.
      #expect(try program.number("update net by opt { mean(var(net(x), axis: \(axes), correction: 0)) }") == 0)
      let mean = try program.number("update net by opt { mean(net(x)) }")
      #expect(mean > 0.5 && mean < 1.5 && mean != 1)
    }
  }
}
