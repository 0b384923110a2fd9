// Drawing a matrix: cells, numbers, names and the scale of colours.

struct MatrixLayout {
  let matrix: Matrix
  let canvas: Canvas
  let frame: Rectangle
  /// All cells together.
  let cells: Rectangle
  private let columnNames: CategoryLabels
  private let range: ClosedRange<Double>

  init(_ matrix: Matrix, in frame: Rectangle, on canvas: Canvas) {
    self.matrix = matrix
    self.frame = frame
    self.canvas = canvas
    let top = frame.y + Look.titleHeight(matrix.title, width: frame.width)
    cells = Rectangle(
      x: canvas.snapped(frame.x + matrix.gutter), y: canvas.snapped(top), width: matrix.cellsWidth, height: matrix.cellsHeight)
    range = matrix.range ?? 0...0
    let names = (0..<matrix.columnCount).map(matrix.columnName)
    columnNames = CategoryLabels(names, width: cells.width, numbers: matrix.columns.isEmpty, on: canvas)
  }

  func draw() {
    canvas.writeTitle(matrix.title, x: frame.x, y: frame.y, width: frame.width)
    guard matrix.rowCount > 0, matrix.columnCount > 0 else {
      canvas.write(Text(string: "nothing to show", colour: .mutedInk), x: cells.x, y: cells.y, anchor: .topLeft)
      return
    }
    drawCells()
    if let size = matrix.numberSize { drawNumbers(size: size) }
    drawNames()
    drawLabels()
    if matrix.hasBar { drawBar() }
  }

  private func drawCells() {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    canvas.paint(picture(rows: rows, columns: columns), in: cells)
    guard min(matrix.cell.width, matrix.cell.height) >= 16 else { return }
    for row in 1..<max(rows, 2) where row < rows {
      canvas.horizontalHairline(y: cells.y + Double(row) * matrix.cell.height, from: cells.x, width: cells.width, .white)
    }
    for column in 1..<max(columns, 2) where column < columns {
      canvas.verticalHairline(x: cells.x + Double(column) * matrix.cell.width, from: cells.y, height: cells.height, .white)
    }
  }

  /// One pixel for each cell. Their colours come from a table, since there may be millions of them.
  private func picture(rows: Int, columns: Int) -> Picture {
    let steps = 255
    let table = (0...steps).map { MatrixLayout.bytes(of: .sequential(Double($0) / Double(steps))) }
    let missing = MatrixLayout.bytes(of: .missing)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(rows * columns * 3)
    for row in 0..<rows {
      for column in 0..<columns {
        let fraction = fraction(of: matrix.value(row, column))
        pixels += fraction.map { table[Int(($0 * Double(steps)).rounded())] } ?? missing
      }
    }
    return Picture(unchecked: Picture.Size(width: columns, height: rows, channels: 3), pixels: pixels)
  }

  private func drawNumbers(size: Double) {
    for row in 0..<matrix.rowCount {
      for column in 0..<matrix.columnCount {
        let value = matrix.value(row, column)
        let ink = (fraction(of: value).map(Colour.sequential) ?? .missing).contrastingInk
        let text = Text(string: matrix.text(of: value), size: size, colour: value == 0 ? .mutedInk : ink)
        let middle = Point(cells.x + (Double(column) + 0.5) * matrix.cell.width, cells.y + (Double(row) + 0.5) * matrix.cell.height)
        canvas.write(text, x: middle.x, y: middle.y, anchor: .centre)
      }
    }
  }

  private func drawNames() {
    let stride = CategoryLabels.stride(slot: matrix.cell.height, needed: Look.lineHeight)
    let room = matrix.namesWidth
    for row in Swift.stride(from: 0, to: matrix.rowCount, by: stride) {
      let name = Text(string: matrix.rowName(row), colour: .mutedInk, limit: room)
      canvas.write(name, x: cells.x - 6, y: cells.y + (Double(row) + 0.5) * matrix.cell.height, anchor: .right)
    }
    columnNames.draw(below: cells.bottom + 4, on: canvas) { cells.x + (Double($0) + 0.5) * matrix.cell.width }
  }

  private func drawLabels() {
    // Labels longer than the cells start at the same edge as these, where there is room to go on.
    let across = canvas.fitted(Text(string: matrix.columnLabel, size: Look.labelSize, limit: frame.right - cells.x))
    let isWide = canvas.extent(of: across).width > cells.width
    canvas.write(
      across, x: isWide ? cells.x : cells.x + cells.width / 2, y: cells.bottom + 6 + columnNames.height, anchor: isWide ? .topLeft : .top)
    let upward = canvas.fitted(Text(string: matrix.rowLabel, size: Look.labelSize, limit: frame.bottom - cells.y))
    let isHigh = canvas.extent(of: upward).width > cells.height
    canvas.write(
      upward, x: frame.x, y: isHigh ? cells.y : cells.y + cells.height / 2, anchor: isHigh ? .topLeft : .left, upward: true)
  }

  private func drawBar() {
    let bar = Rectangle(x: cells.right + 12, y: cells.y, width: Matrix.barWidth, height: max(min(cells.height, 300), 48))
    let steps = 128
    let colours = (0..<steps).flatMap { MatrixLayout.bytes(of: .sequential(1 - Double($0) / Double(steps - 1))) }
    canvas.paint(Picture(unchecked: Picture.Size(width: 1, height: steps, channels: 3), pixels: colours), in: bar)
    let scale = AxisScale(from: range.lowerBound, to: range.upperBound)
    let ticks = scale.ticks(count: max(2, Int(bar.height / 50)), format: matrix.format)
    for (value, label) in zip(ticks.values, ticks.labels) {
      let y = bar.bottom - scale.fraction(of: value) * bar.height
      canvas.horizontalHairline(y: y, from: bar.right, width: 3, .frame)
      let text = Text(string: label, colour: .mutedInk, limit: Matrix.barRoom - 12 - Matrix.barWidth - 6)
      canvas.write(text, x: bar.right + 6, y: y, anchor: .left)
    }
  }

  /// The place of a value in the range, from 0 to 1; nil when it is no number that could have one.
  private func fraction(of value: Double) -> Double? {
    guard abs(value) < AxisScale.limit else { return nil }
    let span = range.upperBound - range.lowerBound
    return span > 0 ? min(max((value - range.lowerBound) / span, 0), 1) : 0
  }

  private static func bytes(of colour: Colour) -> [UInt8] {
    [colour.red, colour.green, colour.blue].map { UInt8(($0 * 255).rounded()) }
  }
}
