// `:load FILE`: runs a notebook into the sitting; its lines count as if they had been typed.

import Catalog
import Interpreter
import Language
import Notebook

extension Command {
  static let load = Command(":load FILE.dln", "runs a notebook here, cell by cell as `dln FILE` does") { sitting, words in
    guard !words.isEmpty, !words.contains(where: \.isNewline) else { throw WrongUse("`:load` wants the name of a notebook") }
    try sitting.load(fileName(words))
    return .done
  }
}

extension Sitting {
  fileprivate func load(_ path: String) throws {
    let document = try locating(path, of: ":load") { Document(Source(name: path, text: try text(of: path))) }
    _ = try document.parsed()
    timed { step(":load \(path)") { run(document, Place(notebook: path)) } }
  }

  private func text(of path: String) throws -> String {
    guard Files.exists(path) else {
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      let beside = (Files.names(in: folder.isEmpty ? "." : folder) ?? []).map { folder.isEmpty ? $0 : folder + "/" + $0 }
      let near = suggestion(for: path, among: beside)
      throw Complaint(.file, "there is no \(path)", [.init(.whole, near.map { "did you mean \($0)?" } ?? "nothing here")])
    }
    guard let text = String(validating: try Files.read(path, limit: 1 << 28), as: UTF8.self) else {
      throw Complaint(.file, "\(path) is no UTF-8 text")
    }
    return Files.ending(of: path) == "md" ? MarkdownPage(text).program : text
  }

  private func run(_ document: Document, _ place: Place) {
    let runner = Runner(document, session, seed: seed, outFolder: place.outFolder, show: voice.show) { [voice] in
      try voice.pictures?.drawing(of: $0)
    }
    // A cell is on the page with its heading when it begins, and with its lines when it has run.
    var running: Cell?
    runner.willBegin = { [unowned self] cell in
      if let running { write(document.text(of: running, upTo: nil)) }
      writeProse(of: document, after: running, before: cell)
      beginCell(document, cell, place)
      running = cell
    }
    do {
      try place.lent(to: session) { try runner.run() }
      if let running { write(document.text(of: running, upTo: nil)) }
      writeProse(of: document, after: running, before: nil)
      page.above = .nothing("a notebook was loaded above")
    } catch {
      if let running, let reached = runner.reached { write(document.text(of: running, upTo: reached)) }
      page.above = .nothing("a notebook was loaded above")
      tell(error)
      voice.complain("  what stands above it ran and stays")
    }
  }

  /// The cell begins anew, as the file has it: its numbers are those of the file, wherever on the page it stands.
  private func beginCell(_ document: Document, _ cell: Cell, _ place: Place) {
    if !document.hasHeading(cell), page.text.isEmpty {
      page.starts[1] = Page.Start(moment: session.moment, place: place)
    } else {
      beginCell(document.heading(of: cell), stream: cell.stream, place: place)
    }
  }

  private func writeProse(of document: Document, after earlier: Cell?, before later: Cell?) {
    let numbers = (earlier?.number ?? 0) + 1..<(later?.number ?? document.cells.count + 1)
    for cell in document.cells where numbers.contains(cell.number) && cell.isMarkdown {
      beginCell(document.heading(of: cell))
      write(document.text(of: cell, upTo: nil))
    }
  }
}

extension Document {
  fileprivate func hasHeading(_ cell: Cell) -> Bool { source.hasHeading(at: cell.span.start) }

  fileprivate func heading(of cell: Cell) -> String {
    hasHeading(cell) ? source.text(in: source.span(ofLine: source.line(at: cell.span.start))) : "# %%"
  }

  /// The lines of a cell below its heading; up to a place, if only so much of it ran.
  fileprivate func text(of cell: Cell, upTo end: Int?) -> String {
    let start = hasHeading(cell) ? source.span(ofLine: source.line(at: cell.span.start)).end : cell.span.start
    return source.text(in: Span(start, end ?? cell.span.end))
  }
}

extension Place {
  /// Reads and writes here while some work is done.
  func lent(to session: Session, _ work: () throws -> Void) rethrows {
    let context = session.context
    let (readFolders, writeFolder, readFile) = (context.readFolders, context.writeFolder, session.readFile)
    defer { (context.readFolders, context.writeFolder, session.readFile) = (readFolders, writeFolder, readFile) }
    apply(to: session)
    try work()
  }
}
