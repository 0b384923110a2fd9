// `:save FILE`: the sitting as a notebook that gives the same values.

import Catalog
import Interpreter
import Language
import Notebook

extension Command {
  static let save = Command(":save FILE.dln", "writes what ran as a notebook that gives the same values") { sitting, words in
    guard !words.isEmpty, !words.contains(where: \.isNewline) else { throw WrongUse("`:save` wants the name of a file") }
    let name = fileName(words)
    try sitting.save(to: name.hasSuffix(".dln") ? name : name + ".dln")
    return .done
  }
}

extension Sitting {
  fileprivate func save(to path: String) throws {
    let text = notebook
    guard !text.isEmpty else { return voice.complain("nothing ran so far that could be saved") }
    let bytes = Array((text + "\n").utf8)
    let replaced = try locating(path, of: ":save") { () -> String in
      let kept = try setAside(path, unless: bytes)
      try Files.write(bytes, to: path)
      return kept
    }
    let cells = Document(Source(name: path, text: text)).cells.count
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
    voice.show("saved \(counted(cells, "cell")), \(counted(lines, "line")) to \(path)\(replaced)")
    for note in notes { voice.complain(note) }
  }

  /// What a file of this name held is kept under another name; says so.
  private func setAside(_ path: String, unless bytes: [UInt8]) throws -> String {
    guard Files.exists(path) else { return "" }
    let old = try Files.read(path)
    guard old != bytes else { return ", which held the same" }
    try Files.write(old, to: path + "~")
    return "; what it held before is in \(path)~"
  }

  /// The page, and before it the file that ran at the start if its names are read.
  private var notebook: String {
    guard let initFile, readsNames(of: initFile.names) else { return page.text }
    let use = "use \(quote(initFile.path))"
    let document = Document(Source(name: "", text: page.text))
    guard let cell = document.cells.first(where: { !$0.isMarkdown }) else { return page.text }
    // Behind the heading, so that no cell gets another number.
    let isHeaded = document.source.hasHeading(at: cell.span.start)
    let start = isHeaded ? document.source.span(ofLine: document.source.line(at: cell.span.start)).end : cell.span.start
    let (before, behind) = (document.source.text(in: Span(0, start)), document.source.text(in: Span(start, page.text.utf8.count)))
    return isHeaded ? "\(before)\n\(use)\(behind)" : "\(before)\(use)\n\(behind)"
  }

  private func readsNames(of names: [String]) -> Bool {
    let words = tokenize(Source(name: "", text: page.text)).compactMap { if case .word(let word) = $0.kind { word } else { nil } }
    return !Set(words).isDisjoint(with: names)
  }

  /// What a run of the file needs to be told, and what it cannot give.
  private var notes: [String] {
    var notes: [String] = []
    let given = session.givenParameters.map { "\($0.name)=\($0.value)" } + (seed == 0 ? [] : ["--seed \(seed)"])
    if !given.isEmpty { notes.append("  for the same values run it with \(given.joined(separator: " "))") }
    let strays = page.strays.filter { session.value(of: $0) != nil }.sorted()
    if !strays.isEmpty {
      let names = strays.map { "`\($0)`" }.joined(separator: ", ")
      notes.append("  \(names): left by a line that failed or was stopped, which is not in the notebook")
    }
    return notes
  }
}
