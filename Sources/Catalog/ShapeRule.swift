// What a word does to shapes, as its page states it and the tests check it: `[n, c, h, w] -> [n, channels, h, w]`.

/// A rule of shapes. Names in it stand for sizes, `...` for any number of them.
public struct ShapeRule: Sendable, ExpressibleByStringLiteral {
  /// The shapes of the tensors that the word is given, each perhaps with its type before it: `int32 [n]`.
  public let inputs: [String]
  /// The shape of what it gives. Its sizes may be computed: `[n, floor(h / 2)]`.
  public let output: String
  /// The arguments behind the tensors: `channels, 3x3`.
  public let arguments: String?

  /// `[n, m], [m] -> [n]`, and what else the word is given.
  public init(_ rule: String, _ arguments: String? = nil) {
    let sides = rule.split(separator: "->", maxSplits: 1, omittingEmptySubsequences: false)
    inputs = ShapeRule.parts(sides[0])
    output = ShapeRule.parts(sides.last ?? "").first ?? ""
    self.arguments = arguments
  }

  public init(stringLiteral rule: String) { self.init(rule) }

  /// `[n, m], [m] -> [n]`.
  public var text: String { (inputs.isEmpty ? "" : inputs.joined(separator: ", ") + " ") + "-> " + output }

  /// The parts between commas that stand in no bracket.
  private static func parts(_ text: Substring) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text where !(character == " " && parts[parts.count - 1].isEmpty) {
      if "[(".contains(character) { depth += 1 }
      if "])".contains(character) { depth -= 1 }
      if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts.map { String($0.reversed().drop { $0 == " " }.reversed()) }.filter { !$0.isEmpty }
  }
}
