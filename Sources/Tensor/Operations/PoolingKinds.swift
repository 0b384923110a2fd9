// Pools beyond the plain maximum and mean: with places, by powers, to a given size; and the way back.

import Catalog

extension Tensor {
  /// Where in its plane the largest item of each window over [batch, channels, space…] stands: [batch * channels, windows].
  func windowPlaces(_ kernel: [Int], _ window: Window) throws -> Tensor {
    let count = try window.outcomes(self, kernel).itemCount
    let planes = try precise.reshaped([shape[0] * shape[1]] + shape.dropFirst(2))
    let attributes = [kernel.count] + kernel + window.attributes
    return Tensor(Node(.placesOfLargest, [planes.node], attributes, shape: [planes.shape[0], count], type: .int32))
  }
}

/// The largest item of each window, and where in its plane it stands, counted row by row.
public func maxPoolWithPlaces(_ x: Tensor, kernel: [Int], _ window: Window) throws -> (items: Tensor, places: Tensor) {
  try checkSpace(x, kernel.count, "max_pool")
  let shape = Array(x.shape.prefix(2)) + (try window.outcomes(x, kernel))
  let places = try x.windowPlaces(kernel, window)
  let planes = try x.reshaped([places.shape[0], x.shape.dropFirst(2).reduce(1, *)])
  return (try planes.gathered(places, axis: 1).reshaped(shape), try places.reshaped(shape))
}

/// Each item back at its place in planes of some size, zeros elsewhere. Of two for one place the last counts.
public func unpool(_ x: Tensor, _ places: Tensor, size: [Int]) throws -> Tensor {
  guard x.shape == places.shape, x.rank == size.count + 2 else {
    throw Complaint(
      .shape, "each item needs its place: the items are \(x.shape.shapeText), the places \(places.shape.shapeText)",
      [.init(.position(1), places.shape.shapeText), .init(.position(0), x.shape.shapeText)])
  }
  let (planes, count) = (x.shape[0] * x.shape[1], x.shape.dropFirst(2).reduce(1, *))
  let empty = Tensor(filled: 0, shape: [planes, size.itemCount], type: x.type)
  let filled = try empty.scattered(x.reshaped([planes, count]), at: places.reshaped([planes, count]), axis: 1)
  return try filled.reshaped(Array(x.shape.prefix(2)) + size)
}

/// The mean of each window, padding counted as zeros. With [partial] a last window may reach over the edge; what lies beyond the
/// padding does not count.
public func averagePool(_ x: Tensor, kernel: [Int], _ window: Window, partial: Bool) throws -> Tensor {
  guard partial else { return try pool(x, .average, kernel: kernel, window) }
  try checkSpace(x, kernel.count, "avg_pool")
  let (wide, more) = window.reachingOver(x, kernel)
  var means = try pool(x, .average, kernel: kernel, wide)
  for axis in kernel.indices where more[axis] > 0 {
    var factors = [Float](repeating: 1, count: means.shape[axis + 2])
    factors[factors.count - 1] = Float(Double(kernel[axis]) / Double(kernel[axis] - more[axis]))
    let shape = [factors.count] + (axis + 1..<kernel.count).map { _ in 1 }
    means = try means * Tensor(factors, shape: shape)
  }
  return means
}

/// The p-th root of the sum of p-th powers of each window; of a [partial] one of their mean times the kernel's size.
public func powerPool(_ x: Tensor, p: Double, kernel: [Int], _ window: Window, partial: Bool = false) throws -> Tensor {
  let means = try averagePool(power(x, Tensor(p)), kernel: kernel, window, partial: partial)
  return try power(means * Double(kernel.itemCount), Tensor(1 / p))
}

/// Windows that cut an axis of [size] into [count] pieces as even as they can be, overlapping where they must.
private func evenWindows(_ size: Int, _ count: Int) -> [Range<Int>] {
  (0..<count).map { $0 * size / count..<(($0 + 1) * size + count - 1) / count }
}

/// The mean of windows that cut space into the given sizes.
public func adaptiveAveragePool(_ x: Tensor, sizes: [Int]) throws -> Tensor {
  try checkAdaptive(x, sizes, "adaptive_avg_pool")
  if let even = evenPool(x, sizes) { return try pool(x, .average, kernel: even.stride, even) }
  return sizes.indices.reduce(x) { result, axis in
    let windows = evenWindows(x.shape[axis + 2], sizes[axis])
    var taps = Taps(windows.map(\.count).max() ?? 1)
    for window in windows { taps.append(window.map { ($0, 1 / Double(window.count)) }) }
    return result.blended(taps, axis: axis + 2)
  }
}

/// The largest item of windows that cut space into the given sizes.
public func adaptiveMaxPool(_ x: Tensor, sizes: [Int]) throws -> Tensor {
  try checkAdaptive(x, sizes, "adaptive_max_pool")
  if let even = evenPool(x, sizes) { return try pool(x, .max, kernel: even.stride, even) }
  return try sizes.indices.reduce(x) { result, axis in
    // Shorter windows take their last item again: the largest is the same.
    let windows = evenWindows(x.shape[axis + 2], sizes[axis])
    let width = windows.map(\.count).max() ?? 1
    let places = windows.flatMap { window in (0..<width).map { Int32(window.lowerBound + min($0, window.count - 1)) } }
    return try result.items(Tensor(places, shape: [windows.count, width]), axis: axis + 2).max(axes: [axis + 3])
  }
}

private func checkAdaptive(_ x: Tensor, _ sizes: [Int], _ word: String) throws {
  try checkSpace(x, sizes.count, word)
  guard sizes.indices.allSatisfy({ sizes[$0] > 0 && x.shape[$0 + 2] > 0 }) else {
    throw Complaint(
      .shape, "`\(word)` of \(x.shape.shapeText) to \(sizeText(sizes)) has no windows", [.init(.position(0), x.shape.shapeText)])
  }
}

/// The plain window that does it where the sizes divide.
private func evenPool(_ x: Tensor, _ sizes: [Int]) -> Window? {
  guard sizes.indices.allSatisfy({ x.shape[$0 + 2] % sizes[$0] == 0 }) else { return nil }
  let none = sizes.map { _ in 0 }
  return Window(stride: sizes.indices.map { x.shape[$0 + 2] / sizes[$0] }, low: none, high: none, dilation: sizes.map { _ in 1 })
}
