// Running a submission: each value is shown as it comes, and what ran is written to the page.

import Catalog
import Interpreter
import Language
import Notebook

extension Sitting {
  /// Runs a text and shows its values. Whatever happens, the sitting goes on.
  public func submit(_ text: String) {
    inputs += 1
    lastSubmission = text
    let submission = Submission(Source(name: Sitting.inputName + String(inputs), text: text), above: page.above)
    if let failure = submission.failure { return tell(session.mended(unread: failure)) }
    lastFailure = nil
    // A comment is written down, but there is nothing in it to undo.
    if submission.pieces.allSatisfy({ $0.statements.isEmpty && !$0.hasHeading }) { return run(submission) }
    timed { step(text) { run(submission) } }
  }

  private func run(_ submission: Submission) {
    var writing = Writing(submission)
    do {
      for piece in submission.pieces {
        begin(piece, &writing)
        for statement in piece.statements { try run(statement, &writing) }
      }
      write(submission.text(in: Span(writing.start, submission.source.bytes.count)))
    } catch {
      write(submission.text(in: Span(writing.start, writing.end)))
      tell(error)
      if let note = writing.note { voice.complain(note) }
    }
  }

  private func begin(_ piece: Submission.Piece, _ writing: inout Writing) {
    if piece.hasHeading {
      write(writing.submission.text(in: Span(writing.start, piece.cell.span.start)))
      let source = writing.submission.source
      let line = source.span(ofLine: source.line(at: piece.cell.span.start))
      beginCell(source.text(in: line), isTyped: true)
      writing.start = line.end
      writing.end = line.end
    } else if page.isProse, !piece.statements.isEmpty {
      beginCell("# %%")
    } else if page.text.isEmpty {
      page.starts[1] = Page.Start(moment: session.moment, place: nil)
    }
  }

  private func run(_ statement: Statement, _ writing: inout Writing) throws {
    let before = session.moment
    let source = writing.submission.source
    do {
      let value = try session.execute(writing.submission.running(statement), in: source)
      let hasValue = if case .none = value.first { false } else { true }
      if hasValue, !statement.isSilenced {
        voice.show(
          try session.placing(statement, in: source) { try voice.pictures?.present(value.first, session.context) ?? value.shown() })
      }
      if voice.takeInterrupt() { throw session.interruption(after: statement, in: source) }
      keep(since: before)
      page.above = writing.above(statement, hasValue: hasValue)
      writing.finish(statement)
    } catch {
      // What was shown before Ctrl-C stays the answer; what failed gave none.
      if (error as? Failure)?.isInterruption != true { session.takeBackAnswers(to: before) }
      session.takeBackCell(to: before)
      page.strays.formUnion(session.moment.changes(since: before).bound)
      throw error
    }
  }

  /// What a good line bound is no stray any more.
  private func keep(since before: Moment) {
    if !page.strays.isEmpty { page.strays.subtract(session.moment.changes(since: before).bound) }
  }

  // MARK: - The page

  /// Begins a cell in the session as a file that has the page's text would.
  func beginCell(_ heading: String, isTyped: Bool = false, stream: String? = nil, place: Place? = nil) {
    func last(_ heading: String) -> Cell? {
      Document(Source(name: "", text: page.text + (page.text.isEmpty ? "" : "\n\n") + heading)).cells.last
    }
    // Lines that failed are not on the page: no cell of it promises to fail.
    var heading = isTyped && CellHeading(heading).options.contains { $0.key == "fails" } ? "# %%" : heading
    if let stream, last(heading)?.stream != stream { heading += " stream=\"\(stream)\"" }
    guard let cell = last(heading) else { return }
    page.starts[cell.number] = Page.Start(moment: session.moment, place: place)
    page.text += (page.text.isEmpty ? "" : "\n\n") + heading
    page.isProse = cell.isMarkdown
    page.above = .nothing("a cell begins here")
    session.begin(cell, seed: seed)
  }

  /// Adds lines to the page, without blank ones around them.
  func write(_ lines: String) {
    let kept = lines.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .drop { $0.allSatisfy(\.isWhitespace) }.reversed().drop { $0.allSatisfy(\.isWhitespace) }.reversed()
    guard !kept.isEmpty else { return }
    page.text += (page.text.isEmpty ? "" : "\n") + trimmedEnd(kept.joined(separator: "\n"))
  }
}

/// How far a submission has run, and what of it is on the page.
private struct Writing {
  let submission: Submission
  /// What stands before this is on the page; what stands before [end] has run.
  var start = 0
  var end = 0
  private var finished = 0
  private let all: Int

  init(_ submission: Submission) {
    self.submission = submission
    all = submission.pieces.map(\.statements.count).reduce(0, +)
  }

  /// A statement ran: up to the next one, or the end of its line.
  mutating func finish(_ statement: Statement) {
    let next = submission.pieces.flatMap(\.statements).first { $0.span.start >= statement.span.end }
    end = submission.source.end(of: statement, before: next)
    finished += 1
  }

  /// What the next submission may go on with.
  func above(_ statement: Statement, hasValue: Bool) -> Above {
    submission.running(statement).above(hasValue: hasValue)
  }

  /// What became of the lines around one that failed.
  var note: String? {
    let left = all - finished - 1
    switch (finished > 0, left > 0) {
    case (true, true): return "  what stands above it ran and stays; what follows did not run"
    case (true, false): return "  what stands above it ran and stays"
    case (false, true): return "  what follows did not run"
    case (false, false): return nil
    }
  }
}
