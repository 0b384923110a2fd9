// Data sets from the language's values: tensors, records of columns, tables that were loaded.

import Catalog
import Tensor

extension Dataset {
  /// Inputs and labels of the same number of samples; without labels only inputs.
  static func made(x: Tensor, y: Value?) throws -> Dataset {
    guard let y else { return try Dataset([("x", x)], title: "dataset(x)") }
    let labels = try Labels(y, count: x.shape.first)
    return try Dataset([("x", x), ("y", labels.tensor)], classes: labels.classes, title: "dataset(x, y)")
  }

  /// A record of columns; `y`, if it is there, holds the labels.
  static func made(_ record: Record) throws -> Dataset {
    var classes: Classes?
    let columns = try record.fields.map { name, value -> (String, Tensor) in
      guard name == "y" else { return (name, try column(name, value)) }
      let labels = try Labels(value)
      classes = labels.classes
      return (name, labels.tensor)
    }
    return try Dataset(columns, classes: classes, title: "dataset(\(record.names.joined(separator: ", ")))")
  }

  /// A table as it was loaded: the column [label] becomes `y`, those of [inputs], or all others, together the rows of `x`. Texts become
  /// a column of zeros and ones for each category.
  static func made(_ table: Record, label: String, inputs: [String]?) throws -> Dataset {
    let y = try named(label, "label", in: table)
    let names = inputs ?? table.names.filter { $0 != label }
    let columns = try names.flatMap { try inputColumns($0, named($0, "inputs", in: table)) }
    guard !columns.isEmpty else { throw Complaint(.argument, "the table has no other column than \(quote(label))") }
    if case .thing(let y as Tensor) = y { try refuseGaps(label, y) }
    let labels = try Labels(y, count: columns[0].column.shape.first)
    return try Dataset(
      [("x", try stack(columns.map(\.column), axis: 1)), ("y", labels.tensor)], classes: labels.classes, inputNames: columns.map(\.name),
      title: "dataset(table, label: \(quote(label)))")
  }

  private static func named(_ name: String, _ argument: String, in table: Record) throws -> Value {
    if let column = table[name] { return column }
    let near = suggestion(for: name, among: table.names)
    throw Complaint(
      .name, "the table has no column \(quote(name))",
      [.init(.argument(argument), near.map { "did you mean \(quote($0))?" } ?? "not among them")],
      why: "its columns: " + table.names.prefix(12).joined(separator: "  "),
      edits: argument == "label" ? near.map { [.replace(.value(of: argument), "\(quote($0))")] } ?? [] : [])
  }

  /// What a column of a table becomes among the inputs.
  private static func inputColumns(_ name: String, _ value: Value) throws -> [(name: String, column: Tensor)] {
    guard let column = try TableColumn(value) else {
      throw Complaint(
        .type, "the column `\(name)` is \(value.kind), and samples are numbers or texts",
        [.init(.position(0), "`\(name)` is \(value.kind)")])
    }
    switch column {
    case .numbers(let tensor):
      try refuseGaps(name, tensor)
      return [(name, tensor.converted(to: .float32))]
    case .texts(let texts):
      return texts.categories.map { category in
        (name: "\(name) \(category)", column: Tensor(texts.map { $0 == category ? 1 : 0 as Float }, shape: [texts.count]))
      }
    }
  }

  /// A missing number would make every loss nan.
  private static func refuseGaps(_ name: String, _ column: Tensor) throws {
    guard !Checking.isOn, column.type == .float32 else { return }
    let gaps = try column.numbers().count(where: \.isNaN)
    guard gaps > 0 else { return }
    throw Complaint(
      .nan, "\(gaps) number\(gaps == 1 ? " is" : "s are") missing in the column `\(name)`", [.init(.position(0), "has gaps")],
      why: "a net learns nothing from what is not there: fill the gaps, or drop_missing(table)",
      edits: [.replace(.position(0), "fill_missing(\(part: .position(0)))")])
  }

  private static func column(_ name: String, _ value: Value) throws -> Tensor {
    if let tensor = try Tensor(value) { return tensor }
    throw Complaint(
      .type, "the column `\(name)` is \(value.kind), and samples are numbers", [.init(.argument(name), "this is \(value.kind)")],
      why: "only labels may be texts")
  }
}

/// How many classes there are, and what they are called.
public struct Classes {
  public let count: Int
  public let names: [String]?
  let areKnown: Bool

  public init(count: Int, names: [String]? = nil) {
    self.count = count
    self.names = names
    areKnown = true
  }

  /// Classes of which nobody knows how many there are, while nothing is computed.
  fileprivate init() {
    count = UnknownSize.next()
    names = nil
    areKnown = false
  }
}

/// Labels as they are stored, and the classes that they name.
struct Labels {
  let tensor: Tensor
  let classes: Classes?

  /// Texts name classes in alphabetical order; int32, truths and float32 of rank 1 that are whole and leave out no number from 0 on
  /// count classes; all else are numbers to be predicted.
  init(_ value: Value, count samples: Int? = nil) throws {
    if let texts = Labels.texts(value) {
      let names = Set(texts).sorted()
      let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
      tensor = Tensor(texts.map { numbers[$0] ?? 0 }, shape: [texts.count])
      classes = Classes(count: names.count, names: names)
      return
    }
    if let foreseen = try Labels.foreseen(value, samples) {
      self = foreseen
      return
    }
    guard let given = try Tensor(value) else {
      throw Complaint(.type, "labels are numbers or texts, not \(value.kind)", [.init(.argument("y"), "this is \(value.kind)")])
    }
    let count = try Labels.classCount(given)
    tensor = count == nil ? given : given.converted(to: .int32)
    classes = count.map { Classes(count: $0) }
  }

  /// Labels that nobody knows: a list of an unknown length, or a tensor whose numbers are not known.
  private static func foreseen(_ value: Value, _ samples: Int?) throws -> Labels? {
    guard Checking.isOn else { return nil }
    switch value {
    case .thing(let unknown as Unknown) where unknown.sort == .list:
      return Labels(tensor: Tensor(awaiting: [samples ?? UnknownSize.next()], type: .int32), classes: Classes())
    case .thing(let tensor as Tensor) where tensor.type.isWhole || tensor.type.isFloating && tensor.rank == 1:
      do { _ = try tensor.numbers() } catch is UnknownNumbers { return Labels(tensor: tensor, classes: Classes()) }
      return nil
    default: return nil
    }
  }

  private init(tensor: Tensor, classes: Classes?) {
    self.tensor = tensor
    self.classes = classes
  }

  private static func texts(_ value: Value) -> [String]? {
    guard case .list(let items) = value, !items.isEmpty else { return nil }
    let texts = items.compactMap { if case .text(let text) = $0 { text } else { nil } }
    return texts.count == items.count ? texts : nil
  }

  private static func classCount(_ labels: Tensor) throws -> Int? {
    if labels.type == .truth { return 2 }
    guard labels.type.isWhole || labels.rank == 1 else { return nil }
    let numbers = try labels.numbers()
    guard let largest = numbers.max() else { return nil }
    if labels.type.isWhole {
      guard let wrong = numbers.firstIndex(where: { $0 < 0 }) else { return Int(largest) + 1 }
      throw Complaint(
        .label, "labels count classes from 0, and label \(wrong) is \(numberText(numbers[wrong]))",
        [.init(.argument("y"), numberText(numbers[wrong]))], why: "numbers that are to be predicted are float32",
        edits: [.replace(.value(of: "y"), "float32(\(part: .value(of: "y")))")])
    }
    let isWhole = numbers.allSatisfy { $0 >= 0 && $0 < 1e6 && $0 == $0.rounded() }
    return isWhole && Set(numbers).count == Int(largest) + 1 ? Int(largest) + 1 : nil
  }
}

extension Dataset: Argument {
  public static var wanted: String { "a data set or record(x: …, y: …)" }

  /// A data set, a record of columns, or two tensors.
  public static func from(_ value: Value, _ context: Context) throws -> Dataset? {
    switch value {
    case .thing(let data as Dataset): return data
    case .record(let record): return try made(record)
    case .several(let items) where items.count == 2, .list(let items) where items.count == 2:
      guard let x = try Tensor(items[0]), x.rank > 0 else { return nil }
      return try made(x: x, y: items[1])
    default: return nil
    }
  }

  public var value: Value { .thing(self) }
}
