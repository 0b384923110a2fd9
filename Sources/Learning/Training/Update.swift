// `update NAMES by OPT { loss }`: a step written by hand, traced on first sight and replayed while nothing about it changes.

import Catalog
import Tensor

extension Catalog {
  /// Says what `update` does.
  func addUpdate() {
    update = { request, context in
      try request.refuseUnknown()
      let memory = UpdateMemory.of(request.body, context)
      var update = try Update(&request, memory, context)
      defer {
        request.values = update.values
        request.optimizer = .thing(update.optimizer)
      }
      return try update.run()
    }
  }
}

extension UpdateRequest {
  /// While nothing is computed: where it is not known what moves, or how, the body is looked through all the same.
  fileprivate func refuseUnknown() throws {
    guard Checking.isOn, optimizer.holdsUnknown || values.contains(where: \.holdsUnknown) else { return }
    _ = try body.value(Array(zip(names, values)))
    throw UnknownNumbers()
  }
}

extension UpdateMemory {
  /// What is known about a body, from now on at the latest.
  fileprivate static func of(_ body: Body, _ context: Context) -> UpdateMemory {
    if let known = context.memories[body.identity] as? UpdateMemory { return known }
    let memory = UpdateMemory()
    context.memories[body.identity] = memory
    return memory
  }
}

/// One evaluation of an `update`.
private struct Update {
  private(set) var values: [Value]
  private(set) var optimizer: Optimizer
  private let names: [String]
  private let body: Body
  private let memory: UpdateMemory
  private let context: Context

  /// Takes values and optimizer out of the request: only who holds numbers alone may change them in place.
  init(_ request: inout UpdateRequest, _ memory: UpdateMemory, _ context: Context) throws {
    guard let optimizer = try Optimizer.from(request.optimizer.first, context) else {
      throw Complaint(
        .type, "`update` moves by an optimizer, and this is \(request.optimizer.kind)",
        [.init(.argument("by"), "this is \(request.optimizer.kind)")],
        why: "an optimizer is made by adam(0.001), sgd(0.1) and their like")
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
    if Checking.isOn { return try foreseen() }
    if memory.runsAsWritten { return try asWritten() }
    if let trace = memory.trace(values, optimizer, body) { return try replay(trace) }
    guard let trace = try traced() else { return try asWritten() }
    memory.add(trace)
    return try replay(trace)
  }

  /// Where nothing is computed: the body is traced, and everything that would move is known by its shape.
  private mutating func foreseen() throws -> Value {
    let trainees = try values.map { try Trainee($0) }
    try TrainingStep.tryOut(trainees) { try loss($0) }
    let state = try optimizer.ownState(trainees.map(\.layout))
    do {
      _ = try optimizer.rate.rate(at: Double(state.steps), in: RunLength(steps: nil, stepsPerEpoch: nil))
    } catch is UnknownNumbers {}
    values = trainees.map(\.forgotten)
    return .thing(Tensor(awaiting: [], type: .float32))
  }

  // MARK: - tracing

  /// Traces the body over stand-ins; nil where it looks at values and must run as written.
  private func traced() throws -> UpdateTrace? {
    let trainees = try values.map { try Trainee($0) }
    // Outer tensors are found while the body runs, so a first pass only lists them.
    guard let outer = try outerNames(trainees) else { return nil }
    var stands: [Tensor] = []
    let step = try watched { name, place in
      outer.first { $0.place === place }?.standIn(stands) ?? place.value
    } while: {
      try TrainingStep(trainees, optimizer, data: outer.flatMap(\.columns)) { values, data in
        stands = data
        return try loss(values)
      }
    }
    return try UpdateTrace(step, outer, values, optimizer)
  }

  private func loss(_ values: [Value]) throws -> Tensor {
    let value = try body.value(Array(zip(names, values))).first
    guard let loss = try Tensor(value) else {
      throw Complaint(
        .type, "the body of `update` ends in the loss, a number, and this is \(value.kind)", [.init(.whole, "ends in \(value.kind)")])
    }
    return loss
  }

  /// The outer names the body reads; nil where a trace would not do what it does: it looks at numbers, has effects, or draws by itself.
  private func outerNames(_ trainees: [Trainee]) throws -> [OuterName]? {
    var found: [OuterName] = []
    var stands: [Tensor] = []
    let (hadEffect, random) = (context.hadEffect, context.random)
    context.hadEffect = false
    defer {
      context.hadEffect = context.hadEffect || hadEffect
      context.random = random
    }
    do {
      try watched { name, place in
        if let known = found.first(where: { $0.place === place }) { return known.standIn(stands) }
        let made = OuterName(name, place, isDirect: body.place(name) === place, moves: memory.moves(place), first: stands.count)
        found.append(made)
        stands += made.columns.map { Tensor(awaiting: $0.shape, type: $0.type) }
        return made.standIn(stands)
      } while: {
        try TrainingStep.tryOut(trainees) { values in try loss(values) }
      }
    } catch is UnknownNumbers {
      memory.runsAsWritten = true
    }
    if context.hadEffect || context.random.hasDrawn(since: random) { memory.runsAsWritten = true }
    return memory.runsAsWritten ? nil : found
  }

  /// Runs [work] while outer names are answered by [watcher].
  private func watched<Result>(
    _ watcher: (_ name: String, _ place: any NamePlace) throws -> Value, while work: () throws -> Result
  ) rethrows -> Result {
    let outer = context.watcher
    defer { context.watcher = outer }
    return try withoutActuallyEscaping(watcher) { watcher in
      context.watcher = watcher
      defer { context.watcher = nil }
      return try work()
    }
  }

  // MARK: - replaying

  private mutating func replay(_ trace: UpdateTrace) throws -> Value {
    // What stays bound is held: it could not be written in place the next time.
    defer { trace.step.letGo() }
    try trace.bindNames()
    let state = try optimizer.ownState(trace.layouts)
    trace.step.bind(state)
    for place in values.indices { trace.step.bind(trainee: place, to: try ownStore(place, trace.layouts[place])) }
    let rate = try optimizer.rate.rate(at: Double(state.steps), in: RunLength(steps: nil, stepsPerEpoch: nil))
    let loss = try trace.step.run(state, rate: rate, key: context.random.nextKey())
    return .thing(Tensor(Double(loss)))
  }

  /// The memory of a trainee's numbers, in which from now on its value lies and nobody else's.
  private mutating func ownStore(_ place: Int, _ layout: ParameterLayout) throws -> ParameterStore {
    guard case .thing(var net as Net) = values[place] else {
      let store = try Trainee(values[place]).makeStore()
      values[place] = values[place].replacingTensors(store.tensors(layout))
      return store
    }
    values[place] = .none
    let store = try net.ownStore()
    values[place] = .thing(net)
    return store
  }

  // MARK: - as written

  /// The same step without a trace kept: the body runs on known numbers, every time.
  private mutating func asWritten() throws -> Value {
    let trainees = try values.map { try Trainee($0) }
    let state = try optimizer.ownState(trainees.map(\.layout))
    let stores = try trainees.map { try $0.makeStore() }
    let outer = context.watcher
    context.watcher = nil
    defer { context.watcher = outer }
    let rate = try optimizer.rate.rate(at: Double(state.steps), in: RunLength(steps: nil, stepsPerEpoch: nil))
    let step = WrittenStep(trainees, stores, optimizer, state, key: context.random.nextKey(), rate: rate)
    let loss = try step.run { try self.loss($0) }
    values = zip(trainees, stores).map { trainee, store in
      if case .net(let net) = trainee { return .thing(Net(net.structure, store)) }
      return trainee.over(store.tensors(trainee.layout))
    }
    return .thing(loss)
  }
}

extension RandomStream {
  fileprivate mutating func nextKey() -> RandomKey {
    let next = next()
    return RandomKey(key: next.key, counter: next.counter)
  }

  /// Whether something was drawn since this stream was [earlier].
  fileprivate func hasDrawn(since earlier: RandomStream) -> Bool {
    var (now, before) = (self, earlier)
    return now.next() != before.next()
  }
}
