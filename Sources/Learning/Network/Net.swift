// A network: its structure, its parameters, and what the language can ask of it.

import Catalog
import Tensor

/// How a net turns inputs into outputs, without its numbers.
final class Structure {
  let block: Block
  /// What its parameters are called and how they are shaped.
  let layout: ParameterLayout
  /// The inputs by name; one without a name is what flows.
  let inputs: [(name: String, shape: Shape)]
  /// The shape of one output, without the batch.
  let output: Shape
  /// The lines as layers, where they are no more than that.
  let lines: [Layer]?
  /// The expression that makes the structure again, and the names that it needs to be read elsewhere; nil: none.
  let text: String
  let needs: (() -> [(String, Value)])?
  let notes: [LayerNote]

  init(
    block: Block, layout: ParameterLayout, inputs: [(name: String, shape: Shape)], output: Shape, lines: [Layer]?, text: String,
    needs: (() -> [(String, Value)])?, notes: [LayerNote]
  ) {
    self.block = block
    self.layout = layout
    self.inputs = inputs
    self.output = output
    self.lines = lines
    self.text = text
    self.needs = needs
    self.notes = notes
  }
}

/// A net as a value: arithmetic works leaf by leaf, and nothing changes it. Three words long: so it fits into a value without a box.
public struct Net: TensorTree {
  let structure: Structure
  /// The numbers, in memory of their own; nil while the parameters are tensors of some graph.
  var store: ParameterStore?
  private let given: [Tensor]

  /// The parameters in the layout's order.
  public var tensors: [Tensor] { store?.tensors(layout) ?? given }

  var layout: ParameterLayout { structure.layout }

  init(_ structure: Structure, _ store: ParameterStore) {
    self.structure = structure
    self.store = store
    given = []
  }

  private init(_ structure: Structure, _ tensors: [Tensor]) {
    self.structure = structure
    given = tensors
  }

  /// The same net with other tensors, in the layout's order.
  func with(_ tensors: [Tensor]) -> Net { Net(structure, tensors) }

  /// The same net with its numbers in memory of its own.
  func stored() throws -> Net {
    if store != nil || Checking.isOn { return self }
    return Net(structure, try ParameterStore(layout, given))
  }

  /// The memory of the numbers, in this net's hands alone: a copy if somebody else may look at it.
  mutating func ownStore() throws -> ParameterStore {
    if isKnownUniquelyReferenced(&store), let store, store.isUnshared { return store }
    let made = try store?.copy() ?? ParameterStore(layout, given)
    self = Net(structure, made)
    return made
  }

  public var leaves: [Tensor] { zip(layout.entries, tensors).filter(\.0.isTrained).map(\.1) }

  public func replacing(_ leaves: [Tensor]) -> Net {
    var rest = leaves[...]
    return with(zip(layout.entries, tensors).map { entry, tensor in entry.isTrained ? rest.removeFirst() : tensor })
  }

  /// Whether both are one net while a step is traced: the same structure over the very same tensors.
  func hasParameters(of other: Net) -> Bool {
    structure === other.structure && store == nil && other.store == nil && given.first?.node === other.given.first?.node
  }

  /// The net as one line of another: its parameters become the other's, and start from the numbers they have.
  var asLayer: Layer {
    var layer = Layer("net") { x, scope in
      let (value, _) = try scope.starting(from: self) { try structure.block.run([], x, scope) }
      guard case .thing(let result as Tensor) = value.first else {
        throw Complaint(.type, "the net ends in \(value.kind), not in a tensor", [.init(.whole, "")])
      }
      scope.resolved = nil
      return result
    }
    layer.made = Call(shown: structure.text)
    layer.needs = structure.needs
    return layer
  }

  /// Runs the net. In a [training] session its layers train, and say what they want to keep.
  func apply(_ inputs: [String: Tensor], training session: TrainingSession?) throws -> (result: Tensor, kept: [Int: Tensor]) {
    let scope = Scope(layout, tensors, training: session)
    defer { session?.streams = scope.streams }
    let start = structure.inputs.count == 1 && structure.inputs[0].name.isEmpty ? inputs[""] : nil
    let names = structure.inputs.filter { !$0.name.isEmpty }.compactMap { input in inputs[input.name].map { (input.name, Value.thing($0)) }
    }
    let (value, _) = try structure.block.run(names, start, scope)
    guard case .thing(let result as Tensor) = value.first else {
      throw Complaint(.type, "the net ends in \(value.kind), not in a tensor", [.init(.whole, "")])
    }
    return (result, scope.kept)
  }
}

// MARK: - building

extension Net {
  /// `layers(INPUT) { … }`: runs the lines once on a stand-in, which checks every shape and makes every parameter.
  init(building given: Given, _ body: Body, _ context: Context) throws {
    let inputs = try Net.inputs(given, context)
    try self.init(inputs, Block(body, context), body.source, needs: body.outerNames, context)
  }

  /// A block that takes its shape from the first data.
  init(_ layer: Layer, sample shape: Shape, _ context: Context) throws {
    let block = layer.lines.isEmpty ? Block([layer]) : Block(layer.lines)
    try self.init([("", shape)], block, "{ \(try layer.text()) }", needs: layer.needs ?? { [] }, context)
  }

  private init(
    _ inputs: [(name: String, shape: Shape)], _ block: Block, _ source: String, needs: @escaping () -> [(String, Value)],
    _ context: Context
  ) throws {
    let scope = Scope(building: context)
    // Two samples stand for any number of them; nothing is computed.
    let stands = inputs.map { Tensor(awaiting: [2] + $0.shape, type: .float32) }
    let isPlain = inputs.count == 1 && inputs[0].name.isEmpty
    let names = isPlain ? [] : zip(inputs, stands).map { ($0.name, Value.thing($1)) }
    let (value, lines) = try block.run(names, isPlain ? stands[0] : nil, scope)
    guard case .thing(let output as Tensor) = value.first else {
      throw Complaint(.type, "the net ends in \(value.kind), not in a tensor", [.init(.whole, "its last line gives no tensor")])
    }
    let head = "layers(\(Net.inputText(inputs)))"
    // Lines that are plain layers print as what they came to; anything else is kept as it was written.
    let isPlainText = lines?.allSatisfy { $0.needs == nil } ?? false
    let text = isPlainText ? Catalog.blockText(head, lines ?? []) : "\(head) \(source)"
    structure = Structure(
      block: lines.map { Block($0) } ?? block, layout: scope.layout, inputs: inputs, output: Array(output.shape.dropFirst()),
      lines: lines, text: text, needs: isPlainText ? nil : needs, notes: scope.notes ?? [])
    store = Checking.isOn ? nil : try ParameterStore(scope.layout, scope.tensors)
    self.given = Checking.isOn ? scope.layout.standIns : []
  }

  private static func inputs(_ given: Given, _ context: Context) throws -> [(name: String, shape: Shape)] {
    let all = given.positional.map { ("", $0) } + given.named.map { ($0.name, $0.value) }
    guard given.positional.count <= 1, given.positional.isEmpty || given.named.isEmpty else {
      throw Complaint(
        .argument, "`layers` takes the shape of one sample, or several with names", [.init(.whole, "")],
        why: "several have names: layers(image: 3x32x32, words: [20]) { … }")
    }
    return try all.map { name, value in
      guard let shape = try ShapeArgument.from(value.first, context) else {
        throw Complaint(.argument, "`layers` wants the shape of one sample, not \(value.kind)", [.init(.position(0), "such as 1x28x28")])
      }
      return (name, try shape.checked())
    }
  }

  private static func inputText(_ inputs: [(name: String, shape: Shape)]) -> String {
    inputs.map { ($0.name.isEmpty ? "" : "\($0.name): ") + ($0.shape.count == 1 ? "\($0.shape[0])" : sizeText($0.shape)) }.joined(
      separator: ", ")
  }
}

// MARK: - as a value

extension Net: Thing {
  public var kind: String { "a net" }
  public func text() throws -> String { structure.text }
  public var outline: String { "\(sizeText(structure.output)) out, \(layout.trainedCount) parameters" }
  public var fieldNames: [String] { ["parameters", "weights", "layers", "shape"] }

  public func field(_ name: String, _ context: Context) throws -> Value? {
    switch name {
    case "parameters": .number(Double(layout.trainedCount))
    case "weights": .record(weights)
    case "layers": .list((structure.lines ?? []).map { .thing($0) })
    case "shape": .size(structure.output)
    default: nil
    }
  }

  /// `net.weights = …` gives the same net with other numbers.
  public func settingField(_ name: String, to value: Value, _ context: Context) throws -> Value? {
    name == "weights" ? .thing(try taking(value)) : nil
  }

  public var isCallable: Bool { true }

  /// `net(x)`: outside of training nothing drops and running statistics count. Inside `update` a net that is updated trains.
  public func call(_ given: Given, _ context: Context) throws -> Value {
    let inputs = try bind(given)
    if let scope = Scope.current, let x = inputs[""] { return .thing(try scope.apply(asLayer, to: x)) }
    if let session = TrainingSession.current, let result = try session.run(self, inputs) { return .thing(result) }
    return .thing(try apply(inputs, training: nil).result)
  }

  /// The inputs by name, checked against the shapes the net was made for.
  func bind(_ given: Given) throws -> [String: Tensor] {
    var values = given.named.map { ($0.name, $0.value) }
    for (place, value) in given.positional.enumerated() {
      if case .record(let record) = value.first, place == 0, structure.inputs.count > 1 {
        values += record.fields.map { ($0.name, $0.value) }
      } else if place < structure.inputs.count {
        values.append((structure.inputs[place].name, value))
      } else {
        throw Complaint(
          .argument, "the net takes \(structure.inputs.count) input\(structure.inputs.count == 1 ? "" : "s")",
          [.init(.position(place), "one too many")])
      }
    }
    var inputs: [String: Tensor] = [:]
    for input in structure.inputs {
      guard let value = values.first(where: { $0.0 == input.name })?.1, let tensor = try Tensor(value.first) else {
        throw Complaint(
          .argument, "the net wants a tensor\(input.name.isEmpty ? "" : " named `\(input.name)`")",
          [.init(.position(0), "[batch, \(input.shape.map(String.init).joined(separator: ", "))]")])
      }
      inputs[input.name] = try checked(tensor, input)
    }
    return inputs
  }

  private func checked(_ tensor: Tensor, _ input: (name: String, shape: Shape)) throws -> Tensor {
    if tensor.rank == input.shape.count + 1, Array(tensor.shape.dropFirst()) == input.shape { return tensor }
    let wanted = "[batch, \(input.shape.map(String.init).joined(separator: ", "))]"
    let isSample = tensor.shape == input.shape
    throw Complaint(
      .shape, "the net takes \(wanted), and this is \(tensor.shape.shapeText)", [.init(.position(0), tensor.shape.shapeText)],
      why: isSample ? "this is one sample; a batch has one more axis in front" : nil,
      edits: isSample ? [.replace(.position(0), "expand(\(part: .position(0)))", "a batch of one")] : [])
  }

  public func settle() throws { if !Checking.isOn { try evaluate(tensors) } }
  public var forgotten: any Thing { with(layout.standIns) }
  public func isLike(_ other: any Thing) -> Bool { (other as? Net)?.structure === structure }

  public func negated() throws -> Value? { .thing(with(try tensors.map { try -$0 })) }

  /// Leaf by leaf with a number or with a net (or a gradient) of the same structure. What layers keep for themselves stays.
  public func combine(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    guard [.add, .subtract, .multiply, .divide, .power].contains(operation) else { return nil }
    var partners: [Tensor]
    switch other {
    case .thing(let net as Net):
      guard net.layout.entries.map(\.shape) == layout.entries.map(\.shape) else {
        throw Complaint(.shape, "these two nets have different parameters", [.init(.operator, "they work leaf by leaf")])
      }
      partners = net.tensors
    case .number, .thing(is Tensor), .thing(is Unknown):
      guard let number = try Tensor(other), number.rank == 0 else { return nil }
      partners = tensors.map { _ in number }
    default: return nil
    }
    let results = try zip(zip(layout.entries, tensors), partners).map { item, partner in
      guard item.0.isTrained else { return item.1 }
      let (a, b) = isLeft ? (item.1, partner) : (partner, item.1)
      guard case .thing(let result as Tensor)? = try a.combine(operation, .thing(b), isLeft: true) else { return item.1 }
      return result
    }
    return .thing(with(results))
  }

  public func equals(_ other: Value) throws -> Bool {
    guard case .thing(let net as Net) = other, structure === net.structure || structure.text == net.structure.text else { return false }
    return try zip(tensors, net.tensors).allSatisfy { try $0.equals(.thing($1)) }
  }
}

extension Net: Argument {
  public static var wanted: String { "a net" }
  public static func from(_ value: Value, _ context: Context) throws -> Net? {
    switch value {
    case .thing(let net as Net): net
    case .thing(let run as Run): run.net
    default: nil
    }
  }
  public var value: Value { .thing(self) }
}
