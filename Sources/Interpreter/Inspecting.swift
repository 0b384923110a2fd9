// How statements are looked through: after an error it goes on, and where nobody knows which way a program takes, all are taken.

import Catalog
import Language

extension Session {
  /// Looks through a statement. What fails is noted, and the names it would have bound are unknown from there on.
  func inspect(_ statement: Statement, _ frame: Frame, _ inspection: Inspection) throws -> Ending {
    try inspection.goOn()
    if frame.scope === global, frame.loopDepth == 0, usedFiles.count == 1 {
      inspection.lastLine = frame.source.line(at: max(statement.span.start, statement.span.end - 1))
      inspection.statement = (statement, frame.source)
    }
    // A block that builds something fails as a whole: without one of its lines it is another.
    if frame.flow != nil { return try execute(statement, frame) }
    do {
      return try execute(statement, frame)
    } catch let failure as Failure where !failure.isInterruption {
      note(failure, inspection)
    } catch let complaint as Complaint where complaint.kind != .interrupted {
      note(place(complaint, whole: statement.span, frame), inspection)
    } catch is UnknownNumbers {}
    for name in statement.boundNames { frame.scope.own(name).bind(.unknown) }
    if case .use = statement.kind { inspection.hasLostNames = true }
    return .value(.unknown)
  }

  private func note(_ failure: Failure, _ inspection: Inspection) {
    guard !failure.complaint.isUncertain, inspection.isNew(failure) else { return }
    guard inspection.mends, let (statement, source) = inspection.statement else { return inspection.note(failure) }
    inspection.note(mended(failure, by: statement, in: source))
  }

  /// Keeps as warnings what a word had to say about the call that made it.
  func noteRemarks(_ call: Expression, _ frame: Frame, _ inspection: Inspection) {
    for remark in inspection.remarks {
      var warning = place(remark, at: call, frame)
      warning.isWarning = true
      if inspection.isNew(warning) { inspection.note(warning: warning) }
    }
    inspection.remarks = []
  }

  /// Whether a condition holds; nil: nobody knows.
  func knownTruth(of condition: Expression, _ word: String, _ frame: Frame) throws -> Bool? {
    do {
      return try truth(of: condition, word, frame)
    } catch is UnknownNumbers where Checking.isOn {
      return nil
    }
  }

  // MARK: - Conditions

  /// Takes the first branch and then what would happen without it, each from the same state; what they leave is joined.
  func takeAll(_ branches: ArraySlice<Branch>, _ otherwise: Block?, _ frame: Frame) throws -> Ending {
    inspection?.doubts += 1
    guard let first = branches.first else { return .value(.none) }
    let names = Set(branches.flatMap(\.block.boundNames)).union(otherwise?.boundNames ?? []).union(frame.flow == nil ? [] : ["it"])
    let before = frame.scope.state
    let sizes = frame.sizes.copy()
    let taken = try run(first.block.statements, frame)
    let after = frame.scope.state
    frame.scope.state = before
    frame.sizes.become(sizes)
    let passed = try choose(branches.dropFirst(), otherwise, frame)
    join(after, names, frame)
    return join(taken, passed, frame)
  }

  /// What is known of names that stand as they are now, or as they were in another state.
  private func join(_ other: Scope.State, _ names: Set<String>, _ frame: Frame) {
    for name in names {
      let slot = frame.scope.own(name)
      switch (other[name]?.value, slot.stored) {
      case (let a?, let b?): slot.stored = a.joined(with: b)
      case (let a?, nil): slot.stored = a.isNone ? .unknown : a
      default: break
      }
    }
  }

  private func join(_ a: Ending, _ b: Ending, _ frame: Frame) -> Ending {
    switch (a, b) {
    case (.value(let first), .value(let second)): return .value(first.joined(with: second))
    case (.giveBack(let first), .giveBack(let second)): return .giveBack(first.joined(with: second))
    case (.giveBack(let value), _):
      frame.mayGiveBack.append(value)
      return b
    case (_, .giveBack(let value)):
      frame.mayGiveBack.append(value)
      return a
    case (.value, _), (.continueLoop, .breakLoop): return a
    default: return b
    }
  }

  // MARK: - Loops

  /// As many turns are taken one by one; a net is built in as many as it takes.
  private static let (mostTurns, mostTurnsInAll, mostTurnsOfBlock) = (16, 400, 1000)

  func inspect(_ names: [Word], over subject: Expression, _ block: Block, _ frame: Frame, _ inspection: Inspection) throws -> Ending {
    let slots = names.map { frame.scope.own($0.text) }
    let most = frame.flow == nil ? Session.mostTurns : Session.mostTurnsOfBlock
    frame.loopDepth += 1
    defer { frame.loopDepth -= 1 }
    let (items, areAll) = try placing(subject.head(in: frame.source), frame) { try turnItems(of: try one(subject, frame), atMost: most) }
    if areAll, frame.flow != nil || inspection.turns + items.count <= Session.mostTurnsInAll {
      inspection.turns += items.count
      for item in items {
        try placing(subject.head(in: frame.source), frame) { try hand(item, to: slots) }
        if let ending = try turn(block, frame) { return ending }
      }
      return .value(.none)
    }
    return try takeOnce(block, frame) {
      for item in items {
        try placing(subject.head(in: frame.source), frame) { try hand(item.forgotten, to: slots) }
        if let ending = try turn(block, frame) { return ending }
      }
      return .value(.none)
    }
  }

  func inspect(while condition: Expression, _ block: Block, _ frame: Frame, _ inspection: Inspection) throws -> Ending {
    frame.loopDepth += 1
    defer { frame.loopDepth -= 1 }
    for _ in 0..<Session.mostTurns where inspection.turns < Session.mostTurnsInAll {
      inspection.turns += 1
      guard let holds = try knownTruth(of: condition, "while", frame) else { break }
      if !holds { return .value(.none) }
      if let ending = try turn(block, frame) { return ending }
    }
    return try takeOnce(block, frame) {
      _ = try knownTruth(of: condition, "while", frame)
      return try turn(block, frame) ?? .value(.none)
    }
  }

  /// One turn stands for many: the numbers of the names that a turn binds anew are those of any turn.
  private func takeOnce(_ block: Block, _ frame: Frame, _ turn: () throws -> Ending) throws -> Ending {
    let names = block.boundNames.union(frame.flow == nil ? [] : ["it"])
    for name in names {
      guard let slot = frame.scope.bound(name), let value = slot.stored else { continue }
      slot.stored = value.forgotten
    }
    let before = frame.scope.state
    let ending = try turn()
    join(before, names, frame)
    if case .giveBack(let value) = ending { frame.mayGiveBack.append(value) }
    return .value(.none)
  }

  /// The items of a loop, and whether these are all; else a few that stand for all.
  private func turnItems(of value: Value, atMost most: Int) throws -> ([Value], Bool) {
    if case .thing(let unknown as Unknown) = value {
      switch unknown.sort {
      case .anything, .list: return ([.unknown], false)
      case .range: return ([.unknown(.number)], false)
      case .truth, .number, .text: break
      }
    }
    var items: [Value] = []
    if case .thing(let thing) = value, let source = try thing.items(context) {
      while items.count <= most, let item = try source.next() { items.append(item) }
      if source.isAbridged { return (items, false) }
    } else {
      try walk(value) { item in
        items.append(item)
        return items.count <= most
      }
    }
    guard items.count > most else { return (items, true) }
    return ([items.dropFirst().reduce(items[0].forgotten) { $0.joined(with: $1) }], false)
  }

  // MARK: - Functions

  /// Whether a function calls itself in a way that would never end here, where it may well end when it runs.
  func isCircling(_ function: UserFunction, _ given: Given, _ inspection: Inspection) -> Bool {
    let identity = ObjectIdentifier(function.function)
    guard let outer = inspection.running.last(where: { $0.function == identity }) else { return false }
    return outer.doubts < inspection.doubts || (given.positional + given.named.map(\.value)).contains(where: \.isUnknown)
  }

  /// What a function gives, or gave back on the way in one of several ways.
  func joined(_ value: Value, _ frame: Frame) -> Value { frame.mayGiveBack.reduce(value) { $0.joined(with: $1) } }
}

extension Value {
  fileprivate var isNone: Bool { if case .none = self { true } else { false } }
  fileprivate var isUnknown: Bool { if case .thing(is Unknown) = self { true } else { false } }
}
