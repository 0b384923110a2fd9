// The prompt: reads a submission, runs it, shows its values, and goes on whatever happens.

import Catalog
import Interpreter
import Language
import Notebook

/// `dln> `, until the input ends.
public final class Prompt {
  public static let sign = "dln> "
  private static let continuation = String(repeating: " ", count: sign.count)

  private let session: Session
  private let reader: any LineReader
  private let seed: UInt64
  private let takeInterrupt: () -> Bool
  private let show: (String) -> Void
  private let complain: (String) -> Void
  private let colors: Bool
  private var submissions = 0
  private var cells = 1
  /// What a line that begins with `|>` goes on with: the name that the line above bound, or `ans`.
  private var above: String?

  /// Values go to [show], errors to [complain], in colours or not. [takeInterrupt] answers Ctrl-C: whether there was one.
  public init(
    _ session: Session, _ reader: any LineReader, seed: UInt64 = 0, colors: Bool = false, takeInterrupt: @escaping () -> Bool,
    show: @escaping (String) -> Void, complain: @escaping (String) -> Void
  ) {
    self.session = session
    self.reader = reader
    self.seed = seed
    self.colors = colors
    self.takeInterrupt = takeInterrupt
    self.show = show
    self.complain = complain
    beginCell(CellHeading(""))
  }

  /// Asks and answers until Ctrl-D or `:quit`.
  public func run() {
    while let submission = ask() {
      if [":quit", ":q", ":exit"].contains(submission) { return }
      _ = takeInterrupt()
      answer(submission)
    }
    show("")
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
        if parse(Source(name: "", text: text), above: above).isIncomplete { continue }
        if text.contains(where: { !$0.isWhitespace }) { return text }
        text = ""
      }
    }
  }

  private func answer(_ submission: String) {
    reader.remember(submission)
    if submission.first == "?" { return explain(submission.dropFirst().filter { !$0.isWhitespace }) }
    let heading = CellHeading(String(submission.prefix { !$0.isNewline }))
    if submission.hasPrefix("# %%") { beginCell(heading) }
    submissions += 1
    run(Source(name: "the prompt, input \(submissions)", text: submission))
  }

  private func beginCell(_ heading: CellHeading) {
    session.context.random = RandomStream(seed: seed, cell: heading.title ?? "cell \(cells)")
    session.beginCell(title: heading.title)
    cells += 1
  }

  private func explain(_ name: String) {
    let reference = Reference(session.context.catalog)
    do { show(name.isEmpty ? reference.overview : try reference.help(on: name)) } catch {
      complain((error as? Complaint)?.message ?? "\(error)")
    }
  }

  // MARK: - Running

  private func run(_ source: Source) {
    let parsed = parse(source, above: above)
    if let diagnostic = parsed.diagnostics.first { return complain(Failure(diagnostic, in: source).render(color: colors)) }
    do {
      for (place, statement) in parsed.program.statements.enumerated() {
        try run(statement, goesOn: place == 0 && source.startsWithPipe, source)
        if takeInterrupt() { throw session.interruption(after: statement, in: source) }
      }
    } catch let failure as Failure {
      _ = takeInterrupt()
      complain(failure.render(color: colors, showsTimes: true))
    } catch {
      complain("\(error)")
    }
  }

  private func run(_ statement: Statement, goesOn: Bool, _ source: Source) throws {
    let value = try session.execute(statement, in: source)
    if goesOn, let name = above, name != "ans" { return session.bind(name, value.first) }
    above = statement.nameForPipe
    if case .none = value { return }
    session.remember(value.first)
    guard !statement.isSilenced else { return }
    show(try session.placing(statement, in: source) { try value.first.display() })
  }
}

extension Source {
  /// Whether the first line that says something begins with `|>`.
  fileprivate var startsWithPipe: Bool {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { $0.isWhitespace } }
    return lines.first { !$0.isEmpty && !$0.hasPrefix("#") }?.hasPrefix("|>") ?? false
  }
}

extension Statement {
  /// What `|>` at the start of the next submission goes on with; nil: neither an expression nor `NAME = …`.
  fileprivate var nameForPipe: String? {
    switch kind {
    case .expression: return "ans"
    case .assign(let targets, .set, let values):
      guard targets.count == 1, values.count == 1, case .name(let name) = targets[0].place.kind else { return nil }
      return name
    default: return nil
    }
  }
}
