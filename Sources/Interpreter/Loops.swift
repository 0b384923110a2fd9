// `for` and `while`: what can be walked over, and how a loop goes on.

import Catalog
import Language

extension Session {
  func loop(while condition: Expression, _ block: Block, _ frame: Frame) throws -> Ending {
    if let inspection { return try inspect(while: condition, block, frame, inspection) }
    frame.loopDepth += 1
    defer { frame.loopDepth -= 1 }
    while try truth(of: condition, "while", frame) {
      if let ending = try turn(block, frame) { return ending }
    }
    return .value(.none)
  }

  func loop(_ names: [Word], over subject: Expression, _ block: Block, _ frame: Frame) throws -> Ending {
    if let inspection { return try inspect(names, over: subject, block, frame, inspection) }
    let value = try one(subject, frame)
    let slots = names.map { frame.scope.own($0.text) }
    var result = Ending.value(.none)
    frame.loopDepth += 1
    defer { frame.loopDepth -= 1 }
    do {
      try walk(value) { item in
        try hand(item, to: slots)
        guard let ending = try noting(names, in: frame, { try turn(block, frame) }) else { return true }
        result = ending
        return false
      }
    } catch let complaint as Complaint {
      throw place(complaint, whole: subject.head(in: frame.source), frame)
    }
    return result
  }

  /// Runs the block once. Nil: the loop goes on.
  func turn(_ block: Block, _ frame: Frame) throws -> Ending? {
    try refuseInterruption(before: Span(block.span.start, block.span.start + 1), after: block.statements.last, frame)
    switch try run(block.statements, frame) {
    case .value, .continueLoop: return nil
    case .breakLoop: return .value(.none)
    case .giveBack(let value): return .giveBack(value)
    }
  }

  /// Runs a turn of a loop over [names]; where it is stopped, the report says what they stood for.
  private func noting<Result>(_ names: [Word], in frame: Frame, _ turn: () throws -> Result) throws -> Result {
    do {
      return try turn()
    } catch var failure as Failure where failure.isInterruption {
      let values = names.map { "\($0.text) = \(frame.scope.find($0.text).map { shortText($0.value) } ?? "none")" }
      failure.turns.append(Failure.Turn(names: values.joined(separator: ", "), line: frame.source.line(at: names[0].span.start)))
      throw failure
    }
  }

  /// Hands an item to the loop's names: one name sees the first of several values, several names take the item apart.
  func hand(_ item: Value, to slots: [Slot]) throws {
    if slots.count == 1 {
      slots[0].bind(item.first)
      return
    }
    guard let parts = try parts(of: item, atMost: slots.count + 1) else {
      throw Complaint(
        .type, "each item is \(item.kind), which cannot be taken apart", [.init(.whole, "\(slots.count) names want several values")])
    }
    guard parts.count >= slots.count else {
      throw Complaint(
        .argument, "\(slots.count) names, but each item has only \(counted(parts.count, "value"))", [.init(.whole, "too few values")])
    }
    for (slot, part) in zip(slots, parts) { slot.bind(part) }
  }

  /// What several names can take of a value; nil: it is one thing.
  func parts(of value: Value, atMost limit: Int) throws -> [Value]? {
    switch value {
    case .several(let values), .list(let values): return values
    case .size(let sizes): return sizes.map { .number(Double($0)) }
    case .thing(let unknown as Unknown) where unknown.sort == .anything || unknown.sort == .list:
      return [Value](repeating: .unknown, count: limit)
    case .thing(let thing):
      guard let source = try thing.items(context) else { return nil }
      var parts: [Value] = []
      while parts.count < limit, let part = try source.next() { parts.append(part) }
      return parts
    default: return nil
    }
  }

  /// Goes through the items of a value until [visit] says false.
  func walk(_ value: Value, _ visit: (Value) throws -> Bool) throws {
    switch value {
    case .range(let range):
      for place in 0..<range.count {
        guard try visit(.number(range[place])) else { return }
      }
    case .list(let items):
      for item in items {
        guard try visit(item) else { return }
      }
    case .size(let sizes):
      for size in sizes {
        guard try visit(.number(Double(size))) else { return }
      }
    case .text(let text):
      for character in text {
        guard try visit(.text(String(character))) else { return }
      }
    case .record(let record):
      for field in record.fields {
        guard try visit(.several([.text(field.name), field.value])) else { return }
      }
    case .thing(let thing):
      guard let source = try thing.items(context) else { throw notWalkable(value) }
      while let item = try source.next() {
        guard try visit(item) else { return }
      }
    default: throw notWalkable(value)
    }
  }

  private func notWalkable(_ value: Value) -> Complaint {
    var edits: [Complaint.Edit] = []
    if case .number = value { edits = [.replace(.whole, "0..<\(operand: .whole)")] }
    return Complaint(.type, "`for` cannot walk over \(value.kind)", [.init(.whole, "this is \(value.kind)")], edits: edits)
  }
}
