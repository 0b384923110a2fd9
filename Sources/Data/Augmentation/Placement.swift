// Augmentations that move pixels: flip, rotate, shift, scale, crop. Formulas as in torchvision 0.26, transforms v2.

import Catalog
import Tensor

/// Which way a mirror turns an image.
enum FlipAxis: String, Choice {
  case horizontal, vertical
}

extension Catalog {
  func addPlacement() {
    addFlip()
    addRotation()
    addShift()
    addScale()
    addCrop()
    addForeign("hflip", "horizontal_flip", "mirror", means: "flip")
    addForeign("rotation", means: "rotate")
    addForeign("translate", means: "shift")
    addForeign("zoom", means: "scale")
    addForeign("random_crop", means: "crop")
  }

  private func addFlip() {
    add(
      .augmentation, "flip", "Mirrors images at random: left and right, or top and bottom.",
      shapes: ["[n, c, h, w] -> [n, c, h, w]"],
      examples: [
        Example("flip(50%)", gives: "flip(0.5)"),
        Example("[[[1, 2], [3, 4]]] |> augment { flip(100%) }", gives: "[[[2, 1],\n  [4, 3]]]"),
      ],
      number("chance", "how often", 0.5, in: 0...1), given("axis", "left and right, or top and bottom", FlipAxis.self, .horizontal)
    ) { (chance: Double, axis: FlipAxis) in
      Augmentation(
        ImageStep(chance: chance) { _, _ in
        } note: { _ in
          Record([("axis", .text(axis.rawValue))])
        } change: { _, image in
          axis == .horizontal ? image.swapColumns() : image.swapRows()
        })
    }
  }

  /// Source: RandomRotation: uniform in ±angle, bilinear about the centre, zeros outside.
  private func addRotation() {
    add(
      .augmentation, "rotate", "Turns images by a random angle, either way, about their centre; what comes from outside is 0.",
      shapes: ["[n, c, h, w] -> [n, c, h, w]"],
      examples: [Example("dataset(\"digits\").train[0..<32] |> augment { rotate(10 deg) }")],
      given("angle", "the largest angle, either way", Angle.self, Angle(degrees: 10))
    ) { (angle: Angle) in
      let largest = angle.degrees.magnitude
      return Augmentation(
        ImageStep { draws, _ in
          draws.number(in: -largest...largest)
        } note: { drawn in
          Record([("angle", .quantity(Quantity(drawn, .deg)))])
        } change: { drawn, image in
          if drawn != 0 { image.warp(.turned(by: drawn)) }
        })
    }
  }

  /// Source: RandomAffine's translation: uniform in ± the distance, in whole pixels unless the distance has a fraction of a pixel.
  private func addShift() {
    add(
      .augmentation, "shift", "Moves images at random, both ways along both axes; what comes from outside is 0.",
      shapes: ["[n, c, h, w] -> [n, c, h, w]"],
      examples: [Example("dataset(\"digits\").train[0..<32] |> augment { shift(1 px) }")],
      given(
        "distance", "the largest move: whole pixels, a fraction (1.5 px) that blurs, or a share of the side", Distance.self, .share(0.1))
    ) { (distance: Distance) in
      Augmentation(
        ImageStep { draws, shape in
          (right: distance.draw(&draws, along: shape.width), down: distance.draw(&draws, along: shape.height))
        } note: { drawn in
          Record([("right", .quantity(Quantity(drawn.right, .px))), ("down", .quantity(Quantity(drawn.down, .px)))])
        } change: { drawn, image in
          if drawn.right != 0 || drawn.down != 0 { image.warp(.moved(right: drawn.right, down: drawn.down)) }
        })
    }
  }

  /// Source: RandomAffine's scale: one uniform factor for both axes, bilinear about the centre, zeros outside.
  private func addScale() {
    add(
      .augmentation, "scale", "Enlarges and shrinks images by a random factor about their centre; what comes from outside is 0.",
      shapes: ["[n, c, h, w] -> [n, c, h, w]"],
      examples: [Example("dataset(\"digits\").train[0..<32] |> augment { scale(0.9..1.1) }")],
      given("factor", "the smallest and the largest factor", Progression.self, Progression(0.9, 1.1))
    ) { (factor: Progression) in
      guard factor.start >= 0.01, factor.end >= factor.start, factor.end <= 100 else {
        throw Complaint(
          .argument, "`factor` is \(factor.text), but goes from a smaller to a larger number within 0.01..100",
          [.init(.argument("factor"), "1 leaves the size as it is")])
      }
      return Augmentation(
        ImageStep { draws, _ in
          draws.number(in: factor.start...factor.end)
        } note: { drawn in
          Record([("factor", .number(drawn))])
        } change: { drawn, image in
          if drawn != 1 { image.warp(.scaled(by: drawn)) }
        })
    }
  }

  /// Source: RandomCrop: zeros around the image, then a window at a random place.
  private func addCrop() {
    add(
      .augmentation, "crop", "Cuts a window out of images at a random place, after zeros were put around them.",
      shapes: [ShapeRule("[n, c, h, w] -> [n, c, 2, 3]", "2x3")],
      examples: [Example("dataset(\"digits\").train[0..<32] |> augment { crop(8x8, padding: 1 px) }")],
      given("size", "height and width of the result", ShapeArgument.self),
      given("padding", "zeros put on each side first; with it the size can stay as it was", Distance.self, .pixels(0))
    ) { (size: ShapeArgument, padding: Distance) in
      let window = try heightAndWidth(size.sizes, of: "crop")
      func room(_ shape: ImageShape) -> (down: Int, right: Int) {
        (
          shape.height + 2 * padding.pixels(of: shape.height) - window.height,
          shape.width + 2 * padding.pixels(of: shape.width) - window.width
        )
      }
      return Augmentation(
        ImageStep { draws, shape in
          let room = room(shape)
          return (
            top: draws.whole(in: 0...room.down) - padding.pixels(of: shape.height),
            left: draws.whole(in: 0...room.right) - padding.pixels(of: shape.width)
          )
        } note: { drawn in
          Record([("top", .quantity(Quantity(Double(drawn.top), .px))), ("left", .quantity(Quantity(Double(drawn.left), .px)))])
        } change: { drawn, image in
          image.cut(top: drawn.top, left: drawn.left, height: window.height, width: window.width)
        } result: { shape in
          guard room(shape).down >= 0, room(shape).right >= 0 else { throw tooLarge(window, shape) }
          return ImageShape(shape.channels, window.height, window.width)
        })
    }
  }
}

private func tooLarge(_ window: (height: Int, width: Int), _ shape: ImageShape) -> Complaint {
  Complaint(
    .shape, "a window of \(window.height)x\(window.width) does not fit into images of \(shape.height)x\(shape.width)",
    [.init(.callee, "images have the shape \(shape.sizes.shapeText)")],
    edits: [.replace(.position(0), "\(shape.height)x\(shape.width)")])
}

extension Distance {
  fileprivate func draw(_ draws: inout Draws, along side: Int) -> Double {
    if case .pixels(let pixels) = self, pixels != pixels.rounded() { return draws.number(in: -pixels...pixels) }
    let largest = pixels(of: side)
    return Double(draws.whole(in: -largest...largest))
  }

  /// Whole pixels along a side.
  fileprivate func pixels(of side: Int) -> Int {
    switch self {
    case .pixels(let pixels): Int(pixels.rounded())
    case .share(let share): Int((share * Double(side)).rounded())
    }
  }
}

extension Image {
  fileprivate func swapColumns() {
    for row in 0..<(shape.channels * shape.height) {
      var line = UnsafeMutableBufferPointer(start: pixels + row * shape.width, count: shape.width)
      line.reverse()
    }
  }

  fileprivate func swapRows() {
    let (height, width) = (shape.height, shape.width)
    for channel in 0..<shape.channels {
      let plane = pixels + channel * shape.area
      for row in 0..<(height / 2) {
        for column in 0..<width { swap(&plane[row * width + column], &plane[(height - 1 - row) * width + column]) }
      }
    }
  }

  /// The window whose upper left corner is here, which may lie outside; outside is 0.
  fileprivate mutating func cut(top: Int, left: Int, height: Int, width: Int) {
    let old = shape
    repaint(height: height, width: width) { plane, new in
      for row in 0..<height {
        for column in 0..<width {
          let (y, x) = (row + top, column + left)
          let isInside = y >= 0 && y < old.height && x >= 0 && x < old.width
          new[row * width + column] = isInside ? plane[y * old.width + x] : 0
        }
      }
    }
  }
}
