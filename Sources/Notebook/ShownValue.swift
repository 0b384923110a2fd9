// Values as the prompt and a cell's output show them: 40 lines at most, and how much more there is.

import Catalog
import Language

extension Value {
  /// No value takes more lines.
  static let mostLines = 40
  /// What a line holds where a value has no lines of its own.
  static let lineWidth = 100

  /// As the prompt and a cell's output show it. A record of equally long lists is a table.
  public func shown() throws -> String {
    switch self {
    case .record(let record): return try record.table() ?? capped()
    case .several(let values): return try values.map { try $0.shown() }.joined(separator: "\n")
    case .list: return try capped()
    case .thing(let thing) where thing.isShownWhole: return try display()
    default: return cap(try display())
    }
  }

  /// As `print` shows it; lists and records with an end.
  func printed() throws -> String {
    switch self {
    case .list, .record: try capped()
    default: try text()
    }
  }

  private func capped() throws -> String {
    var writer = CappedWriter()
    try writer.write(self)
    return cap(writer.text)
  }

  /// The first lines and the last one, where a tensor says its shape.
  private func cap(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > Value.mostLines else { return text }
    let left = lines.count - Value.mostLines + 1
    return (lines.prefix(Value.mostLines - 2) + ["... \(left) more lines"] + lines.suffix(1)).joined(separator: "\n")
  }
}

/// Writes lists and records until there is too much of them: what is not shown is not made into text either.
private struct CappedWriter {
  var text = ""
  private var isFull: Bool { text.utf8.count > Value.mostLines * Value.lineWidth }

  mutating func write(_ value: Value) throws {
    switch value {
    case .list(let items): try write(items.count, "[", "]") { writer, place in try writer.write(items[place]) }
    case .record(let record):
      let (names, values) = (record.names, record.values)
      try write(names.count, "record(", ")") { writer, place in
        writer.text += names[place] + ": "
        try writer.write(values[place])
      }
    default: text += try value.quoted()
    }
  }

  private mutating func write(
    _ count: Int, _ opening: String, _ closing: String, _ item: (inout CappedWriter, Int) throws -> Void
  ) throws {
    text += opening
    for place in 0..<count {
      if place > 0 { text += ", " }
      if isFull {
        text += "... \(count - place) more"
        break
      }
      try item(&self, place)
    }
    text += closing
  }
}

extension Record {
  /// The record as a table, if its fields are lists of one length and their items are short. Beside a list a tensor may be a column, too.
  fileprivate func table() throws -> String? {
    guard values.count > 1, values.contains(where: { if case .list = $0 { true } else { false } }),
      let columns = try columns(), let count = columns.first?.count, count > 0, columns.allSatisfy({ $0.count == count })
    else { return nil }
    let shown = count > Value.mostLines - 2 ? Value.mostLines - 3 : count
    let rows = try (0..<shown).map { row in try columns.map { try $0.item(row) } }
    let texts = try rows.map { try $0.map { try $0.text() } }
    guard texts.allSatisfy({ $0.allSatisfy { !$0.contains("\n") && $0.utf8.count <= 60 } }) else { return nil }
    let sides = rows[0].map { item -> Columns.Side in if case .text = item { .left } else { .right } }
    let table = Columns.table([names] + texts, sides: sides)
    return shown == count ? table : table + "\n... \(count - shown) more rows"
  }

  private typealias Column = (count: Int, item: (Int) throws -> Value)

  /// The fields as columns; nil: one of them is none.
  private func columns() throws -> [Column]? {
    let context = Context(catalog: Catalog())
    var columns: [Column] = []
    for value in values {
      switch value {
      case .list(let items): columns.append((items.count, { items[$0] }))
      case .thing(let thing):
        guard case .size(let shape)? = try thing.field("shape", context), shape.count == 1 else { return nil }
        columns.append((shape[0], { try thing.element([.at(.number(Double($0)))], context) }))
      default: return nil
      }
    }
    return columns
  }
}
