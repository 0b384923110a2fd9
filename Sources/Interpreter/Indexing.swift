// Indices: which items of lists, texts, sizes and ranges are meant. Things index themselves.

import Catalog
import Language

import enum Catalog.IndexItem

/// The items an index means.
enum Chosen {
  case one(Int)
  /// Neighbours.
  case slice(Range<Int>)
  case several([Int])
}

extension Session {
  /// What stands between `[` and `]`, evaluated: `a..b` becomes a slice, `a:b` is one.
  func items(_ items: [Language.IndexItem], _ frame: Frame) throws -> [IndexItem] {
    try items.map { item in
      switch item {
      case .rest: return .rest
      case .slice(let start, let end, let span):
        return try placing(span, frame) { .slice(try bound(start, frame), try bound(end, frame)) }
      case .at(let expression): return try placing(expression.span, frame) { try self.item(try indexValue(expression, frame)) }
      }
    }
  }

  /// Numbers in brackets stay exact here, where a tensor would round them.
  private func indexValue(_ expression: Expression, _ frame: Frame) throws -> Value {
    guard case .bracket(let parts) = expression.kind else { return try one(expression, frame) }
    let values = try parts.map { try one($0, frame) }
    let areNumbers = values.allSatisfy { if case .number = $0 { true } else { false } }
    return areNumbers ? .list(values) : try bracket(values)
  }

  private func item(_ value: Value) throws -> IndexItem {
    guard case .range(let range) = value, range.step == 1 else { return .at(value) }
    guard let start = Int(exactly: range.start), let end = Int(exactly: range.end) else {
      throw Complaint(.type, "an index wants whole numbers, not \(range.text)", [.init(.whole, "this has a fraction")])
    }
    if !range.includesEnd { return .slice(start, end) }
    // Half-open, the last item's place is followed by no number: -1 + 1 would be the first.
    return .slice(start, end == -1 ? nil : end + 1)
  }

  private func bound(_ expression: Expression?, _ frame: Frame) throws -> Int? {
    guard let expression else { return nil }
    let value = try one(expression, frame)
    if case .none = value { return nil }
    if let whole = try value.asWhole() { return whole }
    throw Complaint(.type, "an index wants a whole number, not \(described(value))", [.init(.whole, "this is \(described(value))")])
  }

  // MARK: - Elements

  func element(_ base: Value, _ index: [IndexItem]) throws -> Value {
    switch base {
    case .thing(let thing): return try thing.element(index, context)
    case .several: return try element(base.first, index)
    case .record:
      guard index.count == 1, case .at(.text(let name)) = index[0] else {
        throw Complaint(.type, "a record is indexed by the name of a field", [.init(.position(0), "a text is wanted here")])
      }
      return try field(base, name)
    default:
      guard let (count, what) = extent(of: base) else {
        throw Complaint(.type, "\(base.kind) has no items to index", [.init(.left, "this is \(base.kind)")])
      }
      return pick(try chosen(index, of: count, what), from: base)
    }
  }

  func extent(of base: Value) -> (count: Int, what: String)? {
    switch base {
    case .list(let items): (items.count, "the list")
    case .size(let sizes): (sizes.count, "the size")
    case .text(let text): (text.count, "the text")
    case .range(let range): (range.count, "the range")
    default: nil
    }
  }

  private func pick(_ chosen: Chosen, from base: Value) -> Value {
    switch (base, chosen) {
    case (.list(let items), .one(let place)): items[place]
    case (.list(let items), .slice(let places)): .list(Array(items[places]))
    case (.list(let items), .several(let places)): .list(places.map { items[$0] })
    case (.size(let sizes), .one(let place)): .number(Double(sizes[place]))
    case (.size(let sizes), .slice(let places)): .size(Array(sizes[places]))
    case (.size(let sizes), .several(let places)): .size(places.map { sizes[$0] })
    case (.text(let text), .one(let place)): .text(String(Array(text)[place]))
    case (.text(let text), .slice(let places)): .text(String(Array(text)[places]))
    case (.text(let text), .several(let places)): .text(letters(text, places))
    case (.range(let range), .one(let place)): .number(range[place])
    case (.range(let range), .slice(let places)): .range(part(of: range, places))
    case (.range(let range), .several(let places)): .list(places.map { .number(range[$0]) })
    default: .none
    }
  }

  private func letters(_ text: String, _ places: [Int]) -> String {
    let characters = Array(text)
    return String(places.map { characters[$0] })
  }

  private func part(of range: Progression, _ places: Range<Int>) -> Progression {
    Progression(range[places.lowerBound], range[places.upperBound], step: range.step, includesEnd: false)
  }

  /// The places that an index means in something with [count] items.
  func chosen(_ index: [IndexItem], of count: Int, _ what: String) throws -> Chosen {
    guard index.count == 1 else {
      throw Complaint(.type, "\(what) has one axis, not \(index.count)", [.init(.position(1), "one index too many")])
    }
    switch index[0] {
    case .rest: return .slice(0..<count)
    case .slice(let start, let end): return .slice(places(start, end, count))
    case .at(.list(let picks)): return .several(try places(picks, count, what))
    case .at(.range(let range)):
      return .several(try (0..<range.count).map { try place(.number(range[$0]), count, what) })
    case .at(let value):
      if case .thing(let thing) = value, try thing.number() == nil, let source = try thing.items(context) {
        var picks: [Value] = []
        while let pick = try source.next() { picks.append(pick) }
        return .several(try places(picks, count, what))
      }
      return .one(try place(value, count, what))
    }
  }

  /// As in Python: negative ends count from the end, and ends outside are moved inside.
  private func places(_ start: Int?, _ end: Int?, _ count: Int) -> Range<Int> {
    func inside(_ place: Int) -> Int { min(max(place < 0 ? place + count : place, 0), count) }
    let first = inside(start ?? 0)
    return first..<max(first, inside(end ?? count))
  }

  /// Several places by number, or by a truth for each item.
  private func places(_ picks: [Value], _ count: Int, _ what: String) throws -> [Int] {
    let truths = try picks.compactMap { value -> Bool? in
      if case .number = value { return nil }
      return try value.asTruth()
    }
    guard !picks.isEmpty, truths.count == picks.count else { return try picks.map { try place($0, count, what) } }
    guard truths.count == count else {
      throw Complaint(
        .shape, "\(truths.count) truths choose among \(counted(count, "item"))", [.init(.position(0), "one truth an item is wanted")])
    }
    return truths.indices.filter { truths[$0] }
  }

  private func place(_ value: Value, _ count: Int, _ what: String) throws -> Int {
    guard let place = try value.asWhole() else {
      throw Complaint(
        .type, "an index wants a whole number, not \(described(value))", [.init(.position(0), "this is \(described(value))")],
        edits: [.replace(.position(0), "floor(\(part: .position(0)))")])
    }
    let fromStart = place < 0 ? place + count : place
    guard (0..<count).contains(fromStart) else {
      throw Complaint(
        .argument, "there is no item \(place): \(what) has \(counted(count, "item"))",
        [.init(.position(0), count == 0 ? "it is empty" : "0 to \(count - 1), or -\(count) to -1 from the end")],
        edits: count == 0 ? [] : [.replace(.position(0), "\(place < 0 ? 0 : -1)", place < 0 ? "the first" : "the last")])
    }
    return fromStart
  }

  /// A number as itself, anything else by its kind.
  private func described(_ value: Value) -> String {
    if case .number(let number) = value { return numberText(number) }
    return value.kind
  }
}
