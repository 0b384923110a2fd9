// Calls of the words, as the interpreter makes them, and things to hand to them.

import Catalog
import Glibc
import Graphics
import Tensor
import Testing

@testable import Pictures

/// A catalogue with the words of pictures, and what was noted while they worked.
final class Calls {
  let context: Context
  private(set) var notes: [String] = []

  init() {
    let catalog = Catalog()
    catalog.addTensors()
    catalog.addPictures()
    context = Context(catalog: catalog)
    context.note = { [unowned self] in notes.append($0) }
    context.call = { [unowned self] callee, given in
      guard case .thing(let thing) = callee else { return .none }
      return try thing.call(given, context)
    }
  }

  /// The figure that a word makes; draws it, so that what cannot be drawn fails.
  func figure(_ word: String, _ values: Value..., named: KeyValuePairs<String, Value> = [:]) throws -> Figure {
    let value = try call(word, values, named)
    guard case .thing(let thing as FigureThing) = value else { throw Complaint(.type, "no figure, but \(value.kind)") }
    _ = try Picture(decoding: thing.bytes(ending: "png", context))
    return thing.figure
  }

  /// The only panel of a figure, as a chart.
  func chart(_ values: Value..., named: KeyValuePairs<String, Value> = [:]) throws -> Chart {
    guard case .thing(let thing as FigureThing) = try call("plot", values, named) else { throw Complaint(.type, "no figure") }
    _ = try thing.bytes(ending: "png", context)
    guard thing.figure.panels.count == 1, case .chart(let chart) = thing.figure.panels[0] else { throw Complaint(.type, "no chart") }
    return chart
  }

  /// What is wrong with a call; nil when nothing is.
  func complaint(_ word: String, _ values: Value..., named: KeyValuePairs<String, Value> = [:]) throws -> Complaint? {
    do {
      _ = try call(word, values, named)
      return nil
    } catch let complaint as Complaint {
      return complaint
    }
  }

  private func call(_ word: String, _ values: [Value], _ named: KeyValuePairs<String, Value>) throws -> Value {
    let declaration = try #require(context.catalog[word])
    return try declaration.call(Given(positional: values, named: named.map { ($0.key, $0.value) }), context)
  }
}

/// A function of one value.
final class Function: Thing {
  private let body: (Value) throws -> Value

  init(_ body: @escaping (Value) throws -> Value) { self.body = body }

  static func number(_ body: @escaping (Double) -> Double) -> Value {
    .thing(Function { .number(body(try $0.asNumber() ?? .nan)) })
  }

  let kind = "a function"
  let isCallable = true
  func text() throws -> String { "x -> y" }
  func call(_ given: Given, _ context: Context) throws -> Value { try body(given.positional.first ?? .none) }
}

/// A thing that knows its curves.
final class Curves: Plottable {
  private let panels: [PlotPanel]

  init(_ panels: [PlotPanel]) { self.panels = panels }

  /// Losses and accuracies of a training of three epochs.
  static func run(_ start: Double) -> Value {
    func curve(_ name: String, _ numbers: [Double]) -> PlotLines.Curve {
      PlotLines.Curve(name: name, points: zip(1..., numbers).map { (Double($0), $1) })
    }
    let losses = [curve("training", [start, 0.5, 0.2]), curve("validation", [start, 0.7, 0.5])]
    let accuracies = [curve("training", [0.1, 0.8, 0.9]), curve("validation", [0.1, 0.7, 0.8])]
    return .thing(
      Curves([
        .lines(PlotLines(losses, x: "epoch", y: "loss")),
        .lines(PlotLines(accuracies, x: "epoch", y: "accuracy", isPercent: true)),
      ]))
  }

  static var confusion: Curves {
    Curves([
      .matrix(
        PlotMatrix(values: [[5, 1], [2, 6]], rows: ["cat", "dog"], columns: ["cat", "dog"], rowLabel: "true", columnLabel: "predicted"))
    ])
  }

  let kind = "a run"
  func text() throws -> String { "run" }
  func plotContent(_ context: Context) throws -> [PlotPanel] { panels }
}

/// Gray images that count upwards, and their numbers as labels.
struct Gradients: Samples {
  let count: Int
  var size = [1, 4, 4]

  let kind = "a data set"
  func text() throws -> String { "gradients" }
  var columns: [SampleColumn] {
    [SampleColumn(name: "x", shape: size, type: .float32), SampleColumn(name: "y", shape: [], type: .int32)]
  }
  var classCount: Int? { count }
  var classNames: [String]? { nil }

  func fill(_ places: UnsafeBufferPointer<Int32>, epoch: Int, into columns: [UnsafeMutableRawPointer]) throws {
    let items = size.reduce(1, *)
    for (row, place) in places.enumerated() {
      columns[1].assumingMemoryBound(to: Int32.self)[row] = place
      for item in 0..<items { columns[0].assumingMemoryBound(to: Float.self)[row * items + item] = Float(item) / Float(items) }
    }
  }
}

extension Value {
  static func tensor(_ numbers: [Float], _ shape: [Int]? = nil) -> Value { .thing(Tensor(numbers, shape: shape ?? [numbers.count])) }

  /// Numbers from 0 up to 1 in a shape.
  static func ramp(_ shape: [Int]) -> Value {
    let count = shape.reduce(1, *)
    return .tensor((0..<count).map { Float($0) / Float(max(count - 1, 1)) }, shape)
  }

  static func numbers(_ numbers: [Double]) -> Value { .list(numbers.map { .number($0) }) }
  static func texts(_ texts: String...) -> Value { .list(texts.map { .text($0) }) }
  static func fields(_ fields: KeyValuePairs<String, Value>) -> Value { .record(Record(fields.map { ($0.key, $0.value) })) }
}
