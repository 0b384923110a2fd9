// A step that runs as it is written: for bodies that print or branch on values. Same graph, same gradient, same rule.

import Catalog
import Tensor

/// Evaluates a loss on known numbers, and moves the trainees by its gradients.
struct WrittenStep {
  private let trainees: [Trainee]
  private let stores: [ParameterStore]
  private let optimizer: Optimizer
  private let state: OptimizerState
  private let key: RandomKey
  private let rate: Double

  init(_ trainees: [Trainee], _ stores: [ParameterStore], _ optimizer: Optimizer, _ state: OptimizerState, key: RandomKey, rate: Double) {
    self.trainees = trainees
    self.stores = stores
    self.optimizer = optimizer
    self.state = state
    self.key = key
    self.rate = rate
  }

  /// One step; the stores hold the new numbers afterwards.
  func run(_ loss: ([Value]) throws -> Tensor) throws -> Tensor {
    let layouts = trainees.map(\.layout)
    let flats = zip(layouts, stores).map { layout, store in
      (trained: Tensor(store.trained, shape: [layout.trainedCount]), kept: Tensor(store.kept, shape: [layout.keptCount]))
    }
    let (result, views, session) = try recorded(layouts, flats, loss)
    let leaves = zip(layouts, views).flatMap { layout, views in zip(layout.entries, views).filter(\.0.isTrained).map(\.1) }
    var gradients = try gradients(of: result, at: leaves)[...]
    var news: [(tensor: Tensor, storage: Storage)] = []
    for place in trainees.indices {
      let count = layouts[place].entries.filter(\.isTrained).count
      let flat = try concatenate(gradients.prefix(count).map { try $0.reshaped([$0.itemCount]) }, axis: 0)
      gradients = gradients.dropFirst(count)
      news += try move(place, flats[place].trained, flat)
      news += try keep(place, layouts[place], session)
    }
    try evaluate([result] + news.map(\.tensor))
    for (tensor, storage) in news {
      let (source, offset) = try tensor.memory()
      storage.address.copyMemory(from: source.address + offset * 4, byteCount: storage.bytes)
    }
    state.steps += 1
    return result
  }

  private func recorded(
    _ layouts: [ParameterLayout], _ flats: [(trained: Tensor, kept: Tensor)], _ loss: ([Value]) throws -> Tensor
  ) throws -> (Tensor, [[Tensor]], TrainingSession) {
    try recording {
      let views = try zip(layouts, flats).map { try $0.views(trained: $1.trained, kept: $1.kept).map { $0.aliased() } }
      let values = zip(trainees, views).map { $0.over($1) }
      let session = TrainingSession(values, key: key.tensor()) { number in key.forDraw(number).tensor() }
      let result = try session.during { try loss(values) }
      return (result, views, session)
    }
  }

  private func move(_ place: Int, _ parameter: Tensor, _ gradient: Tensor) throws -> [(tensor: Tensor, storage: Storage)] {
    let box = NumberBox()
    let own = (place * optimizer.memoryCount)..<((place + 1) * optimizer.memoryCount)
    var memory = own.map { Tensor(state.memories[$0], shape: parameter.shape) }
    let moved = try optimizer.rule(UpdateStep(parameter: parameter, gradient: gradient, box), &memory)
    for number in box.numbers {
      number.storage.pointer(Float.self)[0] = Float(number.compute(rate, Double(state.steps + 1)))
      number.tensor.bind(number.storage)
    }
    return [(moved, stores[place].trained)] + zip(memory, own).map { ($0, state.memories[$1]) }
  }

  private func keep(_ place: Int, _ layout: ParameterLayout, _ session: TrainingSession) throws -> [(tensor: Tensor, storage: Storage)] {
    guard layout.keptCount > 0 else { return [] }
    let news = session.kept[place]
    let old = stores[place].tensors(layout)
    let pieces = try layout.entries.indices.filter { !layout.entries[$0].isTrained }.map { index in
      try (news[index] ?? old[index]).reshaped([layout.entries[index].shape.itemCount])
    }
    return [(try concatenate(pieces, axis: 0), stores[place].kept)]
  }
}
