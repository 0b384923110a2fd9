// Pictures as sequences for terminals, taken apart again.

import Testing

@testable import Graphics

@Suite struct TerminalPictureTests {
  /// A picture whose pixels all differ a little.
  private func picture(_ width: Int, _ height: Int, channels: Int = 3) -> Picture {
    let count = width * height * channels
    return Picture(
      unchecked: Picture.Size(width: width, height: height, channels: channels),
      pixels: (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* $0 &* 2_654_435_761) >> 15) })
  }

  /// The bodies of sequences that begin and end so.
  private func bodies(_ bytes: [UInt8], from start: String, to end: String) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: start).map { $0.split(separator: end, omittingEmptySubsequences: false) }
      .compactMap { $0.first.map { String($0) } }
  }

  private func decoded(_ text: String) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var bits = 0
    var count = 0
    var bytes: [UInt8] = []
    for letter in text where letter != "=" {
      bits = (bits << 6 | (letters.firstIndex(of: letter) ?? 0)) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> count & 255))
      }
    }
    return bytes
  }

  @Test(arguments: [("", ""), ("M", "TQ=="), ("Ma", "TWE="), ("Man", "TWFu"), ("Many", "TWFueQ==")])
  func base64(_ text: String, _ code: String) { #expect(Base64.text(Array(text.utf8)) == Array(code.utf8)) }

  @Test func kittyGetsAPNGInPieces() throws {
    let picture = picture(90, 70)
    let sent = bodies(try PictureProtocol.kitty.bytes(of: picture, columns: 30), from: "\u{1B}_G", to: "\u{1B}\\")
    #expect(sent.count > 1)
    var text = ""
    for (place, body) in sent.enumerated() {
      let parts = body.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
      #expect(parts[1].utf8.count <= 4096)
      #expect(parts[0] == (place == 0 ? "a=T,f=100,q=2,c=30,m=1" : place + 1 < sent.count ? "m=1" : "m=0"))
      text += parts[1]
    }
    #expect(try Picture(decoding: decoded(text)) == picture)
  }

  @Test(arguments: [true, false]) func itermGetsAFile(_ inParts: Bool) throws {
    let picture = picture(40, 30)
    let sent = bodies(try PictureProtocol.iterm(inParts: inParts).bytes(of: picture, columns: 20), from: "\u{1B}]1337;", to: "\u{07}")
    if inParts {
      #expect(sent.first?.hasPrefix("MultipartFile=inline=1;size=") == true && sent.last == "FileEnd")
      #expect(sent.allSatisfy { $0.utf8.count <= 4096 + 9 })
      let text = sent.filter { $0.hasPrefix("FilePart=") }.map { $0.dropFirst(9) }.joined()
      #expect(try Picture(decoding: decoded(text)) == picture)
    } else {
      #expect(sent.count == 1)
      let parts = sent[0].split(separator: ":")
      #expect(parts[0].hasPrefix("File=inline=1;size=") && parts[0].contains("width=20"))
      #expect(try Picture(decoding: decoded(String(parts[1]))) == picture)
    }
  }

  // MARK: - Sixels

  /// Sixels read back: the colour of each pixel, in per cent.
  private func drawn(_ bytes: [UInt8], _ width: Int, _ height: Int) -> [[Int]?] {
    var text = Array(String(decoding: bytes, as: UTF8.self).drop { $0 != "q" }.dropFirst())[...]
    var (pixels, palette) = ([[Int]?](repeating: nil, count: width * height), [Int: [Int]]())
    var (x, top, colour) = (0, 0, 0)
    func numbers() -> [Int] {
      let digits = text.prefix { $0.isNumber || $0 == ";" }
      text = text.dropFirst(digits.count)
      return String(digits).split(separator: ";").compactMap { Int($0) }
    }
    func put(_ letter: Character, _ count: Int) {
      let bits = Int(letter.asciiValue ?? 63) - 63
      for _ in 0..<count {
        for y in 0..<6 where bits >> y & 1 == 1 && top + y < height && x < width { pixels[(top + y) * width + x] = palette[colour] }
        x += 1
      }
    }
    while let letter = text.popFirst(), letter != "\u{1B}" {
      switch letter {
      case "\"": _ = numbers()
      case "#":
        let found = numbers()
        colour = found[0]
        if found.count == 5 { palette[colour] = Array(found.dropFirst(2)) }
      case "!":
        let count = numbers()[0]
        if let next = text.popFirst() { put(next, count) }
      case "$": x = 0
      case "-": (x, top) = (0, top + 6)
      default: put(letter, 1)
      }
    }
    return pixels
  }

  @Test(arguments: [(1, 1), (5, 6), (13, 7), (16, 15)]) func sixelsAreThePicture(_ width: Int, _ height: Int) {
    let picture = Picture(
      unchecked: Picture.Size(width: width, height: height, channels: 3),
      pixels: (0..<(width * height * 3)).map { [0, 255, 128][$0 / 3 % 3 == 0 ? $0 % 3 : ($0 / 5) % 3] })
    let bytes = Sixel.bytes(of: picture)
    #expect(bytes.starts(with: "\u{1B}P0;1q\"1;1;\(width);\(height)".utf8))
    let pixels = drawn(bytes, width, height)
    for place in pixels.indices {
      #expect(pixels[place] == (0..<3).map { (Int(picture.pixels[place * 3 + $0]) * 100 + 127) / 255 })
    }
  }

  @Test func manyColoursBecomeFew() {
    let picture = picture(64, 64, channels: 4)
    let (palette, places) = Sixel.quantized(picture)
    #expect(palette.count <= 256 && palette.count > 32)
    #expect(places.count == 64 * 64)
    #expect(drawn(Sixel.bytes(of: picture), 64, 64).allSatisfy { $0 != nil })
  }
}
