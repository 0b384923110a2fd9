// When a run ends before its last epoch.

import Catalog

/// A rule that looks at the measured loss after each epoch.
public struct StopRule: Made {
  public var made = Call.unknown
  /// Epochs without a new best that are waited for.
  let patience: Int
  /// How much better counts as better.
  let margin: Double

  public var kind: String { "a stopping rule" }
}

extension StopRule: Argument {
  public static var wanted: String { "a stopping rule such as patience(3 epochs)" }
  public static func from(_ value: Value, _ context: Context) throws -> StopRule? {
    if case .thing(let rule as StopRule) = value { rule } else { nil }
  }
  public var value: Value { .thing(self) }
}

extension Catalog {
  func addStopping() {
    add(
      .training, "patience", "Stops a run when the validation loss has not become better for so many epochs.", paper: "Prechelt 1998",
      examples: [Example("patience(3 epochs)", gives: "patience(3 epochs)")],
      given("wait", "how many epochs", Quantity.self), number("margin", "how much lower counts as better", 0, in: 0...1e9)
    ) { (wait: Quantity, margin: Double) in
      guard wait.unit == .epochs else {
        throw Complaint(
          .argument, "patience is counted in epochs, not in \(wait.unit.rawValue)", [.init(.position(0), wait.text)],
          edits: [.replace(.position(0), "\(numberText(max(1, wait.amount.rounded()))) epochs")])
      }
      return StopRule(made: .unknown, patience: Int(wait.amount), margin: margin)
    }
    addForeign("callbacks.EarlyStopping", in: "Keras", means: "patience")
  }
}
