// A name that the body of an `update` reads from outside: its tensors are inputs of the traced step, the rest must stay as it was.

import Catalog
import Tensor

/// What a name stood for when a step was traced, and how what it stands for now becomes the step's data.
final class OuterName {
  let name: String
  let place: any NamePlace
  /// Read by the body itself, not by a function that the body calls.
  let isDirect: Bool
  /// Its numbers change from step to step: they are inputs, too.
  let moves: Bool
  private let value: Value
  /// The first of its columns among the step's data.
  private let first: Int
  /// What its columns look like.
  let columns: [(shape: Shape, type: ElementType)]
  /// Where it was last seen to fit, and at which of the place's values.
  private var seen: (place: any NamePlace, version: Int)

  init(_ name: String, _ place: any NamePlace, isDirect: Bool, moves: Bool, first: Int) {
    self.name = name
    self.place = place
    self.isDirect = isDirect
    self.moves = moves
    self.first = first
    value = place.value
    seen = (place, place.version)
    columns = OuterName.tensors(in: value, moves).map { (shape: $0.shape, type: $0.type) }
  }

  /// The value as it was, over other tensors: a tensor for each column of the step's data.
  func standIn(_ data: [Tensor]) -> Value {
    var rest = data[first..<(first + columns.count)]
    return replaced(value, &rest)
  }

  /// Says that the step's data are those of the value that was seen to fit.
  func bind(to step: TrainingStep) throws {
    var column = first
    try bind(seen.place.value, to: step, &column)
  }

  /// Whether its value is the same but for the numbers of its tensors. [changed]: it is not, and only a number's value is why.
  func fits(_ body: Body, changed: inout Bool) -> Bool {
    // A function's names have new places in each call: what the body reads itself is looked up where the body stands now.
    guard let now = isDirect ? body.place(name) : place else { return false }
    if now === seen.place, now.version == seen.version { return true }
    guard fits(value, now.value, &changed) else { return false }
    seen = (now, now.version)
    return true
  }
}

extension OuterName {
  private static func tensors(in value: Value, _ moves: Bool) -> [Tensor] {
    switch value {
    case .thing(let tensor as Tensor): [tensor]
    case .thing(let net as Net): net.tensors
    case .record(let record): record.values.flatMap { tensors(in: $0, moves) }
    case .list(let items), .several(let items): items.flatMap { tensors(in: $0, moves) }
    case .number(let number): moves ? [Tensor(number)] : []
    default: []
    }
  }

  private func replaced(_ value: Value, _ rest: inout ArraySlice<Tensor>) -> Value {
    switch value {
    case .thing(is Tensor): return .thing(rest.removeFirst())
    case .thing(let net as Net):
      let count = net.layout.entries.count
      defer { rest = rest.dropFirst(count) }
      return .thing(net.with(Array(rest.prefix(count))))
    case .record(let record): return .record(record.map { replaced($0, &rest) })
    case .list(let items): return .list(items.map { replaced($0, &rest) })
    case .several(let items): return .several(items.map { replaced($0, &rest) })
    case .number: return moves ? .thing(rest.removeFirst()) : value
    default: return value
    }
  }

  private func bind(_ now: Value, to step: TrainingStep, _ column: inout Int) throws {
    switch now {
    case .thing(let tensor as Tensor):
      let (storage, offset) = try tensor.memory()
      step.bind(data: column, to: storage, offset: offset)
      column += 1
    case .thing(let net as Net):
      let store = try net.stored().store
      for entry in net.layout.entries {
        if let store { step.bind(data: column, to: entry.isTrained ? store.trained : store.kept, offset: entry.offset) }
        column += 1
      }
    case .record(let record): for item in record.values { try bind(item, to: step, &column) }
    case .list(let items), .several(let items): for item in items { try bind(item, to: step, &column) }
    case .number(let number) where moves:
      step.bind(data: column, to: number)
      column += 1
    default: break
    }
  }

  private func fits(_ old: Value, _ now: Value, _ changed: inout Bool) -> Bool {
    switch (old, now) {
    case (.thing(let a as Tensor), .thing(let b as Tensor)): return a.shape == b.shape && a.type == b.type
    case (.thing(let a as Net), .thing(let b as Net)): return a.structure === b.structure
    case (.record(let a), .record(let b)): return a.names == b.names && fits(a.values, b.values, &changed)
    case (.list(let a), .list(let b)), (.several(let a), .several(let b)): return fits(a, b, &changed)
    case (.number(let a), .number(let b)):
      if !moves, a != b { changed = true }
      return moves || a == b
    case (.thing(let a as any Made), .thing(let b as any Made)): return type(of: a) == type(of: b) && a.made.text == b.made.text
    default: return (try? old.equals(now)) ?? false
    }
  }

  private func fits(_ old: [Value], _ now: [Value], _ changed: inout Bool) -> Bool {
    guard old.count == now.count else { return false }
    for place in old.indices where !fits(old[place], now[place], &changed) { return false }
    return true
  }
}
