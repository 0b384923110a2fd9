// Functions that the program defines: `fn f(x) = …` and `x -> …`.

import Catalog
import Language

/// A function with the scope it was made in. Prints as its source text.
public final class UserFunction: Definable {
  /// Nil for a function made by `->`.
  public let name: String?
  let function: Function
  let scope: Scope
  let source: Source

  init(_ name: String?, _ function: Function, _ frame: Frame) {
    self.name = name
    self.function = function
    scope = frame.scope
    source = frame.source
  }

  public var kind: String { "a function" }
  public func text() throws -> String { source.text(in: function.span) }
  public var outline: String { signature }
  public var isCallable: Bool { true }
  public func call(_ given: Given, _ context: Context) throws -> Value { try context.call(.thing(self), given) }

  public func equals(_ other: Value) throws -> Bool {
    if case .thing(let thing as UserFunction) = other { thing === self } else { false }
  }

  /// The names of its parameters, in order.
  public var parameterNames: [String] { function.parameters.map(\.name.text) }

  /// The defaults of its parameters, as they are written; nil: it must be given.
  public var parameterFallbacks: [String?] { function.parameters.map { $0.fallback.map { source.text(in: $0.span) } } }

  /// A line that defines the function again under a name.
  public func definition(named name: String) -> String {
    let text = source.text(in: function.span)
    return self.name == name ? text : self.name.map { text + "\n\(name) = \($0)" } ?? "\(name) = \(text)"
  }

  public var outerNames: [(String, Value)] {
    FreeNames.of(function, named: name).compactMap { name in scope.find(name).map { (name, $0.value) } }
  }

  /// What messages call it.
  var title: String { name ?? "this function" }
}

extension Session {
  func invoke(_ function: UserFunction, _ given: Given) throws -> Value {
    try refuseDepth()
    if let inspection {
      try inspection.goOn()
      if isCircling(function, given, inspection) { return .unknown }
      inspection.running.append((ObjectIdentifier(function.function), inspection.doubts))
    }
    defer { inspection?.running.removeLast() }
    let site = callSite
    trail.append(TrailEntry(function: function.title, site: site))
    defer {
      trail.removeLast()
      callSite = site
    }
    let frame = Frame(Scope(inside: function.scope), function.source, isFunction: true)
    frame.call = site.map { (function, $0) }
    try bind(given, to: function, frame)
    let value = joined(try body(of: function, frame), frame)
    try keepPromise(function.function.result, value, of: "the result", frame)
    return value
  }

  private func refuseDepth() throws {
    if context.isInterrupted() { throw Interruption.complaint }
    guard trail.count >= Session.deepestCall || stackRoom.isUsedUp else { return }
    throw Complaint(
      .limit, "\(trail.count) calls are inside one another", [.init(.callee, "calls itself again and again")],
      why: "a function that calls itself must stop at some point: if n == 0 { return 1 }")
  }

  private func body(of function: UserFunction, _ frame: Frame) throws -> Value {
    switch function.function.body {
    case .expression(let expression): return try evaluate(expression, frame)
    case .block(let block):
      switch try run(block.statements, frame) {
      case .value(let value), .giveBack(let value): return value
      case .breakLoop, .continueLoop: return .none
      }
    }
  }

  /// Hands the arguments to the parameters: by name, by position, or by default.
  private func bind(_ given: Given, to function: UserFunction, _ frame: Frame) throws {
    try refuseStrangers(given, function)
    var position = 0
    for parameter in function.function.parameters {
      let name = parameter.name.text
      let value: Value
      if let argument = given.named.first(where: { $0.name == name }) {
        value = argument.value
      } else if position < given.positional.count {
        value = given.positional[position]
        position += 1
      } else if let fallback = parameter.fallback {
        value = try one(fallback, frame)
      } else {
        throw Complaint(
          .argument, "`\(function.title)` needs `\(name)`", [.init(.callee, "`\(name)` is missing here")], why: function.signature)
      }
      try keepPromise(parameter.shape, value.first, of: name, frame)
      frame.scope.own(name).bind(value.first)
    }
  }

  private func refuseStrangers(_ given: Given, _ function: UserFunction) throws {
    let known = function.parameterNames
    for argument in given.named where !known.contains(argument.name) {
      let near = suggestion(for: argument.name, among: known)
      throw Complaint(
        .argument, "`\(function.title)` has no argument `\(argument.name)`",
        [.init(.argument(argument.name), near.map { "did you mean `\($0)`?" } ?? "it does not know this name")],
        why: function.signature, edits: near.map { [.replace(.name(of: argument.name), "\($0)")] } ?? [])
    }
    let places = known.filter { name in !given.named.contains { $0.name == name } }
    if given.positional.count <= places.count { return }
    if let doubled = known.prefix(given.positional.count).first(where: { !places.contains($0) }) {
      throw Complaint(
        .argument, "`\(doubled)` of `\(function.title)` is given twice, by position and by name",
        [.init(.argument(doubled), "the second time")])
    }
    throw Complaint(
      .argument, "`\(function.title)` takes \(places.isEmpty ? "no arguments" : "at most \(counted(places.count, "argument"))")",
      [.init(.position(places.count), "one too many")], why: function.signature, edits: surplusEdits(places.count, given))
  }
}

/// The arguments without those that are too many.
private func surplusEdits(_ places: Int, _ given: Given) -> [Complaint.Edit] {
  guard places > 0, given.named.isEmpty else { return [] }
  let parts = (0..<places).map { [Complaint.Wording.Piece.part(.position($0))] }
  return [.replace(.arguments, Complaint.Wording(pieces: Array(parts.joined(separator: [.words(", ")]))))]
}

extension UserFunction {
  /// `mse(p, y)`, with defaults as they are written.
  public var signature: String {
    let parts = function.parameters.map { parameter in
      parameter.name.text + (parameter.fallback.map { " = " + source.text(in: $0.span) } ?? "")
    }
    return "\(name ?? "")(\(parts.joined(separator: ", ")))"
  }
}
