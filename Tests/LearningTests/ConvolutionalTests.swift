import Testing

@testable import Learning

extension LearningTests {
  @Suite struct ConvolutionalTests {
    private let program = Program()

    @Test(arguments: [
      ("conv_transpose(2, 3x3)", "2x5x5"), ("conv_transpose(2, 3x3, stride: 2)", "2x10x10"),
      ("conv_transpose(2, 2x2, stride: 3)", "2x15x15"),
      ("conv_transpose(2, 4x4, stride: 2, padding: 1)", "2x10x10"), ("conv_transpose(2, 3x3, stride: 2, padding: \"valid\")", "2x11x11"),
      ("conv_transpose(2, 3x3, stride: 2, padding: 1, output_padding: 1)", "2x10x10"), ("conv_transpose(6, 3x3, groups: 3)", "6x5x5"),
      ("depthwise_conv(3x3, multiplier: 2)", "6x5x5"), ("separable_conv(7, 3x3, stride: 2)", "7x3x3"),
    ]) func sizesOfSpace(_ layer: String, _ shape: String) throws {
      try program.run("net = layers(3x5x5) { \(layer) }\nx = normal([2, 3, 5, 5])")
      #expect(try program.text("net.shape") == shape)
      #expect(try program.floats("net(x)").allSatisfy(\.isFinite))
      #expect(try program.tensor("grad(v -> sum(net(v)^2), at: x)").floats().contains { $0 != 0 })
    }

    @Test func aTransposedConvolutionIsTheConvolutionsGradient() throws {
      try program.run(
        "up = layers(2x4x4) { conv_transpose(3, 3x3, stride: 2, padding: 1, bias: false) }\nw = up.weights.conv_transpose.weight")
      try program.run(
        "down = layers(3x7x7) { conv(2, 3x3, stride: 2, padding: 1, bias: false, init: 0) }\nx = normal([1, 2, 4, 4])\ny = normal([1, 3, 7, 7])"
      )
      // <up(x), y> = <x, conv(y)> for the same weights.
      try program.run("left = sum(up(x) * y)\nright = sum(grad(v -> sum(up(v) * y), at: x) * x)")
      #expect(abs(try program.number("left - right")) < 1e-3)
    }

    @Test func channelsStayApart() throws {
      try program.run("net = layers(3x5x5) { depthwise_conv(3x3) }\nx = normal([1, 3, 5, 5])\ny = x\ny[0, 1] = zeros([5, 5])")
      #expect(try program.floats("net(x)[0, 0]") == program.floats("net(y)[0, 0]"))
      #expect(try program.floats("net(x)[0, 1]") != program.floats("net(y)[0, 1]"))
    }
  }
}
