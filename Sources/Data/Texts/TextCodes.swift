// Texts as whole numbers, and back: what a net reads and writes.

import Catalog
import Tensor

/// Characters or words, one after the other: a text stands for its characters.
private struct Tokens: Argument {
  let items: [String]

  static var wanted: String { "a text, or a list of texts such as words" }
  static var unknown: Value { .unknown(.list) }

  static func from(_ value: Value, _ context: Context) throws -> Tokens? {
    switch value {
    case .text(let text): return Tokens(items: text.map { String($0) })
    case .thing(let unknown as Unknown) where unknown.sort == .text || unknown.sort == .list: throw UnknownNumbers()
    default: return try [String].from(value, context).map { Tokens(items: $0) }
    }
  }

  var value: Value { items.value }
}

/// The items of a vocabulary, each with its number.
private struct VocabularyArgument: Argument {
  let items: [String]

  static var wanted: String { "a vocabulary: a list of texts" }
  static func from(_ value: Value, _ context: Context) throws -> VocabularyArgument? {
    guard case .list = value else { return nil }
    return try [String].from(value, context).map { VocabularyArgument(items: $0) }
  }
  var value: Value { items.value }

  func places() throws -> [String: Int32] {
    var places: [String: Int32] = [:]
    for (place, item) in items.enumerated() {
      guard places.updateValue(Int32(place), forKey: item) == nil else {
        throw Complaint(
          .argument, "\(quote(item)) stands twice in the vocabulary", [.init(.argument("vocabulary"), "items differ in a vocabulary")])
      }
    }
    return places
  }

  /// The item that a number stands for.
  func item(_ code: Double) throws -> String {
    guard let place = Int(exactly: code), items.indices.contains(place) else {
      throw Complaint(
        .argument, "\(numberText(code)) stands for nothing: the vocabulary has \(items.count) items",
        [.init(.position(0), "0 to \(items.count - 1) stand for something")])
    }
    return items[place]
  }
}

extension Catalog {
  func addTextCodes() {
    add(
      .data, "vocabulary", "The different characters of a text, or words of a list, in order: what `encode` numbers.",
      examples: [
        Example("vocabulary(\"banana\")", gives: "[\"a\", \"b\", \"n\"]"),
        Example("vocabulary(split_text(\"to be or not to be\"))", gives: "[\"be\", \"not\", \"or\", \"to\"]"),
      ],
      given("text", "a text, whose characters count, or a list of texts", Tokens.self),
      count("least", "how often an item must stand there to be taken", 1)
    ) { (tokens: Tokens, least: Int) in
      guard !tokens.items.isEmpty else { throw Complaint(.argument, "an empty text has no vocabulary", [.init(.position(0), "empty")]) }
      let counts = Dictionary(tokens.items.map { ($0, 1) }, uniquingKeysWith: +)
      return Tokens(items: counts.filter { $1 >= least }.keys.sorted())
    }
    add(
      .data, "encode", "A text as whole numbers, the place of each character in the vocabulary; so too a list of words.",
      examples: [
        Example("encode(\"nab\", [\"a\", \"b\", \"n\"])", gives: "[2, 0, 1]"),
        Example("encode(\"nix\", [\"?\", \"i\", \"n\"], unknown: \"?\")", gives: "[2, 1, 0]"),
      ],
      given("text", "a text, whose characters are numbered, or a list of texts", Tokens.self),
      given("vocabulary", "all there is, in the order of its numbers", VocabularyArgument.self),
      given("unknown", "the item of the vocabulary that stands for what is not in it; none: that is an error", String?.self, .some(nil))
    ) { (tokens: Tokens, vocabulary: VocabularyArgument, unknown: String?) in
      let places = try vocabulary.places()
      let spare = unknown.flatMap { places[$0] }
      if let unknown, spare == nil {
        throw Complaint(
          .argument, "\(quote(unknown)) is not in the vocabulary itself", [.init(.argument("unknown"), "one of the vocabulary is wanted")])
      }
      let codes = try tokens.items.enumerated().map { place, item in
        try Interruption.check(at: place)
        guard let code = places[item] ?? spare else { throw missing(item, place) }
        return code
      }
      return Tensor(codes, shape: [codes.count])
    }
    addDecoding()
    addForeign("tokenize", "tokenise", "StringLookup", "TextVectorization", "LabelEncoder", means: "encode")
  }

  private func addDecoding() {
    add(
      .data, "decode", "The text that whole numbers stand for; of several rows a list of texts.",
      examples: [Example("decode([2, 0, 1], [\"a\", \"b\", \"n\"])", gives: "nab")],
      given("codes", "places in the vocabulary: one, [count], or rows of them", Tensor.self),
      given("vocabulary", "all there is, in the order of its numbers", VocabularyArgument.self),
      text("separator", "what stands between two items", "")
    ) { (codes: Tensor, vocabulary: VocabularyArgument, separator: String) -> Value in
      guard codes.rank <= 2 else {
        throw Complaint(.shape, "a text is a row of numbers, not \(codes.shape.shapeText)", [.init(.position(0), codes.shape.shapeText)])
      }
      let items = try codes.numbers().map { try vocabulary.item($0) }
      if codes.rank < 2 { return .text(items.joined(separator: separator)) }
      let width = codes.shape[1]
      return .list((0..<codes.shape[0]).map { .text(items[($0 * width)..<(($0 + 1) * width)].joined(separator: separator)) })
    }
  }
}

private func missing(_ item: String, _ place: Int) -> Complaint {
  Complaint(
    .argument, "\(quote(item)), item \(place), is not in the vocabulary", [.init(.position(0), "\(quote(item)) has no number")],
    why: "make the vocabulary of all texts, or say which of its items stands for what it lacks: unknown: \"?\"")
}
