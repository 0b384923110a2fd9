// What a table holds, column by column.

import Catalog
import Tensor

import enum Language.Columns

/// A table at a glance. It prints a line for each column.
private struct Overview: Thing, Argument {
  let table: TableArgument

  static var wanted: String { "an overview" }
  static func from(_ value: Value, _ context: Context) throws -> Overview? {
    if case .thing(let overview as Overview) = value { overview } else { nil }
  }
  var value: Value { .thing(self) }
  var kind: String { "an overview" }

  func text() throws -> String {
    let lines = try table.columns.map { name, column in
      let missing = try column.missing().count { $0 }
      return [name, missing == 0 ? "" : "\(missing)", try column.contents()]
    }
    let total = "\(table.rowCount) rows, \(table.columns.count) column\(table.columns.count == 1 ? "" : "s")"
    return Columns.table([["column", "missing", "holds"]] + lines, sides: [.left, .right, .left], total: total)
  }
}

extension TableColumn {
  /// `32.1 to 59.6, mean 43.9`, or the categories with how often they stand here.
  fileprivate func contents() throws -> String {
    switch self {
    case .numbers(let tensor):
      let there = try tensor.numbers().filter { !$0.isNaN }
      guard let low = there.min(), let high = there.max() else { return "nothing" }
      let mean = there.reduce(0, +) / Double(there.count)
      return "\(rounded(low, digits: 4)) to \(rounded(high, digits: 4)), mean \(rounded(mean, digits: 4))"
    case .texts(let texts):
      let found = texts.frequencies
      let first = found.prefix(found.count > 5 ? 3 : 5).map { "\($0.text) \($0.count)" }.joined(separator: ", ")
      return found.isEmpty ? "nothing" : found.count > 5 ? "\(found.count) texts: \(first), …" : first
    }
  }
}

extension Catalog {
  func addDescribe() {
    add(
      .data, "describe", "What a table holds: for each column how much is missing, its range and mean, or its texts.",
      examples: [Example("describe(record(age: [20, nan, 40], sex: [\"f\", \"m\", \"f\"]))")],
      given("table", "a record of columns, such as a loaded .csv", TableArgument.self)
    ) { (table: TableArgument) in Overview(table: table) }
    addForeign("info", means: "describe")
  }
}
