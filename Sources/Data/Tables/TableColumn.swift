// The columns of a table: numbers or texts, some of which may be missing.

import Catalog
import Tensor

/// One column: a number or a text for each row. A missing number is nan, a missing text is empty.
enum TableColumn {
  case numbers(Tensor)
  case texts([String])

  /// Nil: the value is no column.
  init?(_ value: Value) throws {
    if let tensor = try Tensor(value) {
      guard tensor.rank == 1 else { return nil }
      self = .numbers(tensor)
    } else if let texts = try [String].from(value) {
      self = .texts(texts)
    } else {
      return nil
    }
  }

  var count: Int {
    switch self {
    case .numbers(let tensor): tensor.shape[0]
    case .texts(let texts): texts.count
    }
  }

  var value: Value {
    switch self {
    case .numbers(let tensor): .thing(tensor)
    case .texts(let texts): .list(texts.map { .text($0) })
    }
  }

  /// Which rows have nothing.
  func missing() throws -> [Bool] {
    switch self {
    case .numbers(let tensor): try tensor.numbers().map(\.isNaN)
    case .texts(let texts): texts.map(\.isEmpty)
    }
  }

  /// The rows at these places.
  func rows(_ places: [Int]) -> TableColumn {
    switch self {
    case .numbers(let tensor): .numbers(tensor.rows(Tensor(places.map { Int32($0) }, shape: [places.count])))
    case .texts(let texts): .texts(places.map { texts[$0] })
    }
  }
}

extension [String] {
  /// A list all of whose items are texts. Throws where nobody knows which.
  fileprivate static func from(_ value: Value) throws -> [String]? {
    if case .thing(let unknown as Unknown) = value, unknown.sort == .list { throw UnknownNumbers() }
    guard case .list(let items) = value, !items.isEmpty else { return nil }
    let texts = items.compactMap { if case .text(let text) = $0 { text } else { nil } }
    return texts.count == items.count ? texts : nil
  }

  /// The different texts in order; empty ones, which are missing, are none.
  var categories: [String] { Set(self).subtracting([""]).sorted() }

  /// The different texts with how often each stands here, the most frequent first.
  var frequencies: [(text: String, count: Int)] {
    let counts = Dictionary(filter { !$0.isEmpty }.map { ($0, 1) }, uniquingKeysWith: +)
    return counts.map { (text: $0.key, count: $0.value) }.sorted { ($1.count, $0.text) < ($0.count, $1.text) }
  }
}

/// A table: a record of columns of one length.
struct TableArgument: Argument {
  let columns: [(name: String, column: TableColumn)]

  static var wanted: String { "a record of columns, such as a loaded .csv" }

  static func from(_ value: Value, _ context: Context) throws -> TableArgument? {
    guard case .record(let record) = value, !record.names.isEmpty else { return nil }
    let columns = try record.fields.map { name, value in
      guard let column = try TableColumn(value) else {
        throw Complaint(
          .type, "the column `\(name)` is \(value.kind)", [.init(.position(0), "`\(name)` is \(value.kind)")],
          why: "a column is a tensor of rank 1 or a list of texts")
      }
      return (name: name, column: column)
    }
    if let odd = columns.first(where: { $0.column.count != columns[0].column.count }) {
      throw Complaint(
        .shape, "`\(columns[0].name)` has \(columns[0].column.count) rows, but `\(odd.name)` has \(odd.column.count)",
        [.init(.position(0), "columns of different length")])
    }
    return TableArgument(columns: columns)
  }

  var rowCount: Int { columns.first?.column.count ?? 0 }

  var value: Value { .record(Record(columns.map { ($0.name, $0.column.value) })) }
}
