// Kernels know int32, int64, float32 and float64. Narrower items are widened for them, and what comes out is brought back.

extension ElementType {
  /// What kernels know that work on any numbers.
  static let computed: Set<ElementType> = [.truth, .int32, .int64, .float32, .float64]
  /// What kernels know that work on real numbers.
  static let real: Set<ElementType> = [.int32, .float32, .float64]

  /// What sums are of: small whole numbers add up beyond their type.
  var summed: ElementType { isFloating ? self : computing }
}

extension Tensor {
  /// The same numbers in a type that kernels know.
  var computing: Tensor { converted(to: type.computing) }

  /// The same as real numbers in a type that kernels know: float32 or float64.
  var precise: Tensor { converted(to: type.floating.computing) }

  /// Real numbers worked out in a type that kernels know, and given in this one's.
  func precisely(_ work: (Tensor) throws -> Tensor) rethrows -> Tensor { try work(precise).converted(to: type.floating) }
}
