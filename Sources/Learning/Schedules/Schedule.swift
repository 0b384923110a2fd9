// A learning rate over the course of a run: a value that can be asked, plotted and passed on.

import Catalog

/// How long a part of a schedule lasts.
public enum Length: Argument {
  case steps(Double)
  case epochs(Double)
  /// A share of the whole run.
  case share(Double)

  public static var wanted: String { "a length such as 500 steps, 3 epochs or 10%" }
  public static func from(_ value: Value, _ context: Context) throws -> Length? {
    switch value {
    case .quantity(let quantity) where quantity.unit == .steps: return .steps(quantity.amount)
    case .quantity(let quantity) where quantity.unit == .epochs: return .epochs(quantity.amount)
    default:
      guard let number = try value.asNumber() else { return nil }
      guard number > 1 else { return .share(number) }
      let shown = numberText(number)
      throw Complaint(
        .argument, "\(shown) of what? a length wants a unit", [.init(.argument("over"), "steps or epochs?")],
        why: "a bare number could mean either; a share of the run is written 10%",
        edits: ["steps", "epochs"].map { .replace(.value(of: "over"), "\(shown) \($0)") })
    }
  }
  public var value: Value {
    switch self {
    case .steps(let count): .quantity(Quantity(count, .steps))
    case .epochs(let count): .quantity(Quantity(count, .epochs))
    case .share(let share): .number(share)
    }
  }

  /// The length in steps; nil where the run is not known well enough.
  func steps(in run: RunLength) -> Double? {
    switch self {
    case .steps(let count): count
    case .epochs(let count): run.stepsPerEpoch.map { count * $0 }
    case .share(let share): run.steps.map { share * $0 }
    }
  }
}

/// What is known of a run's length.
public struct RunLength {
  public var steps: Double?
  public var stepsPerEpoch: Double?

  public init(steps: Double?, stepsPerEpoch: Double?) {
    self.steps = steps
    self.stepsPerEpoch = stepsPerEpoch
  }
}

/// Where a step stands within its part of the schedule.
public struct Moment {
  /// Steps since the part began, from 0.
  public let step: Double
  /// How long the part lasts, in steps.
  public let length: Double
  /// Steps in an epoch, where that is known.
  public let stepsPerEpoch: Double?

  /// 0 at the part's first step, 1 at the first step behind it. Throws for a part that lasts as long as a run of unknown length.
  public var share: Double {
    get throws {
      guard length.isFinite else {
        throw Complaint(
          .argument, "this schedule goes on to the end of the run, so it must know how long the run is",
          [.init(.whole, "the length of the run is missing")],
          why: "only `fit` knows that by itself; elsewhere say it: rate(500 steps, of: 2000 steps)",
          edits: [.add("of: 2000 steps")])
      }
      return length > 0 ? min(step / length, 1) : 1
    }
  }
}

/// Parts one after the other; what comes behind the last holds its final value.
public struct Schedule: Made {
  /// The rate in one part, given the rate that the part before ended with.
  public typealias Shape = (_ start: Double, _ moment: Moment) throws -> Double

  private struct Part {
    let length: Length?
    let shape: Shape
  }

  public var made = Call.unknown
  private let start: Double
  private var parts: [Part] = []

  /// The constant schedule.
  public init(_ rate: Double) {
    start = rate
    made = Call(shown: numberText(rate))
  }

  /// This schedule, and then another part; [length] nil: the rest of the run.
  public func followed(for length: Length?, by shape: @escaping Shape) -> Schedule {
    var result = self
    result.parts.append(Part(length: length, shape: shape))
    return result
  }

  /// The rate of update number [step], from 0. Throws where a part's length in steps is not known.
  public func rate(at step: Double, in run: RunLength) throws -> Double {
    var begin = 0.0
    var rate = start
    for (place, part) in parts.enumerated() {
      let length = try self.length(of: part, place, begin, run)
      if step < begin + length || place == parts.count - 1 && part.length == nil {
        return try part.shape(rate, Moment(step: step - begin, length: length, stepsPerEpoch: run.stepsPerEpoch))
      }
      rate = try part.shape(rate, Moment(step: length, length: length, stepsPerEpoch: run.stepsPerEpoch))
      begin += length
    }
    return rate
  }

  /// A part without a length takes what the parts with one leave of the run; without an end it goes on.
  private func length(of part: Part, _ place: Int, _ begin: Double, _ run: RunLength) throws -> Double {
    if let length = part.length {
      if let steps = length.steps(in: run) { return steps }
      throw Complaint(
        .argument, "this schedule counts in \(try length.value.quoted()), so it must know how long the run is",
        [.init(.whole, "the length of the run is missing")],
        why: "only `fit` knows that by itself; elsewhere say it: rate(500 steps, of: 2000 steps)",
        edits: [.add("of: 2000 steps")])
    }
    guard let all = run.steps else { return .infinity }
    let later = try parts[(place + 1)...].reduce(0.0) { try $0 + ($1.length.map { try lengthInSteps($0, run) } ?? 0) }
    return max(all - begin - later, 0)
  }

  /// How much longer its parts are than the run that they are used in: their steps, and the place of the first part that begins
  /// when the run is over. Nil: they fit.
  private func overrun(in run: RunLength) -> (steps: Double, late: Int?)? {
    guard let all = run.steps, all > 0 else { return nil }
    var begin = 0.0
    var late: Int?
    for (place, part) in parts.enumerated() {
      if place > 0, begin >= all, late == nil { late = place }
      begin += part.length?.steps(in: run) ?? 0
    }
    return begin > all * (1 + 1e-9) ? (begin, late) : nil
  }

  /// What is odd about a run of this length: it ends before the schedule does. Nil: nothing.
  func remark(on run: RunLength, _ role: Complaint.Role) -> Complaint? {
    guard let all = run.steps, let overrun = overrun(in: run) else { return nil }
    let epochs = run.stepsPerEpoch.map { ": \(Quantity((all / $0).rounded(), .epochs).text) of \(numberText($0)) batches" } ?? ""
    let lost = overrun.late.map { "part \($0 + 1) of the schedule never begins" } ?? "the schedule is cut off"
    return Complaint(
      .argument, "the schedule lasts \(numberText(overrun.steps)) steps, but the run has \(numberText(all))", [.init(role, lost)],
      why: "the run has \(numberText(all)) steps\(epochs); a length such as 10% fits any run")
  }

  private func lengthInSteps(_ length: Length, _ run: RunLength) throws -> Double {
    length.steps(in: run) ?? 0
  }

  /// Whether some part counts in shares or goes on to the end of the run.
  private var needsRun: Bool {
    parts.contains { part in
      switch part.length {
      case .steps?: false
      default: true
      }
    }
  }
}

extension Schedule: Plottable {
  public var kind: String { "a schedule" }
  public var isCallable: Bool { true }

  /// `rate(500 steps)`, `rate(500 steps, of: 2000 steps)`: the rate of one update.
  public func call(_ given: Given, _ context: Context) throws -> Value {
    if case .thing(let before)? = given.positional.first?.first, before is Schedule {
      throw Complaint(.argument, "a schedule is asked at a step, not at a schedule", [.init(.position(0), "such as 500 steps")])
    }
    guard let at = try given.positional.first.flatMap({ try Schedule.count($0.first, context) }) else {
      throw Complaint(
        .argument, "a schedule is asked at a step", [.init(.position(0), "such as 500 steps")],
        edits: [.add("500 steps"), .replace(.position(0), "500 steps")])
    }
    let all = try given.named.first { $0.name == "of" }.flatMap { try Schedule.count($0.value.first, context) }
    return .number(try rate(at: at, in: RunLength(steps: all, stepsPerEpoch: nil)))
  }

  private static func count(_ value: Value, _ context: Context) throws -> Double? {
    if let number = try value.asNumber() { return number }
    if case .quantity(let quantity) = value, quantity.unit == .steps { return quantity.amount }
    return nil
  }

  /// Over a run of 1,000 steps where the schedule counts in shares, drawn in per cent of the run.
  public func plotContent(_ context: Context) throws -> [PlotPanel] {
    let fixed = parts.reduce(0.0) { sum, part in if case .steps(let count)? = part.length { sum + count } else { sum } }
    let isShare = needsRun || fixed == 0
    let steps = isShare ? 1000 : fixed * 1.1
    let run = RunLength(steps: steps, stepsPerEpoch: steps / 10)
    let points = try (0...400).map { place -> (x: Double, y: Double) in
      let step = steps * Double(place) / 400
      return (x: isShare ? Double(place) / 4 : step, y: try rate(at: min(step, steps - 1), in: run))
    }
    return [.lines(PlotLines([.init(name: "", points: points)], x: isShare ? "% of the run" : "step", y: "rate"))]
  }
}

extension Schedule: Argument {
  public static var wanted: String { "a rate: a number, a schedule or a function of the step" }
  public static var families: [Family] { [.schedule] }
  public static func from(_ value: Value, _ context: Context) throws -> Schedule? {
    switch value {
    case .thing(let schedule as Schedule): return schedule
    case .thing(let thing) where thing.isCallable:
      var schedule = Schedule(0).followed(for: nil) { _, moment in
        let result = try context.call(value, Given(positional: [.number(moment.step)])).first
        guard let rate = try result.asNumber() else {
          throw Complaint(
            .type, "a schedule gives a number for each step, and this gave \(result.kind)", [.init(.whole, "gives \(result.kind)")])
        }
        return rate
      }
      schedule.made = Call(shown: try thing.text())
      return schedule
    default: return try value.asNumber().map { Schedule($0) }
    }
  }
  public var value: Value { parts.isEmpty ? .number(start) : .thing(self) }
}
