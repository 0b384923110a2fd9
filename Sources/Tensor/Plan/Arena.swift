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

  /// Makes room. Pages are touched at once: a fault in the middle of a step costs more.
  static func reserve(_ wanted: Int) throws {
    guard wanted > bytes else { return }
    try checkMemory(wanted - bytes)
    try Interruption.check()
    base.deallocate()
    bytes = wanted
    base = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 4096)
    generation += 1
    // A block so large that touching it takes long is touched by the work itself, which can be stopped.
    memset(base, 0, min(wanted, mostTouched))
  }
}

/// Refuses what the machine cannot hold, before anything is allocated.
func checkMemory(_ bytes: Int) throws {
  let free = availableMemory()
  guard bytes > free else { return }
  throw Complaint(
    .memory, "this needs \(memoryText(bytes)), and \(memoryText(free)) are free",
    [.init(.whole, "nothing was allocated")],
    why: "work on fewer samples or smaller sizes at a time")
}

/// What the system can give without swapping, in bytes.
private func availableMemory() -> Int {
  guard let file = fopen("/proc/meminfo", "r") else { return Int.max }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while fgets(&line, 256, file) != nil {
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if text.hasPrefix("MemAvailable:"), let kilobytes = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) {
      return kilobytes * 1024
    }
  }
  return Int.max
}

/// `40 GB`, `25.6 MB`.
func memoryText(_ bytes: Int) -> String {
  let number = Double(bytes)
  return number >= 1e9
    ? "\(rounded(number / 1e9, digits: 3)) GB" : number >= 1e6 ? "\(rounded(number / 1e6, digits: 3)) MB" : "\(bytes) bytes"
}

/// Memory wanted from one step to another.
struct Lifetime {
  let buffer: Int
  let bytes: Int
  let first: Int
  let last: Int
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
