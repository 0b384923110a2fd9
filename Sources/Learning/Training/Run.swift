// What a training leaves: the net, its history, and all that going on needs.

import Catalog
import Tensor

/// How far a training came: what going on from there needs beside the net and the optimizer.
struct Progress {
  /// What its orders and drawings come from.
  let key: RandomKey
  /// Finished epochs, and steps in all.
  var epochs = 0
  var steps = 0
  /// Batches of the unfinished epoch, and the sum of the losses of their samples.
  var batches = 0
  var lossSum = 0.0
  /// Where the last call of `fit` began, in epochs and in steps of its optimizer: schedules and stopping rules count from there.
  var firstEpoch = 0
  var firstStep = 0
  /// Columns of numbers, one a finished epoch.
  var history: [(name: String, values: [Double])] = []
  var seconds = 0.0

  func column(_ name: String) -> [Double]? { history.first { $0.name == name }?.values }

  mutating func append(_ name: String, _ value: Double) {
    if let place = history.firstIndex(where: { $0.name == name }) {
      history[place].values.append(value)
    } else {
      history.append((name, [value]))
    }
  }
}

/// The record of a training. A value: going on with it makes another.
public struct Run: Plottable, Argument {
  public let net: Net
  let optimizer: Optimizer
  let metrics: [Metric]
  let progress: Progress
  /// Why it ended before its last epoch; empty when it did not.
  let stopped: String
  /// Nothing was computed: its numbers are not known, nor is how long it was if a rule might have stopped it.
  var isForeseen = false
  var mayStop = false

  public static var wanted: String { "a run" }
  public static func from(_ value: Value, _ context: Context) throws -> Run? {
    if case .thing(let run as Run) = value { run } else { nil }
  }
  public var value: Value { .thing(self) }
  public var kind: String { "a run" }
  public var outline: String { "\(progress.epochs) epochs, \(progress.steps) steps, loss \(rounded(last("loss")))" }
  public var fieldNames: [String] { ["net", "loss", "steps", "epochs", "history", "stopped", "time", "optimizer"] + metrics.map(\.name) }

  public func field(_ name: String, _ context: Context) throws -> Value? {
    if isForeseen, let value = foreseen(name) { return value }
    return switch name {
    case "steps": .number(Double(progress.steps))
    case "epochs": .number(Double(progress.epochs))
    case "history": .record(Record(history.map { ($0.name, .list($0.values.map { .number($0) })) }))
    case "stopped": .text(stopped)
    case "time": .quantity(Quantity(progress.seconds, .s))
    case "loss": .number(last("loss"))
    default: metrics.contains { $0.name == name } ? .number(last(name)) : readyField(name)
    }
  }

  public func readyField(_ name: String) -> Value? {
    switch name {
    case "net": .thing(net)
    case "optimizer": .thing(optimizer)
    default: nil
    }
  }

  /// A field whose numbers are not known; nil: it is known as ever.
  private func foreseen(_ name: String) -> Value? {
    switch name {
    case "net", "optimizer": nil
    case "steps", "epochs": mayStop ? .unknown(.number) : nil
    case "history": .unknown
    case "stopped": .unknown(.text)
    case "time": .unknown
    default: name == "loss" || metrics.contains { $0.name == name } ? .unknown(.number) : nil
    }
  }

  var wasInterrupted: Bool { stopped == Run.interrupted }
  static let interrupted = "interrupted"

  private var history: [(name: String, values: [Double])] { progress.history }
  private func last(_ name: String) -> Double { history.first { $0.name == name }?.values.last ?? .nan }

  /// Without measured times: those differ from run to run.
  public func text() throws -> String {
    if isForeseen { throw UnknownNumbers() }
    let numbers = metrics.map { "\($0.name) \($0.text(of: last($0.name)))" }
    return "run: \(progress.epochs) epochs, \(progress.steps) steps, loss \(rounded(last("loss")))" + numbers.map { ", " + $0 }.joined()
      + (stopped.isEmpty ? "" : ", \(stopped)")
  }

  /// The losses in one panel, each metric in one of its own.
  public func plotContent(_ context: Context) throws -> [PlotPanel] {
    if isForeseen { throw UnknownNumbers() }
    let losses = history.filter { $0.name == "loss" || $0.name == "validation_loss" }
    let named = losses.map { PlotLines.Curve(name: $0.name == "loss" ? "training" : "validation", points: points($0.values)) }
    let first = PlotPanel.lines(PlotLines(named, x: "epoch", y: "loss"))
    let others = metrics.filter { metric in metric.name != "cross_entropy" && history.contains { $0.name == metric.name } }
    return [first]
      + others.map { metric in
        let values = history.first { $0.name == metric.name }?.values ?? []
        return .lines(PlotLines([.init(name: metric.name, points: points(values))], x: "epoch", y: metric.name, isPercent: metric.isShare))
      }
  }

  private func points(_ values: [Double]) -> [(x: Double, y: Double)] { values.enumerated().map { (Double($0.offset + 1), $0.element) } }
}
