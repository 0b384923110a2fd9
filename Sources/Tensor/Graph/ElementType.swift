// The kinds of items that tensors hold.

/// What one item of a tensor is. Numbers are float32; whole numbers are for labels and indices; truths for masks.
public enum ElementType: Int, Sendable {
  case float32 = 0
  case int32 = 1
  case truth = 2

  /// Bytes an item takes.
  public var bytes: Int { self == .truth ? 1 : 4 }

  /// As `.type` shows it.
  public var text: String {
    switch self {
    case .float32: "float32"
    case .int32: "int32"
    case .truth: "truth"
    }
  }

  /// What two types become when they meet in arithmetic: float32 wins over int32, that over truth.
  func meeting(_ other: ElementType) -> ElementType {
    self == .float32 || other == .float32 ? .float32 : self == .int32 || other == .int32 ? .int32 : .truth
  }
}
