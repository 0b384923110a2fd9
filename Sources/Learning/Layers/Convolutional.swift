// Layers that slide a kernel over space.

import Catalog
import Tensor

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
      count("channels", "channels that come out"), given("kernel", "its size", PerAxis.self),
      given("stride", "how far it moves", PerAxis.self, PerAxis(sizes: [1])),
      given("padding", "\"same\", \"valid\" or items", Padding.self, .same),
      given("dilation", "how far its items stand apart", PerAxis.self, PerAxis(sizes: [1])),
      count("groups", "channels are split into so many groups that do not mix", 1), flag("bias", "adds a bias", true),
      given("init", "how the kernel starts; none: uniform in ±1/√inputs", Initializer?.self, .some(nil))
    ) {
      (channels: Int, kernel: PerAxis, stride: PerAxis, padding: Padding, dilation: PerAxis, groups: Int, bias: Bool, start: Initializer?)
      in
      { x, scope in
        let space = x.rank - 2
        guard space >= 1, space <= 3 else {
          throw Complaint(.shape, "conv wants [batch, channels, space…], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
        }
        let size = try kernel.spread(over: space, "kernel")
        let steps = try dilation.spread(over: space, "dilation")
        let edge = try padding.amounts(kernel: size, dilation: steps)
        let window = Window(stride: try stride.spread(over: space, "stride"), low: edge.low, high: edge.high, dilation: steps)
        guard x.shape[1] % groups == 0, channels % groups == 0 else {
          throw Complaint(
            .shape, "\(x.shape[1]) channels in and \(channels) out do not split into \(groups) groups",
            [.init(.argument("groups"), "\(groups)")])
        }
        let shape = [channels, x.shape[1] / groups] + size  // [out, in / groups, kernel…]
        let fan = (inputs: shape.dropFirst().itemCount, outputs: channels / groups * size.itemCount)
        let weight = try scope.parameter("weight", shape, fan: fan, start ?? .usual)
        let shift = bias ? try scope.parameter("bias", [channels], fan: fan, .usual) : nil  // [out]
        return try convolve(x, weight, bias: shift, window, groups: groups)
      }
    }
  }
}
