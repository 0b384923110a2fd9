// Programs of random operations that the engine and plain loops both run.

@testable import Tensor

/// Steps that each make one value of earlier ones; the first values are given.
struct RandomProgram {
  struct Step {
    let inputs: [Int]
    let tensor: ([Tensor]) throws -> Tensor
    let naive: ([NaiveArray]) -> NaiveArray
  }

  private(set) var leaves: [NaiveArray] = []
  private(set) var steps: [Step] = []
  /// What the values are, by plain loops.
  private(set) var values: [NaiveArray] = []
  private var dice: Dice

  init(_ seed: Int, steps count: Int) {
    dice = Dice(seed)
    let shapes: [Shape] = [[], [3], [2, 3], [3, 4], [4, 3], [2, 3, 4], [1, 4], [2, 1, 3], [4, 4], [1]]
    for _ in 0..<4 {
      let shape = dice.pick(shapes)
      leaves.append(NaiveArray(shape, dice.numbers(shape.itemCount, in: -1...1).map(Double.init)))
    }
    values = leaves
    while steps.count < count { grow() }
  }

  /// The values as tensors, computed on the way where [looksAt] says so.
  func tensors(_ given: [Tensor], looksAt: (Int) -> Bool = { _ in false }) throws -> [Tensor] {
    var made = given
    for step in steps {
      made.append(try step.tensor(step.inputs.map { made[$0] }))
      if looksAt(made.count - 1) { try evaluate([made[made.count - 1]]) }
    }
    return made
  }

  /// Leaves as tensors with numbers.
  func knownLeaves() -> [Tensor] { leaves.map { Tensor($0.items.map { Float($0) }, shape: $0.shape) } }

  // MARK: - growing

  private mutating func grow() {
    // Late values are used more often, so that programs become deep.
    let place = dice.chance(0.5) ? values.count - 1 : dice.below(values.count)
    let value = values[place]
    switch dice.below(14) {
    case 0, 1, 2: alone(place)
    case 3, 4, 5: together(place)
    case 6: reduce(place)
    case 7: reshape(place)
    case 8: permute(place)
    case 9: slice(place)
    case 10: join(place)
    case 11: multiply(place)
    case 12: if value.shape.count > 0 { alongAnAxis(place) }
    default: if value.shape.count > 0 { lookUp(place) }
    }
  }

  private mutating func add(
    _ inputs: [Int], _ tensor: @escaping ([Tensor]) throws -> Tensor, _ naive: @escaping ([NaiveArray]) -> NaiveArray
  ) {
    let value = naive(inputs.map { values[$0] })
    guard value.items.count <= 300, value.shape.count <= 4 else { return }
    if value.items.contains(where: { abs($0) > 4 }) {
      steps.append(Step(inputs: inputs, tensor: { try tanh(tensor($0) * 0.25) }, naive: { naive($0).map { Scalar.tanh($0 * 0.25) } }))
      values.append(value.map { Scalar.tanh($0 * 0.25) })
    } else {
      steps.append(Step(inputs: inputs, tensor: tensor, naive: naive))
      values.append(value)
    }
  }

  private mutating func alone(_ place: Int) {
    switch dice.below(7) {
    case 0: add([place], { try -$0[0] }, { $0[0].map { -$0 } })
    case 1: add([place], { tanh($0[0]) }, { $0[0].map { Scalar.tanh($0) } })
    case 2: add([place], { relu($0[0]) }, { $0[0].map { max($0, 0) } })
    case 3: add([place], { sin($0[0]) }, { $0[0].map { Scalar.sin($0) } })
    case 4: add([place], { try square($0[0]) }, { $0[0].map { $0 * $0 } })
    case 5: add([place], { try exp($0[0] * 0.5) - 1.5 }, { $0[0].map { Scalar.exp($0 * 0.5) - 1.5 } })
    default: add([place], { try 1 - abs($0[0]) }, { $0[0].map { 1 - abs($0) } })
    }
  }

  private mutating func together(_ place: Int) {
    let partners = values.indices.filter { broadcast(values[$0].shape, values[place].shape) != nil }
    let other = dice.pick(partners)
    switch dice.below(6) {
    case 0: add([place, other], { try $0[0] + $0[1] }, { $0[0].with($0[1], +) })
    case 1: add([other, place], { try $0[0] - $0[1] }, { $0[0].with($0[1], -) })
    case 2: add([place, other], { try $0[0] * $0[1] }, { $0[0].with($0[1], *) })
    case 3: add([place, other], { try maximum($0[0], $0[1]) }, { $0[0].with($0[1], max) })
    case 4: add([place, other], { try $0[0] / (square($0[1]) + 1) }, { $0[0].with($0[1]) { $0 / ($1 * $1 + 1) } })
    default: choose(place, other)
    }
  }

  private mutating func choose(_ place: Int, _ other: Int) {
    let shape = broadcast(values[place].shape, values[other].shape) ?? []
    let truths = (0..<shape.itemCount).map { _ in dice.chance(0.5) }
    let mask = NaiveArray(shape, truths.map { $0 ? 1 : 0 })
    add(
      [place, other], { try select(Tensor(truths, shape: shape), $0[0], $0[1]) },
      { inputs in NaiveArray(shape) { mask[$0] == 1 ? inputs[0].spread($0) : inputs[1].spread($0) } })
  }

  private mutating func reduce(_ place: Int) {
    let axes = values[place].shape.indices.filter { _ in dice.chance(0.6) }
    guard !axes.isEmpty else { return }
    if dice.chance(0.5) {
      add([place], { try $0[0].sum(axes: axes) }, { $0[0].reduced(axes, 0, +) })
    } else {
      add([place], { try $0[0].max(axes: axes) }, { $0[0].reduced(axes, -.infinity, max) })
    }
  }

  private mutating func reshape(_ place: Int) {
    let count = values[place].items.count
    let targets: [Shape] = [
      [count], [1, count], [count, 1], count % 2 == 0 ? [2, count / 2] : [count], count % 3 == 0 ? [count / 3, 1, 3] : [count],
    ]
    let target = dice.pick(targets)
    add([place], { try $0[0].reshaped(target) }, { $0[0].reshaped(target) })
  }

  private mutating func permute(_ place: Int) {
    var order = Array(values[place].shape.indices)
    for axis in order.indices.reversed() { order.swapAt(axis, dice.below(axis + 1)) }
    add([place], { [order] in $0[0].permuted(order) }, { [order] in $0[0].permuted(order) })
  }

  private mutating func slice(_ place: Int) {
    let shape = values[place].shape
    guard !shape.isEmpty else { return }
    let axis = dice.below(shape.count)
    let step = dice.pick([1, 1, 2, -1])
    let start = step < 0 ? shape[axis] - 1 : dice.below(shape[axis])
    let room = step < 0 ? shape[axis] : (shape[axis] - start + step - 1) / step
    let count = 1 + dice.below(room)
    add(
      [place], { $0[0].slice(axis: axis, from: start, count: count, step: step) }, { $0[0].slice(axis, start, count, step) })
  }

  private mutating func join(_ place: Int) {
    let shape = values[place].shape
    guard !shape.isEmpty else { return }
    let axis = dice.below(shape.count)
    let partners = values.indices.filter { other in
      values[other].shape.count == shape.count && shape.indices.allSatisfy { $0 == axis || values[other].shape[$0] == shape[$0] }
    }
    add([place, dice.pick(partners)], { try concatenate($0, axis: axis) }, { $0[0].joined($0[1], axis) })
  }

  private mutating func multiply(_ place: Int) {
    let shape = values[place].shape
    guard shape.count >= 2 else { return }
    let inner = shape[shape.count - 1]
    let partners = values.indices.filter { other in
      let right = values[other].shape
      return right.count >= 2 && right[right.count - 2] == inner && broadcast(Shape(shape.dropLast(2)), Shape(right.dropLast(2))) != nil
    }
    guard !partners.isEmpty else {
      return add([place, place], { try matmul($0[0], $0[1].transposed()) }, { $0[0].times($0[1].transposed()) })
    }
    let other = dice.pick(partners)
    if dice.chance(0.3) {
      add([place, other], { try relu(matmul($0[0], $0[1])) }, { $0[0].times($0[1]).map { max($0, 0) } })
    } else {
      add([place, other], { try matmul($0[0], $0[1]) }, { $0[0].times($0[1]) })
    }
  }

  private mutating func alongAnAxis(_ place: Int) {
    let rank = values[place].shape.count
    if dice.chance(0.5) {
      add([place], { try softmax($0[0], axis: rank - 1) }, { $0[0].softmax() })
    } else {
      let axis = dice.below(rank)
      add([place], { try $0[0].cumulativeSum(axis: axis) }, { $0[0].runningSum(axis) })
    }
  }

  private mutating func lookUp(_ place: Int) {
    let size = values[place].shape[0]
    let numbers = (0..<3).map { _ in dice.below(size) }
    add([place], { $0[0].rows(Tensor(numbers.map { Int32($0) }, shape: [3])) }, { $0[0].rows(numbers) })
  }
}

extension NaiveArray {
  fileprivate func transposed() -> NaiveArray {
    var order = Array(shape.indices)
    order.swapAt(order.count - 1, order.count - 2)
    return permuted(order)
  }
}
