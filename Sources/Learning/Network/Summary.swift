// What a net consists of, line by line.

import Catalog

import enum Language.Columns

extension Catalog {
  func addSummary() {
    add(
      .network, "summary", "The layers of a net with their output shapes, parameters and multiply-adds for one sample.",
      examples: [Example("summary(layers(4) { dense(3); relu })")], given("net", "a net", Net.self)
    ) { (net: Net) in Table(net.summaryRows, total: net.summaryTotal) }
  }
}

/// A table as a value: it prints with its columns aligned.
public struct Table: Thing, Argument {
  let rows: [[String]]
  let total: String

  init(_ rows: [[String]], total: String) {
    self.rows = rows
    self.total = total
  }

  public static var wanted: String { "a table" }
  public static func from(_ value: Value, _ context: Context) throws -> Table? {
    if case .thing(let table as Table) = value { table } else { nil }
  }
  public var value: Value { .thing(self) }
  public var kind: String { "a table" }

  /// The first column stands left, the others right; a rule under the heads.
  public func text() throws -> String {
    Columns.table(rows, sides: [.left] + (rows.first ?? []).dropFirst().map { _ in .right }, total: total)
  }
}

extension Net {
  fileprivate var summaryRows: [[String]] {
    let head = ["layer", "output", "parameters", "multiply-adds"]
    let input = structure.inputs.map { [$0.name.isEmpty ? "input" : $0.name, sizeText($0.shape), "", ""] }
    let lines = structure.notes.map { note in
      let name = String(repeating: "  ", count: note.depth) + note.text
      return [
        name, sizeText(note.shape), note.parameters == 0 ? "" : grouped(note.parameters),
        note.multiplyAdds == 0 ? "" : grouped(note.multiplyAdds),
      ]
    }
    return [head] + input + lines
  }

  fileprivate var summaryTotal: String {
    let adds = structure.notes.reduce(0) { $0 + $1.multiplyAdds }
    return
      "\(grouped(layout.trainedCount)) parameters, \(rounded(Double(layout.trainedCount) * 4 / 1000, digits: 3)) KB, \(grouped(adds)) multiply-adds a sample"
  }

  /// `1,234,567`.
  private func grouped(_ number: Int) -> String {
    let digits = String(number)
    return String(
      digits.enumerated().flatMap { place, digit -> [Character] in
        (digits.count - place) % 3 == 0 && place > 0 ? [",", digit] : [digit]
      })
  }
}
