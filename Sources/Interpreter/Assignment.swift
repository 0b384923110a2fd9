// Assignments: names are bound, fields and items of a name bind that name anew.

import Catalog
import Language

extension Session {
  func assign(
    _ targets: [Target], _ operation: AssignmentOperator, _ expressions: [Expression], _ statement: Statement, _ frame: Frame
  ) throws {
    let origin = Origin(statement: statement, source: frame.source)
    if targets.count == 1, expressions.count == 1, operation == .set, case .name(let name) = targets[0].place.kind {
      // The usual case, without lists of one.
      let value = try one(expressions[0], frame)
      try keepPromise(targets[0].shape, value, of: name, frame)
      if frame.loopDepth > 0, quietDepth == 0, value.holdsThings { try settle([value], statement, frame) }
      frame.scope.own(name).bind(value, origin)
      return
    }
    let values = try rightSides(expressions, for: targets, frame)
    for (target, value) in zip(targets, values) {
      try bind(target, operation, value, expressions, origin, frame)
    }
    if frame.loopDepth > 0, quietDepth == 0 { try settle(boundValues(targets, frame), statement, frame) }
  }

  /// The values for the left sides: one expression may give several.
  private func rightSides(_ expressions: [Expression], for targets: [Target], _ frame: Frame) throws -> [Value] {
    guard expressions.count == 1, targets.count > 1 else {
      return try fit(expressions.map { try one($0, frame) }, targets, frame)
    }
    let value = try evaluate(expressions[0], frame)
    guard let parts = try placing(expressions[0].span, frame, { try parts(of: value, atMost: targets.count) }) else {
      let complaint = Complaint(
        .type, "\(targets.count) names, but \(value.kind) is one value", [.init(.whole, "this gives one value")])
      throw place(complaint, whole: expressions[0].head(in: frame.source), frame)
    }
    return try fit(parts, targets, frame)
  }

  private func fit(_ values: [Value], _ targets: [Target], _ frame: Frame) throws -> [Value] {
    guard values.count < targets.count else { return values }
    let complaint = Complaint(
      .argument, "\(counted(targets.count, "name")), but only \(counted(values.count, "value"))",
      [.init(.whole, "there is nothing left for this name")])
    throw place(complaint, whole: targets[values.count].place.span, frame)
  }

  private func bind(
    _ target: Target, _ operation: AssignmentOperator, _ value: Value, _ expressions: [Expression], _ origin: Origin, _ frame: Frame
  ) throws {
    let place = target.place
    let name = frame.source.text(in: place.span)
    let find: (Complaint.Role) -> Span? = { role in
      switch role {
      case .right, .position(1), .argument: expressions.count == 1 ? expressions[0].span : nil
      case .position: place.lastIndexSpan
      default: place.span
      }
    }
    try placing(place.span, frame, find: find) {
      guard let meaning = operation.meaning else {
        try keepPromise(target.shape, value, of: name, frame)
        return try set(place, to: value, origin, frame)
      }
      let old = try evaluate(place, frame)
      let result = try apply(meaning, old, value)
      try keepPromise(target.shape, result, of: name, frame)
      try set(place, to: result, origin, frame)
    }
  }

  private func boundValues(_ targets: [Target], _ frame: Frame) -> [Value] {
    targets.compactMap { target in
      guard let name = target.place.root, let value = frame.scope.bound(name)?.stored, value.holdsThings else { return nil }
      return value
    }
  }

  /// Does the put-off work of values that a loop binds, so that what they wait for never grows.
  private func settle(_ values: [Value], _ statement: Statement, _ frame: Frame) throws {
    if values.isEmpty { return }
    try placing(statement.span, frame) { try context.catalog.settle(values) }
  }
}

extension Expression {
  fileprivate var lastIndexSpan: Span? {
    guard case .index(_, let items) = kind else { return nil }
    return items.first?.span
  }
}

extension AssignmentOperator {
  /// The operation of `+=`; nil for `=`.
  fileprivate var meaning: BinaryOperator? {
    switch self {
    case .set: nil
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    }
  }
}

extension Value {
  /// Whether there may be work that was put off.
  var holdsThings: Bool {
    switch self {
    case .thing: true
    case .list(let items), .several(let items): Value.holdThings(items)
    case .record(let record): Value.holdThings(record.values)
    default: false
    }
  }

  /// A long list is looked through at every turn of a loop: plain items are passed over without copying them.
  private static func holdThings(_ items: [Value]) -> Bool {
    for place in items.indices {
      switch items[place] {
      case .none, .truth, .number, .text, .quantity, .size, .range: continue
      case .thing: return true
      case .list, .several, .record: if items[place].holdsThings { return true }
      }
    }
    return false
  }
}
