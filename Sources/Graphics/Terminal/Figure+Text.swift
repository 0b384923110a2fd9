// A figure as characters, for terminals that show no pictures: made from its numbers, not from its pixels.

extension Figure {
  /// Rows of characters, panels below one another, without a newline at the end.
  public func text(_ style: TextStyle) -> String {
    var style = style
    // Several panels share the height, down to what can still be read.
    style.rows = max(style.rows / max(panels.count, 1), 10)
    let parts = panels.map { panel in
      switch panel {
      case .chart(let chart): TextChart(chart, style).draw().text(style.colours)
      case .matrix(let matrix): TextMatrix(matrix, style).draw().text(style.colours)
      case .pictures(let grid): TextGrid(grid, style).draw().text(style.colours)
      }
    }
    let heading = title.isEmpty ? [] : [TextCanvas.shortened(title, to: style.columns, isPlain: style.isPlain)]
    return (heading + parts).joined(separator: "\n")
  }
}
