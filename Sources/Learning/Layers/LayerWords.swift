// The families of layers, and all words of this floor.

import Catalog

extension Catalog {
  /// Declares the layers and the block words that build nets.
  public func addLayers() {
    addDenseLayers()
    addConvolutionalLayers()
    addNormalizingLayers()
    addDroppingLayers()
    addActivatingLayers()
    addReparametrizing()
    addEmbedding()
    addRecurrentLayers()
    addPositions()
    addAttentionLayers()
    addTransformers()
    addImageBlocks()
    addBoxes()
    addRegions()
    addBlocks()
    addSummary()
    addForeignPools()
  }

  /// All words of this floor.
  public func addLearning() {
    addInitializers()
    addLayers()
    addLosses()
    addMetrics()
    addDetectionMetrics()
    addEvaluation()
    addSchedules()
    addOptimizers()
    addStopping()
    addFit()
    addUpdate()
    addNetFiles()
    addWithWeights()
    addForeignNames()
  }

  /// What PyTorch and Keras call words and settings of this floor.
  private func addForeignNames() {
    addForeign("lr", "learning_rate", "step_size", means: "rate")
    addForeign("weight_decay", "l2", means: "decay")
    addForeign("batch_size", "batchsize", means: "batch")
    addForeign("num_epochs", "n_epochs", "nb_epoch", "max_epochs", means: "epochs")
    addForeign("validation_data", "validation", "val", "valid", means: "validate")
    addForeign("criterion", "loss_fn", "loss_function", means: "loss")
    addForeign("opt", means: "optimizer")
    addForeign("early_stopping", "EarlyStopping", means: "patience")
    addForeign("kernel_size", "filter_size", means: "kernel")
    addForeign("strides", means: "stride")
    addForeign("use_bias", means: "bias")
    addForeign("initializer", "kernel_initializer", means: "init")
    addForeign("crossentropy", "CrossEntropy", "categorical_crossentropy", "sparse_categorical_crossentropy", means: "cross_entropy")
    addForeign("mean_squared_error", "MSE", means: "mse")
    addForeign("fully_connected", "fc", means: "dense")
    addForeign("batchnorm", "BatchNorm", means: "batch_norm")
    addForeign("maxpool", "MaxPool", "max_pooling", "max_pool2d", means: "max_pool")
    addForeign("avgpool", "average_pool", "avg_pool2d", means: "avg_pool")
    addForeign("convolution", "conv2d", "conv1d", "Conv", means: "conv")
    addForeign("kaiming", "kaiming_normal", "he_normal", means: "he")
    addForeign("glorot", "glorot_uniform", "xavier_uniform", means: "xavier")
    addForeign("evaluate", "test", means: "score")
    addForeign("train", "train_model", means: "fit")
    addForeign("cosine_annealing", "CosineAnnealingLR", means: "cosine")
  }

  /// What pools are called in other libraries.
  private func addForeignPools() {
    addForeign("nn.MaxPool1d", "nn.MaxPool2d", "nn.MaxPool3d", in: "PyTorch", means: "max_pool")
    addForeign("layers.MaxPooling2D", in: "Keras", means: "max_pool")
    addForeign("nn.AvgPool1d", "nn.AvgPool2d", "nn.AvgPool3d", in: "PyTorch", means: "avg_pool")
    addForeign("layers.AveragePooling2D", in: "Keras", means: "avg_pool")
    addForeign("nn.AdaptiveAvgPool1d", "nn.AdaptiveAvgPool2d", "nn.AdaptiveAvgPool3d", in: "PyTorch", means: "adaptive_avg_pool")
    addForeign("layers.GlobalAveragePooling2D", in: "Keras", means: "global_avg_pool")
  }
}
