// Words that other languages reserve, and what is written here in their place.

/// A word of another language; looked at only where the line cannot be read.
struct ForeignWord {
  /// How the line becomes one of this language.
  enum Remedy {
    /// Another word stands in its place.
    case written(String)
    /// The word is left out.
    case leftOut
    /// The whole line is: it becomes a comment.
    case noted
    /// Its own line cannot be mended.
    case none
  }

  /// One sentence.
  let message: String
  /// A line that does it.
  let example: String
  let remedy: Remedy

  private init(_ message: String, _ example: String, _ remedy: Remedy = .none) {
    (self.message, self.example, self.remedy) = (message, example, remedy)
  }

  static func named(_ word: String) -> ForeignWord? { table[word] }

  private static let table: [String: ForeignWord] = {
    var table: [String: ForeignWord] = [:]
    for (words, meaning) in all { for word in words.split(separator: " ") { table[String(word)] = meaning } }
    return table
  }()

  private static let all: [(words: String, meaning: ForeignWord)] = [
    ("def function func fun proc", ForeignWord("a function begins with `fn`", "fn f(x) = x^2", .written("fn"))),
    ("lambda", ForeignWord("a function without a name is written with `->`", "x -> x^2")),
    (
      "import from using include require library",
      ForeignWord("nothing is imported: all words are here; another notebook is run with `use`", "use \"other.dln\"", .noted)
    ),
    (
      "class struct interface",
      ForeignWord("there are no classes: values with fields are records, networks are layers", "record(a: 1, b: 2)")
    ),
    (
      "let var const local auto val mut int float double string bool char", ForeignWord("a name is bound with `=` alone", "x = 1", .leftOut)
    ),
    ("global nonlocal", ForeignWord("a function sees the names around it without a word", "fn f(x) = x * k", .noted)),
    ("elif elseif elsif", ForeignWord("a further condition is written `else if`", "} else if x > 1 {", .written("else if"))),
    ("unless", ForeignWord("a condition that must not hold is written `if not`", "if not (x > 1) { print(x) }", .written("if not"))),
    ("until", ForeignWord("a loop goes on while something holds", "while not (x > 1) { x += 1 }", .written("while not"))),
    ("foreach", ForeignWord("loops are written `for` and `while`", "for i in 1..10 { print(i) }", .written("for"))),
    ("loop", ForeignWord("loops are written `for` and `while`", "for i in 1..10 { print(i) }")),
    ("assert require!", ForeignWord("what must hold is written `expect`", "expect x == 1", .written("expect"))),
    ("is", ForeignWord("equality is written `==`", "a == b", .written("=="))),
    ("end then do begin", ForeignWord("a block stands in `{ }`", "if x > 1 { print(x) }")),
    ("pass", ForeignWord("a block that does nothing is `{ }`", "if x > 1 { }")),
    (
      "try except catch raise throw finally",
      ForeignWord("errors are not caught; that something must fail is written `expect fails { }`", "expect fails { f(0) }")
    ),
    ("with", ForeignWord("there is no `with`: training and evaluation are told apart by the verb", "score(net, data.test)")),
    ("del delete", ForeignWord("names are not deleted; bind the name to `none`", "x = none")),
    ("switch match case", ForeignWord("choices are written `if`, `else if`, `else`", "if x == 1 { a } else { b }")),
    (
      "async await yield",
      ForeignWord("a line waits until it is done: there is nothing to wait for", "run = fit(net, data.train)", .leftOut)
    ),
  ]
}
