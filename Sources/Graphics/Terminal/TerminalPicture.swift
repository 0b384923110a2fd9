// Pictures in the form that terminals take: by the protocols of kitty and iTerm2, and as sixels.

/// How a terminal that shows pictures wants them.
public enum PictureProtocol: Sendable, Equatable {
  case kitty
  /// [inParts]: in pieces, as iTerm2 takes them from 3.5 on.
  case iterm(inParts: Bool)
  case sixel
}

extension PictureProtocol {
  /// The most bytes of a picture in one sequence.
  static let pieceLength = 4096

  /// The bytes that show a picture, over so many columns of the terminal. They end where the next line begins.
  ///
  /// - Throws: `PictureError` when libpng refuses.
  public func bytes(of picture: Picture, columns: Int) throws(PictureError) -> [UInt8] {
    switch self {
    case .kitty: Kitty.bytes(of: try picture.encoded(), columns: columns)
    case .iterm(let inParts): ITerm.bytes(of: try picture.encoded(), columns: columns, inParts: inParts)
    case .sixel: Sixel.bytes(of: picture)
    }
  }
}

/// kitty's graphics protocol: a PNG file in base64, in pieces.
enum Kitty {
  static func bytes(of png: [UInt8], columns: Int) -> [UInt8] {
    let pieces = Base64.text(png).pieces(of: PictureProtocol.pieceLength)
    var bytes: [UInt8] = []
    for (place, piece) in pieces.enumerated() {
      // a=T: send and show; f=100: PNG; q=2: no answers; m: more follows.
      let more = place + 1 < pieces.count ? 1 : 0
      bytes += "\u{1B}_G".utf8
      bytes += (place == 0 ? "a=T,f=100,q=2,c=\(columns),m=\(more);" : "m=\(more);").utf8
      bytes += piece
      bytes += "\u{1B}\\".utf8
    }
    return bytes + "\n".utf8
  }
}

/// iTerm2's inline images: a file in base64, whole or in parts.
enum ITerm {
  static func bytes(of png: [UInt8], columns: Int, inParts: Bool) -> [UInt8] {
    let facts = "inline=1;size=\(png.count);width=\(columns);preserveAspectRatio=1"
    let text = Base64.text(png)
    guard inParts else { return sequence("File=\(facts):", text) + "\n".utf8 }
    var bytes = sequence("MultipartFile=\(facts)", [])
    for piece in text.pieces(of: PictureProtocol.pieceLength) { bytes += sequence("FilePart=", piece) }
    return bytes + sequence("FileEnd", []) + "\n".utf8
  }

  private static func sequence(_ head: String, _ body: some Sequence<UInt8>) -> [UInt8] {
    Array("\u{1B}]1337;\(head)".utf8) + body + [0x07]
  }
}

enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      let group = (0..<3).reduce(0) { $0 << 8 | ($1 < count ? Int(bytes[start + $1]) : 0) }
      for place in 0..<4 { text.append(place <= count ? letters[group >> (18 - 6 * place) & 63] : UInt8(ascii: "=")) }
    }
    return text
  }
}

extension [UInt8] {
  /// Pieces of at most so many bytes, one at least.
  func pieces(of length: Int) -> [ArraySlice<UInt8>] {
    isEmpty ? [[]] : stride(from: 0, to: count, by: length).map { self[$0..<Swift.min($0 + length, count)] }
  }
}
