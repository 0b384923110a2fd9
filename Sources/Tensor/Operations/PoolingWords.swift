// The words of pooling: layers without parameters.

import Catalog

extension Catalog {
  /// The pools.
  public func addPools() {
    addPool("max_pool", "The largest of each window.", "max_pool([[[[1, 2], [3, 4]]]], 2)", gives: "[[[[4]]]]") { x, kernel, window in
      try pool(x, .max, kernel: kernel, window)
    }
    addAveragePool()
    addPowerPool()
    addPlaces()
    addWholePools()
  }

  private static var windows: [Sample] {
    [
      Sample([1, 2, 5, 5], with: ["kernel": .size([3, 2]), "stride": .size([2, 1]), "padding": .number(1)]),
      Sample([2, 2, 6], with: ["kernel": .number(2)]), Sample([1, 1, 2, 4, 3], with: ["kernel": .number(2), "stride": .number(1)]),
      Sample([0, 2, 4, 4], with: ["kernel": .number(2)]), Sample([1, 1, 1], with: ["kernel": .number(1)]),
    ]
  }

  /// What every window does to shapes.
  private static let shapes: [ShapeRule] = [
    ShapeRule("[n, c, h, w] -> [n, c, floor(h / 2), floor(w / 2)]", "2"),
    ShapeRule("[n, c, h, w] -> [n, c, ceil(h / 2), ceil(w / 2)]", "3, stride: 2, padding: \"same\""),
    ShapeRule("[n, c, time] -> [n, c, floor(time / 2)]", "2"),
  ]

  private func addPool(
    _ name: String, _ summary: String, _ example: String, gives result: String,
    _ compute: @escaping (Tensor, [Int], Window) throws -> Tensor
  ) {
    addTransform(
      .layer, name, summary, shapes: Catalog.shapes, example, gives: result,
      samples: Catalog.windows + [
        Sample([1, 1, 6, 5], with: ["kernel": .number(2), "stride": .number(1), "dilation": .number(2)]),
        Sample([1, 1, 3, 4], with: ["kernel": .number(2), "ceil_mode": .truth(true)]),
      ],
      given("kernel", "the size of the window", PerAxis.self),
      given("stride", "how far it moves; none: its own size", PerAxis?.self, .some(nil)),
      given("padding", "\"same\", \"valid\" or items", Padding.self, .valid),
      given("dilation", "how far its items stand apart", PerAxis.self, PerAxis(sizes: [1])), Catalog.partialWindows
    ) { (kernel: PerAxis, stride: PerAxis?, padding: Padding, dilation: PerAxis, partial: Bool) in
      { x in
        let size = try Catalog.windowSize(kernel, x, name)
        let window = try Window(size, stride: stride, padding: padding, dilation: dilation)
        return try compute(x, size, partial ? window.reachingOver(x, size).window : window)
      }
    }
  }

  private static var partialWindows: Parameter<Bool> {
    flag("ceil_mode", "a last window may begin inside and reach over the edge", false)
  }

  private static func windowSize(_ kernel: PerAxis, _ x: Tensor, _ name: String) throws -> [Int] {
    guard x.rank > 2 else {
      throw Complaint(.shape, "\(name) wants [batch, channels, space…], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
    }
    return try kernel.spread(over: x.rank - 2, "kernel")
  }

  private func addAveragePool() {
    addTransform(
      .layer, "avg_pool", "The mean of each window.", shapes: Catalog.shapes, "avg_pool([[[[1, 2], [3, 4]]]], 2)", gives: "[[[[2.5]]]]",
      samples: Catalog.windows + [
        Sample([1, 1, 3, 4], with: ["kernel": .number(2), "padding": .number(1), "count_padding": .truth(false)]),
        Sample([1, 1, 3, 4], with: ["kernel": .number(3), "stride": .number(2), "ceil_mode": .truth(true)]),
      ],
      given("kernel", "the size of the window", PerAxis.self),
      given("stride", "how far it moves; none: its own size", PerAxis?.self, .some(nil)),
      given("padding", "\"same\", \"valid\" or items", Padding.self, .valid),
      flag("count_padding", "what lies outside counts as zeros; false: it does not count", true), Catalog.partialWindows
    ) { (kernel: PerAxis, stride: PerAxis?, padding: Padding, counted: Bool, partial: Bool) in
      { x in
        let size = try Catalog.windowSize(kernel, x, "avg_pool")
        let window = try Window(size, stride: stride, padding: padding)
        if counted { return try averagePool(x, kernel: size, window, partial: partial) }
        return try pool(x, .averageInside, kernel: size, partial ? window.reachingOver(x, size).window : window)
      }
    }
  }

  private func addPowerPool() {
    addTransform(
      .layer, "lp_pool", "The p-th root of the sum of p-th powers of each window.", shapes: Catalog.shapes, "lp_pool([[[3, 4]]], 2)",
      gives: "[[[5]]]",
      samples: [Sample([1, 2, 4, 4], in: 0.3...1, with: ["kernel": .number(2)]), Sample([0, 1, 2], with: ["kernel": .number(2)])],
      given("kernel", "the size of the window", PerAxis.self), number("p", "the power", 2, in: 1e-3...1e3),
      given("stride", "how far it moves; none: its own size", PerAxis?.self, .some(nil)),
      given("padding", "\"same\", \"valid\" or items", Padding.self, .valid), Catalog.partialWindows
    ) { (kernel: PerAxis, p: Double, stride: PerAxis?, padding: Padding, partial: Bool) in
      { x in
        let size = try Catalog.windowSize(kernel, x, "lp_pool")
        return try powerPool(x, p: p, kernel: size, Window(size, stride: stride, padding: padding), partial: partial)
      }
    }
  }

  private func addPlaces() {
    add(
      .contraction, "max_pool_places", "The largest of each window, and where in its plane it stands, counted row by row.",
      shapes: Catalog.shapes,
      examples: [Example("max_pool_places([[[1, 5, 2, 3]]], 2)", gives: "[[[5, 3]]]")], samples: Catalog.windows,
      given("x", "[batch, channels, space…]"), given("kernel", "the size of the window", PerAxis.self),
      given("stride", "how far it moves; none: its own size", PerAxis?.self, .some(nil)),
      given("padding", "\"same\", \"valid\" or items", Padding.self, .valid),
      given("dilation", "how far its items stand apart", PerAxis.self, PerAxis(sizes: [1])), Catalog.partialWindows
    ) { (x: Tensor, kernel: PerAxis, stride: PerAxis?, padding: Padding, dilation: PerAxis, partial: Bool) in
      let size = try Catalog.windowSize(kernel, x, "max_pool_places")
      let window = try Window(size, stride: stride, padding: padding, dilation: dilation)
      let (items, places) = try maxPoolWithPlaces(x, kernel: size, partial ? window.reachingOver(x, size).window : window)
      return Value.several([.thing(items), .thing(places)])
    }
    add(
      .contraction, "max_unpool", "Items back at the places that max_pool_places gave, zeros elsewhere.",
      shapes: [ShapeRule("[n, c, 3], int32 [n, c, 3] -> [n, c, 6]", "[6]")],
      examples: [Example("max_unpool([[[5, 3]]], [[[1, 3]]], [4])", gives: "[[[0, 5, 0, 3]]]")],
      samples: [
        Sample([1, 2, 2], with: ["places": .thing(Tensor([1, 3, 0, 2] as [Int32], shape: [1, 2, 2])), "size": .list([.number(4)])]),
        Sample([0, 1, 1], with: ["places": .thing(Tensor([Int32](), shape: [0, 1, 1])), "size": .list([.number(2)])]),
      ],
      given("x", "[batch, channels, windows…]"), given("places", "as many places", Tensor.self),
      given("size", "the size of space", ShapeArgument.self)
    ) { (x: Tensor, places: Tensor, size: ShapeArgument) in try unpool(x, places, size: size.checked()) }
  }

  private func addWholePools() {
    let whole = [Sample([2, 2, 3]), Sample([1, 2, 2, 3]), Sample([1, 1, 1])]
    addTransform(
      .layer, "global_avg_pool", "The mean over all of space.", shapes: ["[n, c, h, w] -> [n, c]", "[n, c, time] -> [n, c]"],
      "global_avg_pool([[[[1, 2], [3, 4]]]])", gives: "[[2.5]]", paper: "Lin and others 2013", samples: whole
    ) { () in
      { x in
        _ = try Catalog.windowSize(PerAxis(sizes: [1]), x, "global_avg_pool")
        return try x.mean(axes: Array(2..<x.rank))
      }
    }
    addTransform(
      .layer, "global_max_pool", "The largest item of all of space.", shapes: ["[n, c, h, w] -> [n, c]", "[n, c, time] -> [n, c]"],
      "global_max_pool([[[[1, 2], [3, 4]]]])", gives: "[[4]]", samples: whole
    ) { () in
      { x in
        _ = try Catalog.windowSize(PerAxis(sizes: [1]), x, "global_max_pool")
        return try x.max(axes: Array(2..<x.rank))
      }
    }
    let sizes = [
      Sample([1, 2, 6, 4], with: ["size": .size([3, 2])]), Sample([1, 1, 5, 7], with: ["size": .size([2, 3])]),
      Sample([2, 1, 4], with: ["size": .number(3)]), Sample([1, 1, 1], with: ["size": .number(1)]),
    ]
    for (name, summary, result) in [
      ("adaptive_avg_pool", "The mean of windows that cut space into a given size.", "[[[1.5, 3.5]]]"),
      ("adaptive_max_pool", "The largest item of windows that cut space into a given size.", "[[[2, 4]]]"),
    ] {
      addTransform(
        .layer, name, summary, shapes: [ShapeRule("[n, c, h, w] -> [n, c, 3, 2]", "3x2")], "\(name)([[[1, 2, 3, 4]]], 2)", gives: result,
        samples: sizes,
        given("size", "the size that comes out", PerAxis.self)
      ) { (size: PerAxis) in
        { x in
          let sizes = try Catalog.windowSize(size, x, name)
          return name == "adaptive_avg_pool" ? try adaptiveAveragePool(x, sizes: sizes) : try adaptiveMaxPool(x, sizes: sizes)
        }
      }
    }
  }
}
