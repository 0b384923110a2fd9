// One block of memory for everything that lives only while a plan runs, and where each buffer lies in it.

import Catalog
import Glibc

/// The memory that all plans share: they never run at the same time.
enum Arena {
  nonisolated(unsafe) private(set) static var base = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
  nonisolated(unsafe) private static var bytes = 64
  /// Changes when the block moves, so that plans know to look again.
  nonisolated(unsafe) private(set) static var generation = 0

  private static let mostTouched = 1 << 28
  /// A page of the large kind: walks over rows that lie far apart look up fewer of them.
  private static let largePage = 1 << 21

  /// Makes room. Pages are touched at once: a fault in the middle of a step costs more.
  static func reserve(_ wanted: Int, largest: LargestTensor?) throws {
    guard wanted > bytes else { return }
    try checkMemory(wanted - bytes, largest: largest)
    try Interruption.check()
    base.deallocate()
    bytes = wanted
    base = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: wanted < largePage ? 4096 : largePage)
    #if os(Linux)
      if wanted >= largePage { madvise(base, wanted, MADV_HUGEPAGE) }
    #endif
    generation += 1
    // A block so large that touching it takes long is touched by the work itself, which can be stopped.
    memset(base, 0, min(wanted, mostTouched))
  }
}

/// Memory wanted from one step to another.
struct Lifetime {
  let buffer: Int
  let bytes: Int
  let first: Int
  let last: Int

  /// From the first of so many steps to behind the last.
  func lasting(_ steps: Int) -> Lifetime { Lifetime(buffer: buffer, bytes: bytes, first: 0, last: steps) }
}

/// Lays buffers out so that those alive together do not overlap: the largest first, each as low as it fits.
func layOut(_ lifetimes: [Lifetime]) -> (offsets: [Int: Int], total: Int) {
  var placed: [(start: Int, end: Int, life: Lifetime)] = []
  var offsets: [Int: Int] = [:]
  for life in lifetimes.sorted(by: { ($0.bytes, $1.buffer) > ($1.bytes, $0.buffer) }) {
    let size = (life.bytes + 63) / 64 * 64
    var offset = 0
    for other in placed where other.life.first <= life.last && life.first <= other.life.last {
      if offset + size <= other.start { break }
      offset = max(offset, other.end)
    }
    offsets[life.buffer] = offset
    let index = placed.firstIndex { $0.start > offset } ?? placed.count
    placed.insert((offset, offset + size, life), at: index)
  }
  return (offsets, placed.map(\.end).max() ?? 0)
}
