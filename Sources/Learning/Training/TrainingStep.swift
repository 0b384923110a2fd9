// One step of training, traced once and run many times: loss, gradients, and the optimizer over one flat tensor.

import Catalog
import Tensor

/// What moves in a step: a net, or tensors in a value (a record, a list, one tensor).
enum Trainee {
  case net(Net)
  case value(Value, leaves: [Tensor])

  init(_ value: Value) throws {
    if case .thing(let net as Net) = value {
      self = .net(net)
    } else {
      let leaves = try value.tensorLeaves()
      if leaves.contains(where: { $0.type == .float64 }) {
        throw Complaint(
          .type, "`update` moves float32 numbers, and these are float64",
          why: "float32(…) makes float32 of them; grad works in float64, too")
      }
      self = .value(value, leaves: leaves.map { $0.converted(to: .float32) })
    }
  }

  var layout: ParameterLayout {
    switch self {
    case .net(let net): return net.layout
    case .value(_, let leaves):
      var layout = ParameterLayout()
      for (place, leaf) in leaves.enumerated() { layout.append("\(place)", leaf.shape, isTrained: true) }
      return layout
    }
  }

  /// The same value over other tensors, in the layout's order.
  func over(_ tensors: [Tensor]) -> Value {
    switch self {
    case .net(let net): .thing(net.with(tensors))
    case .value(let value, _): value.replacingTensors(tensors)
    }
  }

  /// The same value when its numbers are not known any more.
  var forgotten: Value { over(layout.standIns) }

  /// Memory of its own with the numbers.
  func makeStore() throws -> ParameterStore {
    switch self {
    case .net(let net): try net.store?.copy() ?? ParameterStore(net.layout, net.tensors)
    case .value(_, let leaves): try ParameterStore(layout, leaves)
    }
  }
}

/// A compiled step. Its numbers live in the memory that it is bound to; running it allocates nothing.
final class TrainingStep {
  /// The loss of the trainees (by the values they come as) on the data: rank 0.
  typealias Loss = (_ values: [Value], _ data: [Tensor]) throws -> Tensor

  private let step: TracedStep
  private let numbers: [StepNumber]
  /// The step's key, and behind it the keys of what the loss draws.
  private let keys: [Storage]
  /// Where each kind of input begins in the step's list: key, data, trained and kept, memories, numbers, keys of draws.
  private let firstTrained: Int
  private let firstMemory: Int
  private let firstNumber: Int
  /// Memory for data that are one number each, by column.
  private var singles: [Int: Storage] = [:]

  /// Traces [loss] over stand-ins for the trainees and for data of these shapes, and what the optimizer makes of it.
  init(
    _ trainees: [Trainee], _ optimizer: Optimizer, data: [(shape: Shape, type: ElementType)], _ precision: ProductPrecision = .float32,
    loss: Loss
  ) throws {
    let key = Tensor(awaiting: [4], type: .int32)
    let stands = data.map { Tensor(awaiting: $0.shape, type: $0.type) }
    let parts = try trainees.map { try TraineeStandIn($0, optimizer) }
    let session = TrainingSession(parts.map(\.value), key: key) { _ in Tensor(awaiting: [4], type: .int32) }
    let result = try precision.during { try session.during { try loss(parts.map(\.value), stands) } }
    try TrainingStep.refuseSeveral(result)
    let found = try gradients(of: result, at: parts.flatMap(\.leaves))
    var rest = found[...]
    let box = NumberBox()
    var outputs = [result.converted(to: .float32)]
    var donations: [Int: Int] = [:]
    firstTrained = 1 + stands.count
    firstMemory = firstTrained + 2 * parts.count
    firstNumber = firstMemory + parts.count * optimizer.memoryCount
    for (place, part) in parts.enumerated() {
      let gradient = try part.flat(rest.prefix(part.leaves.count))
      rest = rest.dropFirst(part.leaves.count)
      var memory = part.memories
      let moved = try optimizer.rule(UpdateStep(parameter: part.trained, gradient: gradient, box), &memory)
      donations[outputs.count] = firstTrained + 2 * place
      outputs.append(moved)
      if part.layout.keptCount > 0 {
        donations[outputs.count] = firstTrained + 2 * place + 1
        outputs.append(try part.keeping(session.kept[place]))
      }
      for index in memory.indices {
        donations[outputs.count] = firstMemory + place * memory.count + index
        outputs.append(memory[index])
      }
    }
    numbers = box.numbers
    keys = (0...session.drawKeys.count).map { _ in Storage([UInt64(0), 0]) }
    let inputs = [key] + stands + parts.flatMap { [$0.trained, $0.kept] } + parts.flatMap(\.memories) + numbers.map(\.tensor)
    step = try TracedStep(inputs: inputs + session.drawKeys, outputs: outputs, donations: donations)
    let moved = parts.reduce(0) { $0 + $1.layout.trainedCount * 4 }
    try step.checkRoom(
      "a step of this training",
      beside: [
        ("parameters", parts.reduce(moved) { $0 + $1.layout.keptCount * 4 }), ("the optimizer's memory", moved * optimizer.memoryCount),
        ("data of a batch", stands.reduce(0) { $0 + $1.itemCount * $1.type.bytes }),
      ])
    step.bind(0, to: keys[0])
    for (place, number) in numbers.enumerated() { step.bind(firstNumber + place, to: number.storage) }
    for (place, key) in keys.dropFirst().enumerated() { step.bind(inputs.count + place, to: key) }
  }

  /// Runs a loss once over stand-ins and makes nothing of it: what it reads is seen, and what it looks at throws.
  static func tryOut(_ trainees: [Trainee], _ loss: ([Value]) throws -> Tensor) throws {
    let values = trainees.map(\.forgotten)
    let session = TrainingSession(values, key: Tensor(awaiting: [4], type: .int32)) { _ in Tensor(awaiting: [4], type: .int32) }
    let result = try session.during { try loss(values) }
    if Checking.isOn { try refuseSeveral(result) }
  }

  private static func refuseSeveral(_ loss: Tensor) throws {
    guard loss.itemCount != 1 else { return }
    throw Complaint(
      .shape, "a loss is one number, and this has the shape \(loss.shape.shapeText)", [.init(.whole, loss.shape.shapeText)],
      edits: [.replace(.whole, "mean(\(part: .whole))")])
  }

  /// Says where a column of the data lies.
  func bind(data column: Int, to storage: Storage, offset: Int = 0) { step.bind(1 + column, to: storage, offset: offset) }

  /// Says what a column of the data is, where that is one number.
  func bind(data column: Int, to number: Double) {
    let storage = singles[column] ?? Storage([Float(0)])
    if singles[column] == nil { singles[column] = storage }
    storage.pointer(Float.self)[0] = Float(number)
    bind(data: column, to: storage)
  }

  /// Says which numbers of a trainee the step moves.
  func bind(trainee place: Int, to store: ParameterStore) {
    step.bind(firstTrained + 2 * place, to: store.trained)
    step.bind(firstTrained + 2 * place + 1, to: store.kept)
  }

  /// Says what the optimizer remembers of all trainees.
  func bind(_ state: OptimizerState) {
    for place in state.memories.indices { step.bind(firstMemory + place, to: state.memories[place]) }
  }

  /// Lets go of data, parameters and memories: whoever holds them alone afterwards may write into them again.
  func letGo() {
    for input in 1..<firstNumber { step.letGo(input) }
  }

  /// One step: moves the bound numbers, counts it in the state and gives the loss.
  func run(_ state: OptimizerState, rate: Double, key: RandomKey) throws -> Float {
    state.steps += 1
    for number in numbers { number.storage.pointer(Float.self)[0] = Float(number.compute(rate, Double(state.steps))) }
    for place in keys.indices {
      let key = place == 0 ? key : key.forDraw(place - 1)
      keys[place].pointer(UInt64.self)[0] = key.key
      keys[place].pointer(UInt64.self)[1] = key.counter
    }
    do { try step.run() } catch {
      // Nothing has moved: the step did not happen.
      state.steps -= 1
      throw error
    }
    return step.number(0)
  }
}

/// A number that changes from step to step, and the memory in which the plan reads it.
struct StepNumber {
  let compute: (_ rate: Double, _ count: Double) -> Double
  let tensor: Tensor
  let storage: Storage
}

/// Gathers the numbers that a rule asks for.
final class NumberBox {
  private(set) var numbers: [StepNumber] = []

  func add(_ compute: @escaping (Double, Double) -> Double) -> Tensor {
    let number = StepNumber(compute: compute, tensor: Tensor(awaiting: [], type: .float32), storage: Storage([Float(0)]))
    numbers.append(number)
    return number.tensor
  }
}

/// What stands for a trainee while a step is traced: flat tensors, and the value over views of them.
private struct TraineeStandIn {
  let layout: ParameterLayout
  let trained: Tensor
  let kept: Tensor
  let memories: [Tensor]
  let views: [Tensor]
  let value: Value

  init(_ trainee: Trainee, _ optimizer: Optimizer) throws {
    layout = trainee.layout
    trained = Tensor(awaiting: [layout.trainedCount], type: .float32)
    kept = Tensor(awaiting: [layout.keptCount], type: .float32)
    let count = layout.trainedCount
    memories = (0..<optimizer.memoryCount).map { _ in Tensor(awaiting: [count], type: .float32) }
    views = try layout.views(trained: trained, kept: kept)
    value = trainee.over(views)
  }

  /// What gradients are taken at.
  var leaves: [Tensor] { zip(layout.entries, views).filter(\.0.isTrained).map(\.1) }

  /// The gradients of the leaves as one flat tensor.
  func flat(_ gradients: ArraySlice<Tensor>) throws -> Tensor {
    gradients.isEmpty ? trained : try concatenate(gradients.map { try $0.reshaped([$0.itemCount]) }, axis: 0)
  }

  /// What layers keep after the step, as one flat tensor.
  func keeping(_ news: [Int: Tensor]) throws -> Tensor {
    let pieces = try layout.entries.indices.filter { !layout.entries[$0].isTrained }.map { place in
      try (news[place] ?? views[place]).reshaped([layout.entries[place].shape.itemCount])
    }
    return try concatenate(pieces, axis: 0)
  }
}
