// A declaration as a page of help.

extension Declaration {
  /// Signature, summary, parameters with their side notes, examples, paper.
  public var help: String {
    var lines = [signature, "  \(summary)"]
    let shown = notes
    if !shown.isEmpty { lines += [""] + parameterLines(shown) }
    if !examples.isEmpty { lines += [""] + exampleLines }
    if let paper { lines += ["", "  from: \(paper)"] }
    return lines.joined(separator: "\n")
  }

  private func parameterLines(_ notes: [ParameterNote]) -> [String] {
    let heads = notes.map { note in note.fallback.map { $0.isEmpty ? note.name : "\(note.name) = \($0)" } ?? note.name }
    let width = heads.map(\.count).max() ?? 0
    return zip(heads, notes).map { head, note in
      "  " + head + String(repeating: " ", count: width - head.count + 3) + "\(note.summary) (\(note.wanted))"
    }
  }

  private var exampleLines: [String] {
    examples.flatMap { example in
      example.source.split(separator: "\n").map { "  dln> \($0)" }
        + (example.result.map { $0.split(separator: "\n").map { "  \($0)" } } ?? [])
    }
  }
}

extension Catalog {
  /// All families with their words, a line a word.
  public var overview: String {
    let width = words.map(\.name.count).max() ?? 0
    return Family.allCases.compactMap { family -> String? in
      let words = words(of: family)
      guard !words.isEmpty else { return nil }
      let lines = words.map { "  " + $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.summary }
      return ([family.rawValue] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}
