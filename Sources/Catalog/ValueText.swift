// Values as text, as `print` shows them.

extension Value {
  /// As `print` shows it: a text stands bare.
  public func text() throws -> String {
    if case .text(let text) = self { return text }
    return try quoted()
  }

  /// As a cell's output shows it: a text stands in quotes, a tensor says its shape and type.
  public func display() throws -> String {
    if case .thing(let thing) = self { return try thing.display() }
    if case .several(let values) = self { return try values.map { try $0.display() }.joined(separator: "\n") }
    return try quoted()
  }

  /// As it stands inside a list, a record or a call: a text in quotes.
  public func quoted() throws -> String {
    switch self {
    case .none: "none"
    case .truth(let truth): truth ? "true" : "false"
    case .number(let number): numberText(number)
    case .text(let text): quote(text)
    case .quantity(let quantity): quantity.text
    case .size(let sizes): sizeText(sizes)
    case .range(let range): range.text
    case .list(let items): "[" + (try joined(items)) + "]"
    case .several(let items): "(" + (try joined(items)) + ")"
    case .record(let record):
      "record(" + (try record.fields.map { "\($0.name): \(try $0.value.quoted())" }.joined(separator: ", ")) + ")"
    case .thing(let thing): try thing.text()
    }
  }

  private func joined(_ items: [Value]) throws -> String {
    var text = ""
    for place in items.indices {
      try Interruption.check(at: place)
      text += (place == 0 ? "" : ", ") + (try items[place].quoted())
    }
    return text
  }
}

/// `3x3`; a size of one or no number has no such spelling and stands in brackets.
public func sizeText(_ sizes: [Int]) -> String {
  sizes.count < 2 ? "[" + sizes.map(String.init).joined() + "]" : sizes.map(String.init).joined(separator: "x")
}

/// A text as the language writes it.
public func quote(_ text: String) -> String {
  var result = "\""
  for character in text {
    switch character {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "{": result += "{{"
    case "}": result += "}}"
    default: result.append(character)
    }
  }
  return result + "\""
}
