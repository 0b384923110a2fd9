// Space in another size or other order: interpolation, sampling at given points, pixels out of channels, normalising by neighbours.

import Catalog

/// How items between those that are there are made.
public enum SamplingMode: String, Choice {
  case nearest, linear, cubic
}

/// The items of an axis in another number. [alignCorners]: the first and last items stay; else the edges of the axis do, or, where a
/// [factor] is given, items stand exactly so much closer.
private func resampling(_ mode: SamplingMode, from size: Int, to count: Int, alignCorners: Bool, factor: Double?) -> Taps {
  func inside(_ place: Int) -> Int { min(max(place, 0), size - 1) }
  let step = factor.map { 1 / $0 } ?? Double(size) / Double(count)
  let scale = alignCorners ? (count > 1 ? Double(size - 1) / Double(count - 1) : 0) : step
  var taps = Taps(mode == .nearest ? 1 : mode == .linear ? 2 : 4)
  for place in 0..<count {
    let centre = alignCorners ? Double(place) * scale : (Double(place) + 0.5) * scale - 0.5
    switch mode {
    case .nearest: taps.append([(inside(Int(Double(place) * step)), 1)])
    case .linear:
      let low = Int(max(centre, 0))
      let part = max(centre, 0) - Double(low)
      taps.append([(inside(low), 1 - part), (inside(low + 1), part)])
    case .cubic:
      let low = Int(centre.rounded(.down))
      taps.append((-1...2).map { (inside(low + $0), cubicWeight(centre - Double(low + $0))) })
    }
  }
  return taps
}

/// Keys' cubic with a = -0.75, as in PyTorch and OpenCV.
private func cubicWeight(_ distance: Double) -> Double {
  let (x, a) = (Swift.abs(distance), -0.75)
  if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
}

/// x [batch, channels, space…] with space brought to other sizes.
public func interpolate(_ x: Tensor, sizes: [Int], mode: SamplingMode, alignCorners: Bool, factors: [Double]? = nil)
  throws -> Tensor
{
  guard x.rank == sizes.count + 2, x.shape.dropFirst(2).allSatisfy({ $0 > 0 }), sizes.allSatisfy({ $0 > 0 }) else {
    throw Complaint(
      .shape, "`interpolate` wants [batch, channels, space…] with sizes for its axes of space: \(x.shape.shapeText) to \(sizeText(sizes))",
      [.init(.position(0), x.shape.shapeText), .init(.argument("size"), sizeText(sizes))])
  }
  return sizes.indices.reduce(x) { result, axis in
    let (size, factor) = (x.shape[axis + 2], factors?[axis])
    if size == sizes[axis], factor == nil || factor == 1, mode != .cubic || !alignCorners { return result }
    let taps = resampling(mode, from: size, to: sizes[axis], alignCorners: alignCorners, factor: factor)
    return result.blended(taps, axis: axis + 2)
  }
}

/// How many times larger each axis of space becomes.
private func scaleFactors(_ scale: [Double]?, _ axes: Int) throws -> [Double] {
  guard let scale else { throw Complaint(.argument, "`interpolate` needs `size` or `scale`", [.init(.callee, "say how large")]) }
  guard scale.count == 1 || scale.count == axes, scale.allSatisfy({ (1e-6...1e6).contains($0) }) else {
    throw Complaint(
      .argument, "`scale` wants a positive number, or one for each of \(axes) axes of space", [.init(.argument("scale"), "at most 1e6")])
  }
  return scale.count == axes ? scale : scale + [Double](repeating: scale[0], count: axes - 1)
}

/// What lies beyond the edge of what is sampled.
public enum BorderMode: String, Choice {
  case zeros, border, reflection
}

/// x [batch, channels, space…] sampled at points [batch, out…, axes], each in -1..1 over space, the last axis of space first.
public func gridSample(_ x: Tensor, _ grid: Tensor, mode: SamplingMode, border: BorderMode, alignCorners: Bool) throws -> Tensor {
  let axes = x.rank - 2
  guard axes >= 1, grid.rank == x.rank, grid.shape.last == axes, grid.shape[0] == x.shape[0], mode != .cubic else {
    throw Complaint(
      .shape,
      "`grid_sample` of \(x.shape.shapeText) wants points [\(x.shape.first ?? 1), out…, \(max(axes, 1))], not \(grid.shape.shapeText)",
      [.init(.position(1), grid.shape.shapeText), .init(.position(0), x.shape.shapeText)])
  }
  let (batch, channels, points) = (x.shape[0], x.shape[1], grid.shape[1..<(grid.rank - 1)].reduce(1, *))
  let places = try grid.floating.reshaped([batch, points, axes])
  let coordinates = try (0..<axes).map { axis in
    let place = try places.slice(axis: 2, from: axes - 1 - axis, count: 1).reshaped([batch, points])
    return try onto(place, size: x.shape[axis + 2], border, alignCorners)
  }
  // Rows of channels: one look-up serves them all.
  let table = try x.floating.permuted([0] + Array(2..<x.rank) + [1]).reshaped([
    batch * x.shape.dropFirst(2).reduce(1, *), channels,
  ])
  var total: Tensor?
  for corner in 0..<(mode == .nearest ? 1 : 1 << axes) {
    let part = try cornerOf(corner, coordinates, x.shape, mode)
    let rows = try table.rows(part.place.reshaped([batch * points])) * part.weight.reshaped([batch * points, 1])
    total = try total.map { try $0 + rows } ?? rows
  }
  let sum = try (total ?? table).reshaped([batch, points, channels]).permuted([0, 2, 1])
  return try sum.reshaped([batch, channels] + grid.shape[1..<(grid.rank - 1)])
}

/// A coordinate of -1..1 as a place among the items of an axis.
private func onto(_ place: Tensor, size: Int, _ border: BorderMode, _ alignCorners: Bool) throws -> Tensor {
  let (count, last) = (Double(size), Double(size - 1))
  let at = try alignCorners ? (place + 1) * (last / 2) : ((place + 1) * count - 1) * 0.5
  switch border {
  case .zeros: return at
  case .border: return try minimum(maximum(at, Tensor(0)), Tensor(last))
  case .reflection:
    let (low, span) = alignCorners ? (0, last) : (-0.5, count)
    guard span > 0 else { return try at * 0 }
    let turned = try arithmetic(.remainder, at - low, Tensor(2 * span))
    let back = try minimum(turned, 2 * span - turned) + low
    return try minimum(maximum(back, Tensor(0)), Tensor(last))
  }
}

/// One of the neighbours of points: its flat place in the batch, and its share; 0 outside of space.
private func cornerOf(_ corner: Int, _ coordinates: [Tensor], _ shape: Shape, _ mode: SamplingMode) throws -> (
  place: Tensor, weight: Tensor
) {
  let batch = shape[0]
  var weight = Tensor(filled: 1, shape: [1, 1], type: coordinates.first?.type ?? .float32)
  var flat = Tensor((0..<Int32(batch)).map { $0 }, shape: [batch, 1])
  for (axis, at) in coordinates.enumerated() {
    let size = shape[axis + 2]
    let low = apply(mode == .nearest ? .round : .floor, at)
    let isUpper = corner >> axis & 1 == 1
    let place = try isUpper ? low + 1 : low
    let isInside = try logic(.and, Tensor(0) <= place, place < Tensor(Double(size)))
    let share = try mode == .nearest ? Tensor(1) : isUpper ? at - low : low + 1 - at
    weight = try weight * select(isInside, share, Tensor(0))
    let index = try minimum(maximum(place, Tensor(0)), Tensor(Double(size - 1))).converted(to: .int32)
    flat = try flat * Tensor(Double(size), type: .int32) + index
  }
  return (flat, try weight.broadcasted(to: flat.shape))
}

/// Channels turned into pixels: [batch, c * factor^axes, space…] becomes [batch, c, space * factor…].
public func pixelShuffle(_ x: Tensor, factor: Int) throws -> Tensor {
  let axes = x.rank - 2
  let block = (0..<max(axes, 0)).reduce(1) { count, _ in count * factor }
  guard axes >= 1, x.shape[1] % block == 0 else {
    throw Complaint(
      .shape, "`pixel_shuffle` by \(factor) wants [batch, a multiple of \(block) channels, space…], not \(x.shape.shapeText)",
      [.init(.position(0), x.shape.shapeText), .init(.argument("factor"), "\(factor)")])
  }
  let space = Array(x.shape.dropFirst(2))
  let apart = try x.reshaped([x.shape[0], x.shape[1] / block] + space.map { _ in factor } + space)
  let order = [0, 1] + (0..<axes).flatMap { [2 + axes + $0, 2 + $0] }
  return try apart.permuted(order).reshaped([x.shape[0], x.shape[1] / block] + space.map { $0 * factor })
}

/// Pixels turned into channels: the way back.
public func pixelUnshuffle(_ x: Tensor, factor: Int) throws -> Tensor {
  let axes = x.rank - 2
  let space = Array(x.shape.dropFirst(2))
  guard axes >= 1, space.allSatisfy({ $0 % factor == 0 }) else {
    throw Complaint(
      .shape, "`pixel_unshuffle` by \(factor) wants [batch, channels, multiples of \(factor)…], not \(x.shape.shapeText)",
      [.init(.position(0), x.shape.shapeText), .init(.argument("factor"), "\(factor)")])
  }
  let apart = try x.reshaped(Array(x.shape.prefix(2)) + space.flatMap { [$0 / factor, factor] })
  let order = [0, 1] + (0..<axes).map { 3 + 2 * $0 } + (0..<axes).map { 2 + 2 * $0 }
  let channels = (0..<axes).reduce(x.shape[1]) { count, _ in count * factor }
  return try apart.permuted(order).reshaped([x.shape[0], channels] + space.map { $0 / factor })
}

/// x divided by (k + alpha * the mean square of its neighbours among the channels)^beta (Krizhevsky and others 2012).
public func localResponseNorm(_ x: Tensor, size: Int, alpha: Double, beta: Double, k: Double) throws -> Tensor {
  guard x.rank >= 2 else {
    throw Complaint(
      .shape, "`local_response_norm` wants [batch, channels, …], not \(x.shape.shapeText)", [.init(.position(0), x.shape.shapeText)])
  }
  let rows = try square(x.floating).reshaped([x.shape[0], 1, x.shape[1], x.shape.dropFirst(2).reduce(1, *)])
  let window = Window(stride: [1, 1], low: [size / 2, 0], high: [(size - 1) / 2, 0], dilation: [1, 1])
  let means = try pool(rows, .average, kernel: [size, 1], window).reshaped(x.shape)
  return try x * power(means * alpha + k, Tensor(-beta))
}

// MARK: - the words

extension Catalog {
  /// The words of space.
  public func addSampling() {
    addTransform(
      .contraction, "interpolate", "[batch, channels, space…] with space in another size.",
      shapes: [ShapeRule("[n, c, h, w] -> [n, c, 2 * h, 2 * w]", "scale: 2"), ShapeRule("[n, c, h, w] -> [n, c, 4, 7]", "size: 4x7")],
      "interpolate([[[1, 2]]], scale: 2)", gives: "[[[1, 1, 2, 2]]]",
      samples: [
        Sample([1, 2, 2, 3], with: ["scale": .number(2)]), Sample([1, 1, 3, 4], with: ["size": .size([5, 2]), "mode": .text("linear")]),
        Sample([1, 1, 3, 4], with: ["size": .size([5, 7]), "mode": .text("linear"), "align_corners": .truth(true)]),
        Sample([1, 1, 4, 3], with: ["size": .size([6, 5]), "mode": .text("cubic")]), Sample([0, 1, 2], with: ["scale": .number(2)]),
        Sample([1, 1, 1, 1], with: ["size": .size([2, 2]), "mode": .text("linear")]),
      ],
      given("size", "the new size, a number for each axis of space; none: by scale", PerAxis?.self, .some(nil)),
      given("scale", "times the old size: a number, or one for each axis of space", [Double]?.self, .some(nil)),
      given("mode", "nearest, linear (in every axis) or cubic", SamplingMode.self, .nearest),
      flag("align_corners", "the first and last items stay where they are, not the edges", false)
    ) { (size: PerAxis?, scale: [Double]?, mode: SamplingMode, align: Bool) in
      { x in
        let space = Array(x.shape.dropFirst(2))
        if let size { return try interpolate(x, sizes: size.spread(over: space.count, "size"), mode: mode, alignCorners: align) }
        let factors = try scaleFactors(scale, space.count)
        let sizes = zip(space, factors).map { Int(Double($0) * $1) }
        return try interpolate(x, sizes: sizes, mode: mode, alignCorners: align, factors: factors)
      }
    }
    addForeign("nn.Upsample", "upsample", in: "PyTorch", means: "interpolate")
    addGridSample()
    for (name, summary, rule, example, result, sample) in [
      (
        "pixel_shuffle", "Channels turned into pixels: space grows by the factor.",
        ShapeRule("[n, 4 * c, h, w] -> [n, c, 2 * h, 2 * w]", "2"), "pixel_shuffle([[[1], [2]]], 2)", "[[[1, 2]]]",
        [1, 8, 2, 1]
      ),
      (
        "pixel_unshuffle", "Pixels turned into channels: space shrinks by the factor.",
        ShapeRule("[n, c, 2 * h, 2 * w] -> [n, 4 * c, h, w]", "2"), "pixel_unshuffle([[[1, 2]]], 2)", "[[[1],\n  [2]]]",
        [1, 1, 4, 2]
      ),
    ] {
      addTransform(
        .contraction, name, summary, shapes: [rule], example, gives: result, paper: "Shi and others 2016",
        samples: [Sample(sample, with: ["factor": .number(2)]), Sample([0] + sample.dropFirst(), with: ["factor": .number(2)])],
        count("factor", "how much in each axis")
      ) { (factor: Int) in { name == "pixel_shuffle" ? try pixelShuffle($0, factor: factor) : try pixelUnshuffle($0, factor: factor) } }
    }
    addTransform(
      .contraction, "local_response_norm", "Divides each item by a power of the mean square of its neighbours among the channels.",
      shapes: [ShapeRule("[n, c, h, w] -> [n, c, h, w]", "3")],
      "local_response_norm([[[3]]], 1, alpha: 1, beta: 0.5, k: 0)", gives: "[[[1]]]", paper: "Krizhevsky and others 2012",
      samples: [
        Sample([1, 5, 2, 2], with: ["size": .number(3), "alpha": .number(0.5)]), Sample([2, 1, 1], with: ["size": .number(2)]),
        Sample([1, 1], with: ["size": .number(1)]),
      ],
      count("size", "how many channels count as neighbours"), number("alpha", "how much they count", 1e-4),
      number("beta", "the power", 0.75),
      number("k", "what is added", 1)
    ) { (size: Int, alpha: Double, beta: Double, k: Double) in
      { try localResponseNorm($0, size: size, alpha: alpha, beta: beta, k: k) }
    }
  }

  private func addGridSample() {
    func sample(_ x: Shape, _ grid: Shape, _ border: BorderMode, _ align: Bool) -> Sample {
      Sample([x, grid], in: -0.93...0.96) {
        Given(positional: $0, named: [("border", .text(border.rawValue)), ("align_corners", .truth(align))])
      }
    }
    add(
      .contraction, "grid_sample",
      "[batch, channels, space…] at points in -1..1, as in a spatial transformer; a point names the last axis first.",
      paper: "Jaderberg and others 2015", shapes: ["[n, c, h, w], [n, k, m, 2] -> [n, c, k, m]"],
      examples: [Example("grid_sample([[[1, 3]]], [[[0]]])", gives: "[[[2]]]")],
      samples: [
        sample([1, 2, 3, 4], [1, 2, 2, 2], .zeros, false), sample([1, 1, 4, 3], [1, 1, 3, 2], .border, true),
        sample([2, 1, 4], [2, 3, 1], .reflection, false),
        sample([0, 1, 3, 3], [0, 2, 2, 2], .zeros, false),
      ],
      given("x", "[batch, channels, space…]"), given("grid", "points: [batch, out…, axes of space]", Tensor.self),
      given("mode", "linear or nearest", SamplingMode.self, .linear),
      given("border", "what lies outside: zeros, border or reflection", BorderMode.self, .zeros),
      flag("align_corners", "-1 and 1 are the middles of the outermost items, not their edges", false)
    ) { (x: Tensor, grid: Tensor, mode: SamplingMode, border: BorderMode, align: Bool) in
      try gridSample(x, grid, mode: mode, border: border, alignCorners: align)
    }
  }
}
