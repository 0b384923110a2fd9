// What a terminal answers when it is asked what it can, and what a person typed meanwhile.

/// The answers among the bytes that came from a terminal.
struct TerminalAnswers: Equatable {
  /// It understood kitty's question about pictures.
  var knowsKitty = false
  /// The attributes it says it has; nil: it has not answered yet, which it does last.
  var attributes: [Int]?
  /// The size of a cell in pixels.
  var cell: CellSize?
  /// Everything that was no answer, in order.
  var typed: [UInt8] = []

  struct CellSize: Equatable {
    let width: Int
    let height: Int
  }

  /// Questions in the order in which they are answered: a picture that is only a question, the size of a cell, the attributes.
  /// Terminals that do not know the first ones pass them over; every terminal answers the last.
  static let questions = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[16t\u{1B}[c"

  init(_ bytes: [UInt8] = []) {
    var rest = bytes[...]
    while let first = rest.first {
      if let length = read(rest) {
        rest = rest.dropFirst(length)
      } else {
        typed.append(first)
        rest = rest.dropFirst()
      }
    }
  }

  /// How long an answer is that the bytes begin with; nil: they begin with none.
  private mutating func read(_ bytes: ArraySlice<UInt8>) -> Int? {
    if bytes.starts(with: "\u{1B}_G".utf8) { return readKitty(bytes) }
    guard bytes.starts(with: "\u{1B}[".utf8) else { return nil }
    let body = bytes.dropFirst(2).prefix { $0 < 0x40 }
    guard let last = bytes.dropFirst(2 + body.count).first else { return nil }
    let numbers = body.split(whereSeparator: { !(0x30...0x39).contains($0) }).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    switch (last, body.first) {
    case (UInt8(ascii: "c"), UInt8(ascii: "?")): attributes = numbers
    case (UInt8(ascii: "t"), UInt8(ascii: "6")) where numbers.count == 3 && numbers[1] > 0 && numbers[2] > 0:
      cell = CellSize(width: numbers[2], height: numbers[1])
    default: return nil
    }
    return 3 + body.count
  }

  private mutating func readKitty(_ bytes: ArraySlice<UInt8>) -> Int? {
    for place in bytes.indices.dropFirst(3) where bytes[place] == 0x5C && bytes[place - 1] == 0x1B {
      let text = String(decoding: bytes[bytes.startIndex..<place], as: UTF8.self)
      knowsKitty = knowsKitty || text.contains("i=31") && text.contains(";OK")
      return place - bytes.startIndex + 1
    }
    return nil
  }
}
