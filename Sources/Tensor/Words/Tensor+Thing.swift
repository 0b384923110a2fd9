// A tensor as a value of the language: its fields, operators, items.

import Catalog

extension Tensor: Thing {
  public var kind: String { "a tensor of shape \(shape.shapeText)" }
  public var outline: String { "\(sizeText(shape)) \(type.text)" }
  public var fieldNames: [String] { ["shape", "type", "size", "T"] }

  public func field(_ name: String, _ context: Context) throws -> Value? {
    switch name {
    case "shape": .size(shape)
    case "type": .text(type.text)
    case "size": .number(Double(itemCount))
    case "T": .thing(try transposed())
    default: nil
    }
  }

  public func settle() throws { try evaluate([self]) }
  public var forgotten: any Thing { Tensor(awaiting: shape, type: type) }

  public func isLike(_ other: any Thing) -> Bool {
    if let tensor = other as? Tensor { return shape == tensor.shape && type == tensor.type }
    return rank == 0 && (other as? Unknown)?.sort == (type == .truth ? .truth : .number)
  }

  /// Rank 0 serves as a number.
  public func number() throws -> Double? { rank == 0 && type != .truth ? try scalar() : nil }

  public func truth() throws -> Bool? {
    guard type == .truth else { return nil }
    guard rank == 0 else {
      throw Complaint(
        .type, "one truth is wanted here, and this has \(itemCount): shape \(shape.shapeText)", [.init(.whole, "\(shape.shapeText)")],

        edits: [.replace(.whole, "all(\(part: .whole))"), .replace(.whole, "any(\(part: .whole))")])
    }
    return try scalar() != 0
  }

  public func equals(_ other: Value) throws -> Bool {
    switch other {
    case .size(let sizes): return try rank == 1 && (exact ?? numbers()) == sizes.map(Double.init)
    case .thing(let thing as Tensor):
      guard shape == thing.shape else { return false }
      // int64 has numbers that float64 rounds.
      let isWide = type == .int64 || thing.type == .int64
      return isWide ? try (self == thing).numbers().allSatisfy { $0 != 0 } : try numbers() == thing.numbers()
    default: return try number().map { try other.asNumber() == $0 } ?? false
    }
  }

  public func negated() throws -> Value? { .thing(try -self) }
  public func inverted() throws -> Value? { .thing(apply(.not, converted(to: .truth))) }

  public func combine(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    guard let partner = Tensor(meeting: self, other) else { return nil }
    let (a, b) = isLeft ? (self, partner) : (partner, self)
    return .thing(try Tensor.combined(operation, a, b))
  }

  private static func combined(_ operation: BinaryOperator, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    switch operation {
    case .add: try a + b
    case .subtract: try a - b
    case .multiply: try a * b
    case .divide: try a / b
    case .power: try raised(a, b)
    case .remainder: try arithmetic(.remainder, a, b)
    case .matrixProduct: try matmul(a, b)
    case .equal: try a == b
    case .notEqual: apply(.not, try a == b)
    case .less: try a < b
    case .lessOrEqual: try a <= b
    case .greater: try a > b
    case .greaterOrEqual: try b <= a
    case .and: try logic(.and, a, b)
    case .or: try logic(.or, a, b)
    case .within: try (b == a).sum() > 0
    }
  }

  /// Whole powers of whole numbers stay whole.
  private static func raised(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    if a.type.isWhole, let exponent = b.constant, (1...4).contains(exponent), exponent == exponent.rounded() {
      return try (1..<Int(exponent)).reduce(a) { product, _ in try product * a }
    }
    return try power(a, b)
  }

  /// The other side of an operator as a tensor: a number takes this tensor's type where it can.
  private init?(meeting tensor: Tensor, _ other: Value) {
    switch other {
    case .number(let number):
      self.init(number, type: tensor.type.meeting(number: number))
    case .truth(let truth): self.init(truth ? 1 : 0, type: .truth)
    case .thing(let thing as Tensor): self = thing
    case .thing(let unknown as Unknown):
      guard let tensor = Tensor(unknown) else { return nil }
      self = tensor
    case .several(let values):
      guard let first = values.first else { return nil }
      self.init(meeting: tensor, first)
    default: return nil
    }
  }

  public func items(_ context: Context) throws -> (any ItemSource)? {
    guard rank > 0 else { return nil }
    return Rows(self)
  }

  private final class Rows: ItemSource {
    private let tensor: Tensor
    private var place = 0

    init(_ tensor: Tensor) { self.tensor = tensor }

    func next() throws -> Value? {
      guard place < tensor.shape[0] else { return nil }
      defer { place += 1 }
      return .thing(try tensor.slice(axis: 0, from: place, count: 1).reshaped(Array(tensor.shape.dropFirst())))
    }
  }

  /// The numbers as they were typed, where float32 would round them; else as they are.
  func exactNumbers() -> [Double]? { exact ?? (try? numbers()) }
}

extension Tensor {
  /// What stands for a number or a truth that nobody knows; nil: it is neither.
  fileprivate init?(_ unknown: Unknown) {
    switch unknown.sort {
    case .number: self.init(awaiting: [], type: .float32)
    case .truth: self.init(awaiting: [], type: .truth)
    case .anything, .text, .list, .range: return nil
    }
  }
}

extension Tensor: Argument {
  public static var wanted: String { "a tensor" }
  public static func from(_ value: Value, _ context: Context) throws -> Tensor? { try Tensor(value) }
  public var value: Value { .thing(self) }

  /// A tensor from a number, a truth, a range, a size, or a list of numbers; nil for all else.
  public init?(_ value: Value) throws {
    switch value {
    case .thing(let thing as Tensor): self = thing
    case .number(let number): self.init(number)
    case .truth(let truth): self.init(truth ? 1 : 0, type: .truth)
    case .range(let range):
      let shape = try ShapeArgument([range.count]).checked()
      if Checking.isOn, range.count > Foresight.mostItems {
        self.init(awaiting: shape, type: .float32)
        return
      }
      try checkMemory(of: shape)
      self.init((0..<range.count).map { Float(range[$0]) }, shape: shape)
    case .size(let sizes): self.init(sizes.map(Float.init), shape: [sizes.count])
    case .thing(let unknown as Unknown):
      if unknown.sort == .anything || unknown.sort == .list || unknown.sort == .range { throw UnknownNumbers() }
      guard let tensor = Tensor(unknown) else { return nil }
      self = tensor
    case .list(let items):
      if Checking.isOn, items.contains(where: \.holdsUnknown) { throw UnknownNumbers() }
      guard !items.isEmpty, let parts = try? items.map({ try Tensor($0) }), parts.allSatisfy({ $0?.rank == 0 }) else { return nil }
      self = try stack(parts.compactMap { $0 }, axis: 0)
    default: return nil
    }
  }
}

/// A number, kept exact, or a tensor: what element-wise words take.
enum Operand: Argument {
  case number(Double)
  case tensor(Tensor)

  static var wanted: String { "a number or a tensor" }
  static func from(_ value: Value, _ context: Context) throws -> Operand? {
    if case .number(let number) = value { return .number(number) }
    return try Tensor(value).map { .tensor($0) }
  }
  var value: Value {
    switch self {
    case .number(let number): .number(number)
    case .tensor(let tensor): .thing(tensor)
    }
  }
  var tensor: Tensor {
    switch self {
    case .number(let number): Tensor(number)
    case .tensor(let tensor): tensor
    }
  }
}

/// One tensor, or a list of them.
struct TensorList: Argument {
  let tensors: [Tensor]
  static var wanted: String { "a tensor or a list of tensors" }
  static func from(_ value: Value, _ context: Context) throws -> TensorList? {
    if case .list(let items) = value {
      let tensors = try items.map { try Tensor($0) }
      return tensors.contains { $0 == nil } ? nil : TensorList(tensors: tensors.compactMap { $0 })
    }
    return try Tensor(value).map { TensorList(tensors: [$0]) }
  }
  var value: Value { .list(tensors.map(\.value)) }
}

/// Sizes: `[2, 3]`, `2x3`, or one number.
public struct ShapeArgument: Argument {
  public let sizes: Shape

  public init(_ sizes: Shape) { self.sizes = sizes }

  public static var wanted: String { "a shape such as [2, 3] or 2x3" }
  public static func from(_ value: Value, _ context: Context) throws -> ShapeArgument? {
    let numbers: [Double]?
    switch value {
    case .size(let sizes): return ShapeArgument(sizes)
    case .thing(let tensor as Tensor) where tensor.rank <= 1: numbers = tensor.exactNumbers()
    case .list(let items): numbers = items.isEmpty ? [] : try items.map { try $0.asNumber() ?? .nan }
    default: numbers = try value.asNumber().map { [$0] }
    }
    guard let numbers else {
      if Checking.isOn, case .thing(let tensor as Tensor) = value, tensor.rank <= 1 { throw UnknownNumbers() }
      return nil
    }
    let sizes = numbers.compactMap { Int(exactly: $0) }
    guard sizes.count == numbers.count else { return nil }
    return ShapeArgument(sizes)
  }
  public var value: Value { .size(sizes) }

  /// The sizes with a -1 worked out for [count] items.
  func resolved(for count: Int) throws -> Shape {
    guard let free = sizes.firstIndex(of: -1) else { return try checked() }
    let others = try ShapeArgument(sizes.indices.filter { $0 != free }.map { sizes[$0] }).checked().itemCount
    guard others > 0, count % others == 0 else {
      throw Complaint(.shape, "\(count) items do not divide among \(sizes.shapeText)", [.init(.argument("shape"), sizes.shapeText)])
    }
    var shape = sizes
    shape[free] = count / others
    return shape
  }

  /// The sizes, refused where one is negative or the whole is beyond any memory.
  public func checked() throws -> Shape {
    if let wrong = sizes.first(where: { $0 < 0 }) {
      throw Complaint(.shape, "a size cannot be \(wrong)", [.init(.argument("shape"), sizes.shapeText)])
    }
    let items = sizes.reduce(1.0) { $0 * Double($1) }
    guard items < 1e12 else {
      throw Complaint(
        .memory, "\(sizes.shapeText) has \(numberText(items)) items, more than any memory holds",
        why:
          "\(sizes.map(String.init).joined(separator: " * ")) numbers * 4 bytes = \(memoryText(items * 4)); work on smaller sizes at a time"
      )
    }
    return sizes
  }
}
