// Block words: `layers { … }` and its kin, and `update … by … { … }`.

import Catalog
import Language

/// A running block whose lines are applied to the value that flows, `it`.
final class FlowRun {
  private let step: (Value, Value, Int) throws -> Value
  private let places: [ObjectIdentifier: Int]
  private let slot: Slot

  init(_ block: Block, _ slot: Slot, _ step: @escaping (Value, Value, Int) throws -> Value) {
    self.step = step
    self.slot = slot
    places = Dictionary(uniqueKeysWithValues: block.lines.enumerated().map { (ObjectIdentifier($1), $0) })
  }

  /// What flows after a line has given [value]; none leaves it.
  func apply(_ value: Value, at line: Statement) throws -> Value {
    let value = value.first
    if case .none = value { return slot.value }
    let next = try step(value, slot.value, places[ObjectIdentifier(line)] ?? 0)
    slot.bind(next)
    return next
  }

  var value: Value { slot.value }
}

extension Session {
  func build(
    _ whole: Expression, _ word: Word, _ arguments: [Language.Argument], _ block: Block, _ frame: Frame
  ) throws -> Value {
    guard let builder = context.catalog.builders[word.text] else {
      throw Complaint(.internal, "no floor has said what `\(word.text)` builds", [.init(.callee, "this word")])
    }
    let given = try evaluate(arguments.map { namedSizes($0, frame) }, piped: nil, frame)
    callSite = CallSite(source: frame.source, span: whole.span)
    let body = body(of: block, word.text, bound: ["it"] + given.named.map(\.name), frame)
    return try builder(given, body, context)
  }

  /// In `layers([time, 64])` a name that stands for nothing names an axis: it is handed over as a text.
  private func namedSizes(_ argument: Language.Argument, _ frame: Frame) -> Language.Argument {
    guard case .bracket(let items) = argument.value.kind else { return argument }
    let sizes = items.map { item -> Expression in
      guard case .name(let name) = item.kind, frame.scope.find(name) == nil else { return item }
      return Expression(.text([.words(name)]), item.span)
    }
    return Language.Argument(name: argument.name, value: Expression(.bracket(sizes), argument.value.span))
  }

  /// The block as words see it.
  private func body(of block: Block, _ word: String, bound: [String], _ frame: Frame) -> Body {
    Body(
      flow: { [weak self] names, start, step in
        guard let self else { throw Session.over }
        return try flow(block, "\(word) { }", names, start, step, frame)
      },
      value: { [weak self] names in
        guard let self else { throw Session.over }
        return try value(of: block, "\(word) { }", names, isUpdate: word == "update", frame)
      },
      source: { frame.source.text(in: block.span) },
      outerNames: { FreeNames.of(block, bound: bound).compactMap { name in frame.scope.find(name).map { (name, $0.value) } } },
      place: { frame.scope.find($0) },
      identity: ObjectIdentifier(block))
  }

  private static let over = Complaint(.internal, "the session of this block is over")

  /// Runs the lines and applies each to what flows.
  private func flow(
    _ block: Block, _ title: String, _ names: [(String, Value)], _ start: Value,
    _ step: (Value, Value, Int) throws -> Value, _ outer: Frame
  ) throws -> Value {
    try withoutActuallyEscaping(step) { step in
      let frame = inner(names, outer)
      let slot = frame.scope.own("it")
      slot.bind(start)
      frame.flow = FlowRun(block, slot, step)
      defer { frame.flow = nil }
      quietDepth += 1
      defer { quietDepth -= 1 }
      _ = try traced { try enter(title) { try run(block.statements, frame) } }
      return slot.value
    }
  }

  /// Runs the lines for the value of the last.
  private func value(
    of block: Block, _ title: String, _ names: [(String, Value)], isUpdate: Bool, _ outer: Frame
  ) throws -> Value {
    try traced(isNew: isUpdate) {
      let frame = inner(names, outer)
      guard case .value(let value) = try enter(title, { try run(block.statements, frame) }) else { return .none }
      return value.first
    }
  }

  private func inner(_ names: [(String, Value)], _ outer: Frame) -> Frame {
    let scope = Scope(inside: outer.scope)
    for (name, value) in names { scope.own(name).bind(value) }
    return Frame(scope, outer.source)
  }

  /// Notes in the trail that a block runs, wherever it was called from.
  private func enter(_ title: String, _ action: () throws -> Ending) throws -> Ending {
    let site = callSite
    trail.append(TrailEntry(function: title, site: site))
    defer {
      trail.removeLast()
      callSite = site
    }
    return try action()
  }
}

// MARK: - update

extension Session {
  func update(_ whole: Expression, _ names: [Word], _ optimizer: Word, _ block: Block, _ frame: Frame) throws -> Value {
    callSite = CallSite(source: frame.source, span: whole.span)
    let bound = names.map(\.text)
    let slots = (names + [optimizer]).map { frame.scope.bound($0.text) }
    var request = UpdateRequest(
      names: bound, values: try zip(names, slots).map { try value(of: $0, at: $1, frame) },
      optimizer: try value(of: optimizer, at: slots[names.count], frame), body: body(of: block, "update", bound: bound, frame))
    // The request alone holds the values from here on, so that they can change in place.
    let others = slotsInUpdate.count
    defer { slotsInUpdate.removeLast(slotsInUpdate.count - others) }
    for case let slot? in slots {
      slot.stored = nil
      slotsInUpdate.append(slot)
    }
    do {
      let loss = try context.catalog.update(&request, context)
      guard request.values.count == request.names.count else {
        throw Complaint(.internal, "`update` gave \(request.values.count) values for \(counted(request.names.count, "name"))")
      }
      for place in names.indices { (slots[place] ?? frame.scope.own(bound[place])).bind(request.values[place]) }
      (slots[names.count] ?? frame.scope.own(optimizer.text)).bind(request.optimizer)
      return loss
    } catch {
      for (slot, value) in zip(slots, request.values + [request.optimizer]) { slot?.stored = value }
      throw error
    }
  }

  /// What a name of the head stands for: here, or further out.
  private func value(of word: Word, at slot: Slot?, _ frame: Frame) throws -> Value {
    if let slot { return try look(at: slot, word.text).first }
    return try placing(word.span, frame) { try read(word.text, frame) }.first
  }
}
