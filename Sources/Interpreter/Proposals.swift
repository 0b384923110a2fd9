// What to try, before it was tried: the edits of a complaint as places and texts of the program.

import Catalog
import Language

extension Failure {
  /// An edit that may mend the failure.
  public struct Proposal: Sendable {
    /// The text that is changed: that of the failure, or the one in which an odd value was made.
    public let source: Source
    public let edit: Edit
    /// What is shown of the edited text; nil: the line.
    public let shown: Span?
    public let remark: String?

    init(source: Source, edit: Edit, shown: Span? = nil, remark: String? = nil) {
      self.source = source
      self.edit = edit
      self.shown = shown
      self.remark = remark
    }
  }
}

/// Finds what roles mean around a complaint.
struct RoleResolver {
  let session: Session
  let frame: Frame
  let expression: Expression?
  /// The whole expression, or what stands for it.
  let whole: Span
  let find: (Complaint.Role) -> Span?

  typealias Place = (source: Source, span: Span, shown: Span?)

  /// The edit as a change of a text; nil where there is no such part.
  func proposal(_ edit: Complaint.Edit) -> Failure.Proposal? {
    guard let place = place(edit.role), var text = text(edit.text) else { return nil }
    if edit.role == .newArgument { text = separated(text, at: place) }
    return Failure.Proposal(
      source: place.source, edit: Edit(place.span, text), shown: place.shown, remark: edit.remark ?? edit.result.map(remark))
  }

  /// Where the part is that stands in what made a value, if that is in [source].
  func madePlace(_ role: Complaint.Role, in source: Source) -> Span? {
    if let place = made(role), place.source === source { return place.span }
    switch role {
    case .call(_, let part), .firstArgument(_, let part), .size(_, let part): return find(part)
    default: return nil
    }
  }

  private func place(_ role: Complaint.Role) -> Place? {
    switch role {
    case .whole: return (frame.source, whole, nil)
    case .call, .firstArgument, .size: return made(role)
    case .root(let part): return place(part).flatMap(root)
    case .newArgument: return argumentsEnd.map { (frame.source, $0, nil) }
    default: return find(role).map { (frame.source, $0, nil) }
    }
  }

  // MARK: - Wording

  private func text(_ wording: Complaint.Wording) -> String? {
    var result = ""
    for piece in wording.pieces {
      switch piece {
      case .words(let words): result += words
      case .part(let role):
        guard let place = place(role) else { return nil }
        result += place.source.text(in: place.span)
      case .textStart(let role), .textEnd(let role):
        guard let place = place(role), let quoted = quoted(place) else { return nil }
        if case .textStart = piece { result += quoted.dropLast() } else { result += quoted.dropFirst() }
      case .operand(let role):
        guard let place = place(role) else { return nil }
        let text = place.source.text(in: place.span)
        result += text.isTight ? text : "(\(text))"
      }
    }
    return result
  }

  /// A part that is a text of one line, as it is written.
  private func quoted(_ place: Place) -> String? {
    let text = place.source.text(in: place.span)
    guard text.utf8.count > 1, text.hasPrefix("\""), text.hasSuffix("\""), !text.hasPrefix("\"\"\"") else { return nil }
    return text
  }

  /// `data` of `data.train |> aug`.
  private func root(_ place: Place) -> Place? {
    let text = place.source.text(in: place.span)
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard name.first?.isNumber == false, text.dropFirst(name.count).first != "(" else { return nil }
    return (place.source, Span(place.span.start, place.span.start + name.utf8.count), nil)
  }

  /// "the result is [n, 1], the shape of y", if a name beside it has that shape.
  private func remark(_ shape: [Int]) -> String {
    let partner = expression.map { FreeNames.beside($0, in: frame.source) }?.first { name in
      guard case .thing(let thing)? = frame.scope.find(name)?.stored, case .size(shape)? = try? thing.field("shape", session.context) else {
        return false
      }
      return true
    }
    let text = frame.sizes.named("the result is \(bracketed(shape))", session.knownSizes)
    return text + (partner.map { ", the shape of \($0)" } ?? "")
  }

  // MARK: - Arguments

  /// Before the `)` of the call; behind the word where it stands bare.
  private var argumentsEnd: Span? {
    guard let call = expression?.callPart else { return nil }
    guard case .call = call.kind else { return Span(call.span.end, call.span.end) }
    return Span(call.span.end - 1, call.span.end - 1)
  }

  private func separated(_ argument: String, at place: Place) -> String {
    guard case .call(_, let arguments)? = expression?.callPart?.kind else { return "(\(argument))" }
    return arguments.isEmpty ? argument : ", " + argument
  }

  // MARK: - What made a value

  private func made(_ role: Complaint.Role) -> Place? {
    switch role {
    case .call(let word, let part):
      guard let (source, maker) = maker(of: part), let call = maker.lastPart(where: { $0.calls(word) }) else { return nil }
      return (source, call.span, nil)
    case .firstArgument(let word, let part):
      guard let (source, maker) = maker(of: part), let call = maker.lastPart(where: { $0.calls(word) }),
        case .call(_, let arguments) = call.kind, let first = arguments.first(where: { $0.name == nil })
      else { return nil }
      return (source, first.value.span, call.span)
    case .size(let sizes, let part):
      guard let (source, maker) = maker(of: part), let size = maker.lastPart(where: { $0.isSize(sizes) }) else { return nil }
      return (source, size.span, maker.lastPart { $0.isCall && $0.holds(size) }?.span)
    default: return nil
    }
  }

  /// The expression that made the value of a part: the part itself, or what its name was bound to.
  private func maker(of role: Complaint.Role) -> (Source, Expression)? {
    guard var part = expression?.part(role) else { return nil }
    // What a net gives is made by the net.
    if case .call(let callee, _) = part.kind, callee.path != nil, session.maker(of: callee, frame) != nil { part = callee }
    if let made = session.maker(of: part, frame) { return made }
    return part.path == nil ? (frame.source, part) : nil
  }
}

extension Expression {
  /// The call in it: itself, or the right side of a pipe.
  fileprivate var callPart: Expression? {
    switch kind {
    case .call, .name: self
    case .pipe(_, let right): right.callPart
    default: nil
    }
  }

  fileprivate func calls(_ word: String) -> Bool {
    guard case .call(let callee, _) = kind, case .name(word) = callee.kind else { return false }
    return true
  }

  fileprivate var isCall: Bool { if case .call = kind { true } else { false } }

  /// `[1, 3]` or `1x3`.
  fileprivate func isSize(_ sizes: [Int]) -> Bool {
    switch kind {
    case .size(sizes): return true
    case .bracket(let items):
      let numbers = items.compactMap { item -> Int? in if case .number(let number) = item.kind { Int(exactly: number) } else { nil } }
      return numbers.count == items.count && numbers == sizes
    default: return false
    }
  }

  fileprivate func holds(_ other: Expression) -> Bool { span.start <= other.span.start && other.span.end <= span.end }

  /// The last and innermost part for which [isWanted] holds, in the order of the text.
  func lastPart(where isWanted: (Expression) -> Bool) -> Expression? {
    for part in parts.reversed() { if let found = part.lastPart(where: isWanted) { return found } }
    return isWanted(self) ? self : nil
  }

  /// The expression that plays a role; nil where it is no expression.
  func part(_ role: Complaint.Role) -> Expression? {
    guard role != .whole else { return self }
    guard let span = span(of: role) else { return nil }
    return span == self.span ? self : parts.lazy.compactMap { $0.find(span) }.first
  }

  private func find(_ wanted: Span) -> Expression? {
    if span == wanted { return self }
    guard span.start <= wanted.start, wanted.end <= span.end else { return nil }
    return parts.lazy.compactMap { $0.find(wanted) }.first
  }
}

extension String {
  /// Whether no operator can tear it apart: a name, a call, a number, something in brackets.
  fileprivate var isTight: Bool {
    let parsed = parse(Source(name: "", text: self))
    guard parsed.diagnostics.isEmpty, parsed.program.statements.count == 1,
      case .expression(let expression) = parsed.program.statements[0].kind
    else { return false }
    switch expression.kind {
    case .negate, .not, .binary, .range, .lambda, .pipe, .quantity: return first == "("
    default: return true
    }
  }
}
