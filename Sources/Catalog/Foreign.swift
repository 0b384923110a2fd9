// Names people bring from elsewhere, and the word that each means here.

/// The names of one word in one library.
public struct ForeignNames: Sendable {
  /// Nil: no library in particular.
  public let library: String?
  public let names: [String]
}

/// Which foreign name means which word.
struct ForeignTable {
  private var entries: [(names: ForeignNames, word: String)] = []
  private var words: [String: String] = [:]

  mutating func add(_ names: [String], library: String?, means word: String) {
    entries.append((ForeignNames(library: library, names: names), word))
    for name in names {
      words[name] = word
      let last = ForeignTable.lastPart(of: name)
      if words[last] == nil { words[last] = word }
    }
  }

  /// The word that a name means; `torch.nn.Linear` is looked up by its end, too.
  func meaning(of name: String) -> String? { words[name] ?? words[ForeignTable.lastPart(of: name)] }

  func names(of word: String) -> [ForeignNames] { entries.filter { $0.word == word }.map(\.names) }

  private static func lastPart(of name: String) -> String { name.split(separator: ".").last.map(String.init) ?? name }
}
