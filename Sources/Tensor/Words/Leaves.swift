// Values as trees of tensors: records, lists, nets. What a gradient is taken at, and what an optimizer moves.

import Catalog

/// A thing that holds tensors which can be exchanged: a net, a gradient.
public protocol TensorTree: Thing {
  /// The tensors that a gradient is taken at, in a fixed order.
  var leaves: [Tensor] { get }
  /// The same thing with other tensors.
  func replacing(_ leaves: [Tensor]) -> Self
}

extension Value {
  /// All tensors in it, in order; numbers count as tensors of rank 0.
  public func tensorLeaves() throws -> [Tensor] {
    switch self {
    case .list(let items), .several(let items): return try items.flatMap { try $0.tensorLeaves() }
    case .record(let record): return try record.values.flatMap { try $0.tensorLeaves() }
    case .number(let number): return [Tensor(number)]
    case .thing(let tensor as Tensor): return [tensor]
    case .thing(let tree as any TensorTree): return tree.leaves
    case .thing(is Unknown): throw UnknownNumbers()
    default:
      throw Complaint(
        .type, "a gradient is taken at tensors, nets and records of them, not at \(kind)", [.init(.argument("at"), "this is \(kind)")])
    }
  }

  /// The same value with its tensors exchanged, in the order of `tensorLeaves`.
  public func replacingTensors(_ leaves: [Tensor]) -> Value {
    var rest = leaves[...]
    return replacing(&rest)
  }

  private func replacing(_ rest: inout ArraySlice<Tensor>) -> Value {
    switch self {
    case .list(let items): return .list(items.map { $0.replacing(&rest) })
    case .several(let items): return .several(items.map { $0.replacing(&rest) })
    case .record(let record): return .record(record.map { $0.replacing(&rest) })
    case .number: return .thing(rest.removeFirst())
    case .thing(let tensor as Tensor):
      _ = tensor
      return .thing(rest.removeFirst())
    case .thing(let tree as any TensorTree):
      let count = tree.leaves.count
      defer { rest = rest.dropFirst(count) }
      return .thing(tree.replacing(Array(rest.prefix(count))))
    default: return self
    }
  }

  /// Every tensor that waits to be computed, wherever it stands.
  fileprivate func collectTensors(_ found: inout [Tensor]) {
    switch self {
    case .list(let items), .several(let items): for item in items { item.collectTensors(&found) }
    case .record(let record): for item in record.values { item.collectTensors(&found) }
    case .thing(let tensor as Tensor): found.append(tensor)
    case .thing(let tree as any TensorTree): found += tree.leaves
    default: break
    }
  }
}

extension Primitive {
  /// The same tensor under another identity: where a gradient ends.
  static let alias: Primitive = Primitive("alias", .view { _, view in view }, gradient: { _, upstream in upstream })
}

extension Tensor {
  /// The same tensor under another identity: a place where a gradient can be taken.
  public func aliased() -> Tensor { Tensor(Node(.alias, [node], shape: shape, type: type)) }

  /// Points an awaiting tensor at its numbers.
  public func bind(_ storage: Storage) { node.bind(storage) }
}

extension Catalog {
  /// Gradients of functions, and how lazy values are computed together.
  public func addGradients() {
    settle = { values in
      if Checking.isOn { return }
      var tensors: [Tensor] = []
      for value in values { value.collectTensors(&tensors) }
      tensors.removeAll { $0.node.isLeaf }
      try evaluate(tensors)
    }
    add(
      .gradient, "grad", "The gradient of a function's value with respect to its argument; gives the value as well.",
      examples: [Example("grad(x -> x^2, at: 3)", gives: "6"), Example("grad(w -> sum(w * [1, 2]), at: [0, 0])", gives: "[1, 2]")],
      given("f", "a function of one argument whose value is one number", Callable.self),
      given("at", "a number, a tensor, a net, or a record or list of them", Value.self)
    ) { (f: Callable, at: Value) in
      let targets = try at.tensorLeaves().map { $0.floating.aliased() }
      let result = try Recording.during { try f(at.replacingTensors(targets)) }
      guard let loss = try Tensor(result.first) else {
        throw Complaint(
          .type, "`grad` wants a function that gives one number, and this gave \(result.kind)",
          [.init(.argument("f"), "gives \(result.kind)")])
      }
      let found = try gradients(of: loss, at: targets)
      return Value.several([at.replacingTensors(found), .thing(loss)])
    }
    addForeign("autograd.grad", in: "PyTorch", means: "grad")
    addForeign("jax.grad", "jax.value_and_grad", in: "JAX", means: "grad")
  }
}
