// Text tables (CSV) as records of columns.

import Catalog
import Glibc
import Tensor

enum CSVTable {
  /// More cells of text than this are refused: each costs far more than its letters.
  private static let textLimit = 20_000_000

  /// Reads a table: by column name a float32 tensor [rows] where all cells are numbers, else a list of texts. Missing numbers (an
  /// empty cell, NA, nan, null) are nan. The first row holds names when none of its cells is a number; else columns are called
  /// column1, column2, …  Throws where a row has another number of cells than the first.
  static func read(_ path: String) throws -> Record {
    if Checking.isOn, let foreseen = try foreseen(path) { return foreseen }
    var bytes = try Files.read(path, limit: 1 << 31)
    bytes.append(0)  // where reading a number stops
    return try bytes.withUnsafeBufferPointer { buffer in
      let cells = CSVCells(UnsafeBufferPointer(rebasing: buffer.dropLast()), path: path)
      let survey = try Survey(cells, buffer, path)
      return try columns(cells, buffer, survey)
    }
  }

  /// Where nothing is computed: the columns of a long file by its first rows, of an unknown number. Nil: the file is short.
  private static func foreseen(_ path: String) throws -> Record? {
    let (bytes, size) = try Files.head(path)
    guard bytes.count < size else { return nil }
    // A row that is cut off says nothing.
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { throw UnknownNumbers() }
    let whole = Array(bytes[..<end]) + [0]
    let survey = try whole.withUnsafeBufferPointer { buffer in
      try Survey(CSVCells(UnsafeBufferPointer(rebasing: buffer.dropLast()), path: path), buffer, path)
    }
    let rows = UnknownSize.next()
    return Record(
      zip(survey.names, survey.isNumeric).map { name, isNumeric in
        (name, isNumeric ? .thing(Tensor(awaiting: [rows], type: .float32)) : .unknown(.list))
      })
  }

  /// What a first walk over the file finds out.
  private struct Survey {
    var names: [String] = []
    var isNumeric: [Bool] = []
    var rows = 0
    var hasHeader = false

    init(_ cells: CSVCells, _ bytes: UnsafeBufferPointer<UInt8>, _ path: String) throws {
      var cells = cells
      var row: [CSVCell] = []
      guard try cells.next(&row) else { throw Complaint(.file, "\(path) is empty", [.init(.position(0), "nothing to read")]) }
      hasHeader = row.allSatisfy { number(bytes, $0) == nil || $0.isEmpty }
      isNumeric = row.map { _ in true }
      names = try columnNames(row.map { hasHeader ? cells.text($0) : "" }, path)
      let firstLine = cells.rowLine
      if hasHeader, try !cells.next(&row) { return }
      repeat {
        guard row.count == names.count else {
          throw Complaint(
            .file, "line \(cells.rowLine) of \(path) has \(counted(row.count)), and line \(firstLine) has \(names.count)",
            [.init(.position(0), "line \(cells.rowLine)")])
        }
        for (column, cell) in row.enumerated() where isNumeric[column] && number(bytes, cell) == nil { isNumeric[column] = false }
        rows += 1
        try Interruption.check(at: rows)
      } while try cells.next(&row)
      guard rows * isNumeric.count(where: { !$0 }) <= textLimit else {
        throw Complaint(.limit, "\(path) has more than \(textLimit) cells of text", [.init(.position(0), "too large for a table")])
      }
    }

    private func counted(_ count: Int) -> String { "\(count) cell\(count == 1 ? "" : "s")" }
  }

  /// Names as fields have them: one without letters is called by its number. Throws where two are alike.
  private static func columnNames(_ texts: [String], _ path: String) throws -> [String] {
    let names = texts.enumerated().map { $1.isEmpty ? "column\($0 + 1)" : $1 }
    var seen: Set<String> = []
    if let double = names.first(where: { !seen.insert($0).inserted }) {
      throw Complaint(.file, "\(path) has two columns called \(quote(double))", [.init(.position(0), "line 1")])
    }
    return names
  }

  private static func columns(_ cells: CSVCells, _ bytes: UnsafeBufferPointer<UInt8>, _ survey: Survey) throws -> Record {
    var cells = cells
    var row: [CSVCell] = []
    let numbers = survey.isNumeric.map { $0 ? Storage(bytes: survey.rows * 4) : nil }
    var texts: [[Value]] = survey.isNumeric.map { _ in [] }
    if survey.hasHeader { _ = try cells.next(&row) }
    for place in 0..<survey.rows {
      try Interruption.check(at: place)
      guard try cells.next(&row) else { break }
      for (column, cell) in row.enumerated() {
        if let storage = numbers[column] {
          storage.pointer(Float.self)[place] = number(bytes, cell) ?? .nan
        } else {
          texts[column].append(.text(cells.text(cell)))
        }
      }
    }
    return Record(
      survey.names.enumerated().map { column, name in
        (name, numbers[column].map { .thing(Tensor($0, shape: [survey.rows])) } ?? .list(texts[column]))
      })
  }

  /// The cell as a number, nan where it is missing; nil: it is a text.
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ cell: CSVCell) -> Float? {
    guard !cell.isEmpty, let base = bytes.baseAddress else { return .nan }
    let length = cell.end - cell.start
    // Letters other than those of numbers: spares looking for the end of one.
    let first = bytes[cell.start]
    if isLetter(first) {
      return length <= 4 && missing.contains(where: { bytes[cell.start..<cell.end].elementsEqual($0) }) ? .nan : infinity(bytes, cell)
    }
    var end: UnsafeMutablePointer<CChar>?
    let start = UnsafeRawPointer(base + cell.start).assumingMemoryBound(to: CChar.self)
    let number = strtod(start, &end)
    guard let end, end - UnsafeMutablePointer(mutating: start) == length else { return nil }
    return Float(number)
  }

  private static let missing = ["NA", "N/A", "nan", "NaN", "null", "NULL"].map { Array($0.utf8) }

  private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }

  private static func infinity(_ bytes: UnsafeBufferPointer<UInt8>, _ cell: CSVCell) -> Float? {
    bytes[cell.start..<cell.end].elementsEqual("inf".utf8) ? .infinity : nil
  }
}

// MARK: - Writing

extension CSVTable {
  /// A tensor [rows] or [rows, columns], a row a line, without names.
  static func bytes(of tensor: Tensor, separator: String) throws -> [UInt8] {
    guard (1...2).contains(tensor.rank) else {
      throw Complaint(
        .shape, "a table has rows and columns, and this tensor has the shape \(tensor.shape.shapeText)",
        [.init(.position(0), tensor.shape.shapeText)],
        edits: tensor.rank > 0
          ? [.replace(.position(0), "reshape(\(part: .position(0)), [\(tensor.shape[0]), -1])", "a row for each item of the first axis")]
          : [])
    }
    let cells = try cellTexts(tensor)
    let width = tensor.rank == 2 ? tensor.shape[1] : 1
    var text = ""
    for row in 0..<tensor.shape[0] {
      try Interruption.check(at: row)
      text += cells[(row * width)..<((row + 1) * width)].joined(separator: separator) + "\n"
    }
    return Array(text.utf8)
  }

  /// A record of columns, the names in the first line. Throws where a column is no list of numbers or texts, or they differ in length.
  static func bytes(of table: Record, separator: String) throws -> [UInt8] {
    let columns = try table.fields.map { try cellTexts($0.name, $0.value, separator) }
    guard let rows = columns.first?.count else {
      throw Complaint(.argument, "a record without columns is no table", [.init(.position(0), "empty")])
    }
    if let odd = columns.firstIndex(where: { $0.count != rows }) {
      throw Complaint(
        .shape, "`\(table.names[0])` has \(rows) rows, but `\(table.names[odd])` has \(columns[odd].count)",
        [.init(.position(0), "columns of different length")])
    }
    var text = table.names.map { quoted($0, separator) }.joined(separator: separator) + "\n"
    for row in 0..<rows {
      try Interruption.check(at: row)
      text += columns.map { $0[row] }.joined(separator: separator) + "\n"
    }
    return Array(text.utf8)
  }

  private static func cellTexts(_ name: String, _ value: Value, _ separator: String) throws -> [String] {
    if let tensor = try Tensor(value), tensor.rank == 1 { return try cellTexts(tensor) }
    guard case .list(let items) = value else {
      throw Complaint(.type, "the column `\(name)` is \(value.kind)", [.init(.position(0), "a column is a tensor of rank 1 or a list")])
    }
    return try items.enumerated().map { place, item in
      try Interruption.check(at: place)
      return quoted(try item.text(), separator)
    }
  }

  /// The numbers in the fewest digits that read back the same; nan stays nan, since an empty line would be no row.
  private static func cellTexts(_ tensor: Tensor) throws -> [String] {
    try tensor.itemTexts().enumerated().map { place, text in
      try Interruption.check(at: place)
      return text
    }
  }

  private static func quoted(_ text: String, _ separator: String) -> String {
    let needsQuotes =
      text.isEmpty || text.hasPrefix(" ") || text.hasSuffix(" ") || text.contains { "\"\n\r\r\n".contains($0) || separator.contains($0) }
    return needsQuotes ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : text
  }
}
