// Pictures in characters: two pixels a cell as half-blocks in colour, or shades where there are no colours.

extension Picture {
  /// The picture reduced or enlarged to so many pixels; what shrinks is averaged, what grows is repeated.
  func resized(width newWidth: Int, height newHeight: Int) -> Picture {
    var pixels = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
    for y in 0..<newHeight {
      let ys = Picture.span(y, of: newHeight, over: height)
      for x in 0..<newWidth {
        let mean = mean(Picture.span(x, of: newWidth, over: width), ys)
        for part in 0..<3 { pixels[(y * newWidth + x) * 3 + part] = mean[part] }
      }
    }
    return Picture(unchecked: Size(width: newWidth, height: newHeight, channels: 3), pixels: pixels)
  }

  /// The pixels that one of the new ones stands for.
  private static func span(_ place: Int, of count: Int, over size: Int) -> Range<Int> {
    let start = place * size / count
    return start..<max(start + 1, (place + 1) * size / count)
  }

  /// The mean colour of a part, over white where it is transparent.
  private func mean(_ xs: Range<Int>, _ ys: Range<Int>) -> [UInt8] {
    var sums = [0, 0, 0]
    for y in ys {
      for x in xs {
        let first = (y * width + x) * channels
        let alpha = channels == 4 ? Int(pixels[first + 3]) : 255
        for part in 0..<3 {
          let value = Int(pixels[first + (channels == 1 ? 0 : part)])
          sums[part] += (value * alpha + 255 * (255 - alpha)) / 255
        }
      }
    }
    let count = xs.count * ys.count
    return sums.map { UInt8(($0 + count / 2) / count) }
  }

  /// A pixel of a picture in three colours.
  fileprivate func colour(_ x: Int, _ y: Int) -> Colour {
    let first = (y * width + x) * 3
    return Colour(Double(pixels[first]) / 255, Double(pixels[first + 1]) / 255, Double(pixels[first + 2]) / 255)
  }
}

extension TextCanvas {
  /// How many pixels a cell shows: two below one another in colour; without colours a pixel takes two cells, to be square.
  static func pixels(columns: Int, rows: Int, _ style: TextStyle) -> (across: Int, down: Int) {
    style.colours == .none ? (max(columns / 2, 1), rows) : (columns, 2 * rows)
  }

  /// Paints a picture of three colours, pixel by pixel.
  mutating func paint(_ picture: Picture, row: Int, column: Int, _ style: TextStyle) {
    guard style.colours == .none else { return paintHalves(picture, row: row, column: column) }
    let shades = Array(style.isPlain ? " .:-=+*#%@" : " ░▒▓█")
    for y in 0..<picture.height {
      for x in 0..<picture.width {
        let shade = shades[min(Int(picture.colour(x, y).luminance.squareRoot() * Double(shades.count)), shades.count - 1)]
        for half in 0..<2 { put(shade, row: row + y, column: column + 2 * x + half) }
      }
    }
  }

  private mutating func paintHalves(_ picture: Picture, row: Int, column: Int) {
    for y in stride(from: 0, to: picture.height, by: 2) {
      for x in 0..<picture.width {
        let lower = y + 1 < picture.height ? picture.colour(x, y + 1) : nil
        put("▀", row: row + y / 2, column: column + x, ink: picture.colour(x, y), paper: lower)
      }
    }
  }
}
