// The program that makes a net's structure again: its text, and before it what the text needs of the names around it.

import Catalog
import Tensor

extension Net {
  /// What a file keeps: read anywhere, it makes a net of this structure.
  func program() throws -> String {
    var known: Set<String> = []
    let needs = try structure.needs.map { try Net.definitions($0(), &known) } ?? []
    return (needs + [structure.text]).joined(separator: "\n")
  }

  /// Lines that bind names to what they stand for, each after the lines that it needs itself.
  private static func definitions(_ names: [(String, Value)], _ known: inout Set<String>) throws -> [String] {
    var lines: [String] = []
    for (name, value) in names where known.insert(name).inserted {
      switch value {
      case .thing(let function as any Definable): lines += try definitions(function.outerNames, &known)
      case .thing(let layer as Layer): lines += try layer.needs.map { try definitions($0(), &known) } ?? []
      case .thing(let net as Net): lines += try net.structure.needs.map { try definitions($0(), &known) } ?? []
      default: break
      }
      if let line = try definition(name, value) { lines.append(line) }
    }
    return lines
  }

  /// Nil for what no line of text makes again.
  private static func definition(_ name: String, _ value: Value) throws -> String? {
    switch value {
    case .thing(let thing as any Definable): try thing.definition(named: name)
    case .thing(let net as Net): "\(name) = \(net.structure.text)"
    case .thing(let tensor as Tensor): tensor.type == .float32 && tensor.itemCount <= 1000 ? "\(name) = \(try tensor.text())" : nil
    case .thing(let thing) where !(thing is any Made): nil
    default: "\(name) = \(try value.quoted())"
    }
  }
}
