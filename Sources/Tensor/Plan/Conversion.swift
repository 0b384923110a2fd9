// What an element-wise node does in lanes: its operation, and the steps that bring items to the node's type.

import CKernels

extension Node {
  /// The operations of an element-wise node, each done to the result of the one before; none where the items stay as they are.
  var operations: [dk_operation] {
    guard case .element(let operation) = primitive.work, let source = inputs.first?.type else { return [] }
    if primitive === Primitive.conversion { return source.conversion(to: type) }
    let kind = operation(source)
    if kind == DK_OPERATION_COUNT { return [] }
    return primitive.leavesRange ? [kind] + type.settling : [kind]
  }
}

extension Primitive {
  /// Its results may be no items of a narrow type, though its inputs are. The others hand items on, or give truths.
  fileprivate var leavesRange: Bool {
    let exact: [Primitive] = [.choice, .smaller, .larger, .rectified, .equal, .less, .lessOrEqual, .and, .or, .not]
    return !exact.contains { $0 === self }
  }
}

extension ElementType {
  /// What brings lanes back to a type that is narrower than they are: int8 and uint8 wrap around as wider whole numbers do.
  fileprivate var settling: [dk_operation] {
    switch self {
    case .bfloat16: [DK_TO_BFLOAT16]
    case .int8: [DK_WRAP_INT8]
    case .uint8: [DK_WRAP_UINT8]
    case .truth, .int32, .int64, .float32, .float64: []
    }
  }

  /// From items of this type to those of another: towards zero for whole numbers, the nearest where that is out of range.
  fileprivate func conversion(to target: ElementType) -> [dk_operation] {
    switch target.kind {
    case .truth: isFloating ? [DK_TO_TRUTH] : [DK_INT_TO_TRUTH]
    case .floating: (isFloating ? [] : [DK_TO_FLOAT]) + rounding(to: target)
    case .whole: (isFloating ? [DK_TO_INT] : []) + clamping(to: target)
    }
  }

  private func rounding(to target: ElementType) -> [dk_operation] {
    switch target {
    case .bfloat16: [DK_TO_BFLOAT16]
    case .float32 where isWide: [DK_TO_FLOAT32]
    default: []
    }
  }

  private func clamping(to target: ElementType) -> [dk_operation] {
    if self == .truth { return [] }
    return switch target {
    case .int8: [DK_CLAMP_INT8]
    case .uint8: [DK_CLAMP_UINT8]
    case .int32 where isWide: [DK_CLAMP_INT32]
    default: []
    }
  }
}
