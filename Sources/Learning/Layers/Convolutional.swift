// Layers that slide a kernel over space.

import Catalog
import Tensor

/// A convolution's settings, and how it is applied.
struct Convolution {
  /// Channels that come out; nil: as many for each channel that comes in as [multiplier] says, each apart.
  var channels: Int?
  var multiplier = 1
  var kernel: PerAxis
  var stride = PerAxis(sizes: [1])
  var padding = Padding.same
  var dilation = PerAxis(sizes: [1])
  var groups = 1
  var bias = true
  var start: Initializer = .usual
  var word = "conv"

  func apply(_ x: Tensor, _ scope: Scope) throws -> Tensor {
    let space = try spaceAxes(x, word)
    let size = try kernel.spread(over: space, "kernel")
    let window = try Window(size, stride: stride, padding: padding, dilation: dilation)
    let groups = channels == nil ? x.shape[1] : self.groups
    let channels = self.channels ?? x.shape[1] * multiplier
    try checkGroups(groups, x.shape[1], channels)
    let shape = [channels, x.shape[1] / groups] + size  // [out, in / groups, kernel…]
    let fan = (inputs: shape.dropFirst().itemCount, outputs: channels / groups * size.itemCount)
    let weight = try scope.parameter("weight", shape, fan: fan, start)
    let shift = bias ? try scope.parameter("bias", [channels], fan: fan, .usual) : nil  // [out]
    return try convolve(x, weight, bias: shift, window, groups: groups)
  }
}

/// How many axes of space [batch, channels, space…] has.
private func spaceAxes(_ x: Tensor, _ word: String) throws -> Int {
  guard x.rank >= 3, x.rank <= 5 else {
    throw Complaint(.shape, "\(word) wants [batch, channels, space…], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
  }
  return x.rank - 2
}

private func checkGroups(_ groups: Int, _ inputs: Int, _ outputs: Int) throws {
  guard inputs % groups == 0, outputs % groups == 0 else {
    throw Complaint(
      .shape, "\(inputs) channels in and \(outputs) out do not split into \(groups) groups", [.init(.argument("groups"), "\(groups)")])
  }
}

/// A transposed convolution's settings, and how it is applied.
private struct TransposedConvolution {
  let channels: Int
  let kernel: PerAxis
  let stride: PerAxis
  let padding: Padding
  let extra: PerAxis
  let dilation: PerAxis
  let groups: Int
  let bias: Bool
  let start: Initializer

  func apply(_ x: Tensor, _ scope: Scope) throws -> Tensor {
    let space = try spaceAxes(x, "conv_transpose")
    let size = try kernel.spread(over: space, "kernel")
    let stride = try self.stride.spread(over: space, "stride")
    let steps = try dilation.spread(over: space, "dilation")
    try checkGroups(groups, x.shape[1], channels)
    let shape = [x.shape[1], channels / groups] + size  // [in, out / groups, kernel…]
    // As in PyTorch the bound counts the channels that come out.
    let fan = (inputs: shape.dropFirst().itemCount, outputs: x.shape[1] / groups * size.itemCount)
    let weight = try scope.parameter("weight", shape, fan: fan, start)
    let shift = bias ? try scope.parameter("bias", [channels], fan: fan, .usual) : nil  // [out]
    let (edge, more) = try edges(size, stride, steps)
    return try convolveTransposed(x, weight, bias: shift, stride: stride, padding: edge, dilation: steps, extra: more, groups: groups)
  }

  /// What is cut off before and behind each axis, and added behind it.
  private func edges(_ size: [Int], _ stride: [Int], _ steps: [Int]) throws -> (edge: (low: [Int], high: [Int]), more: [Int]) {
    let more = try extra.spread(over: size.count, "output_padding")
    guard case .same = padding else { return (try padding.amounts(kernel: size, dilation: steps), more) }
    // Sizes come out times the stride: so much is too many, or too few where it is less than 0.
    let surplus = size.indices.map { (size[$0] - 1) * steps[$0] + 1 - stride[$0] }
    let cut = surplus.map { max($0, 0) }
    return ((cut.map { $0 / 2 }, cut.map { $0 - $0 / 2 }), zip(more, surplus).map { $0 + max(-$1, 0) })
  }
}

extension Catalog {
  func addConvolutionalLayers() {
    addLayer(
      "conv", "Slides a kernel over one, two or three axes of space; keeps their size unless told.",
      shapes: [
        ShapeRule("[n, c, h, w] -> [n, channels, h, w]", "channels, 3x3"),
        ShapeRule("[n, c, h, w] -> [n, channels, ceil(h / 2), ceil(w / 2)]", "channels, 3x3, stride: 2"),
        ShapeRule("[n, c, h, w] -> [n, channels, h - 2, w - 2]", "channels, 3x3, padding: \"valid\""),
        ShapeRule("[n, c, time] -> [n, channels, time]", "channels, 5"),
      ],
      "layers(1x8x8) { conv(4, 3x3) }.shape", gives: "4x8x8", paper: "LeCun and others 1989",
      samples: [
        Sample([2, 2, 4, 3], with: ["channels": .number(3), "kernel": .size([3, 3])]),
        Sample([1, 4, 5, 4], with: ["channels": .number(2), "kernel": .number(2), "stride": .size([2, 1]), "groups": .number(2)]),
        Sample([2, 1, 7], with: ["channels": .number(2), "kernel": .number(3), "dilation": .number(2), "padding": .text("valid")]),
        Sample([1, 1, 2, 3, 2], with: ["channels": .number(2), "kernel": .number(2), "bias": .truth(false)]),
      ],
      count("channels", "channels that come out"), given("kernel", "its size", PerAxis.self),
      given("stride", "how far it moves", PerAxis.self, PerAxis(sizes: [1])),
      given("padding", "\"same\", \"valid\" or items", Padding.self, .same),
      given("dilation", "how far its items stand apart", PerAxis.self, PerAxis(sizes: [1])),
      count("groups", "channels are split into so many groups that do not mix", 1), flag("bias", "adds a bias", true),
      given("init", "how the kernel starts; none: uniform in ±1/√inputs", Initializer?.self, .some(nil))
    ) {
      (channels: Int, kernel: PerAxis, stride: PerAxis, padding: Padding, dilation: PerAxis, groups: Int, bias: Bool, start: Initializer?)
      in
      Convolution(
        channels: channels, kernel: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups, bias: bias,
        start: start ?? .usual
      ).apply
    }
    addThriftyConvolutions()
  }

  private func addThriftyConvolutions() {
    addLayer(
      "depthwise_conv", "A conv in which each channel has kernels of its own and does not mix with others.",
      shapes: [ShapeRule("[n, c, h, w] -> [n, c, h, w]", "3x3"), ShapeRule("[n, c, time] -> [n, 2 * c, time]", "3, multiplier: 2")],
      "layers(4x8x8) { depthwise_conv(3x3) }.parameters", gives: "40",
      samples: [
        Sample([1, 2, 4, 3], with: ["kernel": .number(3)]),
        Sample([2, 2, 5], with: ["kernel": .number(3), "multiplier": .number(2), "stride": .number(2)]),
      ],
      given("kernel", "its size", PerAxis.self),
      count("multiplier", "channels that come out for each that comes in", 1),
      given("stride", "how far it moves", PerAxis.self, PerAxis(sizes: [1])),
      given("padding", "\"same\", \"valid\" or items", Padding.self, .same),
      given("dilation", "how far its items stand apart", PerAxis.self, PerAxis(sizes: [1])), flag("bias", "adds a bias", true),
      given("init", "how the kernel starts; none: uniform in ±1/√inputs", Initializer?.self, .some(nil))
    ) { (kernel: PerAxis, multiplier: Int, stride: PerAxis, padding: Padding, dilation: PerAxis, bias: Bool, start: Initializer?) in
      Convolution(
        multiplier: multiplier, kernel: kernel, stride: stride, padding: padding, dilation: dilation, bias: bias, start: start ?? .usual,
        word: "depthwise_conv"
      ).apply
    }
    addLayer(
      "separable_conv", "A depthwise_conv, and a conv of 1x1 that mixes its channels: far fewer products than one conv.",
      shapes: [ShapeRule("[n, c, h, w] -> [n, channels, h, w]", "channels, 3x3")],
      "layers(4x8x8) { separable_conv(8, 3x3) }.parameters", gives: "76", paper: "Sifre & Mallat 2014",
      samples: [Sample([1, 2, 4, 3], with: ["channels": .number(3), "kernel": .number(3)])],
      count("channels", "channels that come out"), given("kernel", "its size", PerAxis.self),
      given("stride", "how far it moves", PerAxis.self, PerAxis(sizes: [1])),
      given("padding", "\"same\", \"valid\" or items", Padding.self, .same),
      given("dilation", "how far its items stand apart", PerAxis.self, PerAxis(sizes: [1])), flag("bias", "adds a bias at the end", true)
    ) { (channels: Int, kernel: PerAxis, stride: PerAxis, padding: Padding, dilation: PerAxis, bias: Bool) in
      let apart = Convolution(kernel: kernel, stride: stride, padding: padding, dilation: dilation, bias: false, word: "separable_conv")
      let mixing = Convolution(channels: channels, kernel: PerAxis(sizes: [1]), bias: bias)
      return { x, scope in
        try scope.apply(Layer("conv", mixing.apply), to: scope.apply(Layer("depthwise_conv", apart.apply), to: x))
      }
    }
    addTransposed()
    addForeignConvolutions()
  }

  private func addForeignConvolutions() {
    addForeign("nn.Conv1d", "nn.Conv2d", "nn.Conv3d", in: "PyTorch", means: "conv")
    addForeign("layers.Conv1D", "layers.Conv2D", "layers.Conv3D", in: "Keras", means: "conv")
    addForeign("conv2d", "Convolution2D", means: "conv")
    addForeign("layers.DepthwiseConv2D", in: "Keras", means: "depthwise_conv")
    addForeign("DepthwiseConv2d", means: "depthwise_conv")
    addForeign("layers.SeparableConv2D", "layers.SeparableConv1D", in: "Keras", means: "separable_conv")
    addForeign("SeparableConv2d", means: "separable_conv")
    addForeign("nn.ConvTranspose2d", "nn.ConvTranspose1d", in: "PyTorch", means: "conv_transpose")
    addForeign("layers.Conv2DTranspose", in: "Keras", means: "conv_transpose")
    addForeign("deconv", "upconv", "conv_transpose2d", means: "conv_transpose")
  }

  private func addTransposed() {
    addLayer(
      "conv_transpose", "Slides a kernel the other way: each item spreads over a window. Sizes come out times the stride unless told.",
      shapes: [
        ShapeRule("[n, c, h, w] -> [n, channels, 2 * h, 2 * w]", "channels, 3x3, stride: 2"),
        ShapeRule("[n, c, time] -> [n, channels, time + 4]", "channels, 5, padding: \"valid\""),
      ],
      "layers(4x8x8) { conv_transpose(2, 3x3, stride: 2) }.shape", gives: "2x16x16", paper: "Zeiler and others 2010",
      samples: [
        Sample([1, 2, 2, 3], with: ["channels": .number(2), "kernel": .number(3), "stride": .number(2)]),
        Sample([2, 2, 3], with: ["channels": .number(4), "kernel": .number(3), "padding": .text("valid"), "groups": .number(2)]),
      ],
      count("channels", "channels that come out"), given("kernel", "its size", PerAxis.self),
      given("stride", "how far windows stand apart", PerAxis.self, PerAxis(sizes: [1])),
      given("padding", "\"same\", \"valid\" or items that are cut off", Padding.self, .same),
      given("output_padding", "items that are added behind each axis", PerAxis.self, PerAxis(sizes: [0])),
      given("dilation", "how far the kernel's items stand apart", PerAxis.self, PerAxis(sizes: [1])),
      count("groups", "channels are split into so many groups that do not mix", 1), flag("bias", "adds a bias", true),
      given("init", "how the kernel starts; none: uniform in ±1/√(channels out * kernel)", Initializer?.self, .some(nil))
    ) {
      (
        channels: Int, kernel: PerAxis, stride: PerAxis, padding: Padding, extra: PerAxis, dilation: PerAxis, groups: Int, bias: Bool,
        start: Initializer?
      ) in
      TransposedConvolution(
        channels: channels, kernel: kernel, stride: stride, padding: padding, extra: extra, dilation: dilation, groups: groups, bias: bias,
        start: start ?? .usual
      ).apply
    }
  }
}
