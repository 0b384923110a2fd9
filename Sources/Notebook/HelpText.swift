// A page of help as plain text, aligned by the columns of a terminal.

import Catalog
import Language

extension Reference {
  /// Signature, sentence, shapes, parameters, examples with what they give, and where to look next.
  func page(_ entry: ReferenceEntry) -> String {
    var parts = [wrapped(entry.signature, hanging: 4), wrapped(entry.summary, indentation: 2, hanging: 2)]
    parts += [shapes(entry), parameters(entry), entry.examples.map(example).joined(separator: "\n"), facts(entry)].compactMap {
      $0.isEmpty ? nil : "\n" + $0
    }
    return parts.joined(separator: "\n")
  }

  /// A family: what it is for, and its words.
  func list(_ family: Family) -> String {
    let entries = entries(of: family)
    let width = entries.map { DisplayWidth.of($0.name) }.max() ?? 0
    let lines = entries.map { entry in
      wrapped("  " + padded(entry.name, to: width) + "  " + entry.summary, hanging: width + 4)
    }
    return ([family.rawValue] + lines).joined(separator: "\n")
  }

  private func shapes(_ entry: ReferenceEntry) -> String {
    let width = entry.shapes.map { DisplayWidth.of($0.text) }.max() ?? 0
    return entry.shapes.map { rule in
      guard let arguments = rule.arguments else { return "  " + rule.text }
      return "  " + padded(rule.text, to: width) + "   \(entry.name)(\(arguments))"
    }.joined(separator: "\n")
  }

  private func parameters(_ entry: ReferenceEntry) -> String {
    let width = entry.notes.map { DisplayWidth.of($0.head) }.max() ?? 0
    return entry.notes.map { note in
      wrapped("  " + padded(note.head, to: width) + "   \(note.said)", hanging: width + 5)
    }.joined(separator: "\n")
  }

  /// The lines as they are typed, and what they give.
  private func example(_ example: Example) -> String {
    let blanks = String(repeating: " ", count: Reference.sign.count)
    let typed = example.source.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { place, line in
      "  " + (place == 0 || !line.hasPrefix(" ") && line != "}" ? Reference.sign : blanks) + line
    }
    let given = output(of: example).map { $0.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" } } ?? []
    return (typed + given).joined(separator: "\n")
  }

  private static let sign = "dln> "

  private func facts(_ entry: ReferenceEntry) -> String {
    var facts: [(String, String)] = []
    if let paper = entry.paper { facts.append(("paper", paper)) }
    if !entry.elsewhere.isEmpty { facts.append(("elsewhere", entry.elsewhere.map(\.text).joined(separator: "; "))) }
    let family = entries(of: entry.family)
    // Of a large family the nearest are named.
    let near = family.count > 16 ? family.filter { $0.file == entry.file } : family
    let related = near.map(\.name).filter { $0 != entry.name }
    if !related.isEmpty { facts.append(("see also", related.joined(separator: "  "))) }
    return facts.map { wrapped("  " + padded($0.0, to: 9) + "   " + $0.1, hanging: 14) }.joined(separator: "\n")
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
  }

  /// A text broken at blanks so that it fits the width; lines behind the first are indented further.
  private func wrapped(_ text: String, indentation: Int = 0, hanging: Int) -> String {
    var lines: [String] = []
    var line = String(repeating: " ", count: indentation) + text.prefix { $0 == " " }
    var isEmpty = true
    for word in text.drop(while: { $0 == " " }).split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > width {
        lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
        (line, isEmpty) = (String(repeating: " ", count: min(hanging, width / 2)), true)
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return (lines + [line]).joined(separator: "\n")
  }
}

extension ParameterNote {
  /// `stride = 1`, `values…`.
  var head: String {
    switch role {
    case .rest: "\(name)…"
    case .names: "name: value…"
    default: fallback.map { $0.isEmpty ? name : "\(name) = \($0)" } ?? name
    }
  }

  /// What it is and what it takes, unless that is the same.
  var said: String { summary == takes ? summary : "\(summary) (\(takes))" }

  /// What it takes, with its bounds: `a number from 0 to 1`.
  var takes: String {
    guard let range else { return wanted }
    let least = Value.number(range.lowerBound)
    if range.upperBound >= 1e15 { return "\(wanted), at least \((try? least.text()) ?? "")" }
    return "\(wanted) from \((try? least.text()) ?? "") to \((try? Value.number(range.upperBound).text()) ?? "")"
  }
}

extension ForeignNames {
  /// `PyTorch: nn.Conv2d, nn.Conv1d`.
  var text: String { (library.map { "\($0): " } ?? "") + names.joined(separator: ", ") }
}
