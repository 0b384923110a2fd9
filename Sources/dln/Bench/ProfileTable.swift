// Where a step's time goes: the steps of its plans by name, the longest first.

import Catalog
import Language
import Tensor

enum ProfileTable {
  /// [seconds]: how long [steps] steps took in all; what is not in a plan is time of the interpreter.
  static func text(_ profile: PlanProfile, steps: Int, seconds: Double) -> String {
    let inPlans = profile.entries.reduce(0) { $0 + $1.seconds }
    let entries = profile.entries.sorted { $0.seconds > $1.seconds }
    func row(_ name: String, _ count: String, _ part: Double) -> [String] {
      [number(part / Double(steps) * 1e6, 1), "\(number(100 * part / max(seconds, 1e-12), 1))%", count, name]
    }
    let rows =
      entries.map { row($0.name, number(Double($0.count) / Double(steps), $0.count % steps == 0 ? 0 : 1), $0.seconds) }
      + [row("outside of plans", "", seconds - inPlans)]
    let total = "\(number(seconds / Double(steps) * 1e6, 1)) us a step, the mean of \(steps), timed piece by piece"
    return Columns.table([["us", "share", "times", "what"]] + rows, sides: [.right, .right, .right, .left], total: total)
  }

  private static func number(_ value: Double, _ digits: Int) -> String { fixed(value, digits) }
}
