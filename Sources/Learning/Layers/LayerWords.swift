// The families of layers, and all words of this floor.

import Catalog

extension Catalog {
  /// Declares the layers and the block words that build nets.
  public func addLayers() {
    addDenseLayers()
    addConvolutionalLayers()
    addPoolingLayers()
    addNormalizingLayers()
    addDroppingLayers()
    addBlocks()
    addSummary()
  }

  /// All words of this floor.
  public func addLearning() {
    addInitializers()
    addLayers()
    addLosses()
    addMetrics()
    addEvaluation()
    addSchedules()
    addOptimizers()
    addStopping()
    addFit()
    addUpdate()
    addNetFiles()
  }
}
