// The numbers of a net by name: as records, out of records, and out of files.

import Catalog
import Tensor

extension Net {
  /// The parameters as records within records, by the parts of their names.
  var weights: Record {
    zip(layout.entries, tensors).reduce(Record()) { record, item in
      Net.insert(item.0.name.split(separator: ".").map(String.init)[...], item.1, into: record)
    }
  }

  private static func insert(_ path: ArraySlice<String>, _ tensor: Tensor, into record: Record) -> Record {
    guard let first = path.first else { return record }
    var record = record
    if path.count == 1 {
      record[first] = .thing(tensor)
    } else {
      var inner = Record()
      if case .record(let found)? = record[first] { inner = found }
      record[first] = .record(insert(path.dropFirst(), tensor, into: inner))
    }
    return record
  }

  /// The same net with the numbers of a record: nested as `weights` is, or with dotted names as files have them.
  func taking(_ value: Value) throws -> Net {
    guard case .record(let record) = value.first else {
      throw Complaint(.type, "the weights of a net are a record, and this is \(value.kind)", [.init(.whole, "this is \(value.kind)")])
    }
    var found: [String: Tensor] = [:]
    try Net.collect(record, "", into: &found)
    let unknown = found.keys.filter { layout.place(of: $0) == nil }.sorted()
    if let first = unknown.first {
      throw Complaint(
        .name, "the net has no parameter `\(first)`", [.init(.whole, "unknown name")],
        why: "it has: \(layout.entries.prefix(12).map(\.name).joined(separator: ", "))")
    }
    return try taking(found, of: "the record")
  }

  private static func collect(_ record: Record, _ prefix: String, into found: inout [String: Tensor]) throws {
    for (name, value) in record.fields {
      if case .record(let inner) = value.first {
        try collect(inner, prefix + name + ".", into: &found)
      } else if let tensor = try Tensor(value.first) {
        found[prefix + name] = tensor
      } else {
        throw Complaint(
          .type, "`\(prefix + name)` is \(value.kind), and weights are tensors", [.init(.whole, "this is \(value.kind)")])
      }
    }
  }

  /// The same net with numbers by name; [source] is what holds them.
  func taking(_ tensors: [String: Tensor], of source: String) throws -> Net {
    let found = try layout.entries.map { entry -> Tensor in
      guard let tensor = tensors[entry.name] else {
        throw Complaint(.name, "\(source) has no `\(entry.name)`, which the net wants", [.init(.whole, "a name is missing")])
      }
      guard tensor.shape == entry.shape else {
        throw Complaint(
          .shape, "`\(entry.name)` is \(tensor.shape.shapeText) in \(source), and the net wants \(entry.shape.shapeText)",
          [.init(.whole, tensor.shape.shapeText)])
      }
      return tensor.converted(to: .float32)
    }
    return try with(found).stored()
  }
}
