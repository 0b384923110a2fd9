// An optimizer: what it remembers of each parameter, and how a parameter moves.

import Catalog
import Tensor

/// A rule that moves parameters along their gradients, and what it remembers of them. All parameters of a net move as one flat tensor.
/// Two words long: so it fits into a value without a box.
public struct Optimizer: Made {
  /// The new parameter, given the step; what it remembers is changed on the way.
  public typealias Rule = (_ step: UpdateStep, _ memory: inout [Tensor]) throws -> Tensor

  /// What stays the same from step to step.
  private(set) var recipe: Recipe
  /// What it remembers so far, where it was used by hand or a run is gone on with.
  var state: OptimizerState?

  final class Recipe {
    let made: Call
    let rate: Schedule
    let memoryCount: Int
    let rule: Rule

    init(made: Call, _ rate: Schedule, memoryCount: Int, _ rule: @escaping Rule) {
      self.made = made
      self.rate = rate
      self.memoryCount = memoryCount
      self.rule = rule
    }
  }

  /// [remembers]: a word for each tensor of the parameter's shape that is kept from step to step; it starts at 0.
  public init(_ rate: Schedule, remembers: [String] = [], rule: @escaping Rule) {
    recipe = Recipe(made: .unknown, rate, memoryCount: remembers.count, rule)
  }

  public var made: Call {
    get { recipe.made }
    set { recipe = Recipe(made: newValue, rate, memoryCount: memoryCount, rule) }
  }
  public var rate: Schedule { recipe.rate }
  var memoryCount: Int { recipe.memoryCount }
  var rule: Rule { recipe.rule }

  /// Whether both move parameters by the same rule, whatever they remember.
  func isSameRule(as other: Optimizer) -> Bool { recipe === other.recipe || made.text == other.made.text }

  public var kind: String { "an optimizer" }
  public var fieldNames: [String] { ["rate", "steps"] }

  public func field(_ name: String, _ context: Context) throws -> Value? {
    switch name {
    case "rate": rate.value
    case "steps": .number(Double(state?.steps ?? 0))
    default: nil
    }
  }
}

extension Optimizer: Argument {
  public static var wanted: String { "an optimizer such as adam(0.001)" }
  public static var families: [Family] { [.optimizer] }
  public static func from(_ value: Value, _ context: Context) throws -> Optimizer? {
    switch value {
    case .thing(let optimizer as Optimizer): return optimizer
    case .thing(let word as Declaration) where word.family == .optimizer:
      guard case .thing(let optimizer as Optimizer)? = try word.madeBare(context) else { return nil }
      return optimizer
    default: return nil
    }
  }
  public var value: Value { .thing(self) }
}

extension Optimizer {
  /// The memory for parameters of these layouts, in this optimizer's hands alone: new, its own, or a copy of what others hold, too.
  mutating func ownState(_ layouts: [ParameterLayout]) throws -> OptimizerState {
    try refuseStrangers(layouts)
    if isKnownUniquelyReferenced(&state), let state { return state }
    let made = state?.copy() ?? OptimizerState(self, items: layouts.map(\.trainedCount))
    state = made
    return made
  }

  private func refuseStrangers(_ layouts: [ParameterLayout]) throws {
    guard let state, !state.fits(self, layouts) else { return }
    throw Complaint(
      .shape, "this optimizer has moved other parameters before, and remembers them",
      [.init(.argument("by"), "its memory has another shape")],
      why: "make a new one for these: \(made.text)")
  }
}

/// What an optimizer remembers between steps, in memory of its own.
final class OptimizerState {
  private(set) var memories: [Storage]
  /// How many items each trainee has.
  private let items: [Int]
  var steps: Int

  private init(memories: [Storage], items: [Int], steps: Int) {
    self.memories = memories
    self.items = items
    self.steps = steps
  }

  /// Nothing yet: zeros for so many items of each trainee.
  convenience init(_ optimizer: Optimizer, items: [Int]) {
    // Where nothing is computed there is nothing to remember.
    let kept = Checking.isOn ? [] : items
    let memories = kept.flatMap { count in (0..<optimizer.memoryCount).map { _ in Storage([Float](repeating: 0, count: count)) } }
    self.init(memories: memories, items: items, steps: 0)
  }

  /// Whether these memories belong to parameters of these layouts.
  func fits(_ optimizer: Optimizer, _ layouts: [ParameterLayout]) -> Bool {
    if optimizer.memoryCount == 0 { return memories.isEmpty }
    guard items.count == layouts.count else { return false }
    for place in items.indices where items[place] != layouts[place].trainedCount { return false }
    return Checking.isOn || memories.count == items.count * optimizer.memoryCount
  }

  /// Takes the numbers of a copy.
  func restore(_ copy: OptimizerState) {
    for (memory, old) in zip(memories, copy.memories) { memory.address.copyMemory(from: old.address, byteCount: memory.bytes) }
    steps = copy.steps
  }

  func copy() -> OptimizerState {
    if Checking.isOn { return OptimizerState(memories: [], items: items, steps: steps) }
    let twins = memories.map { memory in
      let twin = Storage(bytes: memory.bytes)
      twin.address.copyMemory(from: memory.address, byteCount: memory.bytes)
      return twin
    }
    return OptimizerState(memories: twins, items: items, steps: steps)
  }
}

/// One update as a rule sees it: tensors of the parameter's shape, and numbers that change from step to step.
public struct UpdateStep {
  public let parameter: Tensor
  public let gradient: Tensor
  private let numbers: NumberBox

  init(parameter: Tensor, gradient: Tensor, _ numbers: NumberBox) {
    self.parameter = parameter
    self.gradient = gradient
    self.numbers = numbers
  }

  /// The learning rate of this step: rank 0.
  public var rate: Tensor { number { rate, _ in rate } }

  /// A number worked out anew for each step in double precision, from the rate and the count of updates (from 1): rank 0.
  public func number(_ compute: @escaping (_ rate: Double, _ count: Double) -> Double) -> Tensor { numbers.add(compute) }
}
