// What people hand to `plot`, taken apart into rows of numbers, functions, tables and panels.

import Catalog
import Tensor

struct DrawableReader {
  let context: Context
  /// How it was asked to be drawn; nil: as fits the values.
  let kind: PlotKind?

  /// A matrix with more rows than this is drawn as a heat map, unless the kind was asked for.
  private static let mostRowsAsCurves = 10

  /// Everything to draw in one argument. Throws a complaint about [role] where there is nothing.
  func read(_ value: Value, named name: String = "", at role: Complaint.Role) throws -> [Drawable] {
    switch value.first {
    case .range(let range): return [Drawable(name: name, content: .row(try row(range, role)), role: role)]
    case .size(let sizes): return [Drawable(name: name, content: .row(sizes.map(Double.init)), role: role)]
    case .list(let items): return try read(list: items, named: name, at: role)
    case .record(let record): return try read(record: record, named: name, at: role)
    case .thing(let tensor as Tensor): return try read(tensor: tensor, named: name, at: role)
    case .thing(let thing as any Plottable):
      return [Drawable(name: name, content: .panels(try thing.plotContent(context)), role: role)]
    case .thing(let tree as any TensorTree) where kind == .histogram:
      return [Drawable(name: name, content: .row(try tree.leaves.flatMap { try $0.numbers() }), role: role)]
    case .thing(let thing) where thing.isCallable:
      guard let function = try Callable.from(.thing(thing), context) else { throw refusal(of: value, role) }
      return [Drawable(name: name, content: .function(function), role: role)]
    default: throw refusal(of: value, role)
    }
  }

  /// What stands in the legend for one of several values: a function's own text, else its place.
  func label(for value: Value, at place: Int) -> String {
    guard case .thing(let thing) = value.first, thing.isCallable || thing is any Plottable,
      let text = try? thing.text(), text.count <= 32, !text.contains("\n")
    else { return "\(place)" }
    return text
  }

  private func row(_ range: Progression, _ role: Complaint.Role) throws -> [Double] {
    guard range.count <= Drawable.rowLimit else {
      throw Complaint(
        .limit, "\(range.text) has more numbers than a figure can show", [.init(role, "at most \(numberText(Double(Drawable.rowLimit)))")])
    }
    return (0..<range.count).map { range[$0] }
  }

  private func read(tensor: Tensor, named name: String, at role: Complaint.Role) throws -> [Drawable] {
    let isRow = tensor.rank > 0 && tensor.shape.filter { $0 != 1 }.count <= 1
    if isRow || kind == .histogram && tensor.rank > 0 {
      return [Drawable(name: name, content: .row(try tensor.numbers()), role: role)]
    }
    guard tensor.rank > 0 else { throw refusal(of: .thing(tensor), role) }
    guard tensor.rank == 2 else { throw refusal(ofShape: tensor.shape, role) }
    guard kind != nil || tensor.shape[0] <= DrawableReader.mostRowsAsCurves else {
      try Table.refuseTooLarge(tensor.shape, role)
      return [Drawable(name: name, content: .table(try tensor.rows()), role: role)]
    }
    return try tensor.rows().enumerated().map { Drawable(name: joined(name, "\($0)"), content: .row($1), role: role) }
  }

  private func read(list items: [Value], named name: String, at role: Complaint.Role) throws -> [Drawable] {
    if let row = try numbers(items) { return [Drawable(name: name, content: .row(row), role: role)] }
    if let columns = try columns(items) {
      return columns.map { Drawable(name: joined(name, $0.name), content: .row($0.numbers), role: role) }
    }
    return try items.enumerated().flatMap { place, item in
      try read(item, named: joined(name, label(for: item, at: place)), at: role)
    }
  }

  private func read(record: Record, named name: String, at role: Complaint.Role) throws -> [Drawable] {
    if !record.names.isEmpty, let numbers = try numbers(record.values) {
      return [Drawable(name: name, content: .named(Array(zip(record.names, numbers)).map { ($0.0, $0.1) }), role: role)]
    }
    return try record.fields.flatMap { try read($0.value, named: joined(name, $0.name), at: role) }
  }

  /// The items as numbers; nil when one is something else. Tensors that wait are computed together.
  private func numbers(_ items: [Value]) throws -> [Double]? {
    try context.catalog.settle(items)
    var numbers: [Double] = []
    for item in items {
      guard let number = try item.asNumber() ?? asTruth(item) else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  private func asTruth(_ item: Value) -> Double? {
    if case .truth(let truth) = item { truth ? 1 : 0 } else { nil }
  }

  /// Records of numbers with the same names, one for each step, as a row for each name; nil for all else.
  private func columns(_ items: [Value]) throws -> [(name: String, numbers: [Double])]? {
    let records = items.compactMap { if case .record(let record) = $0.first { record } else { nil } }
    guard records.count == items.count, let names = records.first?.names, records.allSatisfy({ $0.names == names }) else { return nil }
    var columns: [(name: String, numbers: [Double])] = []
    for place in names.indices {
      guard let numbers = try numbers(records.map { $0.values[place] }) else { return nil }
      columns.append((names[place], numbers))
    }
    return columns
  }

  private func joined(_ name: String, _ inner: String) -> String { name.isEmpty ? inner : "\(name) \(inner)" }

  private func refusal(ofShape shape: Shape, _ role: Complaint.Role) -> Complaint {
    Complaint(
      .shape, "`plot` draws tensors of one or two axes, not of shape \(shape.shapeText)", [.init(role, shape.shapeText)],
      why: "one axis is a curve, two are a curve for each row or a heat map; `grid` shows images, and kind: \"histogram\" takes any shape")
  }

  private func refusal(of value: Value, _ role: Complaint.Role) -> Complaint {
    let number = try? value.asNumber()
    let wish = number != nil ? "wants several numbers, not one" : "cannot draw \(value.first.kind)"
    return Complaint(
      .type, "`plot` \(wish)", [.init(role, "this is \(value.first.kind)")],
      why: "it draws numbers in a tensor, list or range, records of these, functions of one number, runs and schedules")
  }
}
