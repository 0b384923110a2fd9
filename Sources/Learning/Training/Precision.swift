// How precisely a training multiplies, as a setting: `precision: bfloat16`.

import Catalog
import Tensor

extension ProductPrecision: Argument {
  public static var wanted: String { "float32 or bfloat16" }
  public static var choices: [String] { allCases.map(\.rawValue) }
  public var value: Value { .text(rawValue) }

  /// By the word of the type, or by its name as a text.
  public static func from(_ value: Value, _ context: Context) throws -> ProductPrecision? {
    let name = if case .thing(let word as Declaration) = value { word.name } else { try String.from(value, context) }
    guard let precision = name.flatMap(ProductPrecision.init) else { return nil }
    try precision.refuseEmulation()
    return precision
  }

  private func refuseEmulation() throws {
    guard !isNative, !Checking.isOn else { return }
    throw Complaint(
      .argument, "this processor does not multiply \(rawValue) numbers", [.init(.argument("precision"), "\(rawValue) is asked for here")],
      why: "it would work with float32 and round each factor, which is slower than float32 alone",
      edits: [.replace(.argument("precision"), "float32")])
  }
}
