// A loss that is not a number any more: back to the step before it, and what is told of how it came.

import Catalog
import Tensor

/// Where a training stood, to go back to.
struct Checkpoint {
  private let store: ParameterStore
  private let state: OptimizerState
  let progress: Progress

  init(_ store: ParameterStore, _ state: OptimizerState, _ progress: Progress) {
    self.store = store.copy()
    self.state = state.copy()
    self.progress = progress
  }

  /// Puts the numbers back where they were.
  func restore(_ store: ParameterStore, _ state: OptimizerState) {
    store.trained.address.copyMemory(from: self.store.trained.address, byteCount: store.trained.bytes)
    store.kept.address.copyMemory(from: self.store.kept.address, byteCount: store.kept.bytes)
    state.restore(self.state)
  }
}

/// What is known when a loss is lost.
struct LostLoss: Error {
  /// "epoch 2, step 143 of 469".
  let place: String
  /// Whole steps before it, of this run.
  let steps: Int
  /// The losses of the epoch so far, without the last, and the rate then.
  let losses: [Double]
  let rate: Double
  /// Columns of the batch that hold inf or nan themselves.
  let oddColumns: [String]
  /// The parameter with the largest entry before the step.
  let largest: (name: String, size: Double)?

  var complaint: Complaint {
    let kept = steps > 0 ? "stopped; the run holds the net as it was after step \(steps)" : "stopped; the net is as it was before"
    var complaint = Complaint(.nan, "the loss is not a number any more, at \(place)", [.init(.callee, kept)], why: why)
    let last = (losses.suffix(3).map { rounded($0, digits: 3) } + ["nan"]).joined(separator: "  ")
    complaint.facts = ["last losses: \(last)       learning rate then: \(rounded(rate))"]
    if let largest, largest.size > 1e3 {
      complaint.facts.append("first to blow up: \(largest.name), largest entry \(rounded(largest.size, digits: 2))")
    }
    return complaint
  }

  private var why: String {
    if let odd = oddColumns.first { return "`\(odd)` of this batch holds inf or nan: it is the data, not the rate" }
    let isGrowing = losses.count > 1 && losses.suffix(3).dropFirst().allSatisfy { $0 > losses[0] }
    if isGrowing || (largest?.size ?? 0) > 1e3 {
      return "each step overshot the last; it is the rate, not the data (the inputs are all finite)"
    }
    return "the inputs are all finite: look at the loss for a logarithm, a root or a division of something at or below zero"
  }
}

extension ParameterStore {
  /// The trained parameter with the largest entry.
  func largest(_ layout: ParameterLayout) -> (name: String, size: Double)? {
    let numbers = trained.pointer(Float.self)
    return layout.entries.filter(\.isTrained).map { entry in
      let sizes = (entry.offset..<(entry.offset + entry.shape.itemCount)).lazy.map { abs(Double(numbers[$0])) }
      return (entry.name, sizes.max() ?? 0)
    }.max { $0.1 < $1.1 }
  }
}
