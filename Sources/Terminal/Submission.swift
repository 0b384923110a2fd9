// What was handed in at once: a line, a few lines, a pasted notebook. Read cell by cell, as a file is.

import Interpreter
import Language
import Notebook

/// What a line that begins with `|>` goes on with.
enum Above {
  /// The name that the line above bound, or `ans`.
  case name(String)
  /// Nothing, and why.
  case nothing(String)

  var name: String? { if case .name(let name) = self { name } else { nil } }
}

/// A text that was handed in, read. It has not run yet.
struct Submission {
  let source: Source
  let pieces: [Piece]
  /// Where the `|>` stands that the text begins with, and what it goes on with.
  let pipe: (offset: Int, name: String)?
  /// Why it cannot be run at all.
  let failure: Failure?
  /// More lines can make it whole.
  let isIncomplete: Bool

  /// A cell, or the part of one.
  struct Piece {
    let cell: Cell
    let statements: [Statement]
    /// Whether a `# %%` line begins it.
    let hasHeading: Bool
  }

  init(_ source: Source, above: Above) {
    self.source = source
    let offset = source.leadingPipe
    let cells = Document(source).cells
    let parts = cells.filter { !$0.isMarkdown }.map { cell in
      (cell: cell, parsed: parse(source, in: cell.span, above: cell.span.start == 0 && !source.hasHeading(at: 0) ? above.name : nil))
    }
    pipe = offset.flatMap { offset in above.name.map { (offset, $0) } }
    pieces = cells.map { cell in
      let statements = parts.first { $0.cell.number == cell.number }?.parsed.program.statements ?? []
      return Piece(cell: cell, statements: statements, hasHeading: source.hasHeading(at: cell.span.start))
    }
    failure = Submission.failure(parts.map { ($0.cell, $0.parsed) }, source, offset, above)
    let earlier = parts.dropLast().contains { !$0.parsed.diagnostics.isEmpty }
    isIncomplete = !earlier && parts.last?.cell.number == cells.last?.number && parts.last?.parsed.isIncomplete ?? false
  }

  private static func failure(_ parts: [(Cell, Parsed)], _ source: Source, _ pipe: Int?, _ above: Above) -> Failure? {
    if let pipe, case .nothing(let why) = above {
      let message = "`|>` has nothing to go on with: \(why)"
      return Failure(Diagnostic(message, at: Span(pipe, pipe + 2), label: "goes on with the line above"), in: source)
    }
    for (cell, parsed) in parts {
      if let diagnostic = parsed.diagnostics.first { return Failure(diagnostic, in: source, cell: cell.title) }
    }
    return nil
  }

  /// The text between two places as a notebook has it: a leading `|>` says what it goes on with.
  func text(in span: Span) -> String {
    guard let pipe, span.start <= pipe.offset, pipe.offset < span.end else { return source.text(in: span) }
    let name = pipe.name == "ans" ? "ans " : "\(pipe.name) = \(pipe.name) "
    return source.text(in: Span(span.start, pipe.offset)) + name + source.text(in: Span(pipe.offset, span.end))
  }

  /// The statement as it runs: one that goes on with a name binds that name anew.
  func running(_ statement: Statement) -> Statement {
    guard let pipe, pipe.name != "ans", statement === pieces.first?.statements.first,
      case .expression(let expression) = statement.kind
    else { return statement }
    let place = Span(pipe.offset, pipe.offset)
    let target = Target(place: Expression(.name(pipe.name), place), shape: nil)
    return Statement(.assign([target], .set, [expression]), statement.span, isSilenced: statement.isSilenced)
  }
}

extension Source {
  /// Where the `|>` stands, if the first line that says something begins with it.
  fileprivate var leadingPipe: Int? {
    for line in 1...lineStarts.count {
      let text = text(in: span(ofLine: line))
      let words = text.drop { $0.isWhitespace }
      if words.isEmpty || (words.hasPrefix("#") && !hasHeading(at: lineStarts[line - 1])) { continue }
      return words.hasPrefix("|>") ? lineStarts[line - 1] + text.utf8.count - words.utf8.count : nil
    }
    return nil
  }

  /// Whether a line that begins here begins a cell.
  func hasHeading(at offset: Int) -> Bool { CellHeading.stands(in: self, line: line(at: offset)) }
}

extension Statement {
  /// What `|>` at the start of the next submission goes on with, given whether it left a value.
  func above(hasValue: Bool) -> Above {
    switch kind {
    case .expression: return hasValue ? .name("ans") : .nothing("the line above has no value")
    case .assign(let targets, .set, let values) where targets.count == 1 && values.count == 1:
      if case .name(let name) = targets[0].place.kind { return .name(name) }
    default: break
    }
    return .nothing("the line above is neither an expression nor `NAME = ...`")
  }
}
