// How a window moves over space, and the settings that say so.

import CKernels
import Catalog

/// How a window moves over the axes of space: one number an axis.
public struct Window {
  public var stride: [Int]
  public var low: [Int]
  public var high: [Int]
  public var dilation: [Int]

  public init(stride: [Int], low: [Int], high: [Int], dilation: [Int]) {
    self.stride = stride
    self.low = low
    self.high = high
    self.dilation = dilation
  }

  /// The size of an axis after windows of [kernel] moved over it; 0 or less where none fits.
  public func outcome(_ size: Int, _ kernel: Int, axis: Int) -> Int {
    let reach = dilation[axis] * (kernel - 1) + 1
    let free = size + low[axis] + high[axis] - reach
    return free < 0 ? 0 : free / stride[axis] + 1
  }

  /// The window with room behind space for a last place that begins inside and reaches over the edge; and by how much more it does.
  func reachingOver(_ x: Tensor, _ kernel: [Int]) -> (window: Window, more: [Int]) {
    var window = self
    for axis in kernel.indices {
      let (size, reach) = (x.shape[axis + 2], dilation[axis] * (kernel[axis] - 1) + 1)
      let free = size + low[axis] + high[axis] - reach
      guard free >= 0 || size + low[axis] > 0 else { continue }
      let start = (Swift.max(free, 0) + stride[axis] - 1) / stride[axis] * stride[axis]
      if start < size + low[axis] { window.high[axis] = Swift.max(high[axis], start + reach - size - low[axis]) }
    }
    return (window, zip(window.high, high).map { $0 - $1 })
  }

  var attributes: [Int] { stride + low + high + dilation }

  init(_ attributes: ArraySlice<Int>) {
    let axes = attributes.count / 4
    let parts = (0..<4).map { Array(attributes.dropFirst($0 * axes).prefix(axes)) }
    self.init(stride: parts[0], low: parts[1], high: parts[2], dilation: parts[3])
  }
}

/// One number for all axes of space, or one each.
public struct PerAxis: Argument {
  public let sizes: [Int]
  public init(sizes: [Int]) { self.sizes = sizes }

  public static var wanted: String { "a whole number or a size such as 3x3" }
  public static func from(_ value: Value, _ context: Context) throws -> PerAxis? {
    try ShapeArgument.from(value, context).map { PerAxis(sizes: $0.sizes) }
  }
  public var value: Value { sizes.count == 1 ? .number(Double(sizes[0])) : .size(sizes) }

  /// A number for each of [count] axes.
  public func spread(over count: Int, _ name: String) throws -> [Int] {
    if sizes.count == count { return sizes }
    if sizes.count == 1 { return [Int](repeating: sizes[0], count: count) }
    throw Complaint(
      .argument, "`\(name)` has \(sizes.count) sizes, and there are \(count) axes of space", [.init(.argument(name), sizeText(sizes))])
  }
}

/// How far a kernel may reach over the edge: "same" keeps the size at stride 1, "valid" stays inside, or so many items.
public enum Padding: Argument {
  case same, valid
  case items(PerAxis)

  public static var wanted: String { "\"same\", \"valid\" or a number of items" }
  public static var choices: [String] { ["same", "valid"] }
  public static func from(_ value: Value, _ context: Context) throws -> Padding? {
    switch value {
    case .text("same"): .same
    case .text("valid"): .valid
    default: try PerAxis.from(value, context).map { .items($0) }
    }
  }
  public var value: Value {
    switch self {
    case .same: .text("same")
    case .valid: .text("valid")
    case .items(let sizes): sizes.value
    }
  }

  /// Items before and behind each axis.
  public func amounts(kernel: [Int], dilation: [Int]) throws -> (low: [Int], high: [Int]) {
    switch self {
    case .valid: return (kernel.map { _ in 0 }, kernel.map { _ in 0 })
    case .items(let sizes):
      let both = try sizes.spread(over: kernel.count, "padding")
      return (both, both)
    case .same:
      let all = zip(kernel, dilation).map { ($0 - 1) * $1 }
      return (all.map { $0 / 2 }, all.map { $0 - $0 / 2 })
    }
  }
}

extension Window {
  /// A window by the settings of a call, for kernels of some size.
  public init(_ kernel: [Int], stride: PerAxis?, padding: Padding, dilation: PerAxis = PerAxis(sizes: [1])) throws {
    let steps = try dilation.spread(over: kernel.count, "dilation")
    let edge = try padding.amounts(kernel: kernel, dilation: steps)
    self.init(stride: try stride?.spread(over: kernel.count, "stride") ?? kernel, low: edge.low, high: edge.high, dilation: steps)
  }

  /// The window in the form that the loops take, over space of some size.
  func native(_ size: [Int], _ kernel: [Int]) -> dk_window {
    let outcomes = size.indices.map { outcome(size[$0], kernel[$0], axis: $0) }
    func three(_ numbers: [Int], _ filler: Int64) -> (Int64, Int64, Int64) {
      let all = [Int64](repeating: filler, count: DK_SPACE - numbers.count) + numbers.map(Int64.init)
      return (all[0], all[1], all[2])
    }
    return dk_window(
      size: three(size, 1), kernel: three(kernel, 1), stride: three(stride, 1), low: three(low, 0), dilation: three(dilation, 1),
      outcome: three(outcomes, 1))
  }

  /// The sizes of space after windows of [kernel] moved over it; a complaint where none fits.
  func outcomes(_ x: Tensor, _ kernel: [Int]) throws -> [Int] {
    let sizes = kernel.indices.map { outcome(x.shape[$0 + 2], kernel[$0], axis: $0) }
    guard sizes.allSatisfy({ $0 > 0 }) else {
      throw Complaint(
        .shape, "a window of \(sizeText(kernel)) does not fit into \(sizeText(Array(x.shape.dropFirst(2))))",
        [.init(.position(0), x.shape.shapeText)])
    }
    return sizes
  }
}
