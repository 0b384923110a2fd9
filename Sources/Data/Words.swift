// The families of this floor.

import Catalog
import Tensor

extension Catalog {
  /// All words of this floor: data sets, files, augmentation.
  public func addData() {
    addDatasets()
    addSplit()
    addBatches()
    addDescribe()
    addMissingWords()
    addStandardizing()
    addTextCodes()
    addFiles()
    addAugmentation()
    addPlacement()
    addAppearance()
    for word in words(of: .augmentation) { appliesProduct(of: word.name, to: isPictures) }
  }

  /// What an augmentation works on: data, or images [batch, channels, height, width] or without the batch.
  private func isPictures(_ value: Value) -> Bool {
    switch value {
    case .thing(let tensor as Tensor): tensor.rank >= 3
    case .thing(is any Samples): true
    default: false
    }
  }
}
