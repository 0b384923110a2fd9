// The prompt: asks for submissions, hands them to the sitting, and goes on whatever happens.

import Interpreter
import Language
import Notebook

/// `dln> `, until the input ends.
public final class Prompt {
  public static let sign = "dln> "
  private static let continuation = String(repeating: " ", count: sign.count)

  private let sitting: Sitting
  private let reader: any LineReader

  public init(_ sitting: Sitting, _ reader: any LineReader) {
    self.sitting = sitting
    self.reader = reader
  }

  /// Asks and answers until Ctrl-D or `:quit`.
  public func run() {
    defer { sitting.voice.keepOutput(false) }
    while let submission = ask() {
      sitting.voice.keepOutput(false)
      _ = sitting.voice.takeInterrupt()
      reader.remember(submission)
      if answer(submission) == .leave { return }
    }
    sitting.voice.show("")
  }

  /// The next submission: lines until they can be read as a whole. Nil: the input is over.
  private func ask() -> String? {
    var text = ""
    while true {
      switch reader.read(prompt: text.isEmpty ? Prompt.sign : Prompt.continuation, above: text) {
      case .end: return text.isEmpty ? nil : text
      case .interrupted: text = ""
      case .line(let line):
        text += text.isEmpty ? line : "\n" + line
        if !isToThePrompt(text), Submission(Source(name: "", text: text), above: sitting.page.above).isIncomplete { continue }
        if text.contains(where: { !$0.isWhitespace }) { return text }
        text = ""
      }
    }
  }

  /// Commands and questions are no lines of a program, and end with their line.
  private func isToThePrompt(_ text: String) -> Bool {
    guard let first = text.first(where: { !$0.isWhitespace }) else { return false }
    return first == ":" || first == "?"
  }

  private func answer(_ submission: String) -> Outcome {
    let words = trimmed(submission)
    if words.hasPrefix(":") { return command(words) }
    if words.hasPrefix("?") {
      sitting.explain(words)
    } else if let goodbye = sitting.goodbye(words) {
      sitting.voice.show(goodbye)
    } else {
      sitting.submit(submission)
    }
    return .done
  }

  /// Runs a command. A text that it hands in is shown and runs as if it had been typed.
  private func command(_ line: String) -> Outcome {
    let outcome = sitting.command(line)
    guard case .submit(let text) = outcome else { return outcome }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let typed = lines.enumerated().map { ($0.offset == 0 ? Prompt.sign : Prompt.continuation) + $0.element }
    sitting.voice.show(typed.joined(separator: "\n"))
    reader.remember(text)
    sitting.submit(text)
    return .done
  }
}

/// A text without blanks around it.
func trimmed(_ text: some StringProtocol) -> String {
  trimmedEnd(text.drop { $0.isWhitespace })
}

/// A text without blanks at its end.
func trimmedEnd(_ text: some StringProtocol) -> String { String(text.reversed().drop { $0.isWhitespace }.reversed()) }
