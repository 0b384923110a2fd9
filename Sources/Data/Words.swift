// The families of this floor.

import Catalog

extension Catalog {
  /// All words of this floor: data sets, files, augmentation.
  public func addData() {
    addDatasets()
    addSplit()
    addBatches()
    addFiles()
    addAugmentation()
    addPlacement()
    addAppearance()
  }
}
