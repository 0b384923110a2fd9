// What a layer sees of the net it stands in: its parameters, by name, and the mode.

import Catalog
import Tensor

/// The surroundings of a layer while it is applied. When a net is built the scope makes parameters; later it hands them out.
public final class Scope {
  /// Set where dropout drops and batch norm looks at the batch.
  public let isTraining: Bool
  /// What layers draw from while training.
  public let key: Tensor?
  public private(set) var layout = ParameterLayout()
  public private(set) var tensors: [Tensor] = []
  /// What layers want to keep from this pass: by place in the layout.
  public private(set) var kept: [Int: Tensor] = [:]
  /// Set by a block after it was applied: the same block with its lines worked out.
  var resolved: Layer?
  /// While a net is built: how each line changed what flows.
  var notes: [LayerNote]?
  /// Beside the notes: the work that was noted already.
  let counter: WorkCounter?

  /// While a layer stands in a word such as `weight_norm`: what its weights are made of, in place of parameters of their own.
  var reparametrization: ((_ name: String, _ shape: Shape, _ fan: (inputs: Int, outputs: Int), _ start: Initializer) throws -> Tensor)?

  private let context: Context?
  private var path: [String] = []
  /// How deep in blocks the current line stands.
  var depth: Int { max(path.count, 0) }
  private var counts: [String: Int] = [:]
  /// Nets that stand as lines in the net that is built, and how deep: their parameters start from the numbers they have.
  private var starts: [(net: Net, depth: Int)] = []
  /// How many random streams of the key were used.
  private(set) var streams: Int

  /// A scope that makes parameters as layers ask for them.
  init(building context: Context, training session: TrainingSession? = nil) {
    self.context = context
    key = session?.key
    streams = session?.streams ?? 0
    isTraining = session != nil
    notes = []
    counter = WorkCounter()
  }

  /// A scope over parameters that exist.
  init(_ layout: ParameterLayout, _ tensors: [Tensor], training session: TrainingSession?) {
    self.layout = layout
    self.tensors = tensors
    key = session?.key
    streams = session?.streams ?? 0
    isTraining = session != nil
    counter = nil
    context = nil
  }

  /// The scope that layers are applied in at the moment; nil outside of nets.
  nonisolated(unsafe) static var current: Scope?

  /// Runs [work] with this scope as the current one.
  func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    let (outer, axis) = (Scope.current, JoinAxis.usual)
    (Scope.current, JoinAxis.usual) = (self, 1)
    defer { (Scope.current, JoinAxis.usual) = (outer, axis) }
    return try work()
  }

  /// Applies a layer under a name of its own, as a part of another.
  func apply(_ layer: Layer, to x: Tensor) throws -> Tensor {
    // What a part worked out is not what stands in the line.
    defer { resolved = nil }
    return try applyLine(layer, to: x)
  }

  /// Applies a layer under a name of its own: the second `conv` of a net is `conv_2`.
  func applyLine(_ layer: Layer, to x: Tensor) throws -> Tensor {
    let prefix = (path + [layer.name]).joined(separator: ".")
    counts[prefix, default: 0] += 1
    let count = counts[prefix] ?? 1
    path.append(count == 1 ? layer.name : "\(layer.name)_\(count)")
    defer { path.removeLast() }
    return try layer.apply(x, self)
  }

  /// Runs [work] while parameters that are made start from those of a net, by their names within it.
  func starting<Result>(from net: Net, _ work: () throws -> Result) rethrows -> Result {
    starts.append((net, path.count))
    defer { starts.removeLast() }
    return try work()
  }

  /// A parameter that the optimizer moves. [fan]: inputs and outputs of one unit, which initialisers ask for. [foreign]: how PyTorch keeps
  /// it, where that is otherwise.
  public func parameter(
    _ name: String, _ shape: Shape, fan: (inputs: Int, outputs: Int), _ start: Initializer, foreign: ForeignForm? = nil
  ) throws -> Tensor {
    if let made = reparametrization, shape.count > 1 {
      reparametrization = nil
      defer { reparametrization = made }
      return try made(name, shape, fan, start)
    }
    return try entry(name, shape, isTrained: true, foreign) { context in try start.draw(shape, fan, RandomKey(context).tensor()) }
  }

  /// A tensor that the layer itself keeps up to date while training.
  public func memory(_ name: String, _ shape: Shape, filled number: Double, foreign: ForeignForm? = nil) throws -> Tensor {
    try memory(name, shape, .constant(number), foreign: foreign)
  }

  public func memory(_ name: String, _ shape: Shape, _ start: Initializer, foreign: ForeignForm? = nil) throws -> Tensor {
    try entry(name, shape, isTrained: false, foreign) { context in try start.draw(shape, (1, 1), RandomKey(context).tensor()) }
  }

  /// Says what a memory becomes after this pass.
  public func remember(_ name: String, _ tensor: Tensor) {
    if let place = layout.place(of: full(name)) { kept[place] = tensor.converted(to: .float32) }
  }

  /// The number of the next random stream: each layer draws from its own.
  public func nextStream() -> Int {
    streams += 1
    return streams
  }

  private func full(_ name: String) -> String { (path + [name]).joined(separator: ".") }

  private func entry(
    _ name: String, _ shape: Shape, isTrained: Bool, _ foreign: ForeignForm?, _ make: (Context) throws -> Tensor
  ) throws -> Tensor {
    let (own, name) = (name, full(name))
    if let place = layout.place(of: name) {
      guard layout.entries[place].shape == shape else {
        throw Complaint(
          .shape, "`\(name)` was made with the shape \(layout.entries[place].shape.shapeText), and this input wants \(shape.shapeText)",
          [.init(.position(0), "a net takes inputs of the shape it was made for")])
      }
      return tensors[place]
    }
    guard let context else {
      throw Complaint(.shape, "the net has no parameter `\(name)`", why: "its layers did not run as when it was made")
    }
    try checkMemory(
      of: shape, .float32, [.init(.whole, "its \(own) is \(shape.shapeText)")], wayOut: "with fewer inputs or outputs it is smaller")
    let made = try start(own, shape) ?? make(context)
    layout.append(name, shape, isTrained: isTrained, foreign: foreign)
    tensors.append(made)
    return made
  }

  /// The numbers that a parameter of an inner net has already: those of the outermost net that knows it. Nil where there is none.
  private func start(_ name: String, _ shape: Shape) throws -> Tensor? {
    for (net, depth) in starts {
      guard let place = net.layout.place(of: (path.dropFirst(depth) + [name]).joined(separator: ".")) else { continue }
      let known = net.layout.entries[place].shape
      guard known == shape else {
        throw Complaint(
          .shape, "the net was made with `\(name)` of the shape \(known.shapeText), and here it is \(shape.shapeText)",
          [.init(.whole, "it takes inputs of another shape")])
      }
      return net.tensors[place]
    }
    return nil
  }
}

/// One line of a net: what it was and what flowed out of it.
struct LayerNote {
  let depth: Int
  let text: String
  let shape: Shape
  let parameters: Int
  let multiplyAdds: Int
  /// Its own lines follow, one level deeper.
  let isBlock: Bool
}
