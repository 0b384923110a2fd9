// The root of this target's suites, and what they share. The engine serves one thread, so all of them run one after the other.

import Catalog
import Testing

@testable import Tensor

@Suite(.serialized) enum TensorTests {}

/// Numbers that look random and are the same in every run.
struct Dice {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func chance(_ share: Double) -> Bool { Double(below(1 << 20)) < share * Double(1 << 20) }

  mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

  /// Numbers within a range, all different and evenly spread, in random order: no two are nearly equal.
  mutating func numbers(_ count: Int, in range: ClosedRange<Double> = -1...1) -> [Float] {
    let step = (range.upperBound - range.lowerBound) / Double(max(count, 1))
    var numbers = (0..<count).map { Float(range.lowerBound + (Double($0) + 0.5) * step) }
    for place in numbers.indices.reversed() { numbers.swapAt(place, below(place + 1)) }
    return numbers
  }

  mutating func tensor(_ shape: Shape, in range: ClosedRange<Double> = -1...1) -> Tensor {
    Tensor(numbers(shape.itemCount, in: range), shape: shape)
  }
}

extension Tensor {
  /// Numbers in row-major order, as a vector unless a shape is given.
  init(_ numbers: [Float]) { self.init(numbers, shape: [numbers.count]) }
}

/// Whether two rows of numbers agree: |a - b| <= absolute + relative * |b|, nan with nan, inf with inf.
func agree(_ a: [Double], _ b: [Double], relative: Double = 1e-5, absolute: Double = 1e-6) -> Bool {
  a.count == b.count
    && zip(a, b).allSatisfy { a, b in a == b || (a.isNaN && b.isNaN) || abs(a - b) <= absolute + relative * abs(b) }
}

/// The message of the complaint that some work ends with; nil when it ends well.
func complaint(_ work: () throws -> Void) -> Complaint? {
  do {
    try work()
    return nil
  } catch { return error as? Complaint }
}

/// A context whose calls reach the words of this floor.
func tensorContext() -> Context {
  let catalog = Catalog()
  catalog.addTensors()
  let context = Context(catalog: catalog)
  context.call = { [unowned context] value, given in
    guard case .thing(let thing) = value else { throw Complaint(.type, "\(value.kind) cannot be called") }
    return try thing.call(given, context)
  }
  return context
}

extension Context {
  /// Calls a word.
  func word(_ name: String, _ positional: Value..., named: [(name: String, value: Value)] = []) throws -> Value {
    guard let word = catalog[name] else { throw Complaint(.name, "no word `\(name)`") }
    return try word.call(Given(positional: positional, named: named), self)
  }

  /// What `[…]` makes of items.
  func bracket(_ items: Value...) throws -> Value { try catalog.bracket(items) ?? .list(items) }
}

/// A function of the language made of a closure.
struct Function: Thing {
  let body: ([Value]) throws -> Value

  init(_ body: @escaping ([Value]) throws -> Value) { self.body = body }

  var kind: String { "a function" }
  func text() throws -> String { "fn" }
  var isCallable: Bool { true }
  func call(_ given: Given, _ context: Context) throws -> Value { try body(given.positional) }
}

extension Value {
  /// The tensor that the value is or becomes.
  func tensor() throws -> Tensor { try #require(try Tensor(first)) }
}
