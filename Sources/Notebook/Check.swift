// `dln check`: what is wrong with a notebook that can be seen without running it.

import Catalog
import Interpreter
import Language

/// What was found in a notebook.
public struct CheckReport: Sendable {
  /// What would go wrong, in the order of the text.
  public let failures: [Failure]
  /// What is odd, but runs.
  public let warnings: [Failure]
  /// How far the time sufficed, in lines of all; nil: everything was looked at.
  public let cut: (lines: Int, of: Int)?
}

/// Reads a notebook and walks through it with a session that computes nothing: names, arguments, shapes, files.
public struct Check {
  private let document: Document
  private let session: Session
  /// No check takes longer.
  public static let seconds = 1.0
  private static let mostFailures = 10

  /// [session]: a new one; it says where files lie.
  public init(_ document: Document, _ session: Session) {
    self.document = document
    self.session = session
  }

  /// All that was found. What cannot be read is not looked through.
  public func report() -> CheckReport {
    let cells = document.cells.filter { !$0.isMarkdown && !$0.fails }.map { (cell: $0, parsed: parse(document.source, in: $0.span)) }
    let unread = cells.flatMap { cell, parsed in
      parsed.diagnostics.map { Failure($0, in: document.source, cell: cell.title) }
    }
    if let first = unread.first {
      return CheckReport(failures: [session.mended(unread: first)] + unread.dropFirst(), warnings: [], cut: nil)
    }
    let rehearsal = session.rehearse(within: Check.seconds, mostFailures: Check.mostFailures, mends: true) { session in
      for (cell, parsed) in cells {
        session.begin(cell, seed: 0)
        for statement in parsed.program.statements { _ = try session.execute(statement, in: document.source) }
      }
    }
    let statements = cells.flatMap(\.parsed.program.statements)
    var walk = NameWalk(document.source, session.context.catalog, namesOf: names(usedFrom:at:))
    walk.walk(statements)
    let isCut = !rehearsal.isComplete && rehearsal.failures.count < Check.mostFailures
    return CheckReport(
      failures: merged(rehearsal.failures, walk.failures), warnings: merged(rehearsal.warnings, warnings(of: statements)),
      cut: isCut ? (rehearsal.lastLine, document.source.lineStarts.count) : nil)
  }

  public func failures() -> [Failure] { report().failures }
  public func warnings() -> [Failure] { report().warnings }

  private func warnings(of statements: [Statement]) -> [Failure] {
    NameUse(statements).remarks().compactMap { complaint, place in
      guard var warning = failure(complaint, at: place, in: document.source) as? Failure else { return nil }
      warning.isWarning = true
      return warning
    }
  }

  /// Both in the order of the text, each place once. Lines of other files come where they are used, at the end.
  private func merged(_ found: [Failure], _ others: [Failure]) -> [Failure] {
    let places = Set(found.map(\.place))
    let all = found + others.filter { !places.contains($0.place) }
    let sorted = all.enumerated().sorted { a, b in
      (a.element.order(in: document.source), a.offset) < (b.element.order(in: document.source), b.offset)
    }
    return Array(sorted.map(\.element).prefix(Check.mostFailures))
  }

  /// The names that a used file binds, those of the files that it uses included.
  private func names(usedFrom path: String, at span: Span) throws -> Set<String> {
    do {
      return try names(in: path, usedBy: [document.source.name])
    } catch let complaint as Complaint {
      throw failure(complaint, at: span, in: document.source)
    }
  }

  private func names(in path: String, usedBy outer: [String]) throws -> Set<String> {
    // A circle of files is an error of its own, told when they run.
    if outer.contains(path) { return [] }
    let source = Source(name: path, text: try session.readFile(path))
    let parsed = parse(source)
    if let diagnostic = parsed.diagnostics.first { throw Failure(diagnostic, in: source) }
    return try parsed.program.statements.reduce(into: []) { names, statement in
      names.formUnion(statement.boundNames)
      if case .use(let inner, _) = statement.kind { names.formUnion(try self.names(in: inner, usedBy: outer + [path])) }
    }
  }
}

extension Failure {
  /// Where it is and of what kind.
  fileprivate var place: String { "\(source.name) \(marks.first?.span.start ?? 0) \(kind.rawValue)" }

  fileprivate func order(in source: Source) -> Int { self.source === source ? marks.first?.span.start ?? 0 : .max }
}
