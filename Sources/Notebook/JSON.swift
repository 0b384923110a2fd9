// JSON as it is written to reports.

import Catalog

/// A JSON value. Objects keep the order of their fields, so that equal runs give equal bytes.
public enum JSON: Sendable {
  case none
  case truth(Bool)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([(String, JSON)])

  /// Two blanks a level; numbers that JSON has no spelling for are null.
  public var text: String { text(indent: "") }

  private func text(indent: String) -> String {
    let inner = indent + "  "
    switch self {
    case .none: return "null"
    case .truth(let truth): return truth ? "true" : "false"
    case .number(let number): return number.isFinite ? numberText(number) : "null"
    case .text(let text): return jsonQuote(text)
    case .list(let items):
      if items.isEmpty { return "[]" }
      return "[\n" + items.map { inner + $0.text(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let fields):
      if fields.isEmpty { return "{}" }
      let lines = fields.map { inner + jsonQuote($0.0) + ": " + $0.1.text(indent: inner) }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }
}
