// `use "file.dln"`: runs another file here and binds its names.

import Catalog
import Language

extension Session {
  func use(_ path: String, _ span: Span, _ frame: Frame) throws {
    try placing(span, frame) { try refuseCircle(path) }
    let text = try placing(span, frame) { try readFile(path) }
    let source = Source(name: path, text: text)
    let parsed = parse(source)
    if let diagnostic = parsed.diagnostics.first { throw Failure(diagnostic, in: source) }
    usedFiles.append(path)
    trail.append(TrailEntry(function: path, site: CallSite(source: frame.source, span: span)))
    defer {
      usedFiles.removeLast()
      trail.removeLast()
    }
    let inner = Frame(frame.scope, source)
    for (place, statement) in parsed.program.statements.enumerated() {
      if place > 0 { try refuseInterruption(before: statement.span, after: parsed.program.statements[place - 1], inner) }
      _ = try placing(statement.span, inner) { try executeOrInspect(statement, inner) }
    }
  }

  private func refuseCircle(_ path: String) throws {
    guard let first = usedFiles.firstIndex(where: { $0 == path || $0.hasSuffix("/" + path) }) else { return }
    let circle = (usedFiles[first...] + [path]).joined(separator: " -> ")
    let message = first == usedFiles.count - 1 ? "this file uses itself" : "these files each need the other first"
    throw Complaint(
      .cycle, message, [.init(.whole, circle)], why: "what both need belongs into a file of its own, which both `use`")
  }
}
