// `update NAMES by OPT { loss }`: a step written by hand, traced on first sight and replayed while nothing about it changes.

import Catalog
import Tensor

/// What was learned about one `update` in the program.
private final class UpdateMemory {
  /// Traced steps by what they were traced for; few: one for each shape of a batch.
  var traces: [UpdateTrace] = []
  /// Numbers that changed from step to step: they become inputs.
  var movingNumbers: Set<String> = []
  /// The body prints or looks at values: it runs as written.
  var runsAsWritten = false
}

/// A traced step and the outer names it was traced with.
private final class UpdateTrace {
  let step: TrainingStep
  let names: [OuterName]
  let structures: [ObjectIdentifier?]
  let layouts: [ParameterLayout]
  let optimizer: String

  init(step: TrainingStep, names: [OuterName], structures: [ObjectIdentifier?], layouts: [ParameterLayout], optimizer: String) {
    self.step = step
    self.names = names
    self.structures = structures
    self.layouts = layouts
    self.optimizer = optimizer
  }
}

/// A name that the body reads from outside: its tensors are inputs, the rest must stay as it was.
private struct OuterName {
  let name: String
  let place: any NamePlace
  let value: Value
  /// The first of its columns among the step's data, and the shapes they had.
  let first: Int
  let shapes: [(shape: Shape, type: ElementType)]
}

extension Catalog {
  /// Says what `update` does.
  func addUpdate() {
    update = { request, context in
      let memory = context.memories[request.body.identity] as? UpdateMemory ?? UpdateMemory()
      context.memories[request.body.identity] = memory
      var update = try Update(&request, memory, context)
      defer {
        request.values = update.values
        request.optimizer = .thing(update.optimizer)
      }
      return try update.run()
    }
  }
}

/// One evaluation of an `update`.
private struct Update {
  private(set) var values: [Value]
  private let names: [String]
  private let body: Body
  private(set) var optimizer: Optimizer
  private let memory: UpdateMemory
  private let context: Context
  /// Nets whose stores were taken out, by place.
  private var kept: [Int: Net] = [:]

  /// Takes values and optimizer out of the request: only who holds numbers alone may change them in place.
  init(_ request: inout UpdateRequest, _ memory: UpdateMemory, _ context: Context) throws {
    guard let optimizer = try Optimizer.from(request.optimizer.first, context) else {
      throw Complaint(
        .type, "`update` moves by an optimizer, and this is \(request.optimizer.kind)",
        [.init(.argument("by"), "this is \(request.optimizer.kind)")],
        hint: "adam(0.001)")
    }
    self.optimizer = optimizer
    self.memory = memory
    self.context = context
    values = request.values
    names = request.names
    body = request.body
    request.optimizer = .none
    request.values = []
  }

  /// One step; the values and the optimizer are new afterwards. Gives the loss.
  mutating func run() throws -> Value {
    if !memory.runsAsWritten {
      if let trace = try memory.traces.first(where: { try fits($0) }) { return try replay(trace) }
      if let trace = try traced() {
        memory.traces.append(trace)
        if memory.traces.count > 8 { memory.traces.removeFirst() }
        return try replay(trace)
      }
    }
    return try asWritten()
  }

  // MARK: - tracing

  /// Traces the body over stand-ins; nil where it looks at values and must run as written.
  private func traced() throws -> UpdateTrace? {
    let trainees = try values.map { try Trainee($0) }
    // Outer tensors are found while the body runs, so a first pass only lists them.
    guard let names = try outerNames(trainees) else { return nil }
    let data = names.flatMap(\.shapes)
    let step = try watching(names) { stands in
      try TrainingStep(trainees, optimizer, data: data) { values, tensors in
        stands.tensors = tensors
        return try loss(values)
      }
    }
    guard let step else { return nil }
    return UpdateTrace(
      step: step, names: names, structures: values.map { structure(of: $0) }, layouts: trainees.map(\.layout),
      optimizer: optimizer.made.text)
  }

  private func loss(_ values: [Value]) throws -> Tensor {
    let value = try body.value(Array(zip(names, values))).first
    guard let loss = try Tensor(value) else {
      throw Complaint(
        .type, "the body of `update` ends in the loss, a number, and this is \(value.kind)", [.init(.whole, "ends in \(value.kind)")])
    }
    return loss
  }

  /// The outer names the body reads; nil where it looks at the trainees' numbers.
  private func outerNames(_ trainees: [Trainee]) throws -> [OuterName]? {
    var found: [OuterName] = []
    var count = 0
    let outer = context.watcher
    let hadEffect = context.hadEffect
    context.hadEffect = false
    defer {
      context.watcher = outer
      context.hadEffect = context.hadEffect || hadEffect
    }
    context.watcher = { name, place in
      let value = place.value
      if !found.contains(where: { $0.place === place || $0.name == name }) {
        let shapes = inputs(value, name).map { (shape: $0.shape, type: $0.type) }
        found.append(OuterName(name: name, place: place, value: value, first: count, shapes: shapes))
        count += shapes.count
      }
      return standIn(value, name) { $0.map { Tensor(awaiting: $0.shape, type: $0.type) } }
    }
    do {
      try TrainingStep.tryOut(trainees) { values in try loss(values) }
    } catch is UnknownNumbers {
      memory.runsAsWritten = true
      return nil
    }
    if context.hadEffect { memory.runsAsWritten = true }
    return memory.runsAsWritten ? nil : found
  }

  /// Stand-ins of the outer names, once the step has made them.
  private final class StandIns {
    var tensors: [Tensor] = []
  }

  /// Runs [make] while outer names are answered with the step's own inputs.
  private func watching(_ names: [OuterName], _ make: (StandIns) throws -> TrainingStep) throws -> TrainingStep? {
    let stands = StandIns()
    let outer = context.watcher
    defer { context.watcher = outer }
    context.watcher = { name, place in
      guard let known = names.first(where: { $0.name == name }) else { return place.value }
      return standIn(known.value, name) { tensors in Array(stands.tensors[known.first..<(known.first + tensors.count)]) }
    }
    return try make(stands)
  }

  /// The tensors of an outer value that are inputs of the step.
  private func inputs(_ value: Value, _ name: String) -> [Tensor] {
    switch value {
    case .thing(let tensor as Tensor): [tensor]
    case .thing(let net as Net): names.contains(name) ? [] : net.tensors
    case .record(let record): record.values.flatMap { inputs($0, name) }
    case .list(let items), .several(let items): items.flatMap { inputs($0, name) }
    case .number(let number) where memory.movingNumbers.contains(name): [Tensor(number)]
    default: []
    }
  }

  private func standIn(_ value: Value, _ name: String, _ make: ([Tensor]) -> [Tensor]) -> Value {
    var rest = make(inputs(value, name))[...]
    return replaced(value, name, &rest)
  }

  private func replaced(_ value: Value, _ name: String, _ rest: inout ArraySlice<Tensor>) -> Value {
    switch value {
    case .thing(is Tensor): return .thing(rest.removeFirst())
    case .thing(let net as Net) where !names.contains(name):
      defer { rest = rest.dropFirst(net.layout.entries.count) }
      return .thing(net.with(Array(rest.prefix(net.layout.entries.count))))
    case .record(let record): return .record(record.map { replaced($0, name, &rest) })
    case .list(let items): return .list(items.map { replaced($0, name, &rest) })
    case .several(let items): return .several(items.map { replaced($0, name, &rest) })
    case .number where memory.movingNumbers.contains(name): return .thing(rest.removeFirst())
    default: return value
    }
  }

  private func structure(of value: Value) -> ObjectIdentifier? {
    if case .thing(let net as Net) = value { ObjectIdentifier(net.structure) } else { nil }
  }

  // MARK: - replaying

  /// Whether a trace was made for what stands here now.
  private func fits(_ trace: UpdateTrace) throws -> Bool {
    guard trace.optimizer == optimizer.made.text, trace.structures.count == values.count else { return false }
    for place in values.indices where !isSameTrainee(values[place], trace, place) { return false }
    for name in trace.names where try !fits(name.value, name.place.value, name) { return false }
    return true
  }

  private func isSameTrainee(_ value: Value, _ trace: UpdateTrace, _ place: Int) -> Bool {
    if case .thing(let net as Net) = value { return trace.structures[place] == ObjectIdentifier(net.structure) }
    guard trace.structures[place] == nil, let leaves = try? value.tensorLeaves() else { return false }
    return leaves.map(\.shape) == trace.layouts[place].entries.map(\.shape)
  }

  /// The same but for the numbers of its tensors.
  private func fits(_ old: Value, _ new: Value, _ name: OuterName) throws -> Bool {
    switch (old, new) {
    case (.thing(let a as Tensor), .thing(let b as Tensor)): return a.shape == b.shape && a.type == b.type
    case (.thing(let a as Net), .thing(let b as Net)): return a.structure === b.structure
    case (.record(let a), .record(let b)):
      guard a.names == b.names else { return false }
      for place in a.values.indices where try !fits(a.values[place], b.values[place], name) { return false }
      return true
    case (.list(let a), .list(let b)), (.several(let a), .several(let b)):
      guard a.count == b.count else { return false }
      for place in a.indices where try !fits(a[place], b[place], name) { return false }
      return true
    case (.number(let a), .number(let b)):
      if memory.movingNumbers.contains(name.name) { return true }
      if a != b { memory.movingNumbers.insert(name.name) }
      return a == b
    default: return try old.equals(new)
    }
  }

  private mutating func replay(_ trace: UpdateTrace) throws -> Value {
    for name in trace.names {
      var column = name.first
      try bind(name.place.value, name.name, trace.step, &column)
    }
    let state = try ownState(trace.layouts)
    var stores: [ParameterStore] = []
    for place in values.indices { stores.append(try ownStore(place)) }
    // Whatever happens, the values come back with numbers in them, and the optimizer with its memory.
    defer {
      giveBack(stores, trace.layouts)
      optimizer.state = state
    }
    trace.step.bind(stores, state)
    let rate = try optimizer.rate.rate(at: Double(state.steps), in: RunLength(steps: nil, stepsPerEpoch: nil))
    let next = context.random.next()
    let loss = try trace.step.run(state, rate: rate, key: RandomKey(key: next.key, counter: next.counter))
    return .thing(Tensor([loss], shape: []))
  }

  private func bind(_ value: Value, _ name: String, _ step: TrainingStep, _ column: inout Int) throws {
    switch value {
    case .thing(let tensor as Tensor):
      let (storage, offset) = try tensor.memory()
      step.bind(data: column, to: storage, offset: offset)
      column += 1
    case .record(let record): for item in record.values { try bind(item, name, step, &column) }
    case .list(let items), .several(let items): for item in items { try bind(item, name, step, &column) }
    case .thing, .number:
      for tensor in inputs(value, name) {
        let (storage, offset) = try tensor.memory()
        step.bind(data: column, to: storage, offset: offset)
        column += 1
      }
    default: break
    }
  }

  /// The optimizer's memory, copied if somebody else may look at it.
  private mutating func ownState(_ layouts: [ParameterLayout]) throws -> OptimizerState {
    guard var state = optimizer.state else { return OptimizerState(optimizer, items: layouts.map(\.trainedCount)) }
    let wanted = layouts.flatMap { layout in (0..<optimizer.memoryCount).map { _ in layout.trainedCount * 4 } }
    guard state.memories.map(\.bytes) == wanted else {
      throw Complaint(
        .shape, "this optimizer has moved other parameters before, and remembers them",
        [.init(.argument("by"), "its memory has another shape")],
        hint: "opt = \(optimizer.made.text)")
    }
    optimizer.state = nil
    return isKnownUniquelyReferenced(&state) && state.isUnshared ? state : state.copy()
  }

  /// The numbers of a trainee, in memory that nobody else holds.
  private mutating func ownStore(_ place: Int) throws -> ParameterStore {
    if case .thing(var net as Net) = values[place] {
      values[place] = .none
      if var store = net.store {
        net.store = nil
        kept[place] = net
        return isKnownUniquelyReferenced(&store) && store.isUnshared ? store : store.copy()
      }
      kept[place] = net
      return try ParameterStore(net.layout, net.tensors)
    }
    return try Trainee(values[place]).makeStore()
  }

  private mutating func giveBack(_ stores: [ParameterStore], _ layouts: [ParameterLayout]) {
    for (place, store) in stores.enumerated() {
      if var net = kept.removeValue(forKey: place) {
        net.store = store
        values[place] = .thing(net)
      } else {
        values[place] = values[place].replacingTensors(store.tensors(layouts[place]))
      }
    }
  }

  // MARK: - as written

  /// The same step without a trace kept: the body runs on known numbers, every time.
  private mutating func asWritten() throws -> Value {
    let trainees = try values.map { try Trainee($0) }
    let state = try ownState(trainees.map(\.layout))
    let stores = try trainees.map { try $0.makeStore() }
    let outer = context.watcher
    context.watcher = nil
    defer { context.watcher = outer }
    let next = context.random.next()
    let key = RandomKey(key: next.key, counter: next.counter)
    let rate = try optimizer.rate.rate(at: Double(state.steps), in: RunLength(steps: nil, stepsPerEpoch: nil))
    let loss = try WrittenStep(trainees, stores, optimizer, state, key: key, rate: rate).run { try self.loss($0) }
    optimizer.state = state
    values = zip(trainees, stores).map { trainee, store in
      if case .net(let net) = trainee { return .thing(Net(net.structure, net.layout, store)) }
      return trainee.over(store.tensors(trainee.layout))
    }
    return .thing(loss)
  }
}
