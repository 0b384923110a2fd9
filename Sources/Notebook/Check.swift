// `dln check`: what is wrong with a notebook that can be seen without running it.

import Catalog
import Interpreter
import Language

/// Reads a notebook and looks through its names and the arguments of its words.
public struct Check {
  private let document: Document
  private let catalog: Catalog
  /// Reads the file that `use` names.
  private let readFile: (String) throws -> String

  public init(_ document: Document, _ catalog: Catalog, readFile: @escaping (String) throws -> String) {
    self.document = document
    self.catalog = catalog
    self.readFile = readFile
  }

  /// All that was found, in the order of the text. What cannot be read is not looked through.
  public func failures() -> [Failure] {
    let cells = document.cells.filter { !$0.isMarkdown }.map { (cell: $0, parsed: parse(document.source, in: $0.span)) }
    let unread = cells.flatMap { cell, parsed in
      parsed.diagnostics.map { Failure($0, in: document.source, cell: cell.title) }
    }
    guard unread.isEmpty else { return unread }
    var walk = NameWalk(document.source, catalog, namesOf: names(usedFrom:at:))
    walk.walk(cells.flatMap(\.parsed.program.statements))
    return walk.failures
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
    let source = Source(name: path, text: try readFile(path))
    let parsed = parse(source)
    if let diagnostic = parsed.diagnostics.first { throw Failure(diagnostic, in: source) }
    return try parsed.program.statements.reduce(into: []) { names, statement in
      names.formUnion(statement.boundNames)
      if case .use(let inner, _) = statement.kind { names.formUnion(try self.names(in: inner, usedBy: outer + [path])) }
    }
  }
}
