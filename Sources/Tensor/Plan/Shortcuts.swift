// What plans do beside computing node after node, each in memory of its own.

/// Results do not depend on it: tests turn one off and compare.
struct Shortcuts {
  /// Neighbours run as one chain, activations ride on products, sums are taken on the way.
  var fuses = true
  /// Buffers that are not alive together share memory.
  var sharesMemory = true
  /// What makes little out of much is computed as soon as it can be.
  var hurries = true

  /// What plans are made with; those made before are forgotten.
  nonisolated(unsafe) static var taken = Shortcuts() { didSet { PlanCache.forget() } }
}
