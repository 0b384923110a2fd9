// Blocks of well-known nets for pictures: attention over channels and places, and ways to save products.

import Catalog
import Tensor

/// Dense layers that look at channels and come back: shares in 0..1 for each, from what is known of each.
private func gates(_ known: [Tensor], reduction: Int, _ scope: Scope) throws -> Tensor {
  let channels = known[0].shape[1]
  let narrow = Layer("dense", dense(max(channels / reduction, 1)))
  let wide = Layer("dense", dense(channels))
  let both = Layer("gates") { x, scope in try scope.apply(wide, to: relu(scope.apply(narrow, to: x))) }
  // The same net looks at all that is known: stacked as samples.
  let scores = try scope.apply(both, to: concatenate(known, axis: 0)).split(into: known.count, axis: 0)
  return sigmoid(try scores.dropFirst().reduce(scores[0]) { try $0 + $1 })
}

extension Tensor {
  /// [batch, channels] over space.
  fileprivate func overSpace(of x: Tensor) throws -> Tensor { try reshaped(shape + x.shape.dropFirst(2).map { _ in 1 }) }
}

private func checkPicture(_ x: Tensor, _ word: String) throws {
  guard x.rank > 2 else {
    throw Complaint(.shape, "\(word) wants [batch, channels, space…], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
  }
}

extension Catalog {
  func addImageBlocks() {
    addLayer(
      "squeeze_excitation", "Weighs channels by what all of space says about them: means, two dense layers, shares.",
      shapes: ["[n, c, h, w] -> [n, c, h, w]"],
      "layers(16x8x8) { squeeze_excitation(4) }.parameters", gives: "148", paper: "Hu and others 2018",
      samples: [Sample([2, 4, 2, 2], with: ["reduction": .number(2)])],
      count("reduction", "how many times fewer units the middle has than there are channels", 16)
    ) { (reduction: Int) in
      { x, scope in
        try checkPicture(x, "squeeze_excitation")
        let shares = try gates([x.mean(axes: Array(2..<x.rank))], reduction: reduction, scope)
        return try x * shares.overSpace(of: x)
      }
    }
    addLayer(
      "cbam", "Weighs channels by means and largest values over space, then places by means and largest values over channels.",
      shapes: ["[n, c, h, w] -> [n, c, h, w]"],
      "layers(16x8x8) { cbam(4) }.parameters", gives: "247", paper: "Woo and others 2018",
      samples: [Sample([1, 4, 3, 3], with: ["reduction": .number(2), "kernel": .number(3)])],
      count("reduction", "how many times fewer units the middle has than there are channels", 16),
      count("kernel", "the size of the window that looks at places", 7)
    ) { (reduction: Int, kernel: Int) in
      let places = Convolution(channels: 1, kernel: PerAxis(sizes: [kernel]))
      return { x, scope in
        try checkPicture(x, "cbam")
        let space = Array(2..<x.rank)
        let shares = try gates([x.mean(axes: space), x.max(axes: space)], reduction: reduction, scope)
        let weighed = try x * shares.overSpace(of: x)
        let known = try concatenate([weighed.mean(axes: [1]).expanded(at: 1), weighed.max(axes: [1]).expanded(at: 1)], axis: 1)
        return try weighed * sigmoid(scope.apply(Layer("conv", places.apply), to: known))
      }
    }
    addMobileBlocks()
    addForeign("SqueezeExcitation", "SEBlock", "se_block", "SEModule", means: "squeeze_excitation")
    addForeign("CBAM", "ConvolutionalBlockAttention", means: "cbam")
    addForeign("InvertedResidual", "MBConv", "mbconv", means: "inverted_residual")
    addForeign("DenseBlock", means: "dense_block")
  }

  private func addMobileBlocks() {
    addLayer(
      "inverted_residual", "Widens, looks at space channel by channel, narrows; adds its input where the shape stays: MobileNet's block.",
      shapes: [ShapeRule("[n, c, h, w] -> [n, channels, h, w]", "channels")],
      "layers(8x8x8) { inverted_residual(8, expansion: 2) }.parameters", gives: "480", paper: "Sandler and others 2018",
      samples: [
        Sample([2, 2, 3, 3], with: ["channels": .number(2), "expansion": .number(2)]),
        Sample([2, 2, 3, 3], with: ["channels": .number(3), "expansion": .number(1), "stride": .number(2)]),
      ],
      count("channels", "channels that come out"), count("expansion", "how many times wider the middle is", 6),
      given("kernel", "the size of the window", PerAxis.self, PerAxis(sizes: [3])),
      given("stride", "how far it moves", PerAxis.self, PerAxis(sizes: [1]))
    ) { (channels: Int, expansion: Int, kernel: PerAxis, stride: PerAxis) in
      { x, scope in
        try checkPicture(x, "inverted_residual")
        func step(_ name: String, _ convolution: Convolution, _ x: Tensor) throws -> Tensor {
          let normed = Layer(name) { x, scope in
            try scope.apply(Layer("batch_norm", batchNorm()), to: scope.apply(Layer("conv", convolution.apply), to: x))
          }
          return try scope.apply(normed, to: x)
        }
        let point = PerAxis(sizes: [1])
        var flow = x
        if expansion > 1 {
          flow = try capped(step("widen", Convolution(channels: x.shape[1] * expansion, kernel: point, bias: false), flow))
        }
        flow = try capped(step("look", Convolution(kernel: kernel, stride: stride, bias: false), flow))
        flow = try step("narrow", Convolution(channels: channels, kernel: point, bias: false), flow)
        return flow.shape == x.shape ? try x + flow : flow
      }
    }
    addDenseBlock()
  }

  private func addDenseBlock() {
    addLayer(
      "dense_block", "Each of its convs sees all channels before it and adds some of its own: DenseNet's block.",
      shapes: [ShapeRule("[n, c, h, w] -> [n, c + 2 * g, h, w]", "2, growth: g")],
      "layers(8x8x8) { dense_block(2, growth: 4) }.shape", gives: "16x8x8", paper: "Huang and others 2017",
      samples: [Sample([2, 2, 3, 2], with: ["layers": .number(2), "growth": .number(2)])],
      count("layers", "how many convs"), count("growth", "channels that each adds", 32),
      given("kernel", "the size of the window", PerAxis.self, PerAxis(sizes: [3]))
    ) { (layers: Int, growth: Int, kernel: PerAxis) in
      let convolution = Convolution(channels: growth, kernel: kernel, bias: false)
      let step = Layer("step") { x, scope in
        try scope.apply(Layer("conv", convolution.apply), to: relu(scope.apply(Layer("batch_norm", batchNorm()), to: x)))
      }
      return { x, scope in
        try checkPicture(x, "dense_block")
        return try (0..<layers).reduce(x) { x, _ in try concatenate([x, scope.apply(step, to: x)], axis: 1) }
      }
    }
  }
}

/// 0..6.
private func capped(_ x: Tensor) throws -> Tensor { try minimum(relu(x), Tensor(6)) }
