// Names: read from the scopes, then from the catalogue; and what to say about those that nobody knows.

import Catalog
import Language

extension Session {
  func read(_ name: String, _ frame: Frame) throws -> Value {
    if let slot = frame.scope.find(name) { return try look(at: slot, name) }
    guard let word = context.catalog[name] else {
      if inspection?.hasLostNames == true { return .unknown }
      throw unknown(name, frame)
    }
    return word.family == .constant ? try word.call(Given(), context) : .thing(word)
  }

  /// Reads a name; one that lies outside of a body that is being traced is shown to the watcher.
  func look(at slot: Slot, _ name: String) throws -> Value {
    if slot.birth < tracedSince, let watcher = context.watcher { return try watcher(name, slot) }
    return slot.stored ?? .none
  }

  func unknown(_ name: String, _ frame: Frame) -> Complaint {
    if let later = laterBinding(of: name, frame) { return later }
    let (label, edits) = meaning(of: name, frame)
    return Complaint(.name, "there is no `\(name)`", [.init(.whole, label)], edits: edits.map { .replace(.whole, $0) })
  }

  /// What an unknown name may mean: what to say about it, and what to write in its place.
  private func meaning(of name: String, _ frame: Frame) -> (label: String, edits: [Complaint.Wording]) {
    let catalog = context.catalog
    let near = suggestion(for: name, among: frame.scope.visibleNames)
    if let word = catalog.meaning(ofForeign: name) { return ("it is called `\(word)` here", ["\(word)"]) }
    if Habits.modules.contains(name) { return ("all words stand alone, without a module", []) }
    if let habit = Habits.name(name) { return (habit.label, habit.names) }
    if let near { return ("did you mean `\(near)`?", ["\(near)"]) }
    if let near = suggestion(for: name, among: catalog.names) { return ("did you mean `\(near)`?", ["\(near)"]) }
    return ("no name and no word of the language", [])
  }

  /// The name is bound further down in the same text: the order is wrong, not the name.
  private func laterBinding(of name: String, _ frame: Frame) -> Complaint? {
    for statement in parse(frame.source).program.statements where statement.names(name) {
      let line = frame.source.line(at: statement.span.start)
      let cell = frame.source.cellTitle(at: statement.span.start).map { ", cell \"\($0)\"" } ?? ""
      return Complaint(
        .order, "`\(name)` is read before it is bound", [.init(.whole, "not bound yet")],
        why: "line \(line)\(cell) binds it: \(oneLine(statement.span, frame))")
    }
    return nil
  }
}

extension Statement {
  /// Whether it binds a name where it stands.
  func names(_ name: String) -> Bool {
    switch kind {
    case .assign(let targets, .set, _):
      targets.contains { if case .name(name) = $0.place.kind { true } else { false } }
    case .function(let word, _), .parameter(let word, _, _): word.text == name
    default: inner.contains { $0.statements.contains { $0.names(name) } }
    }
  }
}
