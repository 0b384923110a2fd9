// The word `heatmap`: a table of numbers as coloured cells.

import Catalog
import Graphics

extension Catalog {
  func addHeatmap() {
    add(
      .picture, "heatmap", "Draws a table of numbers as coloured cells, the first row on top.",
      examples: [
        Example("heatmap(eye(3), title: \"Identity\")"),
        Example("heatmap([[5, 1], [2, 6]], rows: [\"cat\", \"dog\"], columns: [\"cat\", \"dog\"], title: \"Confusion\")"),
      ],
      given("values", "a tensor of rank 2, or a list of rows", Table.self),
      given("rows", "names of the rows; numbers from 0 without", [String].self, []),
      given("columns", "names of the columns; numbers from 0 without", [String].self, []),
      text("title", "the heading", ""),
      text("x", "what the columns are", ""),
      text("y", "what the rows are", "")
    ) { (table: Table, rows: [String], columns: [String], title: String, x: String, y: String) in
      try check(rows, "rows", table.rows.count)
      try check(columns, "columns", table.rows.map(\.count).max() ?? 0)
      return FigureThing(Figure(Matrix(table.rows, rows: rows, columns: columns, title: title, rowLabel: y, columnLabel: x)))
    }
  }
}

/// Refuses names that are not as many as what they name.
private func check(_ names: [String], _ what: String, _ count: Int) throws {
  guard names.isEmpty || names.count == count else {
    throw Complaint(
      .argument, "`\(what)` has \(names.count) names for \(count) of them", [.init(.argument(what), "\(names.count) names")],
      why: "`\(what)` names all \(what), or none")
  }
}
