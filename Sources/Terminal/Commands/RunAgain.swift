// `:run`: cells of the sitting again, each from the state in which it began.

import Catalog
import Interpreter
import Language
import Notebook

extension Command {
  static let runAgain = Command(":run [CELL]", "runs the cells again, or one by number or title, from where it began") {
    sitting, words in
    let document = Document(Source(name: "the sitting", text: sitting.page.text))
    let cells = document.cells.filter { !$0.isMarkdown }
    guard !cells.isEmpty else {
      sitting.voice.complain("nothing ran so far that could run again")
      return .done
    }
    let chosen = words.isEmpty ? cells : [try chosen(words, cells)]
    sitting.runAgain(chosen, document)
    return .done
  }

  private static func chosen(_ words: String, _ cells: [Cell]) throws -> Cell {
    let title = words.filter { $0 != "\"" }
    if let cell = cells.first(where: { $0.title == title }) { return cell }
    if let cell = cells.first(where: { String($0.number) == title }) { return cell }
    let near = suggestion(for: title, among: cells.compactMap(\.title)).map { "; did you mean \(quote($0))?" } ?? ""
    let known = cells.map { [String($0.number), $0.title].compactMap { $0 }.joined(separator: " ") }
    throw WrongUse("there is no cell \(words)\(near) (cells: \(known.joined(separator: ", ")))")
  }
}

extension Sitting {
  fileprivate func runAgain(_ cells: [Cell], _ document: Document) {
    timed { step(":run") { run(cells, document) } }
  }

  /// What the cells bind is bound anew, except where a later cell has bound the name since. So in whatever order cells run again,
  /// the names are as if the page had run from top to bottom; and an error loses none.
  private func run(_ cells: [Cell], _ document: Document) {
    guard let first = cells.first, let start = page.starts[first.number] else { return }
    let now = session.moment
    let (starts, above) = (page.starts, page.above)
    let runner = Runner(document, session, seed: seed, show: voice.show) { [voice, session] in
      try voice.pictures?.present(.thing($0), session.context)
    }
    session.moment = start.moment
    var running = first
    var isWell = true
    do {
      for cell in cells {
        running = cell
        page.starts[cell.number]?.moment = session.moment
        try run(cell, runner, place: starts[cell.number]?.place)
      }
    } catch {
      isWell = false
      tell(error)
      voice.complain("  the names that it did not reach are as they were")
    }
    finish(from: start.moment, now, next: document.cells.first { $0.number > running.number && !$0.isMarkdown }, isWell)
    page.above = above
  }

  private func run(_ cell: Cell, _ runner: Runner, place: Place?) throws {
    if let place { try place.lent(to: session) { try runner.run(only: cell) } } else { try runner.run(only: cell) }
  }

  private func finish(from start: Moment, _ now: Moment, next: Cell?, _ isWell: Bool) {
    let then = session.moment
    if next == nil, isWell {
      session.moment = then.taking(now.names.filter { !then.names.contains($0) }, from: now)
      return
    }
    var bound = then.changes(since: start).bound
    if let next, let later = page.starts[next.number]?.moment {
      let rebound = Set(now.changes(since: later).bound)
      bound = bound.filter { !rebound.contains($0) }
      if isWell { page.starts[next.number]?.moment = then }
    }
    session.moment = now.taking(bound, from: then)
  }
}
