// `with_weights(net, weights)`: a net with numbers that come from elsewhere, another net of dln or a file of PyTorch's.

import Catalog
import Tensor

extension Catalog {
  func addWithWeights() {
    add(
      .network, "with_weights",
      "The net with other weights: by their names, or, where they come from PyTorch, layer by layer in the order of the file.",
      examples: [
        Example(
          "net = layers(2) { dense(1) }\nw = record(dense: record(weight: [[1], [2]], bias: [3]))\nwith_weights(net, w)([[1, 1]])",
          gives: "[[6]]"),
        Example(
          "torch = record(fc: record(weight: [[1, 2]], bias: [3]))\nwith_weights(layers(2) { dense(1) }, torch)([[1, 1]])", gives: "[[6]]"),
      ],
      given("net", "a net", Net.self),
      given("weights", "a record of tensors, such as a net's .weights or what load gives", NamedTensors.self)
    ) { (net: Net, weights: NamedTensors) in try net.taking(weights.tensors) }
    addForeign("load_state_dict", "torch.nn.Module.load_state_dict", in: "PyTorch", means: "with_weights")
    addForeign("set_weights", "load_weights", in: "Keras", means: "with_weights")
  }
}

/// Tensors by name; records within records give names with dots.
struct NamedTensors: Argument {
  let tensors: [(name: String, tensor: Tensor)]

  static var wanted: String { "a record of tensors" }
  var value: Value { .record(Record(tensors.map { ($0.name, .thing($0.tensor)) })) }

  static func from(_ value: Value, _ context: Context) throws -> NamedTensors? {
    guard case .record(let record) = value.first else { return nil }
    return try flat(record, "").map { NamedTensors(tensors: $0) }
  }

  private static func flat(_ record: Record, _ prefix: String) throws -> [(name: String, tensor: Tensor)]? {
    var found: [(name: String, tensor: Tensor)] = []
    for (name, value) in record.fields {
      if case .record(let inner) = value.first {
        guard let more = try flat(inner, prefix + name + ".") else { return nil }
        found += more
      } else {
        guard let tensor = try Tensor(value.first) else { return nil }
        found.append((prefix + name, tensor))
      }
    }
    return found
  }
}

extension Net {
  /// The same net with these numbers: by name where all its names are known, else by the order of PyTorch's modules.
  func taking(_ tensors: [(name: String, tensor: Tensor)]) throws -> Net {
    let known = Dictionary(tensors, uniquingKeysWith: { first, _ in first })
    guard layout.entries.allSatisfy({ known[$0.name] != nil }) else {
      return try with(ForeignModules(tensors).tensors(for: layout)).stored()
    }
    let found = try layout.entries.map { entry -> Tensor in
      guard let tensor = known[entry.name], tensor.shape == entry.shape else {
        throw Complaint(
          .shape, "`\(entry.name)` is \(known[entry.name]?.shape.shapeText ?? "missing"), and the net wants \(entry.shape.shapeText)",
          [.init(.argument("weights"), "of another net")])
      }
      return tensor
    }
    return try with(found).stored()
  }
}
