// What is pasted at the prompt: a program's lines, or what a terminal showed of another sitting.

import Language

enum Paste {
  /// The submissions in a text that was copied from a sitting: prompts and the blanks of lines that go on are taken off, results and
  /// errors are left out. Nil: no line of the text begins with the prompt.
  static func submissions(inTranscript text: String) -> [String]? {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
    // What begins with a prompt is a transcript. In other texts a prompt may be quoted, between `"""`.
    let isTranscript = lines.first { $0.contains { !$0.isWhitespace } }.map(isPrompt) ?? false
    let quoted = isTranscript ? [] : linesInTexts(text)
    var rest = lines.enumerated().map { (text: $1, isPrompt: isPrompt($1) && !quoted.contains($0)) }[...]
    guard rest.contains(where: \.isPrompt) else { return nil }
    var submissions: [String] = []
    while let line = rest.popFirst() {
      guard line.isPrompt else { continue }
      var submission = [String(line.text.dropFirst(Prompt.sign.count))]
      while goesOn(submission), let next = rest.first, !next.isPrompt {
        submission.append(next.text)
        rest.removeFirst()
      }
      if !goesOn(submission), !wasGivenUp(submission) { submissions.append(whole(submission)) }
    }
    return submissions.filter { $0.contains { !$0.isWhitespace } }
  }

  /// A text as it is put into the line: a transcript becomes its submissions, one below the other; other texts stay as they are.
  static func cleaned(_ text: String) -> String { submissions(inTranscript: text)?.joined(separator: "\n") ?? text }

  /// What is run one after the other: commands (`:vars`, `?conv`) are no part of the language, and end with their line.
  static func parts(of text: String) -> [String] {
    var parts: [[String]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let last = parts[parts.count - 1]
      if !last.isEmpty, begins(line, after: last) { parts.append([line]) } else { parts[parts.count - 1].append(line) }
    }
    return parts.map { $0.joined(separator: "\n") }.filter { $0.contains { !$0.isWhitespace } }
  }

  private static func begins(_ line: String, after part: [String]) -> Bool {
    part.first.map(isCommand) == true || (isCommand(line) && !goesOn(part))
  }

  private static func isCommand(_ line: String) -> Bool { line.first == ":" || line.first == "?" }

  /// A terminal may have cut the blank off at the end of an empty prompt.
  private static func isPrompt(_ line: String) -> Bool { line.hasPrefix(Prompt.sign) || line + " " == Prompt.sign }

  private static func goesOn(_ lines: [String]) -> Bool {
    guard let first = lines.first, !isCommand(first) else { return false }
    return parse(Source(name: "", text: whole(lines)), above: "ans").isIncomplete
  }

  /// Ctrl-C was pressed at its end.
  private static func wasGivenUp(_ lines: [String]) -> Bool { lines.last?.hasSuffix("^C") ?? false }

  /// The lines of a submission without the blanks that stand for the prompt. A recalled one has none: its lines stay as they are.
  private static func whole(_ lines: [String]) -> String {
    let blanks = String(repeating: " ", count: Prompt.sign.count)
    let others = lines.dropFirst()
    let isIndented = others.allSatisfy { $0.hasPrefix(blanks) || $0.allSatisfy { $0 == " " } }
    return (lines.prefix(1) + others.map { isIndented ? String($0.dropFirst(blanks.count)) : $0 }).joined(separator: "\n")
  }

  /// The numbers of the lines that begin in the middle of a text.
  private static func linesInTexts(_ text: String) -> Set<Int> {
    let source = Source(name: "", text: text)
    var lines: Set<Int> = []
    for token in tokenize(source) {
      guard case .textWords = token.kind else { continue }
      let (first, last) = (source.line(at: token.span.start), source.line(at: token.span.end))
      if first < last { lines.formUnion(first..<last) }
    }
    return lines
  }
}
