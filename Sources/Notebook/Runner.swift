// Runs a notebook cell by cell and keeps what each gave.

import Catalog
import Interpreter
import Language

extension Document {
  /// The cells that run, read. Throws the first thing that cannot be read, but for cells that show an error: such a notebook is not run at all.
  public func parsed(for session: Session? = nil) throws -> [(cell: Cell, statements: [Statement])] {
    try cells.filter { !$0.isMarkdown }.map { cell in
      let parsed = parse(source, in: cell.span)
      if let diagnostic = parsed.diagnostics.first, !cell.fails {
        let failure = Failure(diagnostic, in: source, cell: cell.title)
        throw session?.mended(unread: failure) ?? failure
      }
      return (cell, parsed.program.statements)
    }
  }
}

extension Session {
  /// Begins a cell: its own random numbers, and named sizes free again.
  public func begin(_ cell: Cell, seed: UInt64) {
    context.random = RandomStream(seed: seed, cell: cell.stream)
    beginCell(title: cell.title)
  }
}

extension Session {
  /// The error that a cell shows. Throws when there is none, or Ctrl-C came in between.
  func failure(of cell: Cell, in source: Source) throws -> Failure {
    let parsed = parse(source, in: cell.span)
    if let diagnostic = parsed.diagnostics.first { return mended(unread: Failure(diagnostic, in: source, cell: cell.title)) }
    do {
      for statement in parsed.program.statements {
        let value = try execute(statement, in: source)
        _ = try placing(statement, in: source) { try value.text() }
      }
    } catch let failure as Failure where !failure.isInterruption {
      return failure
    }
    let place = parsed.program.statements.last?.span ?? cell.span
    throw Notebook.failure(
      Complaint(.expect, "this cell should end in an error, and did not", [.init(.callee, "all went well")]), at: place, in: source)
  }
}

/// A run of one notebook on a session.
public final class Runner {
  private let document: Document
  private let session: Session
  private let seed: UInt64
  private let outFolder: String?
  /// Where values that are shown go; what the program prints goes through the context.
  private let show: (String) -> Void
  /// Draws a figure where it is seen at once; nil where it is not. Without an out folder this is all that is shown of it.
  private let draw: (any Depicted) throws -> String?
  /// What every cell gave so far.
  public private(set) var reports: [CellReport]
  /// Is told of every cell before it begins.
  public var willBegin: (Cell) -> Void = { _ in }
  /// Up to where the running cell has run; nil: none of its statements ran to its end.
  public private(set) var reached: Int?

  /// Pictures go to [outFolder]; without one a figure is shown as its text.
  public init(
    _ document: Document, _ session: Session, seed: UInt64 = 0, outFolder: String? = nil, show: @escaping (String) -> Void,
    draw: @escaping (any Depicted) throws -> String? = { _ in nil }
  ) {
    self.document = document
    self.session = session
    self.seed = seed
    self.outFolder = outFolder
    self.show = show
    self.draw = draw
    reports = document.cells.map { CellReport(cell: $0) }
  }

  /// Runs all cells, or those up to the one with a title, of which alone something is shown.
  public func run(upTo last: Cell? = nil) throws {
    for (cell, statements) in try document.parsed(for: session) {
      if let last, cell.number > last.number { break }
      let isShown = last == nil || cell.number == last?.number
      if cell.fails { try showError(of: cell, isShown) } else { try run(cell, statements, isShown: isShown) }
    }
  }

  /// Runs a cell that shows an error; without one that is an error itself.
  private func showError(of cell: Cell, _ isShown: Bool) throws {
    willBegin(cell)
    reached = nil
    session.begin(cell, seed: seed)
    let failure = try session.failure(of: cell, in: document.source)
    note(.error(failure.render()), cell)
    if isShown { show(failure.render()) }
  }

  /// Runs one cell and shows what it gives.
  public func run(only cell: Cell) throws {
    for (candidate, statements) in try document.parsed() where candidate.number == cell.number {
      if cell.fails { try showError(of: cell, true) } else { try run(cell, statements, isShown: true) }
    }
  }

  private func run(_ cell: Cell, _ statements: [Statement], isShown: Bool) throws {
    willBegin(cell)
    reached = nil
    let start = monotonicSeconds()
    let print = session.context.print
    session.context.print = { [unowned self] text in
      note(.printed(text), cell)
      if isShown { print(text) }
    }
    defer {
      session.context.print = print
      reports[cell.number - 1].seconds = monotonicSeconds() - start
    }
    session.begin(cell, seed: seed)
    do {
      let value = try run(statements)
      guard isShown, let last = statements.last, !last.isSilenced else { return }
      try session.placing(last, in: document.source) { try output(value, of: cell) }
    } catch let failure as Failure {
      note(.error(failure.render()), cell)
      throw failure
    }
  }

  private func run(_ statements: [Statement]) throws -> Value {
    var value = Value.none
    for (place, statement) in statements.enumerated() {
      value = try session.execute(statement, in: document.source)
      // What can be stopped and still has a value, such as `fit`, gives it; the lines behind it do not run.
      guard session.context.isInterrupted() else {
        reached = document.source.end(of: statement, before: statements.dropFirst(place + 1).first)
        continue
      }
      throw session.interruption(after: statement, in: document.source)
    }
    return value
  }

  /// Shows the value of a cell's last line; a figure is drawn to a file of its own.
  private func output(_ value: Value, of cell: Cell) throws {
    if case .none = value { return }
    let figure = value.first.depicted
    let drawing = try figure.flatMap(draw)
    guard let outFolder, let figure else {
      let text = try value.first.shown()
      note(.value(text), cell)
      return show(drawing ?? text)
    }
    let name = OutputFolder.pictureName(for: cell)
    try Files.write(try figure.bytes(ending: "png", session.context), to: Files.join(outFolder, name))
    note(.picture(file: name, text: try figure.text()), cell)
    if let drawing { show(drawing) }
    show(Files.join(outFolder, name))
  }

  private func note(_ output: Output, _ cell: Cell) { reports[cell.number - 1].outputs.append(output) }
}
