// `:vars`: what the names stand for, without computing anything.

import Catalog
import Language

extension Command {
  static let vars = Command(":vars [WORD]", "lists the names and what they stand for, or those with WORD in them") { sitting, words in
    let names = sitting.session.names.filter { words.isEmpty || $0.lowercased().contains(words.lowercased()) }
    guard !names.isEmpty else {
      sitting.voice.show(words.isEmpty ? "no names are bound" : "no name contains \(quote(words))")
      return .done
    }
    let rows = names.map { name -> [String] in
      let value = sitting.session.value(of: name) ?? .none
      return [name, value.shortKind, value.outline]
    }
    sitting.voice.show(Columns.lines(rows).joined(separator: "\n"))
    return .done
  }
}

extension Value {
  /// What sort of value it is, without an article and details.
  var shortKind: String {
    let words = kind.split(separator: " ")
    return (words.count > 1 ? words.dropFirst() : words[...]).prefix { !["of", "in"].contains($0) }.joined(separator: " ")
  }

  /// A value in at most 60 columns, without computing it.
  var outline: String {
    switch self {
    case .list(let items): counted(items.count, "item")
    case .several(let values): counted(values.count, "value")
    case .record(let record): Columns.cut(record.names.joined(separator: ", "), to: 60)
    case .thing(let thing): Columns.cut(thing.outline.split(whereSeparator: \.isNewline).joined(separator: " "), to: 60)
    default: Columns.cut((try? quoted()) ?? "", to: 60)
    }
  }
}

/// "1 item", "3 items".
func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
