// The arguments of `plot`, collected: what is drawn, over which places, under which names.

import Catalog

struct Drawables {
  var list: [Drawable]
  /// The x of all rows and functions, where they were given.
  var places: [Double]?

  /// Reads all positional values and those with a name.
  init(_ values: [Value], _ curves: Record, _ options: PlotOptions, _ context: Context) throws {
    // First of all, whatever is drawn.
    for (name, value) in curves.fields { try Drawables.refuseSetting(name, value, context) }
    let reader = DrawableReader(context: context, kind: options.kind)
    let isAlone = values.count + curves.names.count == 1
    list = try values.enumerated().flatMap { place, value in
      try reader.read(value, named: isAlone ? "" : reader.label(for: value, at: place), at: .position(place))
    }
    if values.count == 2, curves.names.isEmpty, options.kind != .histogram { try pair(values[1], options, context) }
    for (name, value) in curves.fields {
      list += try reader.read(value, named: name, at: .argument(name))
    }
    guard !list.isEmpty || !values.isEmpty else {
      throw Complaint(
        .argument, "`plot` needs something to draw", [.init(.callee, "nothing was given")],
        why: "as in: plot([3, 2, 1])")
    }
    try rename(options.names)
    try refuseIdleRange(options)
  }

  /// `plot(x, y)`: where the first value is one row, it gives the places of the second.
  private mutating func pair(_ second: Value, _ options: PlotOptions, _ context: Context) throws {
    guard list.count > 1, list[1].role == .position(1) else { return }
    if case .function = list[0].content, case .range(let range) = second { throw Drawables.misplaced(range) }
    guard case .row(let x) = list[0].content else { return }
    // Over places of their own even many rows are curves, never a heat map.
    let others = try DrawableReader(context: context, kind: options.kind ?? .line).read(second, at: .position(1))
    for other in others {
      switch other.content {
      case .row(let y) where y.count != x.count: throw Drawables.mismatch(x.count, y.count, curves: others.count)
      case .row, .function: continue
      case .named, .table, .panels: return
      }
    }
    list = others
    places = x
  }

  private static func misplaced(_ range: Progression) -> Complaint {
    Complaint(
      .argument, "the range in which a function is drawn goes by the name `over`", [.init(.position(1), "this would be a curve")],
      edits: [.replace(.position(1), "over: \(part: .position(1))")])
  }

  private static func mismatch(_ x: Int, _ y: Int, curves: Int) -> Complaint {
    let isAcross = curves == x
    return Complaint(
      .shape, "`plot(x, y)` wants as many x as y, and these are \(x) and \(y)",
      [.init(.position(1), "\(curves > 1 ? "rows of " : "")\(y) numbers"), .init(.position(0), "\(x) numbers")],
      why: isAcross ? "each row of y is a curve" : "two rows of numbers are the x and y of one curve; with names they are two curves",

      edits: [
        isAcross
          ? .replace(.position(1), "\(operand: .position(1)).T")
          : .replace(.whole, "plot(a: \(part: .position(0)), b: \(part: .position(1)))")
      ])
  }

  /// Several things take their names from `names`; those of a single one are given when its curves are known.
  private mutating func rename(_ names: [String]) throws {
    guard list.count > 1, !names.isEmpty else { return }
    guard names.count == list.count else { throw Drawables.wrongNames(names.count, list.count) }
    for (place, name) in names.enumerated() { list[place].name = name }
  }

  static func wrongNames(_ names: Int, _ curves: Int) -> Complaint {
    let counted = "\(names) name\(names == 1 ? "" : "s") for \(curves) curve\(curves == 1 ? "" : "s")"
    return Complaint(.argument, "there \(names == 1 ? "is" : "are") \(counted)", [.init(.argument("names"), "\(names) here")])
  }

  private func refuseIdleRange(_ options: PlotOptions) throws {
    let hasFunction = list.contains { if case .function = $0.content { true } else { false } }
    guard options.over != nil, !hasFunction || places != nil else { return }
    throw Complaint(
      .argument, "`over` says where functions are drawn, and there is none that needs it", [.init(.argument("over"), "has no use here")],
      why: "two rows of numbers are drawn by plot(x, y)")
  }

  /// A name that is no parameter makes a curve; with a value that cannot be one it is a setting misspelt.
  private static func refuseSetting(_ name: String, _ value: Value, _ context: Context) throws {
    switch value.first {
    case .number, .text, .truth, .none, .quantity: break
    default: return
    }
    let known = context.catalog["plot"]?.notes.filter { $0.role == .ordinary }.map(\.name) ?? []
    let near = suggestion(for: name, among: known) ?? context.catalog.meaning(ofForeign: name).flatMap { known.contains($0) ? $0 : nil }
    throw Complaint(
      .argument, "`plot` has no argument `\(name)`, and \(value.first.kind) is no curve",
      [.init(.argument(name), near.map { "did you mean `\($0)`?" } ?? "`plot` does not know this name")],
      why: "plot takes: \(known.joined(separator: "  "))", edits: near.map { [.replace(.name(of: name), "\($0)")] } ?? [])
  }
}
