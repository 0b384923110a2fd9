// What people type out of habit from other languages, and what it is called here.

/// A spelling of another language that stands for something in this one.
struct Slip {
  /// What the writer meant, as it is spelled here.
  let meaning: String
  /// One sentence.
  let message: String

  init(_ meaning: String, _ message: String) {
    self.meaning = meaning
    self.message = message
  }

  /// What the writer meant, as a token.
  var token: Token.Kind { Mark.spelled[meaning].map { .mark($0) } ?? .word(meaning) }
}

enum Slips {
  /// The longest spelling in `marks`.
  static let longest = 4

  /// Signs of other languages.
  static let marks: [String: Slip] = [
    "**": Slip("^", "the power is written `^`"),
    "%": Slip("mod", "the remainder is written `mod`; `%` stands directly behind a number, as in 25%"),
    "&&": Slip("and", "both at once is written `and`"),
    "&": Slip("and", "both at once is written `and`"),
    "||": Slip("or", "one or the other is written `or`"),
    "|": Slip("or", "one or the other is written `or`"),
    "!": Slip("not", "the opposite is written `not`"),
    "~": Slip("not", "the opposite is written `not`"),
    "===": Slip("==", "equality is written `==`"),
    "!==": Slip("!=", "difference is written `!=`"),
    "<>": Slip("!=", "difference is written `!=`"),
    ":=": Slip("=", "a name is bound with `=`"),
    "=>": Slip("->", "a function is written `x -> x^2`"),
    "~=": Slip("!=", "difference is written `!=`"),
    ".^": Slip("^", "operators work item by item as they are: `^`"),
    ".*": Slip("*", "operators work item by item as they are: `*`"),
    "./": Slip("/", "operators work item by item as they are: `/`"),
    "%*%": Slip("@", "the matrix product is written `@`"),
    "%in%": Slip("in", "being among others is written `in`"),
    "%%": Slip("mod", "the remainder is written `mod`"),
  ]

  /// Signs of mathematics and of other keyboards; full-width forms are found by their number (see `ascii`).
  private static let lookalikes: [Unicode.Scalar: String] = [
    "。": ".", "、": ",", "【": "[", "】": "]", "「": "\"", "」": "\"", "『": "\"", "』": "\"",
    "“": "\"", "”": "\"", "„": "\"", "«": "\"", "»": "\"", "‘": "\"", "’": "\"", "＂": "\"", "＇": "\"",
    "−": "-", "–": "-", "—": "-", "×": "*", "⋅": "*", "∗": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=",
    "→": "->", "⇒": "->", "…": "...", "∈": "in", "∧": "and", "∨": "or", "¬": "not", "▷": "|>", "⊳": "|>",
    "²": "^2", "³": "^3", "°": "deg", "∞": "inf", "√": "sqrt",
  ]

  /// The ASCII spelling of a character that looks or means like it: `（` → `(`, `≤` → `<=`.
  static func ascii(_ scalar: Unicode.Scalar) -> String? {
    if let known = lookalikes[scalar] { return known }
    guard (0xFF01...0xFF5E).contains(scalar.value), let plain = Unicode.Scalar(scalar.value - 0xFEE0) else { return nil }
    return String(plain)
  }

  /// A line with every lookalike outside of texts and comments written in ASCII.
  static func asciiLine(_ line: String) -> String {
    var result = ""
    var isInText = false
    var isInComment = false
    for scalar in line.unicodeScalars {
      let plain = isInComment ? nil : ascii(scalar)
      let written = plain ?? String(scalar)
      if written == "#", !isInText { isInComment = true }
      if written == "\"", !isInComment { isInText.toggle() }
      result += isInText && written != "\"" ? String(scalar) : written
    }
    return result
  }
}
