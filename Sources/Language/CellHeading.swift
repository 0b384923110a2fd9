// `# %%`: the line that begins a cell of a notebook.

/// `# %% Title key="value"`, `# %% [markdown]`.
public struct CellHeading {
  public static let mark = "# %%"

  public private(set) var title: String?
  public private(set) var options: [(key: String, value: String)] = []
  public private(set) var isMarkdown = false

  /// A line, from 1, begins a cell.
  public static func stands(in source: Source, line: Int) -> Bool {
    source.bytes[source.lineStarts[line - 1]...].starts(with: mark.utf8)
  }

  /// Reads a line; one that begins no cell has neither title nor options.
  public init(_ line: String) {
    guard line.hasPrefix(CellHeading.mark) else { return }
    let words = CellHeading.words(line.dropFirst(CellHeading.mark.count))
    let titleWords = words.prefix { !$0.contains("=") }
    isMarkdown = titleWords.contains { $0 == "[markdown]" || $0 == "[md]" }
    let named = titleWords.filter { !$0.hasPrefix("[") }
    title = named.isEmpty ? nil : named.joined(separator: " ")
    for word in words.dropFirst(titleWords.count) {
      guard let sign = word.firstIndex(of: "=") else { continue }
      let value = word[word.index(after: sign)...]
      options.append((String(word[..<sign]), value.filter { $0 != "\"" }))
    }
  }

  /// Words between blanks; inside quotes a blank parts nothing.
  private static func words(_ text: Substring) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if character.isWhitespace, !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}
