// Kernels for one thread each that run side by side, on as many threads.

import CKernels
import Catalog

/// The parts of one computation. They write to different places.
final class KernelTeam {
  private let kernels: [Kernel]
  private var slots: Slots?
  private let statuses: UnsafeMutablePointer<Int>

  init(_ kernels: [Kernel]) {
    self.kernels = kernels
    statuses = .allocate(capacity: kernels.count)
    statuses.initialize(repeating: 0, count: kernels.count)
  }

  deinit { statuses.deallocate() }

  func run(_ slots: Slots) throws {
    self.slots = slots
    dk_parallel(Int64(kernels.count), 1, KernelTeam.work, Unmanaged.passUnretained(self).toOpaque())
    for place in kernels.indices where statuses[place] != 0 {
      throw Complaint(.internal, "oneDNN failed with status \(statuses[place])")
    }
  }

  private static let work: @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Void = { context, first, last in
    guard let context else { return }
    let team = Unmanaged<KernelTeam>.fromOpaque(context).takeUnretainedValue()
    guard let slots = team.slots else { return }
    for place in Int(first)..<Int(last) { team.statuses[place] = team.kernels[place].execute(slots) }
  }
}
