// How precisely float32 products and convolutions are worked out: from their factors as they are, or rounded to bfloat16.

import CKernels

/// The type of the factors of what is multiplied. Sums, and all that is no product, stay float32.
public enum ProductPrecision: String, CaseIterable, Sendable {
  case float32, bfloat16

  /// That of the products that are being made. Their gradients follow them.
  nonisolated(unsafe) private(set) static var current = ProductPrecision.float32

  /// Makes products in this precision meanwhile.
  public func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    let outer = ProductPrecision.current
    ProductPrecision.current = self
    defer { ProductPrecision.current = outer }
    return try work()
  }

  /// Whether the processor multiplies such numbers itself. Elsewhere it would be slower than float32, and nothing is won.
  public var isNative: Bool { self == .float32 || dk_multiplies_bfloat16() }

  var factor: ElementType { self == .float32 ? .float32 : .bfloat16 }

  /// As one of a node's attributes.
  var attribute: Int { self == .float32 ? 0 : 1 }

  init(attribute: Int) { self = attribute == 0 ? .float32 : .bfloat16 }
}

extension Tensor {
  /// This side of a product in the precision that products have now.
  var factor: Tensor { type == .float32 ? converted(to: ProductPrecision.current.factor) : self }
}
