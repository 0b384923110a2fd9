// Places that can be assigned to: a name, or a field or an item of such a place. Setting a part binds the name anew.

import Catalog
import Language

import enum Catalog.IndexItem

/// What happens to the value at a place.
private enum Edit {
  case replace(Value)
  case inside((inout Value) throws -> Void)

  /// The value after the edit; [old] is asked for only where it matters.
  func result(_ old: () throws -> Value) throws -> Value {
    switch self {
    case .replace(let value): return value
    case .inside(let edit):
      var value = try old()
      try edit(&value)
      return value
    }
  }
}

extension Session {
  /// Puts a value at a place.
  func set(_ place: Expression, to value: Value, _ origin: Origin, _ frame: Frame) throws {
    if case .name(let name) = place.kind {
      frame.scope.own(name).bind(value, origin)
    } else {
      try change(place, .replace(value), origin, frame)
    }
  }

  private func change(_ place: Expression, _ edit: Edit, _ origin: Origin, _ frame: Frame) throws {
    switch place.kind {
    case .name(let name): try change(name, place, edit, origin, frame)
    case .field(let base, let word):
      try change(base, .inside { [self] in try editField(&$0, word.text, edit) }, origin, frame)
    case .index(let base, let items):
      let index = try self.items(items, frame)
      try change(base, .inside { [self] in try editElement(&$0, index, edit) }, origin, frame)
    default:
      throw Complaint(.syntax, "this cannot be assigned to", [.init(.whole, "a name, a field or an item can stand here")])
    }
  }

  /// Takes the name's value out while it changes, so that a list of which there is no copy changes in place.
  private func change(_ name: String, _ place: Expression, _ edit: Edit, _ origin: Origin, _ frame: Frame) throws {
    let slot = frame.scope.own(name)
    guard var value = slot.stored else {
      // The name stands further out: this scope gets one of its own.
      let value = try edit.result { try evaluate(place, frame) }
      return slot.bind(value, origin)
    }
    slot.stored = nil
    defer { slot.stored = value }
    switch edit {
    case .replace(let new): value = new
    case .inside(let edit): try edit(&value)
    }
    slot.origin = origin
  }

  private func editField(_ value: inout Value, _ name: String, _ edit: Edit) throws {
    value = value.first
    switch value {
    case .record(var record):
      record[name] = try edit.result { try field(value, name) }
      value = .record(record)
    case .thing(let thing):
      let part = try edit.result { try field(value, name) }
      guard let changed = try thing.settingField(name, to: part, context) else {
        throw Complaint(
          .type, "`\(name)` of \(thing.kind) cannot be set", [.init(.whole, "this is \(thing.kind)")],
          why: fieldList(thing.kind, thing.fieldNames))
      }
      value = changed
    default:
      throw Complaint(.type, "\(value.kind) has no fields that can be set", [.init(.whole, "this is \(value.kind)")])
    }
  }

  private func editElement(_ value: inout Value, _ index: [IndexItem], _ edit: Edit) throws {
    if case .list = value { return try editList(&value, index, edit) }
    value = value.first
    switch value {
    case .thing(let thing):
      let part = try edit.result { try thing.element(index, context) }
      value = try thing.settingElement(index, to: part, context)
    case .record where index.count == 1:
      guard case .at(.text(let name)) = index[0] else {
        throw Complaint(.type, "a record is indexed by a text", [.init(.position(0), "the name of a field")])
      }
      try editField(&value, name, edit)
    case .list: try editList(&value, index, edit)
    case .size(var sizes):
      var items = sizes.map { Value.number(Double($0)) }
      let part = try edit.result { try element(value, index) }
      try place(part, in: &items, try chosen(index, of: sizes.count, "the size"))
      sizes = try items.map { try wholeSize($0) }
      value = .size(sizes)
    default:
      throw Complaint(.type, "the items of \(value.kind) cannot be set", [.init(.whole, "this is \(value.kind)")])
    }
  }

  private func editList(_ value: inout Value, _ index: [IndexItem], _ edit: Edit) throws {
    let places = try chosen(index, of: extent(of: value)?.count ?? 0, "the list")
    let part = try edit.result { try element(value, index) }
    var items = value.takeList()
    defer { value = .list(items) }
    try place(part, in: &items, places)
  }

  /// One value goes to the one place, or a list of as many values to several, or one value fills them.
  private func place(_ part: Value, in items: inout [Value], _ places: Chosen) throws {
    switch (places, part) {
    case (.one(let place), _): items[place] = part
    case (.slice(let places), _): try place(part, in: &items, .several(Array(places)))
    case (.several(let places), .list(let parts)):
      guard parts.count == places.count else {
        throw Complaint(
          .argument, "\(counted(parts.count, "value")) for \(counted(places.count, "place"))",
          [.init(.right, counted(parts.count, "value"))])
      }
      for (place, part) in zip(places, parts) { items[place] = part }
    case (.several(let places), _):
      for place in places { items[place] = part }
    }
  }

  private func wholeSize(_ value: Value) throws -> Int {
    if let size = try value.asWhole(), size >= 0 { return size }
    throw Complaint(.type, "a size holds whole numbers, not \(value.kind)", [.init(.right, "this is \(value.kind)")])
  }
}

extension Value {
  /// The items, of which no other copy is kept here.
  fileprivate mutating func takeList() -> [Value] {
    guard case .list(let items) = self else { return [] }
    self = .none
    return items
  }
}

extension Expression {
  /// The name at the bottom of `w.a[0].b`.
  var root: String? {
    switch kind {
    case .name(let name): name
    case .field(let base, _), .index(let base, _): base.root
    default: nil
    }
  }
}
