// What may follow a dot.

import Catalog
import Language

extension Session {
  func field(_ base: Value, _ name: String) throws -> Value {
    if let value = try knownField(base, name) { return value }
    throw unknownField(base, name)
  }

  private func knownField(_ base: Value, _ name: String) throws -> Value? {
    switch (base, name) {
    case (.several, _): return try field(base.first, name)
    case (.record(let record), _): return record[name]
    case (.thing(let thing), _): return try thing.field(name, context)
    case (.list(let items), "count"): return .number(Double(items.count))
    case (.text(let text), "count"): return .number(Double(text.count))
    case (.size(let sizes), "count"): return .number(Double(sizes.count))
    case (.quantity(let quantity), "value"): return .number(quantity.amount)
    case (.quantity(let quantity), "unit"): return .text(quantity.unit.rawValue)
    case (.range(let range), "start"): return .number(range.start)
    case (.range(let range), "end"): return .number(range.end)
    case (.range(let range), "count"): return .number(Double(range.count))
    default: return nil
    }
  }

  private func unknownField(_ base: Value, _ name: String) -> Complaint {
    let known = base.fieldNames
    let meant = context.catalog.meaning(ofForeign: name).flatMap { known.contains($0) ? $0 : nil }
    let near = meant ?? suggestion(for: name, among: known) ?? Habits.field(name, among: known)
    let label = near.map { "did you mean `\($0)`?" } ?? (known.isEmpty ? "nothing can follow the dot here" : "there is no such field")
    return Complaint(
      .name, "\(base.kind) has no `\(name)`", [.init(.whole, label)], why: fieldList(base.kind, known),
      edits: near.map { [.replace(.right, "\($0)")] } ?? [])
  }

  func fieldList(_ kind: String, _ names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(12).joined(separator: "  ")
    return "\(kind) has: \(shown)\(names.count > 12 ? "  ..." : "")"
  }
}

extension Value {
  /// The names that may follow a dot.
  public var fieldNames: [String] {
    switch self {
    case .record(let record): record.names
    case .thing(let thing): thing.fieldNames
    case .list, .text, .size: ["count"]
    case .quantity: ["value", "unit"]
    case .range: ["start", "end", "count"]
    case .several: first.fieldNames
    default: []
    }
  }

  /// The value of a field, where it lies ready and nothing need be computed for it.
  public func readyField(_ name: String) -> Value? {
    switch self {
    case .record(let record): record[name]
    case .thing(let thing): thing.readyField(name)
    case .several: first.readyField(name)
    default: nil
    }
  }
}
