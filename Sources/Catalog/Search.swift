// Looking for a word without knowing its name.

/// A word or sign that was found.
public struct Finding {
  public let name: String
  public let summary: String
  /// What matched, where that is neither the name nor the summary.
  public let note: String
}

extension Catalog {
  /// The words and signs that speak of every part of a phrase: by name first, then by other names, by what they do, and by what they take.
  public func find(_ phrase: String) -> [Finding] {
    let parts = phrase.lowercased().split { $0.isWhitespace || $0 == "," }.map(String.init)
    guard !parts.isEmpty else { return [] }
    let candidates =
      words.map { Candidate(names: [$0.name], summary: $0.summary, notes: $0.notes, elsewhere: foreignNames(of: $0.name).flatMap(\.names)) }
      + grammar.map { Candidate(names: $0.names, summary: $0.summary, notes: [], elsewhere: []) }
    let found = candidates.compactMap { $0.finding(parts) }
    return found.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element.finding)
  }
}

private struct Candidate {
  let names: [String]
  let summary: String
  let notes: [ParameterNote]
  let elsewhere: [String]

  /// Nil where a part is not spoken of. The least fitting part gives the rank.
  func finding(_ parts: [String]) -> (rank: Int, finding: Finding)? {
    let matches = parts.compactMap(match)
    guard matches.count == parts.count, let rank = matches.map(\.rank).max() else { return nil }
    let note = matches.map(\.note).filter { !$0.isEmpty }.joined(separator: ", ")
    return (rank, Finding(name: names[0], summary: summary, note: note))
  }

  private func match(_ part: String) -> (rank: Int, note: String)? {
    if names.contains(where: { $0.lowercased().contains(part) }) { return (0, "") }
    if let other = elsewhere.first(where: { $0.lowercased().contains(part) }) { return (1, "\(other) elsewhere") }
    if summary.lowercased().contains(part) { return (2, "") }
    let note = notes.first { $0.name.contains(part) || $0.summary.lowercased().contains(part) }
    return note.map { (3, "\($0.name): \($0.summary)") }
  }
}
