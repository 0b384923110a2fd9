// The cells of a text table, found without copying them.

import Catalog

/// One cell: where its text begins and ends, quotes left out.
struct CSVCell {
  var start: Int
  var end: Int
  /// Quotes stand twice inside.
  var hasDoubledQuotes = false

  var isEmpty: Bool { start == end }
}

/// Walks over a file of separated values, as RFC 4180 has them: cells may stand in quotes and then hold separators, line ends and
/// doubled quotes. Blanks around cells without quotes and empty lines are skipped.
struct CSVCells {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let separator: UInt8
  private let path: String
  private var position: Int
  private var line = 1
  /// The line on which the current row began, from 1.
  private(set) var rowLine = 1

  private static let (quote, newline, carriageReturn, blank, tab) = (
    UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: " "), UInt8(ascii: "\t")
  )

  /// The bytes must outlive this value.
  init(_ bytes: UnsafeBufferPointer<UInt8>, path: String) {
    self.bytes = bytes
    self.path = path
    // A byte order mark says nothing about UTF-8.
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    separator = CSVCells.separator(of: bytes)
  }

  /// The most frequent of comma, semicolon and tab in the first line, outside quotes.
  private static func separator(of bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes.prefix(1 << 16) {
      if byte == quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == newline, !counts.isEmpty { break }
      counts[byte, default: 0] += 1
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), tab]
    return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? candidates[0]
  }

  /// Reads the next row into [row]; false at the end. Throws at a quote that is never closed, or text after a closing one.
  mutating func next(_ row: inout [CSVCell]) throws -> Bool {
    row.removeAll(keepingCapacity: true)
    skipEmptyLines()
    guard position < bytes.count else { return false }
    rowLine = line
    while true {
      row.append(try cell())
      guard position < bytes.count else { return true }
      guard bytes[position] == separator else {
        skipLineEnd()
        return true
      }
      position += 1
    }
  }

  private mutating func skipEmptyLines() {
    while position < bytes.count, bytes[position] == CSVCells.newline || bytes[position] == CSVCells.carriageReturn { skipLineEnd() }
  }

  /// `\n`, `\r\n`, or a lone `\r`.
  private mutating func skipLineEnd() {
    if bytes[position] == CSVCells.carriageReturn { position += 1 }
    if position < bytes.count, bytes[position] == CSVCells.newline { position += 1 }
    line += 1
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == CSVCells.blank || (byte == CSVCells.tab && separator != CSVCells.tab) }

  /// Whether a cell without quotes ends here.
  private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == CSVCells.newline || byte == CSVCells.carriageReturn }

  private mutating func cell() throws -> CSVCell {
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    if position < bytes.count, bytes[position] == CSVCells.quote { return try quotedCell() }
    let start = position
    while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
    var end = position
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return CSVCell(start: start, end: end)
  }

  private mutating func quotedCell() throws -> CSVCell {
    let firstLine = line
    position += 1
    var cell = CSVCell(start: position, end: position)
    while position < bytes.count {
      if bytes[position] == CSVCells.newline { line += 1 }
      guard bytes[position] == CSVCells.quote else {
        position += 1
        continue
      }
      guard position + 1 < bytes.count, bytes[position + 1] == CSVCells.quote else {
        cell.end = position
        position += 1
        try refuseTextAfterQuote()
        return cell
      }
      cell.hasDoubledQuotes = true
      position += 2
    }
    throw Complaint(.file, "line \(firstLine) of \(path) opens a quote that is never closed", [.init(.position(0), "line \(firstLine)")])
  }

  private mutating func refuseTextAfterQuote() throws {
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    guard position < bytes.count, !isEnd(bytes[position]) else { return }
    throw Complaint(
      .file, "line \(line) of \(path) has text after a closing quote", [.init(.position(0), "line \(line)")],
      why: "a quote inside a quoted cell stands twice")
  }

  /// The cell's text.
  func text(_ cell: CSVCell) -> String {
    let text = String(decoding: bytes[cell.start..<cell.end], as: UTF8.self)
    guard cell.hasDoubledQuotes else { return text }
    var result = ""
    var wasQuote = false
    for character in text.unicodeScalars {
      wasQuote = character == "\"" && !wasQuote
      if !wasQuote { result.unicodeScalars.append(character) }
    }
    return result
  }
}
