// What a training leaves: the net, its history, and all that going on needs.

import Catalog
import Tensor

/// The record of a training. A value: going on with it makes another.
public struct Run: Plottable, Argument {
  public let net: Net
  let optimizer: Optimizer
  let metrics: [Metric]
  /// Columns of numbers, one a finished epoch.
  let history: [(name: String, values: [Double])]
  let epochs: Int
  let steps: Int
  let stopped: String
  let seconds: Double

  public static var wanted: String { "a run" }
  public static func from(_ value: Value, _ context: Context) throws -> Run? {
    if case .thing(let run as Run) = value { run } else { nil }
  }
  public var value: Value { .thing(self) }
  public var kind: String { "a run" }
  public var fieldNames: [String] { ["net", "loss", "steps", "epochs", "history", "stopped", "time", "optimizer"] + metrics.map(\.name) }

  public func field(_ name: String, _ context: Context) throws -> Value? {
    switch name {
    case "net": .thing(net)
    case "steps": .number(Double(steps))
    case "epochs": .number(Double(epochs))
    case "history": .record(Record(history.map { ($0.name, .list($0.values.map { .number($0) })) }))
    case "stopped": .text(stopped)
    case "time": .quantity(Quantity(seconds, .s))
    case "optimizer": .thing(optimizer)
    case "loss": .number(last("loss"))
    default: metrics.contains { $0.name == name } ? .number(last(name)) : nil
    }
  }

  private func last(_ name: String) -> Double { history.first { $0.name == name }?.values.last ?? .nan }

  /// Without measured times: those differ from run to run.
  public func text() throws -> String {
    let numbers = metrics.map { "\($0.name) \($0.isShare ? fixed(last($0.name) * 100, 1) + "%" : rounded(last($0.name)))" }
    return "run: \(epochs) epochs, \(steps) steps, loss \(rounded(last("loss")))" + numbers.map { ", " + $0 }.joined()
      + (stopped.isEmpty ? "" : ", \(stopped)")
  }

  /// The losses in one panel, each metric in one of its own.
  public func plotContent(_ context: Context) throws -> [PlotPanel] {
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
