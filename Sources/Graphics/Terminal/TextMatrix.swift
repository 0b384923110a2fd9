// Heat maps and confusion tables in characters: numbers on coloured cells, or colours alone where there are too many.

/// The measures of a matrix that is drawn with characters.
struct TextMatrix {
  private let matrix: Matrix
  private let style: TextStyle
  private let texts: [[String]]
  private let cellWidth: Int
  private let nameWidth: Int
  /// What stands behind a number in its cell.
  private let behind: String

  private static let mostNameWidth = 16

  init(_ matrix: Matrix, _ style: TextStyle) {
    self.matrix = matrix
    self.style = style
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let isSmall = rows <= 40 && columns <= 40
    texts = isSmall ? (0..<rows).map { row in (0..<columns).map { matrix.text(of: matrix.value(row, $0)) } } : []
    let names = (0..<rows).map { TextCanvas.width(of: matrix.rowName($0)) }.max() ?? 0
    nameWidth = isSmall ? min(names, TextMatrix.mostNameWidth, style.columns / 3) : 0
    let widest = texts.joined().map(\.count).max() ?? 0
    let heads = isSmall ? (0..<columns).map { min(TextCanvas.width(of: matrix.columnName($0)), max(widest, 6)) }.max() ?? 0 : 0
    // A blank on either side where there is room, else one before.
    let room = (style.columns - nameWidth - 1) / max(columns, 1)
    behind = room >= widest + 2 ? " " : ""
    cellWidth = max(widest + 1 + behind.count, min(heads + 2, room))
  }

  /// Whether there is room for the numbers.
  private var hasNumbers: Bool {
    !texts.isEmpty && nameWidth + 1 + cellWidth * matrix.columnCount <= style.columns && matrix.rowCount <= max(style.rows, 12)
  }

  func draw() -> TextCanvas { hasNumbers ? table() : map() }

  private func colour(_ value: Double) -> Colour {
    guard let range = matrix.range, value.isFinite else { return .missing }
    let span = range.upperBound - range.lowerBound
    return Colour.sequential(span > 0 ? (value - range.lowerBound) / span : 0)
  }

  private func head(on canvas: inout TextCanvas) -> Int {
    var row = 0
    func write(_ text: String) {
      guard !text.isEmpty else { return }
      canvas.write(TextCanvas.shortened(text, to: style.columns, isPlain: style.isPlain), row: row, column: 0)
      row += 1
    }
    write(matrix.title)
    write(axes)
    return row
  }

  private var axes: String {
    let parts = [
      matrix.rowLabel.isEmpty ? "" : "rows: \(matrix.rowLabel)", matrix.columnLabel.isEmpty ? "" : "columns: \(matrix.columnLabel)",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private var headRows: Int { (matrix.title.isEmpty ? 0 : 1) + (axes.isEmpty ? 0 : 1) }

  private func table() -> TextCanvas {
    var canvas = TextCanvas(columns: style.columns, rows: headRows + 1 + matrix.rowCount)
    let top = head(on: &canvas)
    for column in 0..<matrix.columnCount {
      let name = TextCanvas.shortened(matrix.columnName(column), to: cellWidth - 1, isPlain: style.isPlain)
      let end = nameWidth + 1 + (column + 1) * cellWidth - behind.count
      canvas.write(name, row: top, column: end - TextCanvas.width(of: name))
    }
    for row in 0..<matrix.rowCount {
      let name = TextCanvas.shortened(matrix.rowName(row), to: nameWidth, isPlain: style.isPlain)
      canvas.write(name, row: top + 1 + row, column: nameWidth - TextCanvas.width(of: name))
      for column in 0..<matrix.columnCount {
        let text = texts[row][column]
        let padded = String(repeating: " ", count: max(0, cellWidth - behind.count - text.count)) + text + behind
        let paper = colour(matrix.value(row, column))
        canvas.write(
          padded, row: top + 1 + row, column: nameWidth + 1 + column * cellWidth, ink: paper.contrastingInk, paper: paper)
      }
    }
    return canvas
  }

  /// Colours alone, with what they stand for below.
  private func map() -> TextCanvas {
    let room = TextCanvas.pixels(columns: style.columns, rows: max(style.rows - headRows - 1, 4), style)
    let scale = min(Double(room.across) / Double(max(matrix.columnCount, 1)), Double(room.down) / Double(max(matrix.rowCount, 1)), 4)
    let factor = scale >= 1 ? scale.rounded(.down) : scale
    let (width, height) = (max(1, Int(Double(matrix.columnCount) * factor)), max(1, Int(Double(matrix.rowCount) * factor)))
    let rows = style.colours == .none ? height : (height + 1) / 2
    var canvas = TextCanvas(columns: style.columns, rows: headRows + rows + 1)
    let top = head(on: &canvas)
    canvas.paint(pixels.resized(width: width, height: height), row: top, column: 0, style)
    if let range = matrix.range { canvas.write(legend(range), row: top + rows, column: 0) }
    return canvas
  }

  private func legend(_ range: ClosedRange<Double>) -> String {
    let words = style.colours == .none ? ("dark", "light") : ("light", "dark")
    return "\(words.0) \(matrix.text(of: range.lowerBound)) to \(words.1) \(matrix.text(of: range.upperBound))"
  }

  /// A pixel for each number. Without colours more is lighter, as on a dark terminal it stands out.
  private var pixels: Picture {
    let (width, height) = (max(matrix.columnCount, 1), max(matrix.rowCount, 1))
    var pixels = [UInt8](repeating: 255, count: width * height * 3)
    for row in 0..<matrix.rowCount {
      for column in 0..<matrix.columnCount {
        let bytes = shade(matrix.value(row, column)).bytes
        for (part, byte) in [bytes.red, bytes.green, bytes.blue].enumerated() { pixels[(row * width + column) * 3 + part] = UInt8(byte) }
      }
    }
    return Picture(unchecked: Picture.Size(width: width, height: height, channels: 3), pixels: pixels)
  }

  private func shade(_ value: Double) -> Colour {
    guard style.colours == .none, let range = matrix.range else { return colour(value) }
    let span = range.upperBound - range.lowerBound
    let share = value.isFinite && span > 0 ? (value - range.lowerBound) / span : 0
    return Colour(share, share, share)
  }
}
