import Testing

@testable import Learning

extension LearningTests {
  @Suite struct ReparametrizingTests {
    private let program = Program()

    @Test func aLengthAndADirection() throws {
      try program.run(
        "seed(1)\nplain = layers(4) { dense(3, bias: false) }\nseed(1)\nnet = layers(4) { weight_norm(dense(3, bias: false)) }\nx = normal([2, 4])"
      )
      // It starts as the layer itself.
      #expect(agree(try program.floats("net(x)"), try program.floats("plain(x)"), relative: 1e-5, absolute: 1e-6))
      #expect(try program.text("net.weights.weight_norm.dense.weight_length.shape") == "1x3")
      #expect(
        agree(
          try program.floats("net.weights.weight_norm.dense.weight_length[0]"),
          try program.floats("sqrt(sum(plain.weights.dense.weight^2, axis: 0))"), relative: 1e-6))
      #expect(try program.text("layers(2x4x4) { weight_norm(conv(3, 3x3)) }.weights.weight_norm.conv.weight_length.shape") == "3x1x1x1")
    }

    @Test func theDirectionsLengthDoesNotCount() throws {
      try program.run("net = layers(4) { weight_norm(dense(3)) }\nx = normal([2, 4])")
      try program.run("g = grad(n -> sum(n(x)^2), at: net).weights.weight_norm.dense")
      // The gradient stands at a right angle to the direction.
      let along = try program.floats("sum(g.weight_direction * net.weights.weight_norm.dense.weight_direction, axis: 0)")
      #expect(along.allSatisfy { abs($0) < 1e-4 })
    }

    @Test func theLargestSingularValueIsOne() throws {
      try program.run("net = layers(6) { spectral_norm(dense(4, bias: false)) }\nk = net(eye(6))\nv = normal([4])")
      try program.run("for i in 1..60 { v = (k.T @ (k @ v)); v = v / sqrt(sum(v^2)) }")
      #expect(abs(try program.number("sqrt(sum((k @ v)^2))") - 1) < 0.01)
      #expect(try program.text("net.parameters") == "24")
    }

    @Test func itKeepsUpWhileTraining() throws {
      try program.run("net = layers(2x4x4) { spectral_norm(conv(3, 3x3)); relu; flatten; spectral_norm(dense(2)) }\nopt = adam(0.05)")
      try program.run("x = normal([8, 2, 4, 4])\ny = int32([0, 1, 0, 1, 0, 1, 0, 1])\nold = net.weights.spectral_norm.conv.weight_left")
      try program.run("for i in 1..10 { update net by opt { cross_entropy(net(x), y) } }")
      #expect(try program.floats("net.weights.spectral_norm.conv.weight_left") != program.floats("old"))
      try program.run("w = net.weights.spectral_norm_2.dense.weight\nu = net.weights.spectral_norm_2.dense.weight_left")
      #expect(abs(try program.number("sqrt(sum(u^2))") - 1) < 1e-4)
    }

    @Test func anyLayerMayStandInIt() throws {
      #expect(try program.text("layers(5x3) { weight_norm(lstm(4)) }.shape") == "5x4")
      #expect(try program.text("layers(4) { weight_norm(layers { dense(3); relu; dense(2) }) }.parameters") == "28")
      #expect(try program.text("layers(4) { spectral_norm(relu) }.parameters") == "0")
    }
  }
}
