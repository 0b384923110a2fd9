// Regions of pictures at one size, and pictures' features at several scales.

import Catalog
import Tensor

/// What each of [cells] cells between two borders takes from each place of an axis: [regions, cells, size]. A cell is the mean of some
/// samples, and a sample lies between its two neighbours.
private func shares(from start: Tensor, to end: Tensor, _ cells: Int, _ samples: Int, size: Int) throws -> Tensor {
  let steps = Tensor((0..<(cells * samples)).map { (Float($0) + 0.5) / Float(cells * samples) }, shape: [1, cells * samples])
  let width = try maximum(end - start, Tensor(1))
  let points = try start.expanded(at: 1) + width.expanded(at: 1) * steps  // [regions, cells * samples]
  let isInside = try select(abs(points - Double(size - 1) / 2) <= Tensor(Double(size + 1) / 2), Tensor(1), Tensor(0))
  let within = try minimum(maximum(points, Tensor(0)), Tensor(Double(size - 1)))
  let places = Tensor((0..<size).map { Float($0) }, shape: [1, 1, size])
  let near = try relu(1 - abs(within.expanded(at: 2) - places)) * isInside.expanded(at: 2)
  return try near.reshaped([start.shape[0], cells, samples, size]).mean(axes: [2])
}

/// x [batch, channels, h, w] within boxes [count, 5] of sample number, left, top, right, bottom: [count, channels, rows, columns].
func aligned(_ x: Tensor, _ boxes: Tensor, _ size: [Int], scale: Double, samples: Int) throws -> Tensor {
  let columns = try boxes.split(into: 5, axis: 1).map { try $0.reshaped([boxes.shape[0]]) }
  let sides = try columns.dropFirst().map { try $0 * scale }
  let down = try shares(from: sides[1], to: sides[3], size[0], samples, size: x.shape[2]).expanded(at: 1)  // [count, 1, rows, h]
  let across = try shares(from: sides[0], to: sides[2], size[1], samples, size: x.shape[3]).expanded(at: 1)  // [count, 1, columns, w]
  return try matmul(matmul(down, x.rows(columns[0])), across.transposed())
}

/// Each item of space twice along both axes.
private func doubled(_ x: Tensor) throws -> Tensor {
  let (rows, columns) = (x.shape[2], x.shape[3])
  let wide = [x.shape[0], x.shape[1], rows, 2, columns, 2]
  return try x.reshaped([x.shape[0], x.shape[1], rows, 1, columns, 1]).broadcasted(to: wide)
    .reshaped([x.shape[0], x.shape[1], rows * 2, columns * 2])
}

extension Catalog {
  /// Feature maps, and boxes that move over them.
  private static var regionSamples: [Sample] {
    [
      Sample([[2, 2, 4, 4], [3, 4]], in: -0.2...0.2) { moved in
        let sides =
          try Tensor([0.3, 0.4, 2.4, 2.6, 1.2, 0.6, 3.1, 2.9, 0.7, 1.3, 2.2, 3.4] as [Float], shape: [3, 4])
          + (Tensor(moved[1]) ?? Tensor(0))
        let boxes = try concatenate([Tensor([1, 0, 1] as [Float], shape: [3, 1]), sides], axis: 1)
        return Given(positional: [moved[0], boxes.value, .size([2, 1])])
      }
    ]
  }

  func addRegions() {
    addLayer(
      "roi_align", "Cuts boxes out of feature maps and brings them to one size, without rounding their borders.",
      shapes: [ShapeRule("[n, c, h, w] -> [k, c, 7, 5]", "zeros([k, 5]), 7x5")],
      "roi_align(ones([1, 1, 4, 4]), [[0, 0, 0, 2, 2]], 1x1)", gives: "[[[[1]]]]", paper: "He and others 2017",
      samples: Catalog.regionSamples,
      given("boxes", "[count, 5]: number of the sample, left, top, right, bottom", Tensor.self),
      given("size", "rows and columns that come out", PerAxis.self),
      number("scale", "of the feature maps against the boxes", 1, in: 1e-9...1e9),
      count("samples", "points along each side of a cell whose mean counts", 2)
    ) { (boxes: Tensor, size: PerAxis, scale: Double, samples: Int) in
      { x, _ in
        guard x.rank == 4 else {
          throw Complaint(.shape, "roi_align wants [batch, channels, h, w], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
        }
        guard boxes.rank == 2, boxes.shape[1] == 5 else {
          throw Complaint(
            .shape, "`boxes` of roi_align wants [count, 5], not \(boxes.shape.shapeText)",
            [.init(.argument("boxes"), boxes.shape.shapeText)],
            why: "each box is a sample's number, left, top, right, bottom")
        }
        return try aligned(x, boxes, size.spread(over: 2, "size"), scale: scale, samples: samples)
      }
    }
    addPyramid()
  }

  private func addPyramid() {
    add(
      .layer, "feature_pyramid",
      "Feature maps of halving sizes with what coarser ones know added to finer ones: a list of as many maps, all with the same channels.",
      paper: "Lin and others 2017",
      examples: [Example("feature_pyramid([ones([1, 4, 8, 8]), ones([1, 8, 4, 4])], 16)[0].shape", gives: "1x16x8x8")],
      samples: [Sample([[1, 2, 4, 2], [1, 3, 2, 1]]) { Given(positional: [.list($0), .number(2)]) }],
      given("maps", "[batch, channels, h, w] each, the finest first, each half as large as the one before", [Tensor].self),
      count("channels", "channels of all that comes out"), surroundings()
    ) { (maps: [Tensor], channels: Int, context: Context) in
      try checkHalving(maps)
      let side = Layer("lateral", Convolution(channels: channels, kernel: PerAxis(sizes: [1])).apply)
      let smooth = Layer("smooth", Convolution(channels: channels, kernel: PerAxis(sizes: [3])).apply)
      func applied(_ layer: Layer, _ x: Tensor) throws -> Tensor {
        guard let made = try Tensor(layer.call(Given(positional: [.thing(x)]), context)) else {
          throw Complaint(.internal, "a convolution gives no tensor")
        }
        return made
      }
      var merged: [Tensor] = []
      for map in maps.reversed() { merged.append(try merged.last.map { try applied(side, map) + doubled($0) } ?? applied(side, map)) }
      return Value.list(try merged.reversed().map { .thing(try applied(smooth, $0)) })
    }
    addForeign("RoIAlign", "RoiAlign", "roi_pool", means: "roi_align")
    addForeign("FeaturePyramidNetwork", "FPN", "fpn", means: "feature_pyramid")
  }
}

private func checkHalving(_ maps: [Tensor]) throws {
  for (place, map) in maps.enumerated() {
    let before = place == 0 ? map.shape : maps[place - 1].shape
    let isHalf = map.rank == 4 && (place == 0 || (before[2] == 2 * map.shape[2] && before[3] == 2 * map.shape[3]))
    if isHalf { continue }
    throw Complaint(
      .shape, "feature_pyramid wants maps [batch, channels, h, w] of halving sizes, and number \(place) is \(map.shape.shapeText)",
      [.init(.argument("maps"), place == 0 ? map.shape.shapeText : "behind \(before.shapeText)")])
  }
}
