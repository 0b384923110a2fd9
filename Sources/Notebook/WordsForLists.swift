// Words that make lists and change them.

import Catalog

/// The items of a list, or of anything that `for` walks over.
struct Items: Argument {
  let values: [Value]

  static var wanted: String { "a list" }

  static func from(_ value: Value, _ context: Context) throws -> Items? {
    switch value {
    case .list(let values): return Items(values: values)
    case .text(let text): return Items(values: text.map { .text(String($0)) })
    case .size(let sizes): return Items(values: sizes.map { .number(Double($0)) })
    case .range(let range):
      guard range.count <= 100_000_000 else {
        throw Complaint(.memory, "\(range.text) has \(range.count) numbers, too many for a list")
      }
      try Checking.refuse(range.count)
      return Items(
        values: try (0..<range.count).map { place in
          try Interruption.check(at: place)
          return .number(range[place])
        })
    case .record(let record): return Items(values: record.fields.map { .several([.text($0.name), $0.value]) })
    case .thing(let thing):
      guard let source = try thing.items(context) else { return nil }
      var values: [Value] = []
      while let value = try source.next() {
        try Interruption.check(at: values.count)
        try Checking.refuse(values.count, of: source)
        values.append(value)
      }
      return Items(values: values)
    default: return nil
    }
  }

  static var unknown: Value { .unknown(.list) }
  var value: Value { .list(values) }
}

extension Catalog {
  func addListWords() {
    add(
      .language, "append", "The list with items added at its end. Lists never change: bind the result to a name.",
      examples: [
        Example("append([\"a\"], \"b\", \"c\")", gives: "[\"a\", \"b\", \"c\"]"),
        Example("losses = []\nlosses = append(losses, 0.5)"),
      ],
      given("list", "the list", Items.self), rest("items", "what is added", Value.self)
    ) { (list: Items, items: [Value]) in Items(values: list.values + items) }
    addForeign("push", "push!", "extend", "add_item", means: "append")
    add(
      .language, "list", "The items of a range, a tensor, a text or anything else that `for` walks over, as a list.",
      examples: [
        Example("list(1..3)", gives: "[1, 2, 3]"), Example("list(\"ab\")", gives: "[\"a\", \"b\"]"),
        Example("list(record(a: 1))", gives: "[(\"a\", 1)]"),
      ],
      given("items", "what is walked over", Items.self)
    ) { (items: Items) in items }
    addForeign("collect", "tuple", means: "list")
    add(
      .language, "zip", "Pairs the items of several lists, as long as the shortest.",
      examples: [
        Example("for name, size in zip([\"a\", \"b\"], 1..2) { print(name, size) }"),
        Example("zip([\"a\", \"b\"], 1..9)", gives: "[(\"a\", 1), (\"b\", 2)]"),
      ],
      rest("lists", "what is paired", Items.self)
    ) { (lists: [Items]) in
      let count = lists.map(\.values.count).min() ?? 0
      return Items(
        values: try (0..<count).map { place in
          try Interruption.check(at: place)
          return .several(lists.map { $0.values[place] })
        })
    }
    addSorted()
    add(
      .language, "reversed", "The items from the last to the first.",
      examples: [Example("reversed([\"a\", \"b\"])", gives: "[\"b\", \"a\"]")],
      given("list", "the list", Items.self)
    ) { (list: Items) in Items(values: list.values.reversed()) }
  }

  private func addSorted() {
    add(
      .language, "sorted", "The items in order: numbers by size, texts by their letters. Equal ones keep their order.",
      examples: [
        Example("sorted([\"b\", \"a\"])", gives: "[\"a\", \"b\"]"),
        Example("sorted([\"long\", \"no\"], by: word -> word.count)", gives: "[\"no\", \"long\"]"),
      ],
      given("list", "numbers or texts", Items.self),
      given("by", "gives the number or text that an item is sorted by", Callable?.self, .some(nil)),
      flag("descending", "the largest first", false)
    ) { (list: Items, by: Callable?, descending: Bool) in
      let keys = try list.values.enumerated().map { place, value in
        try Interruption.check(at: place)
        return try SortKey(by.map { try $0(value).first } ?? value, place)
      }
      if let odd = keys.firstIndex(where: { $0.isText != keys[0].isText }) {
        throw Complaint(
          .type, "numbers and texts have no common order: item \(odd) is \(list.values[odd].kind)", [.init(.position(0), "mixed")])
      }
      var comparisons = 0
      let order = try keys.indices.sorted { a, b in
        comparisons += 1
        try Interruption.check(at: comparisons)
        if keys[a] == keys[b] { return a < b }
        return descending ? keys[b] < keys[a] : keys[a] < keys[b]
      }
      return Items(values: order.map { list.values[$0] })
    }
  }
}

/// What an item is sorted by. Numbers that are none stand last.
private struct SortKey: Equatable {
  private let number: Double
  private let text: String?
  var isText: Bool { text != nil }

  init(_ value: Value, _ place: Int) throws {
    if case .text(let text) = value {
      (number, self.text) = (0, text)
    } else if let number = try value.asNumber() {
      (self.number, text) = (number.isNaN ? .infinity : number, nil)
    } else {
      throw Complaint(
        .type, "item \(place) is \(value.kind), which has no order", [.init(.position(0), "only numbers and texts can be sorted")])
    }
  }

  static func < (a: SortKey, b: SortKey) -> Bool {
    if let first = a.text, let second = b.text { return first < second }
    return a.number < b.number
  }
}
