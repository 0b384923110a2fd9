// The schedules. Each says how the rate moves within its part of the run.

import Catalog
import Glibc

extension Catalog {
  /// Declares the schedules.
  public func addSchedules() {
    add(
      .schedule, "warmup", "Rises evenly to a rate: the first step gets its share, the last one all of it.", paper: "Goyal and others 2017",
      examples: [Example("warmup(0.1, over: 10 steps)(4 steps)", gives: "0.05")],
      number("to", "the rate it rises to", nil, in: 0...1e6), given("over", "how long it takes", Length.self, .share(0.1), shown: "10%"),
      number("from", "the rate it rises from", 0, in: 0...1e6)
    ) { (to: Double, over: Length, from: Double) in
      Schedule(from).followed(for: over) { start, t in start + (to - start) * min((t.step + 1) / max(t.length, 1), 1) }
    }
    add(
      .schedule, "cosine", "Falls to a rate along half a cosine.", paper: "Loshchilov & Hutter 2017",
      examples: [Example("cosine(0.1, over: 100 steps)(50 steps)", gives: "0.05")],
      given("from", "a rate, or the schedule that comes before", Schedule.self), number("to", "the rate it ends with", 0, in: 0...1e6),
      given("over", "how long it takes; none: the rest of the run", Length?.self, .some(nil))
    ) { (from: Schedule, to: Double, over: Length?) in
      from.followed(for: over) { start, t in to + (start - to) * (1 + cos(Double.pi * (try t.share))) / 2 }
    }
    add(
      .schedule, "linear", "Falls or rises to a rate evenly.", examples: [Example("linear(0.1, over: 100 steps)(50 steps)", gives: "0.05")],
      given("from", "a rate, or the schedule that comes before", Schedule.self), number("to", "the rate it ends with", 0, in: 0...1e6),
      given("over", "how long it takes; none: the rest of the run", Length?.self, .some(nil))
    ) { (from: Schedule, to: Double, over: Length?) in
      from.followed(for: over) { start, t in start + (to - start) * (try t.share) }
    }
    add(
      .schedule, "constant", "Keeps a rate.", examples: [Example("constant(0.1)(7 steps)", gives: "0.1")],
      given("from", "a rate, or the schedule that comes before", Schedule.self),
      given("over", "how long; none: the rest of the run", Length?.self, .some(nil))
    ) { (from: Schedule, over: Length?) in from.followed(for: over) { start, _ in start } }
    addForeign("CosineAnnealingLR", in: "PyTorch", means: "cosine")
    addForeign("CosineDecay", in: "Keras", means: "cosine")
    addForeign("LinearLR", in: "PyTorch", means: "linear")
    addForeign("ConstantLR", in: "PyTorch", means: "constant")
  }
}
