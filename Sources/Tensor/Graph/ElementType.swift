// The kinds of items that tensors hold, and what two of them become when they meet.

import CKernels
import Catalog

/// What one item of a tensor is.
public enum ElementType: String, Choice, Sendable {
  case truth, uint8, int8, int32, int64, bfloat16, float32, float64

  static let all = Set(allCases)

  enum Kind: Int { case truth, whole, floating }

  var kind: Kind {
    switch self {
    case .truth: .truth
    case .uint8, .int8, .int32, .int64: .whole
    case .bfloat16, .float32, .float64: .floating
    }
  }

  public var isFloating: Bool { kind == .floating }
  public var isWhole: Bool { kind == .whole }

  /// Bytes an item takes.
  public var bytes: Int { Int(dk_bytes(native)) }

  /// Its items do not fit the 32-bit lanes of a chain.
  var isWide: Bool { bytes == 8 }

  /// As `.type` shows it.
  public var text: String { rawValue }

  /// What two types become when they meet: real numbers win over whole ones, those over truths, and of one kind the wider.
  /// Neither int8 nor uint8 holds the other: they make int32.
  func meeting(_ other: ElementType) -> ElementType {
    if self == other { return self }
    if kind != other.kind { return kind.rawValue > other.kind.rawValue ? self : other }
    return bytes == other.bytes ? .int32 : bytes > other.bytes ? self : other
  }

  /// What a bare number becomes when it meets this type: a number of this type if that can hold it, else a wider whole number, or a
  /// float32.
  func meeting(number: Double) -> ElementType {
    if isFloating { return self }
    guard number == number.rounded() else { return .float32 }
    return [self, .int32, .int64].first { $0.isWhole && $0.bytes >= bytes && $0.holds(number) } ?? .float32
  }

  /// The type in which real numbers made of this one are computed.
  public var floating: ElementType { isFloating ? self : .float32 }

  /// The type in which kernels that are no chains work: narrow items are widened for them.
  var computing: ElementType {
    switch self {
    case .truth, .uint8, .int8: .int32
    case .bfloat16: .float32
    case .int32, .int64, .float32, .float64: self
    }
  }

  /// The type as the loops know it.
  var native: dk_type {
    switch self {
    case .truth: DK_TRUTH
    case .uint8: DK_UINT8
    case .int8: DK_INT8
    case .int32: DK_INT32
    case .int64: DK_INT64
    case .bfloat16: DK_BFLOAT16
    case .float32: DK_FLOAT32
    case .float64: DK_FLOAT64
    }
  }

  /// Its name as a text, or the word that converts to it.
  public static func from(_ value: Value, _ context: Context) throws -> ElementType? {
    if case .thing(let word as Declaration) = value { return ElementType(rawValue: word.name) }
    return try String.from(value, context).flatMap { ElementType(rawValue: $0) }
  }

  /// As part of a plan's key.
  var code: Int { Int(native.rawValue) }
}
