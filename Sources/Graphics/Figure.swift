// A figure: one or more panels below one another, described as a value and drawn when asked for.

/// What is to be drawn. Making one costs next to nothing: fonts and libraries are first touched when it is drawn.
public struct Figure: Sendable, Equatable {
  /// One drawing of a figure. Charts that stand below one another get plots of the same width.
  public enum Panel: Sendable, Equatable {
    case chart(Chart)
    case matrix(Matrix)
    case pictures(PictureGrid)
  }

  /// The heading above all panels; nothing when empty. A panel's own title stands in the panel.
  public let title: String
  /// From top to bottom.
  public let panels: [Panel]
  /// In points, which are pixels at scale 1.
  public let width: Double
  /// In points, which are pixels at scale 1.
  public let height: Double

  /// - Parameter width: the width in points that charts fill (240 to 4000); matrices and grids take what they need.
  public init(_ panels: [Panel], title: String = "", width: Double = 640) {
    let asked = width.isFinite ? min(max(width, 240), 4000) : 640
    let inner = panels.map { $0.naturalWidth(asked: asked - 2 * Look.padding) }.max() ?? asked - 2 * Look.padding
    let gaps = Double(max(panels.count - 1, 0)) * Look.panelGap
    let heights = panels.map { $0.naturalHeight(width: inner, crowded: panels.count > 1) }
    self.title = title
    self.panels = panels
    self.width = inner + 2 * Look.padding
    height = Look.titleHeight(title, width: inner, size: Look.headingSize) + heights.reduce(gaps + 2 * Look.padding, +)
  }

  public init(_ chart: Chart, width: Double = 640) {
    self.init([.chart(chart)], width: width)
  }

  public init(_ matrix: Matrix) {
    self.init([.matrix(matrix)])
  }

  public init(_ pictures: PictureGrid) {
    self.init([.pictures(pictures)])
  }
}

extension Figure.Panel {
  /// The width in points that the panel fills when a chart would get `asked`.
  func naturalWidth(asked: Double) -> Double {
    switch self {
    case .chart: asked
    case .matrix(let matrix): matrix.naturalWidth
    case .pictures(let grid): grid.naturalWidth
    }
  }

  /// The height in points; charts are flatter where several share a figure.
  func naturalHeight(width: Double, crowded: Bool) -> Double {
    switch self {
    case .chart(let chart): chart.naturalHeight(width: width, crowded: crowded)
    case .matrix(let matrix): matrix.naturalHeight(width: width)
    case .pictures(let grid): grid.naturalHeight(width: width)
    }
  }
}

/// A rectangle in points; y grows downwards.
public struct Rectangle: Sendable, Equatable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  public var right: Double { x + width }
  public var bottom: Double { y + height }

  /// Whether the insides of both share a point.
  public func overlaps(_ other: Rectangle) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }
}
