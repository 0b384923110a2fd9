// Where the time of plans goes, for people who look for it.

import Catalog

/// While one is current, every plan's steps are timed and added up by their names.
public final class PlanProfile {
  nonisolated(unsafe) static var current: PlanProfile?

  public struct Entry: Sendable {
    public let name: String
    public internal(set) var count = 0
    public internal(set) var seconds = 0.0
  }

  private var places: [String: Int] = [:]
  /// The steps by name, in the order in which they were first met.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// Runs [work] and notes the plans that run in it.
  public func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    let outer = PlanProfile.current
    PlanProfile.current = self
    defer { PlanProfile.current = outer }
    return try work()
  }

  /// Runs one step of a plan and notes it.
  func run(_ step: Step, _ slots: Slots) throws {
    let start = monotonicSeconds()
    try step.run(slots)
    let seconds = monotonicSeconds() - start
    let place = places[step.name] ?? entries.count
    if place == entries.count {
      places[step.name] = place
      entries.append(Entry(name: step.name))
    }
    entries[place].count += 1
    entries[place].seconds += seconds
  }
}
