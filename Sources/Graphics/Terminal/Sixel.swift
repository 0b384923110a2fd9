// Sixels: rows of six pixels, colour by colour, as DEC's terminals drew them.

/// A picture of few colours as sixels.
enum Sixel {
  /// Registers that every terminal with sixels has.
  static let mostColours = 256

  static func bytes(of picture: Picture) -> [UInt8] {
    let (palette, places) = quantized(picture)
    // 0;1: pixels that are not drawn stay as they are. Then the picture's shape and size.
    var bytes = Array("\u{1B}P0;1q\"1;1;\(picture.width);\(picture.height)".utf8)
    for (number, colour) in palette.enumerated() {
      let parts: [UInt32] = [16, 8, 0].map { colour >> $0 & 255 }
      let percent: [String] = parts.map { String((Int($0) * 100 + 127) / 255) }
      bytes += "#\(number);2;\(percent.joined(separator: ";"))".utf8
    }
    for top in stride(from: 0, to: picture.height, by: 6) {
      appendBand(top, min(6, picture.height - top), picture.width, places, palette.count, to: &bytes)
    }
    return bytes + "\u{1B}\\\n".utf8
  }

  /// Six rows: each of their colours goes over the whole width.
  private static func appendBand(_ top: Int, _ rows: Int, _ width: Int, _ places: [UInt8], _ colours: Int, to bytes: inout [UInt8]) {
    var columns = [[UInt8]](repeating: [], count: colours)
    for y in 0..<rows {
      for x in 0..<width {
        let colour = Int(places[(top + y) * width + x])
        if columns[colour].isEmpty { columns[colour] = [UInt8](repeating: 0, count: width) }
        columns[colour][x] |= 1 << UInt8(y)
      }
    }
    var isFirst = true
    for colour in 0..<colours where !columns[colour].isEmpty {
      // $ goes back to the left edge.
      bytes += "\(isFirst ? "" : "$")#\(colour)".utf8
      appendRuns(columns[colour], to: &bytes)
      isFirst = false
    }
    bytes.append(UInt8(ascii: "-"))
  }

  /// `!12~` for twelve times `~`; blanks at the end are left out.
  private static func appendRuns(_ columns: [UInt8], to bytes: inout [UInt8]) {
    let end = (columns.lastIndex { $0 != 0 } ?? -1) + 1
    var start = 0
    while start < end {
      var next = start
      while next < end, columns[next] == columns[start] { next += 1 }
      let letter = columns[start] + 63
      if next - start > 3 { bytes += "!\(next - start)".utf8 }
      bytes += [UInt8](repeating: letter, count: next - start > 3 ? 1 : next - start)
      start = next
    }
  }

  /// The colours of a picture, at most 256, and for each pixel the number of its own. Where there are more, each part keeps
  /// fewer bits, until there are few enough.
  static func quantized(_ picture: Picture) -> (palette: [UInt32], places: [UInt8]) {
    for bits in [8, 5, 4, 3] {
      if let found = palette(picture, bits: bits) { return found }
    }
    return palette(picture, bits: 2) ?? ([0], [UInt8](repeating: 0, count: picture.width * picture.height))
  }

  private static func palette(_ picture: Picture, bits: Int) -> ([UInt32], [UInt8])? {
    var numbers: [UInt32: UInt8] = [:]
    var palette: [UInt32] = []
    var places = [UInt8](repeating: 0, count: picture.width * picture.height)
    var last: (colour: UInt32, number: UInt8)?
    for place in places.indices {
      let colour = reduced(picture.word(place), bits: bits)
      if let last, last.colour == colour {
        places[place] = last.number
        continue
      }
      if numbers[colour] == nil {
        guard palette.count < mostColours else { return nil }
        numbers[colour] = UInt8(palette.count)
        palette.append(colour)
      }
      let number = numbers[colour] ?? 0
      places[place] = number
      last = (colour, number)
    }
    return (palette, places)
  }

  /// Each part in so many bits, spread over 0 to 255 again.
  private static func reduced(_ colour: UInt32, bits: Int) -> UInt32 {
    guard bits < 8 else { return colour }
    let top = UInt32(1 << bits) - 1
    return [16, 8, 0].reduce(0) { sum, shift in
      let part = colour >> UInt32(shift) & 255
      return sum | ((part * top + 127) / 255 * 255 / top) << UInt32(shift)
    }
  }
}

extension Picture {
  /// A pixel as 0xRRGGBB, over white where it is transparent.
  fileprivate func word(_ place: Int) -> UInt32 {
    let first = place * channels
    let alpha = channels == 4 ? UInt32(pixels[first + 3]) : 255
    return (0..<3).reduce(0) { word, part in
      let value = UInt32(pixels[first + (channels == 1 ? 0 : part)])
      return word << 8 | (value * alpha + 255 * (255 - alpha)) / 255
    }
  }
}
