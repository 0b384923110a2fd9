// What the grammar itself knows: statements, blocks that build, signs. Declared like words, for the reference.

/// A reserved word or a sign of the language.
public struct GrammarEntry: Sendable {
  public let family: Family
  /// What it is looked up by, the first as its heading: `if` and `else`.
  public let names: [String]
  /// How it is written: `for NAME, … in EXPR { … }`.
  public let form: String
  public let summary: String
  public let examples: [Example]

  public var name: String { names[0] }
}

extension Catalog {
  /// Declares a reserved word or a sign; [also] are others that belong to it.
  public func addGrammar(
    _ family: Family, _ name: String, also: [String] = [], _ form: String, _ summary: String, examples: [Example]
  ) {
    grammar.append(GrammarEntry(family: family, names: [name] + also, form: form, summary: summary, examples: examples))
  }

  /// The entry of a reserved word or sign.
  public func grammar(of name: String) -> GrammarEntry? { grammar.first { $0.names.contains(name) } }
}
