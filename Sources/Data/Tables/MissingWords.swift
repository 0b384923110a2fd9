// Rows and cells where something is missing: filled, or left out.

import Catalog
import Tensor

/// What stands in for a missing number: something made of those that are there, or the same number everywhere.
private enum Filling: Argument {
  case median, mean
  case number(Double)

  static var wanted: String { "\"median\", \"mean\" or a number" }
  static var choices: [String] { ["median", "mean"] }
  static func from(_ value: Value, _ context: Context) throws -> Filling? {
    switch value {
    case .text("median"): .median
    case .text("mean"): .mean
    default: try value.asNumber().map { .number($0) }
    }
  }
  var value: Value {
    switch self {
    case .median: .text("median")
    case .mean: .text("mean")
    case .number(let number): .number(number)
    }
  }

  /// What fills a column. Throws where nothing is there that could tell.
  func number(for name: String, _ tensor: Tensor) throws -> Double {
    if case .number(let number) = self { return number }
    let there = try tensor.numbers().filter { !$0.isNaN }.sorted()
    guard !there.isEmpty else { throw nothingThere(name) }
    if case .mean = self { return there.reduce(0, +) / Double(there.count) }
    return (there[(there.count - 1) / 2] + there[there.count / 2]) / 2
  }
}

private func nothingThere(_ name: String) -> Complaint {
  Complaint(
    .argument, "all of the column `\(name)` is missing", [.init(.position(0), "nothing tells what could fill `\(name)`")],
    why: "a number fills it anywhere: fill_missing(table, with: 0)")
}

extension TableColumn {
  /// The column without gaps, filled by what [model], the same column of this or another table, has.
  fileprivate func filled(_ name: String, _ filling: Filling, like model: TableColumn) throws -> TableColumn {
    switch (self, model) {
    case (.numbers(let tensor), .numbers(let model)):
      guard try tensor.numbers().contains(where: \.isNaN) else { return self }
      return .numbers(try select(tensor == tensor, tensor, Tensor(filling.number(for: name, model))))
    case (.texts(let texts), .texts(let model)):
      guard texts.contains("") else { return self }
      guard let usual = model.frequencies.first?.text else { throw nothingThere(name) }
      return .texts(texts.map { $0.isEmpty ? usual : $0 })
    default:
      throw Complaint(
        .type, "the column `\(name)` is numbers in one table and texts in the other", [.init(.argument("like"), "another kind")])
    }
  }
}

extension Catalog {
  func addMissingWords() {
    add(
      .data, "fill_missing", "The table with its gaps filled: numbers by their median, texts by the most frequent one.",
      examples: [
        Example("fill_missing(record(age: [20, nan, 40])).age", gives: "[20, 30, 40]"),
        Example("fill_missing(record(sex: [\"f\", \"\", \"f\"])).sex", gives: "[\"f\", \"f\", \"f\"]"),
      ],
      given("table", "a record of columns; a missing number is nan, a missing text is empty", TableArgument.self),
      given("with", "what fills numbers: their median, their mean, or one number", Filling.self, .median),
      given("like", "the table whose middles are taken, such as that of training; none: this one", TableArgument?.self, .some(nil))
    ) { (table: TableArgument, with: Filling, like: TableArgument?) in
      TableArgument(
        columns: try table.columns.map { name, column in
          let model = like.map { $0.columns.first { $0.name == name }?.column } ?? column
          guard let model else {
            throw Complaint(.name, "the other table has no column `\(name)`", [.init(.argument("like"), "no `\(name)` here")])
          }
          return (name, try column.filled(name, with, like: model))
        })
    }
    add(
      .data, "drop_missing", "The rows of a table in which nothing is missing.",
      examples: [Example("drop_missing(record(age: [20, nan, 40], sex: [\"f\", \"m\", \"\"])).age", gives: "[20]")],
      given("table", "a record of columns; a missing number is nan, a missing text is empty", TableArgument.self)
    ) { (table: TableArgument) in
      let gaps = try table.columns.map { try $0.column.missing() }
      let whole = (0..<table.rowCount).filter { row in !gaps.contains { $0[row] } }
      return TableArgument(columns: table.columns.map { ($0.name, $0.column.rows(whole)) })
    }
    addForeign("fillna", "SimpleImputer", "impute", "FillMissing", means: "fill_missing")
    addForeign("dropna", "complete_cases", "drop_na", means: "drop_missing")
  }
}
