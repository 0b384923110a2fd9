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
    addForeignLayers()
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

  /// What layers are called in other libraries.
  private func addForeignLayers() {
    addForeign("nn.Linear", in: "PyTorch", means: "dense")
    addForeign("layers.Dense", in: "Keras", means: "dense")
    addForeign("nn.Conv1d", "nn.Conv2d", "nn.Conv3d", in: "PyTorch", means: "conv")
    addForeign("layers.Conv1D", "layers.Conv2D", "layers.Conv3D", in: "Keras", means: "conv")
    addForeign("nn.Flatten", in: "PyTorch", means: "flatten")
    addForeign("layers.Flatten", in: "Keras", means: "flatten")
    addForeign("nn.MaxPool1d", "nn.MaxPool2d", "nn.MaxPool3d", in: "PyTorch", means: "max_pool")
    addForeign("layers.MaxPooling2D", in: "Keras", means: "max_pool")
    addForeign("nn.AvgPool1d", "nn.AvgPool2d", "nn.AvgPool3d", in: "PyTorch", means: "avg_pool")
    addForeign("layers.AveragePooling2D", in: "Keras", means: "avg_pool")
    addForeign("nn.AdaptiveAvgPool2d", in: "PyTorch", means: "global_avg_pool")
    addForeign("layers.GlobalAveragePooling2D", in: "Keras", means: "global_avg_pool")
    addForeign("nn.BatchNorm1d", "nn.BatchNorm2d", "nn.BatchNorm3d", in: "PyTorch", means: "batch_norm")
    addForeign("layers.BatchNormalization", in: "Keras", means: "batch_norm")
    addForeign("nn.Dropout", "nn.Dropout2d", in: "PyTorch", means: "dropout")
    addForeign("layers.Dropout", in: "Keras", means: "dropout")
  }
}
