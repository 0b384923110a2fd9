// Colours: those of the series, the scale of the heat maps, and the ink that can be read on them.

import Glibc

/// A colour by its sRGB parts from 0 to 1.
struct Colour: Equatable, Sendable {
  let red: Double
  let green: Double
  let blue: Double

  init(_ red: Double, _ green: Double, _ blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour as it is written on the web: `0xRRGGBB`.
  init(hex: UInt32) {
    self.init(Double(hex >> 16 & 255) / 255, Double(hex >> 8 & 255) / 255, Double(hex & 255) / 255)
  }

  static let white = Colour(hex: 0xFFFFFF)
  /// Titles and labels.
  static let ink = Colour(hex: 0x222222)
  /// Numbers along the axes, captions, notes.
  static let mutedInk = Colour(hex: 0x555555)
  /// The lines left of and below a plot.
  static let frame = Colour(hex: 0x888888)
  static let grid = Colour(hex: 0xE4E4E4)
  static let faintGrid = Colour(hex: 0xF2F2F2)
  /// The place of a value that is not a number.
  static let missing = Colour(hex: 0xD9D9D9)

  /// Okabe and Ito's colours, which people with any kind of colour vision tell apart;
  /// ordered so that the first few differ most on white. Their yellow is left out: it cannot be seen there.
  static let series: [Colour] = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000].map(Colour.init(hex:))

  /// The share of light that the colour reflects, from 0 to 1, as the eye weighs it.
  var luminance: Double {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Dark or white ink, whichever stands out more from this colour.
  var contrastingInk: Colour {
    contrast(with: .ink) >= contrast(with: .white) ? .ink : .white
  }

  /// The ratio of the lighter to the darker of two colours, 1 to 21, as web accessibility measures it.
  func contrast(with other: Colour) -> Double {
    let (a, b) = (luminance + 0.05, other.luminance + 0.05)
    return max(a, b) / min(a, b)
  }

  /// The colour of a value at `fraction` (0 to 1) of a scale: near-white over green and blue to a dark violet.
  /// Its lightness falls by equal steps, so equal differences of value look equally large, in gray as well.
  static func sequential(_ fraction: Double) -> Colour {
    guard fraction.isFinite else { return .missing }
    let place = min(max(fraction, 0), 1) * Double(anchors.count - 1)
    let index = min(Int(place), anchors.count - 2)
    let share = place - Double(index)
    return Colour(lab: anchors[index] + (anchors[index + 1] - anchors[index]) * share)
  }

  /// (lightness, green to red, blue to yellow) in the OKLab space; lightness evenly spaced.
  private static let anchors: [SIMD3<Double>] = [
    [0.98, -0.005, 0.020],
    [0.85, -0.070, 0.055],
    [0.72, -0.090, 0.000],
    [0.59, -0.055, -0.075],
    [0.46, -0.010, -0.120],
    [0.33, 0.035, -0.125],
  ]

  /// From OKLab, whose distances follow what the eye sees. What the screen cannot show is clipped.
  private init(lab: SIMD3<Double>) {
    let long = cube(lab.x + 0.3963377774 * lab.y + 0.2158037573 * lab.z)
    let medium = cube(lab.x - 0.1055613458 * lab.y - 0.0638541728 * lab.z)
    let short = cube(lab.x - 0.0894841775 * lab.y - 1.2914855480 * lab.z)
    self.init(
      encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
      encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
      encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short))
  }
}

private func cube(_ x: Double) -> Double { x * x * x }

/// sRGB's curve from stored value to light.
private func linear(_ stored: Double) -> Double {
  stored <= 0.04045 ? stored / 12.92 : pow((stored + 0.055) / 1.055, 2.4)
}

/// sRGB's curve from light to stored value.
private func encoded(_ light: Double) -> Double {
  let light = min(max(light, 0), 1)
  return light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
}
