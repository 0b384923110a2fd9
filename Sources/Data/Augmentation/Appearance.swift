// Augmentations that change values where they are: noise, cutout, brightness, contrast.

import Catalog
import Tensor

extension Catalog {
  func addAppearance() {
    addNoise()
    addCutout()
    addBrightness()
    addContrast()
    addForeign("gaussian_noise", means: "noise")
    addForeign("erase", "random_erasing", means: "cutout")
  }

  /// x + std · normal, clipped to 0..1. Source: torchvision 0.26, v2.GaussianNoise.
  private func addNoise() {
    add(
      .augmentation, "noise", "Adds normal noise to every value.",
      shapes: ["[n, c, h, w] -> [n, c, h, w]"],
      examples: [Example("dataset(\"digits\").train[0..<32] |> augment { noise(0.05) }")],
      number("std", "its standard deviation", 0.1, in: 0...1000), flag("clip", "move values into 0..1 afterwards", true)
    ) { (std: Double, clip: Bool) in
      Augmentation(
        ImageStep { draws, _ in
          draws
        } note: { _ in
          Record([("std", .number(std))])
        } change: { draws, image in
          if std > 0 { image.addNoise(draws, Float(std), clip: clip) }
        })
    }
  }

  private func addCutout() {
    add(
      .augmentation, "cutout", "Sets a rectangle at a random place to 0; its centre is any pixel, so part of it may lie outside.",
      paper: "DeVries & Taylor 2017",
      shapes: [ShapeRule("[n, c, h, w] -> [n, c, h, w]", "2x2")],
      examples: [Example("dataset(\"digits\").train[0..<32] |> augment { cutout(2x2, chance: 25%) }")],
      given("size", "height and width", ShapeArgument.self), number("chance", "how often", 1, in: 0...1)
    ) { (size: ShapeArgument, chance: Double) in
      let hole = try heightAndWidth(size.sizes, of: "cutout")
      return Augmentation(
        ImageStep(chance: chance) { draws, shape in
          (row: draws.whole(in: 0...max(shape.height - 1, 0)), column: draws.whole(in: 0...max(shape.width - 1, 0)))
        } note: { drawn in
          Record([("row", .number(Double(drawn.row))), ("column", .number(Double(drawn.column)))])
        } change: { drawn, image in
          let (top, left) = (drawn.row - hole.height / 2, drawn.column - hole.width / 2)
          image.clear(rows: top..<(top + hole.height), columns: left..<(left + hole.width))
        })
    }
  }

  /// factor · x, clipped to 0..1; factor uniform in max(0, 1 - amount)..1 + amount. Source: torchvision 0.26, v2.ColorJitter.
  private func addBrightness() {
    add(
      .augmentation, "brightness", "Multiplies images by a random factor about 1.",
      shapes: ["[n, c, h, w] -> [n, c, h, w]"],
      examples: [Example("dataset(\"digits\").train[0..<32] |> augment { brightness(20%) }")],
      number("amount", "how far the factor may lie from 1", 0.2, in: 0...100), flag("clip", "move values into 0..1 afterwards", true)
    ) { (amount: Double, clip: Bool) in Augmentation(.scaling(amount, clip: clip) { _ in 0 }) }
  }

  /// factor · x + (1 - factor) · mean, clipped to 0..1; the mean is that of the gray image, the factor as for brightness.
  /// Source: torchvision 0.26, v2.ColorJitter.
  private func addContrast() {
    add(
      .augmentation, "contrast", "Moves the values of images away from their mean, or towards it, by a random factor about 1.",
      shapes: ["[n, c, h, w] -> [n, c, h, w]"],
      examples: [Example("dataset(\"digits\").train[0..<32] |> augment { contrast(20%) }")],
      number("amount", "how far the factor may lie from 1", 0.2, in: 0...100), flag("clip", "move values into 0..1 afterwards", true)
    ) { (amount: Double, clip: Bool) in Augmentation(.scaling(amount, clip: clip) { $0.grayMean() }) }
  }
}

extension ImageStep {
  /// Draws a factor about 1 and moves values by it away from a fixed point.
  fileprivate static func scaling(_ amount: Double, clip: Bool, about point: @escaping (Image) -> Float) -> ImageStep {
    ImageStep { draws, _ in
      draws.number(in: max(0, 1 - amount)...(1 + amount))
    } note: { drawn in
      Record([("factor", .number(drawn))])
    } change: { drawn, image in
      guard drawn != 1 else { return }
      let (factor, rest) = (Float(drawn), Float(1 - drawn) * point(image))
      let values = image.values
      for place in values.indices { values[place] = factor * values[place] + rest }
      if clip { image.clip() }
    }
  }
}

extension Image {
  fileprivate func addNoise(_ draws: Draws, _ std: Float, clip: Bool) {
    let values = values
    draws.fillNormal(spare, count: values.count)
    for place in values.indices { values[place] += std * spare[place] }
    if clip { self.clip() }
  }

  fileprivate func clear(rows: Range<Int>, columns: Range<Int>) {
    let rows = rows.clamped(to: 0..<shape.height)
    let columns = columns.clamped(to: 0..<shape.width)
    for channel in 0..<shape.channels {
      for row in rows {
        (pixels + channel * shape.area + row * shape.width + columns.lowerBound).update(repeating: 0, count: columns.count)
      }
    }
  }

  /// The mean of the gray image: of three channels 0.2989 red + 0.587 green + 0.114 blue (ITU-R BT.601), of others all alike.
  fileprivate func grayMean() -> Float {
    guard shape.itemCount > 0 else { return 0 }
    var sum = 0.0
    for channel in 0..<shape.channels {
      let weight = shape.channels == 3 ? (channel == 0 ? 0.2989 : channel == 1 ? 0.587 : 0.114) : 1 / Double(shape.channels)
      var part = 0.0
      for place in 0..<shape.area { part += Double(pixels[channel * shape.area + place]) }
      sum += weight * part
    }
    return Float(sum / Double(shape.area))
  }
}
