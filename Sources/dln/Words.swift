// The one list of everything that the language knows.

import Catalog
import Data
import Learning
import Notebook
import Pictures
import Tensor

extension Catalog {
  /// All words.
  static func complete() -> Catalog {
    let catalog = Catalog()
    catalog.addNotebookWords()
    catalog.addTensors()
    catalog.addLearning()
    catalog.addData()
    catalog.addPictures()
    return catalog
  }
}
