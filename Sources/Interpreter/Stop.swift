// Ctrl-C is no error: what it leaves is a report of what was stopped and where, what is kept, and how to go on.

import Catalog
import Language

/// The report of a stop.
public struct Stop: Sendable {
  /// The line that was stopped.
  let line: String
  /// How far a training came; nil: something else was stopped.
  let progress: String?
  let seconds: Double
  /// What there is to use; whoever ends the program says what is left then.
  public var kept: String
  /// A line that goes on from there.
  public var goOn: String?
}

extension Failure {
  /// A loop that was stopped: its names and what they stood for.
  struct Turn: Sendable {
    let names: String
    let line: Int
  }

  /// `^C  stopped …`, without a newline at its end. Only [showsTimes] says how long it ran: times differ from run to run.
  func report(of stop: Stop, showsTimes: Bool) -> String {
    let time = showsTimes ? ", after \(durationText(stop.seconds))" : ""
    var lines = ["^C  stopped `\(stop.line)`" + (stop.progress.map { " at \($0)" } ?? "") + time]
    let turns = turns.reversed().map(\.names).joined(separator: ", ")
    if source.isFile || source.lineStarts.count > 1 || !turns.isEmpty {
      lines.append("    at        " + [source.isFile || turns.isEmpty ? place : "", turns].filter { !$0.isEmpty }.joined(separator: ", "))
    }
    lines.append("    kept      " + stop.kept)
    if let goOn = stop.goOn {
      lines += ("go on     " + goOn).split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
    }
    return lines.joined(separator: "\n")
  }
}

/// `3.2 s`, `2 min 14 s`, `1 h 5 min`.
public func durationText(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  return switch whole {
  case ..<10: "\(fixed(seconds, 1)) s"
  case ..<60: "\(whole) s"
  case ..<3600: "\(whole / 60) min \(whole % 60) s"
  default: "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}

extension Session {
  /// What is told when Ctrl-C waits behind a statement, which may have given its value before it was done.
  public func interruption(after statement: Statement, in source: Source) -> Failure {
    interruption(after: statement, Frame(global, source, cellSizes))
  }

  /// Throws if Ctrl-C waits. [before] is what does not run any more, [after] what ran last.
  func refuseInterruption(before next: Span, after last: Statement?, _ frame: Frame) throws {
    guard context.isInterrupted() else { return }
    if context.unfinished != nil, let last { throw interruption(after: last, frame) }
    throw place(Interruption.complaint, whole: next, frame)
  }

  private func interruption(after statement: Statement, _ frame: Frame) -> Failure {
    let span = Span(statement.span.start, max(statement.span.start, statement.span.end))
    var failure = place(Interruption.complaint, whole: span, frame)
    failure.stop = stop(statement, frame.source)
    return failure
  }

  /// The report for a failure that has none: what was stopped is the line at its place.
  func reported(_ failure: Failure) -> Failure {
    guard failure.isInterruption, failure.stop == nil else { return failure }
    var failure = failure
    let line = failure.source.text(in: failure.source.span(ofLine: failure.line))
    failure.stop = Stop(
      line: shortened(line), progress: nil, seconds: monotonicSeconds() - startTime, kept: "every name, as it was bound last")
    return failure
  }

  private func stop(_ statement: Statement, _ source: Source) -> Stop {
    let text = source.text(in: statement.span)
    let seconds = monotonicSeconds() - startTime
    defer { context.unfinished = nil }
    guard let work = context.unfinished else {
      return Stop(line: shortened(text), progress: nil, seconds: seconds, kept: "every name, as it was bound last")
    }
    let name = statement.boundName ?? "ans"
    guard let start = statement.start(of: work.word) else {
      return Stop(
        line: shortened(text), progress: work.place, seconds: seconds, kept: "every name, as it was bound last",
        goOn: "give the run a name of its own: run = \(work.word)(...)")
    }
    let fields = work.kept.map { "\(name).\($0.field)" + ($0.remark.map { " (\($0))" } ?? "") }.joined(separator: ", ")
    let again = source.text(in: Span(statement.span.start, start.start)) + name + source.text(in: Span(start.end, statement.span.end))
    return Stop(
      line: shortened(text), progress: work.place, seconds: seconds, kept: fields + (work.measured.map { "; \($0)" } ?? ""),
      goOn: onOneLine(again))
  }

  /// The first line of a text, and what follows only hinted at.
  private func shortened(_ text: String) -> String {
    let line = text.drop { $0.isWhitespace }.prefix { !$0.isNewline }
    let isWhole = line.endIndex == text.endIndex
    return line.count <= 60 ? line + (isWhole || line.hasSuffix(" ") ? "" : " ") + (isWhole ? "" : "...") : line.prefix(57) + "..."
  }

  /// A call that is written over several lines, as one line, where nothing in it needs lines.
  private func onOneLine(_ text: String) -> String {
    if text.contains("#") || text.contains("{") || text.contains("\"\"\"") { return text }
    return text.split(whereSeparator: \.isNewline).map { $0.drop { $0.isWhitespace } }.joined(separator: " ")
  }
}

extension Statement {
  /// The one name that a statement binds by `=`.
  fileprivate var boundName: String? {
    guard case .assign(let targets, .set, _) = kind, targets.count == 1, case .name(let name) = targets[0].place.kind else { return nil }
    return name
  }

  /// Where the value stands that a word begins with, if the whole statement is a call of that word: `net` in `run = fit(net, data)`
  /// and in `run = net |> fit(data)`.
  fileprivate func start(of word: String) -> Span? {
    switch kind {
    case .expression(let expression): expression.start(of: word)
    case .assign(_, .set, let values) where values.count == 1: values[0].start(of: word)
    default: nil
    }
  }
}

extension Expression {
  fileprivate func start(of word: String) -> Span? {
    switch kind {
    case .call(let callee, let arguments) where callee.isName(word): arguments.first?.value.span
    case .pipe(let left, let right):
      if case .call(let callee, _) = right.kind, callee.isName(word) { left.span } else { nil }
    default: nil
    }
  }

  private func isName(_ word: String) -> Bool { if case .name(word) = kind { true } else { false } }
}

extension Source {
  /// Whether this is a file, not something that was typed.
  var isFile: Bool { !name.hasPrefix("the ") }
}
