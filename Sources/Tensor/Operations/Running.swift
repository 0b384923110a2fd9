// What runs along an axis: sums, products, extremes, and the recurrence behind them.

import CKernels
import Catalog

extension Primitive {
  /// y[i] = a[i] * y[i - 1] + b[i]. Inputs: a, b. Attributes: the axis.
  static let recurrence: Primitive = Primitive(
    "recurrence", .kernel { node, builder in try builder.recurrence(node) }, types: ElementType.computed,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil] }
      let axis = node.attributes[0]
      let a = Tensor(node.inputs[0])
      guard a.shape[axis] > 0 else { return [g, g] }
      // What arrives at y[i] comes from above, and from y[i + 1] by a[i + 1].
      let back = try recur(a.shifted(by: -1, axis).flipped([axis]), g.flipped([axis]), axis: axis).flipped([axis])
      return [try back * Tensor(node).shifted(by: 1, axis), back]
    })
  /// Where the largest (attribute 1) or smallest (0) item so far stands: int32. Attributes: which, the axis.
  static let runningPlaces: Primitive = Primitive(
    "cumulative extreme", .kernel { node, builder in try builder.runningPlaces(node) }, types: ElementType.computed)
}

/// y[i] = a[i] * y[i - 1] + b[i] along an axis, beginning with b[0].
public func recur(_ a: Tensor, _ b: Tensor, axis: Int) throws -> Tensor {
  let shape = try fitted(a.shape, b.shape, "recurrence")
  let axis = try resolve(axis: axis, rank: shape.count)
  let type = common(a, b)
  let inputs = try [a, b].map { try $0.converted(to: type.computing).broadcasted(to: shape).node }
  return Tensor(Node(.recurrence, inputs, [axis], shape: shape, type: type.computing)).converted(to: type.summed)
}

extension Tensor {
  /// The items one place on (1) or back (-1) along an axis; a zero fills the gap.
  fileprivate func shifted(by step: Int, _ axis: Int) throws -> Tensor {
    let rest = slice(axis: axis, from: step > 0 ? 0 : 1, count: shape[axis] - 1)
    var gap = shape
    gap[axis] = 1
    let zeros = Tensor(filled: 0, shape: gap, type: type)
    return try concatenate(step > 0 ? [zeros, rest] : [rest, zeros], axis: axis)
  }

  /// Products up to and with each place.
  public func cumulativeProduct(axis: Int) throws -> Tensor {
    let x = converted(to: type.summed)
    let axis = try resolve(axis: axis, rank: rank)
    guard shape[axis] > 1 else { return x }
    var behind = shape
    behind[axis] -= 1
    let start = try concatenate([x.slice(axis: axis, from: 0, count: 1), Tensor(filled: 0, shape: behind, type: x.type)], axis: axis)
    return try recur(x, start, axis: axis)
  }

  /// The largest or smallest item up to and with each place, and where it stands.
  public func cumulativeExtreme(largest: Bool, axis: Int) throws -> (items: Tensor, places: Tensor) {
    let x = computing
    let axis = try resolve(axis: axis, rank: rank)
    let places = Tensor(Node(.runningPlaces, [x.node], [largest ? 1 : 0, axis], shape: shape, type: .int32))
    return (try x.gathered(places, axis: axis).converted(to: type), places)
  }
}

extension PlanBuilder {
  func recurrence(_ node: Node) throws {
    let (a, b, to) = (try contiguousInput(node, 0), try contiguousInput(node, 1), result(node))
    let view = AxisView(node.shape, node.attributes[0])
    add("recurrence", reads: [a.buffer, b.buffer], writes: [to.buffer]) { slots in
      dk_recurrence(
        node.type.native, a.address(slots, node.type), b.address(slots, node.type), to.address(slots, node.type), view.outer, view.count,
        view.inner)
    }
  }

  func runningPlaces(_ node: Node) throws {
    let (source, to) = (try contiguousInput(node, 0), result(node))
    let (view, largest) = (AxisView(node.shape, node.attributes[1]), node.attributes[0] == 1)
    let type = node.inputs[0].type
    add("cumulative extreme", reads: [source.buffer], writes: [to.buffer]) { slots in
      dk_running_places(
        type.native, largest, source.address(slots, type), to.address(slots, Int32.self), view.outer, view.count, view.inner)
    }
  }
}

extension Catalog {
  /// The words that run along an axis.
  public func addRunning() {
    add(
      .reduction, "cumulative_sum", "The running sum along an axis.", shapes: ["[..., n] -> [..., n]"],
      examples: [Example("cumulative_sum([1, 2, 3])", gives: "[1, 3, 6]")],
      samples: .running(), given("x", "a tensor"), given("axis", "along this axis", Int.self, -1)
    ) { (x: Tensor, axis: Int) in try x.cumulativeSum(axis: resolve(axis: axis, rank: x.rank)) }
    add(
      .reduction, "cumulative_product", "The running product along an axis.", shapes: ["[..., n] -> [..., n]"],
      examples: [Example("cumulative_product([2, 3, 4])", gives: "[2, 6, 24]")],
      samples: .running(), given("x", "a tensor"), given("axis", "along this axis", Int.self, -1)
    ) { (x: Tensor, axis: Int) in try x.cumulativeProduct(axis: axis) }
    addForeign("torch.cumsum", in: "PyTorch", means: "cumulative_sum")
    addForeign("cumsum", in: "NumPy", means: "cumulative_sum")
    addForeign("cumprod", in: "NumPy", means: "cumulative_product")
    for (name, largest, example, result) in [
      ("cumulative_max", true, "cumulative_max([1, 3, 2])", "[1, 3, 3]"),
      ("cumulative_min", false, "cumulative_min([3, 1, 2])", "[3, 1, 1]"),
    ] {
      add(
        .reduction, name, "The \(largest ? "largest" : "smallest") item so far along an axis; gives where it stands as well.",
        shapes: ["[..., n] -> [..., n]"],
        examples: [Example(example, gives: result)], samples: .running(), given("x", "a tensor"),
        given("axis", "along this axis", Int.self, -1)
      ) { (x: Tensor, axis: Int) in
        let (items, places) = try x.cumulativeExtreme(largest: largest, axis: axis)
        return Value.several([.thing(items), .thing(places)])
      }
    }
    addForeign("cummax", in: "PyTorch", means: "cumulative_max")
    addForeign("cummin", in: "PyTorch", means: "cumulative_min")
    add(
      .reduction, "recurrence", "y[i] = a[i] * y[i - 1] + b[i] along an axis: running means, decays, linear states.",
      shapes: ["[..., n], [..., n] -> [..., n]"],
      examples: [Example("recurrence([0.5, 0.5, 0.5], [1, 1, 1])", gives: "[1, 1.5, 1.75]")],
      samples: [Sample([2, 4], [2, 4]), Sample([3, 2], [3, 1], with: ["axis": .number(0)]), Sample([1], [1]), Sample([0], [0])],
      given("a", "how much of the item before is kept"), given("b", "what comes anew, broadcasts with a"),
      given("axis", "along this axis", Int.self, -1)
    ) { (a: Tensor, b: Tensor, axis: Int) in try recur(a, b, axis: axis) }
  }
}
