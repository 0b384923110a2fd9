// Arrays computed by the plainest loops in double precision: what the engine's results are compared with.

@testable import Tensor

struct NaiveArray {
  var shape: Shape
  var items: [Double]

  init(_ shape: Shape, _ items: [Double]) {
    self.shape = shape
    self.items = items
  }

  /// An array whose item at each place of all axes is computed.
  init(_ shape: Shape, at item: ([Int]) -> Double) {
    self.shape = shape
    items = (0..<shape.itemCount).map { item(NaiveArray.places($0, shape)) }
  }

  /// The places along all axes of the item with a number.
  static func places(_ number: Int, _ shape: Shape) -> [Int] {
    var rest = number
    return shape.reversed().map { size in
      defer { rest /= size }
      return rest % size
    }.reversed()
  }

  subscript(_ places: [Int]) -> Double { items[zip(places, shape.contiguousStrides).reduce(0) { $0 + $1.0 * $1.1 }] }

  /// The item that a broadcast array has at places of a wider shape.
  func spread(_ places: [Int]) -> Double {
    self[zip(places.suffix(shape.count), shape).map { $1 == 1 ? 0 : $0 }]
  }

  func map(_ change: (Double) -> Double) -> NaiveArray { NaiveArray(shape, items.map(change)) }

  func with(_ other: NaiveArray, _ combine: (Double, Double) -> Double) -> NaiveArray {
    NaiveArray(broadcast(shape, other.shape) ?? []) { combine(spread($0), other.spread($0)) }
  }

  func reduced(_ axes: [Int], _ start: Double, _ combine: (Double, Double) -> Double) -> NaiveArray {
    let kept = shape.indices.filter { !axes.contains($0) }
    var result = NaiveArray(kept.map { shape[$0] }) { _ in start }
    let strides = result.shape.contiguousStrides
    for (number, item) in items.enumerated() {
      let places = NaiveArray.places(number, shape)
      let target = zip(kept, strides).reduce(0) { $0 + places[$1.0] * $1.1 }
      result.items[target] = combine(result.items[target], item)
    }
    return result
  }

  func reshaped(_ target: Shape) -> NaiveArray { NaiveArray(target, items) }

  func permuted(_ order: [Int]) -> NaiveArray {
    NaiveArray(order.map { shape[$0] }) { places in
      var source = places
      for (axis, from) in order.enumerated() { source[from] = places[axis] }
      return self[source]
    }
  }

  func slice(_ axis: Int, _ start: Int, _ count: Int, _ step: Int) -> NaiveArray {
    var target = shape
    target[axis] = count
    return NaiveArray(target) { places in
      var source = places
      source[axis] = start + places[axis] * step
      return self[source]
    }
  }

  func joined(_ other: NaiveArray, _ axis: Int) -> NaiveArray {
    var target = shape
    target[axis] += other.shape[axis]
    return NaiveArray(target) { places in
      if places[axis] < shape[axis] { return self[places] }
      var source = places
      source[axis] -= shape[axis]
      return other[source]
    }
  }

  /// The product of the last two axes; leading ones broadcast.
  func times(_ other: NaiveArray) -> NaiveArray {
    let lead = broadcast(Shape(shape.dropLast(2)), Shape(other.shape.dropLast(2))) ?? []
    let (rows, inner, columns) = (shape[shape.count - 2], shape[shape.count - 1], other.shape[other.shape.count - 1])
    return NaiveArray(lead + [rows, columns]) { places in
      let (batch, row, column) = (Array(places.dropLast(2)), places[places.count - 2], places[places.count - 1])
      return (0..<inner).reduce(0) { $0 + spread(batch + [row, $1]) * other.spread(batch + [$1, column]) }
    }
  }

  /// Shares along the last axis.
  func softmax() -> NaiveArray {
    let powers = map { Double.exp($0) }
    let sums = powers.reduced([shape.count - 1], 0, +)
    return powers.with(sums.reshaped(sums.shape + [1]), /)
  }

  func runningSum(_ axis: Int) -> NaiveArray {
    NaiveArray(shape) { places in
      (0...places[axis]).reduce(0) { sum, place in
        var source = places
        source[axis] = place
        return sum + self[source]
      }
    }
  }

  func rows(_ numbers: [Int]) -> NaiveArray {
    NaiveArray([numbers.count] + shape.dropFirst()) { self[[numbers[$0[0]]] + $0.dropFirst()] }
  }
}

extension Double {
  static func exp(_ x: Double) -> Double { Scalar.exp(x) }
}
