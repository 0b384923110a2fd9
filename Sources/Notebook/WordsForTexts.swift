// Words that turn values into texts and texts into values.

import Catalog

extension Catalog {
  func addTextWords() {
    add(
      .language, "text", "A value as `print` shows it.",
      examples: [Example("text(0.5)", gives: "0.5"), Example("text(3x3).count", gives: "3")],
      given("value", "any value", Value.self)
    ) { (value: Value) in try value.text() }
    addForeign("str", "string", "repr", means: "text")
    add(
      .language, "number", "The number that a text spells.", examples: [Example("number(\"2.5\") * 2", gives: "5")],
      given("value", "a text, or a number already", Value.self)
    ) { (value: Value) -> Double in
      if let number = try value.asNumber() { return number }
      guard case .text(let text) = value else {
        throw Complaint(.type, "\(value.kind) spells no number", [.init(.position(0), "this is \(value.kind)")])
      }
      guard let number = Double(spelling(text)) else {
        throw Complaint(.argument, "\(quote(text)) spells no number", [.init(.position(0), "not a number")])
      }
      return number
    }
    addForeign("float", "parse", "to_number", "double", means: "number")
    add(
      .language, "join", "Texts, one behind the other.",
      examples: [Example("join([\"a\", \"b\"], \", \")", gives: "a, b"), Example("join(1..3, \"-\")", gives: "1-2-3")],
      given("list", "the texts, or values as `print` shows them", Items.self), text("separator", "what stands between two", "")
    ) { (list: Items, separator: String) in try list.values.map { try $0.text() }.joined(separator: separator) }
    add(
      .language, "split_text", "The parts of a text between separators.",
      examples: [
        Example("split_text(\"a,b\", \",\")", gives: "[\"a\", \"b\"]"),
        Example("split_text(\"to be  or\")", gives: "[\"to\", \"be\", \"or\"]"),
      ],
      text("text", "what is taken apart"), text("separator", "what stands between two parts; empty: any blanks", "")
    ) { (text: String, separator: String) in
      separator.isEmpty ? text.split { $0.isWhitespace }.map(String.init) : parts(of: text, separator)
    }
  }
}

/// Without blanks around it and `_` inside it.
private func spelling(_ text: String) -> String {
  text.filter { !$0.isWhitespace && $0 != "_" }
}

private func parts(of text: String, _ separator: String) -> [String] {
  var parts: [String] = []
  var part = ""
  var rest = Substring(text)
  while let first = rest.first {
    if rest.hasPrefix(separator) {
      parts.append(part)
      part = ""
      rest = rest.dropFirst(separator.count)
    } else {
      part.append(first)
      rest = rest.dropFirst()
    }
  }
  return parts + [part]
}
