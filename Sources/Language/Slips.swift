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
  static let longest = 3

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
    "//": Slip("/", "division without remainder is written `floor(a / b)`, a comment begins with `#`"),
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

  /// What to say about a word that other languages reserve; looked at only where the line cannot be read.
  static func word(_ word: String) -> (message: String, example: String)? {
    switch word {
    case "def", "function", "func", "fun", "proc": ("a function begins with `fn`", "fn f(x) = x^2")
    case "lambda": ("a function without a name is written with `->`", "x -> x^2")
    case "import", "from", "using", "include", "require", "load":
      ("nothing is imported: all words are here; another notebook is run with `use`", "use \"other.dln\"")
    case "class", "struct": ("there are no classes: values with fields are records, networks are layers", "record(a: 1, b: 2)")
    case "let", "var", "const", "local", "auto", "global", "nonlocal", "val": ("a name is bound with `=` alone", "x = 1")
    case "elif", "elseif", "elsif": ("a further condition is written `else if`", "} else if x > 1 {")
    case "assert": ("what must hold is written `expect`", "expect x == 1")
    case "is": ("equality is written `==`", "a == b")
    case "end", "then", "do", "begin": ("a block stands in `{ }`", "if x > 1 { print(x) }")
    case "pass": ("a block that does nothing is `{ }`", "if x > 1 { }")
    case "try", "except", "catch", "raise", "throw", "finally":
      ("errors are not caught; that something must fail is written `expect fails { }`", "expect fails { f(0) }")
    case "with": ("there is no `with`: training and evaluation are told apart by the verb", "score(net, data.test)")
    case "del": ("names are not deleted; bind the name to `none`", "x = none")
    case "switch", "match", "case": ("choices are written `if`, `else if`, `else`", "if x == 1 { a } else { b }")
    case "until", "loop", "repeat", "foreach": ("loops are written `for` and `while`", "for i in 1..10 { print(i) }")
    default: nil
    }
  }
}
