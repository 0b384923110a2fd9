// The words that make figures of values.

import Catalog

extension Catalog {
  /// All words of this target: `plot`, `grid`, `heatmap`.
  public func addPictures() {
    addPlot()
    addGrid()
    addHeatmap()
    addForeign("hist", "bar", "lineplot", means: "plot")
    addForeign("imshow", "matshow", means: "heatmap")
  }
}
