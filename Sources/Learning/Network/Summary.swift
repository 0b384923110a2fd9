// What a net consists of, line by line.

import Catalog
import Tensor

import enum Language.Columns

extension Catalog {
  func addSummary() {
    add(
      .network, "summary",
      "The layers of a net: output shapes, parameters, multiply-adds for one sample, memory of the outputs of a batch.",
      examples: [Example("summary(layers(4) { dense(3); relu })"), Example("summary(layers { dense(3); relu }, input: 4, batch: 32)")],
      given("net", "a net, or layers whose `input` is told", Described.self),
      given("input", "the shape of one sample, where the net does not know it", ShapeArgument?.self, .some(nil)),
      count("batch", "samples at a time", 1), surroundings()
    ) { (described: Described, input: ShapeArgument?, batch: Int, context: Context) in
      let net = try described.net(input, context)
      return Table(net.summaryRows(batch), total: net.summaryTotal(batch))
    }
    addForeign("torchinfo.summary", "torchsummary.summary", in: "PyTorch", means: "summary")
    addForeign("input_size", "input_shape", means: "input")
  }
}

/// A net, or layers that wait for their input.
private enum Described: Argument {
  case known(Net)
  case waiting(Layer)

  static var wanted: String { "a net" }
  static var families: [Family] { [.layer] }
  static func from(_ value: Value, _ context: Context) throws -> Described? {
    if let net = try Net.from(value, context) { return .known(net) }
    return try Layer(value, context).map { .waiting($0) }
  }
  var value: Value {
    switch self {
    case .known(let net): net.value
    case .waiting(let layer): layer.value
    }
  }

  func net(_ input: ShapeArgument?, _ context: Context) throws -> Net {
    switch (self, input) {
    case (.known(let net), nil): return net
    case (.known(let net), let input?): return try Net(net.asLayer, sample: input.checked(), context)
    case (.waiting(let layer), let input?): return try Net(layer, sample: input.checked(), context)
    case (.waiting, nil):
      throw Complaint(
        .argument, "these layers do not know the shape of one sample, and `summary` needs it", [.init(.position(0), "no input yet")],
        why: "summary(…, input: 1x28x28) says it, as layers(1x28x28) { … } does")
    }
  }
}

/// A table as a value: it prints with its columns aligned.
public struct Table: Thing, Argument {
  let rows: [[String]]
  let total: String

  init(_ rows: [[String]], total: String) {
    self.rows = rows
    self.total = total
  }

  public static var wanted: String { "a table" }
  public static func from(_ value: Value, _ context: Context) throws -> Table? {
    if case .thing(let table as Table) = value { table } else { nil }
  }
  public var value: Value { .thing(self) }
  public var kind: String { "a table" }
  public var isShownWhole: Bool { true }

  /// The first column stands left, the others right; a rule under the heads.
  public func text() throws -> String {
    Columns.table(rows, sides: [.left] + (rows.first ?? []).dropFirst().map { _ in .right }, total: total)
  }
}

extension Net {
  /// The most columns that a layer's text takes.
  private static let widest = 48

  fileprivate func summaryRows(_ batch: Int) -> [[String]] {
    let head = ["layer", "output", "parameters", "multiply-adds", "memory"]
    let input = structure.inputs.map { input in
      [input.name.isEmpty ? "input" : input.name, sizeText(input.shape), "", "", bytesText(input.shape.itemCount * batch)]
    }
    let lines = structure.notes.map { note in
      let name = String(repeating: "  ", count: note.depth) + note.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return [
        Columns.cut(name, to: Net.widest), sizeText(note.shape), note.parameters == 0 ? "" : grouped(note.parameters),
        note.multiplyAdds == 0 ? "" : grouped(note.multiplyAdds), note.isBlock ? "" : bytesText(note.shape.itemCount * batch),
      ]
    }
    return [head] + input + lines
  }

  fileprivate func summaryTotal(_ batch: Int) -> String {
    let adds = structure.notes.reduce(0) { $0 + $1.multiplyAdds }
    let outputs = structure.notes.filter { !$0.isBlock }.reduce(0.0) { $0 + Double($1.shape.itemCount) }
    return """
      outputs of \(batch == 1 ? "one sample" : "a batch of \(grouped(batch))"): \(bytesText(outputs * Double(batch)))
      \(grouped(layout.trainedCount)) parameters, \(bytesText(layout.trainedCount + layout.keptCount)), \(grouped(adds)) multiply-adds a sample
      """
  }

  /// The memory that float32 items take.
  private func bytesText(_ items: Int) -> String { bytesText(Double(items)) }

  private func bytesText(_ items: Double) -> String {
    let bytes = items * 4
    let units = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "KB")]
    guard let unit = units.first(where: { bytes >= $0.0 }) else { return "\(Int(bytes)) bytes" }
    return "\(rounded(bytes / unit.0, digits: 3)) \(unit.1)"
  }

  /// `1,234,567`.
  private func grouped(_ number: Int) -> String {
    let digits = String(number)
    return String(
      digits.enumerated().flatMap { place, digit -> [Character] in
        (digits.count - place) % 3 == 0 && place > 0 ? [",", digit] : [digit]
      })
  }
}
