// Failures as the reader sees them: what, where, the source with marks, why, where from, and what to try.

import Catalog
import Language

extension Failure {
  /// No message takes more lines.
  private static let mostLines = 15

  /// The whole message, at most 15 lines, without a newline at its end. A report of Ctrl-C says how long something ran if it
  /// [showsTimes].
  public func render(color: Bool = false, showsTimes: Bool = false) -> String {
    if let stop { return report(of: stop, showsTimes: showsTimes) }
    let ink = Ink(isOn: color)
    let head = [ink.strong(heading), "  at " + place]
    let tail = remarks(ink)
    let excerpt = Array(drawing(ink).prefix(Failure.mostLines - head.count - tail.count))
    return (head + excerpt + tail).joined(separator: "\n")
  }

  /// `error[shape]: one sentence`.
  public var heading: String {
    if isInterruption { return "^C  \(complaint.message)" }
    return "\(isWarning ? "warning" : "error")[\(complaint.kind.rawValue)]: \(complaint.message.withoutDots)"
  }

  /// `fit.dln:12, cell "Loss", called from line 20`.
  var place: String {
    var text = Failure.place(source, line)
    if let cell { text += ", cell \"\(cell)\"" }
    for call in calls.prefix(1) {
      text += ", called from " + (call.source === source ? "line \(call.line)" : Failure.place(call.source, call.line))
    }
    return text
  }

  /// Where a line stands. A source that is no file ("the prompt, input 7") has a line number only if it has several lines.
  public static func place(_ source: Source, _ line: Int) -> String {
    if source.isFile { return "\(source.name):\(line)" }
    return source.lineStarts.count > 1 ? "\(source.name), line \(line)" : source.name
  }

  private func drawing(_ ink: Ink) -> [String] {
    guard let first = marks.first else { return [] }
    let others = marks.dropFirst().filter { $0.span != first.span || !$0.label.isEmpty }
    let excerpt = Excerpt(
      source, at: first.span, label: first.label.withoutDots,
      others: others.map { Diagnostic.Other(span: $0.span, label: $0.label.withoutDots) })
    return excerpt.lines().map(ink.marks)
  }

  private func remarks(_ ink: Ink) -> [String] {
    complaint.facts.map { "  " + $0 } + titled(ink)
  }

  private func titled(_ ink: Ink) -> [String] {
    [("why", complaint.why?.withoutDots), ("where from", complaint.origin), ("try", fix?.text)].compactMap { title, text in
      text.map { "  \(ink.title(title + ":")) " + $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
    }
  }
}

extension String {
  /// Three dots for the one sign that not every terminal has.
  fileprivate var withoutDots: String { contains("…") ? map { $0 == "…" ? "..." : String($0) }.joined() : self }
}

/// Colours for a terminal, or none.
private struct Ink {
  let isOn: Bool

  func strong(_ text: String) -> String { paint("1;31", text) }
  func title(_ text: String) -> String { paint("1", text) }

  /// A line of the excerpt: those without a line number hold the marks.
  func marks(_ line: String) -> String {
    guard isOn, line.hasPrefix("  "), let bar = line.firstIndex(of: "|"), line[..<bar].allSatisfy({ $0 == " " }) else { return line }
    let behind = line[line.index(after: bar)...]
    return line[...bar] + paint(behind.contains("^") ? "31" : "34", String(behind))
  }

  private func paint(_ code: String, _ text: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
