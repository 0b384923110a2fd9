// Names and what they stand for, scope inside scope.

import Catalog
import Language

/// A name's place in a scope.
final class Slot: NamePlace {
  /// Nil while the name is unbound: before its first assignment, and while `update` works on the value.
  var stored: Value? {
    didSet {
      Slot.bindings += 1
      version = Slot.bindings
    }
  }
  private(set) var version = 0
  /// All bindings have numbers of their own: a value that `:undo` brings back has its old one, and what comes after it a new one.
  nonisolated(unsafe) private static var bindings = 0
  /// The line that bound it, for "where from" in messages.
  var origin: Origin?
  /// When its scope was made.
  let birth: Int

  init(birth: Int) { self.birth = birth }

  var value: Value { stored ?? .none }

  /// Binds the name, and remembers the line that did.
  func bind(_ value: Value, _ origin: Origin? = nil) {
    stored = value
    self.origin = origin
  }

  /// What the slot holds now, to be put back later.
  var content: Content? { stored.map { Content(value: $0, origin: origin, version: version) } }

  func restore(_ content: Content?) {
    stored = content?.value
    origin = content?.origin
    version = content?.version ?? version
  }

  struct Content {
    let value: Value
    let origin: Origin?
    let version: Int
  }
}

/// The statement that bound a name.
struct Origin {
  let statement: Statement
  let source: Source
}

/// The names of a cell, a call or a block.
final class Scope {
  private var slots: [String: Slot] = [:]
  let outer: Scope?
  /// Scopes are numbered as they are made: those older than a traced body lie outside of it, wherever they nest.
  let birth: Int
  private let clock: Clock

  /// A scope inside another one, or the outermost.
  init(inside outer: Scope?) {
    self.outer = outer
    clock = outer?.clock ?? Clock()
    birth = clock.next()
  }

  /// The number that the next scope will get.
  var nextBirth: Int { clock.time + 1 }

  /// The place of a name that stands in this very scope.
  func own(_ name: String) -> Slot {
    if let slot = slots[name] { return slot }
    let slot = Slot(birth: birth)
    slots[name] = slot
    return slot
  }

  /// The place of a bound name in this scope only.
  func bound(_ name: String) -> Slot? {
    guard let slot = slots[name], slot.stored != nil else { return nil }
    return slot
  }

  /// The nearest bound place of a name, from here outwards.
  func find(_ name: String) -> Slot? {
    if let slot = slots[name], slot.stored != nil { return slot }
    return outer?.find(name)
  }

  /// The bound names of this very scope, sorted.
  var names: [String] { slots.compactMap { $0.value.stored == nil ? nil : $0.key }.sorted() }

  /// All bound names that can be read from here.
  var visibleNames: [String] { names + (outer?.visibleNames ?? []) }

  typealias State = [String: Slot.Content]

  /// What the names of this very scope stand for, and where that came from; setting it brings all back.
  var state: State {
    get { slots.compactMapValues(\.content) }
    set {
      for (name, slot) in slots where newValue[name] == nil { slot.restore(nil) }
      for (name, content) in newValue { own(name).restore(content) }
    }
  }
}

private final class Clock {
  private(set) var time = 0

  func next() -> Int {
    time += 1
    return time
  }
}
