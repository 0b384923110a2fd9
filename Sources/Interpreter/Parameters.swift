// `param`: values that the command line can set.

import Catalog
import Language

/// A `param` line.
public struct DeclaredParameter: Sendable {
  public let name: String
  /// The default as it is written.
  public let fallback: String
  public let note: String?
}

extension Session {
  /// Takes `name=value` settings of the command line. A value is read as an expression, or else as a text.
  public func setParameters(_ settings: [String: String]) { overrides = settings }

  /// The settings that a `param` line took.
  public var givenParameters: [(name: String, value: String)] {
    parameters.compactMap { parameter in overrides[parameter.name].map { (parameter.name, $0) } }
  }

  /// The `param` lines of a program, in order, without running it.
  public static func parameters(of program: Program, in source: Source) -> [DeclaredParameter] {
    program.statements.compactMap { statement in
      guard case .parameter(let name, let value, let note) = statement.kind else { return nil }
      return DeclaredParameter(name: name.text, fallback: source.text(in: value.span), note: note)
    }
  }

  /// Refuses settings that the program does not declare.
  public func refuseUnknownParameters(of program: Program, in source: Source) throws {
    let known = Session.parameters(of: program, in: source).map(\.name)
    for name in overrides.keys.sorted() where !known.contains(name) {
      let near = suggestion(for: name, among: known)
      throw Complaint(
        .argument, "\(source.name) has no param `\(name)`\(near.map { "; did you mean `\($0)`?" } ?? "")",
        why: known.isEmpty ? "it declares none" : "it has: \(known.joined(separator: "  "))")
    }
  }

  func declare(_ name: Word, _ value: Expression, _ note: String?, _ statement: Statement, _ frame: Frame) throws {
    let fallback = try one(value, frame)
    parameters.removeAll { $0.name == name.text }
    parameters.append(DeclaredParameter(name: name.text, fallback: frame.source.text(in: value.span), note: note))
    var bound = fallback
    if let setting = overrides[name.text] {
      bound = override(setting, fallback, frame)
      try refuseOtherKind(bound, fallback, name, frame)
    }
    frame.scope.own(name.text).bind(bound, Origin(statement: statement, source: frame.source))
  }

  /// A setting as a value. Where the default is a text, words need no quotes.
  private func override(_ setting: String, _ fallback: Value, _ frame: Frame) -> Value {
    let source = Source(name: "the command line", text: setting)
    let parsed = parse(source)
    guard parsed.diagnostics.isEmpty, parsed.program.statements.count == 1,
      case .expression(let expression) = parsed.program.statements[0].kind,
      let value = try? one(expression, Frame(frame.scope, source))
    else { return .text(setting) }
    if case .text = fallback {
      if case .text = value { return value }
      return .text(setting)
    }
    return value
  }

  private func refuseOtherKind(_ value: Value, _ fallback: Value, _ name: Word, _ frame: Frame) throws {
    guard case .text(let text) = value else { return }
    switch fallback {
    case .text, .none: return
    default:
      let complaint = Complaint(
        .argument, "`\(name.text)` is \(fallback.kind), but the command line gives \(quote(text))",
        [.init(.whole, "set by \(name.text)=\(text)")])
      throw place(complaint, whole: name.span, frame)
    }
  }
}
