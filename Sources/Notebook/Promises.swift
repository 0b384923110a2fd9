// Whether a value is what a `#=>` comment promises: the printed text, or numbers within a tolerance.

import Catalog
import Language

extension Promise {
  /// Whether one of the texts keeps the promise. Blanks and line breaks do not matter.
  func isKept(by texts: [String]) -> Bool {
    texts.contains { found in
      let (wanted, given) = (PrintedText(text), PrintedText(found))
      guard let tolerance else { return wanted.pieces == given.pieces }
      return wanted.agrees(with: given, within: tolerance)
    }
  }

  /// As it stands behind `#=>`.
  var shown: String { text + (tolerance.map { " +- \(numberText($0))" } ?? "") }
}

/// A printed text as its numbers and what stands between them.
private struct PrintedText {
  enum Piece: Equatable {
    case number(Double, spelled: String)
    case mark(Character)

    static func == (a: Piece, b: Piece) -> Bool {
      switch (a, b) {
      case (.number(_, let first), .number(_, let second)): first == second
      case (.mark(let first), .mark(let second)): first == second
      default: false
      }
    }
  }

  private(set) var pieces: [Piece] = []

  init(_ text: String) {
    var rest = Substring(text)
    var isInWord = false
    while let first = rest.first {
      if !isInWord, let (number, length) = PrintedText.number(rest) {
        pieces.append(.number(number, spelled: String(rest.prefix(length))))
        rest = rest.dropFirst(length)
      } else {
        if !first.isWhitespace { pieces.append(.mark(first)) }
        rest = rest.dropFirst()
      }
      isInWord = (first.isLetter || first == "_") || (isInWord && first.isNumber)
    }
  }

  /// The same marks in the same places, and every number near its partner.
  func agrees(with other: PrintedText, within tolerance: Double) -> Bool {
    guard pieces.count == other.pieces.count else { return false }
    return zip(pieces, other.pieces).allSatisfy { mine, yours in
      guard case .number(let a, _) = mine, case .number(let b, _) = yours else { return mine == yours }
      // A hair more than asked, so that 0.3 is within 0.1 of 0.2.
      return a == b || (a.isNaN && b.isNaN) || abs(a - b) <= tolerance * (1 + 1e-9)
    }
  }

  /// A number at the start of the text and how long it is: `-1.5e-3`, `97%`, `inf`, `nan`.
  private static func number(_ text: Substring) -> (Double, Int)? {
    let sign = text.first == "-" ? 1 : 0
    let behind = text.dropFirst(sign)
    for (word, value) in [("inf", Double.infinity), ("nan", .nan)] where behind.hasPrefix(word) {
      if behind.dropFirst(word.count).first?.isLetter == true { continue }
      return (sign == 1 ? -value : value, sign + word.count)
    }
    guard behind.first?.isWholeNumber == true else { return nil }
    var length = sign + behind.prefix { $0.isWholeNumber }.count
    length += fraction(text.dropFirst(length))
    length += exponent(text.dropFirst(length))
    guard let number = Double(String(text.prefix(length))) else { return nil }
    return text.dropFirst(length).first == "%" ? (number / 100, length + 1) : (number, length)
  }

  private static func fraction(_ text: Substring) -> Int {
    let digits = text.dropFirst().prefix { $0.isWholeNumber }.count
    return text.first == "." && digits > 0 ? 1 + digits : 0
  }

  private static func exponent(_ text: Substring) -> Int {
    guard text.first == "e" || text.first == "E" else { return 0 }
    let sign = text.dropFirst().first.map { "+-".contains($0) } == true ? 1 : 0
    let digits = text.dropFirst(1 + sign).prefix { $0.isWholeNumber }.count
    return digits > 0 ? 1 + sign + digits : 0
  }
}
