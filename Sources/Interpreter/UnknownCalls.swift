// Calls of what nobody knows: `len(x)`, `x.mean()`, `np.zeros(3)`, and the call that says the same here.

import Catalog
import Language

extension Session {
  /// The complaint about a callee that could not be read, with what the whole call may mean.
  func unknownCall(_ failure: Failure, _ callee: Expression, _ arguments: [Language.Argument], _ frame: Frame) -> any Error {
    guard failure.source === frame.source, let place = failure.marks.first?.span else { return failure }
    if let module = callee.module, module.span == place { return foreign(callee, module, shape(arguments, frame)) }
    switch callee.kind {
    case .name(let name) where place == callee.span: return call(of: name, failure.complaint)
    case .field(_, let word) where place == word.span: return method(word.text, failure.complaint)
    default: return failure
    }
  }

  /// `x <- 3` reads as a comparison of x with -3.
  func arrow(_ failure: Failure, _ left: Expression, _ right: Expression, _ frame: Frame) -> any Error {
    guard case .name(let name) = left.kind, case .negate(let value) = right.kind, failure.marks.first?.span == left.span,
      frame.source.text(in: Span(right.span.start - 1, right.span.start)) == "<", failure.kind == .name
    else { return failure }
    return Complaint(
      .name, "there is no `\(name)`", [.init(.operator, "a name is bound with =")], why: "`<-` reads as: less than minus",
      edits: [.replace(.whole, "\(part: .left) = \(frame.source.text(in: value.span))")])
  }

  private func call(of name: String, _ complaint: Complaint) -> Complaint {
    var complaint = complaint
    complaint.marks = complaint.marks.map { .init(.callee, $0.label) }
    complaint.edits = (Habits.name(name)?.calls ?? []).map { .replace(.whole, $0) } + complaint.edits.map { .replace(.callee, $0.text) }
    return complaint
  }

  /// `np.zeros(3)`: the word stands alone.
  private func foreign(_ callee: Expression, _ module: (name: String, span: Span), _ shape: String?) -> Complaint {
    guard case .field(_, let word) = callee.kind else { return Complaint(.name, "there is no `\(module.name)`") }
    let habit = Habits.name(word.text)
    let meant = context.catalog[word.text]?.name ?? context.catalog.meaning(ofForeign: word.text) ?? near(word.text)
    var edits = (habit?.calls ?? []).map { Complaint.Edit.replace(.whole, $0) }
    if let meant, let shape { edits.append(.replace(.whole, "\(meant)(\(shape))")) }
    if let meant { edits += [.replace(.callee, "\(meant)"), .replace(.whole, "\(meant)([\(part: .arguments)])")] }
    let label = habit?.label ?? (meant.map { "all words stand alone: `\($0)`" } ?? "all words stand alone, without a module")
    return Complaint(.name, "there is no `\(module.name)`", [.init(.callee, label)], edits: edits)
  }

  /// A shape in parentheses, as NumPy writes it, in brackets.
  private func shape(_ arguments: [Language.Argument], _ frame: Frame) -> String? {
    guard arguments.count == 1, case .several(let sizes) = arguments[0].value.kind else { return nil }
    return "[" + sizes.map { frame.source.text(in: $0.span) }.joined(separator: ", ") + "]"
  }

  private func near(_ word: String) -> String? { suggestion(for: word, among: context.catalog.names) }

  /// `x.mean()`: what is a method elsewhere is a word here.
  private func method(_ name: String, _ complaint: Complaint) -> Complaint {
    var complaint = complaint
    let habit = Habits.method(name)
    let word = context.catalog[name]?.name ?? context.catalog.meaning(ofForeign: name).flatMap { context.catalog[$0]?.name }
    let label = habit?.label ?? word.map { "a word here: \($0)(...)" } ?? complaint.marks.first?.label ?? ""
    complaint.marks = [.init(.field, label)]
    var edits = (habit?.calls ?? []).map { Complaint.Edit.replace(.whole, $0) }
    if let word {
      edits += [
        .replace(.whole, "\(word)(\(part: .owner), \(part: .arguments))"),
        .replace(.whole, "\(word)(\(part: .owner), [\(part: .arguments)])"), .replace(.whole, "\(word)(\(part: .owner))"),
      ]
    }
    complaint.edits = edits + complaint.edits.map { .replace(.field, $0.text) }
    return complaint
  }
}

extension Expression {
  /// The name of a foreign module at the bottom of `torch.nn.functional.relu`.
  fileprivate var module: (name: String, span: Span)? {
    guard case .field(let base, _) = kind else { return nil }
    if case .name(let name) = base.kind { return Habits.modules.contains(name) ? (name, base.span) : nil }
    return base.module
  }
}
