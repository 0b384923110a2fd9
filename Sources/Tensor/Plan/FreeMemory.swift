// What the machine can hold: results that do not fit are refused before anything is allocated.

import Catalog
import Glibc

/// What is named of many tensors that are alive together.
struct LargestTensor {
  let shape: Shape
  let type: ElementType
  var bytes: Int { shape.itemCount * type.bytes }

  /// `its largest tensor is [2, 3]: 2 * 3 numbers * 4 bytes = 24 bytes`.
  var sum: String {
    let factors = shape.isEmpty ? "1" : shape.map(String.init).joined(separator: " * ")
    return "its largest tensor is \(shape.shapeText): \(factors) numbers * \(type.bytes) bytes = \(memoryText(bytes))"
  }
}

/// Refuses bytes that the machine cannot hold; [largest] is the largest tensor among them.
public func checkMemory(_ bytes: Int) throws { try checkMemory(bytes, largest: nil) }

func checkMemory(_ bytes: Int, largest: LargestTensor?) throws {
  let free = availableMemory()
  guard bytes > free else { return }
  throw Complaint(
    .memory, "this needs \(memoryText(bytes)), and \(memoryText(free)) are free",
    [.init(.whole, "nothing was allocated")],
    why: [largest?.sum, FreeMemory.less].compactMap { $0 }.joined(separator: "; "))
}

/// Refuses a result that the machine cannot hold, and works out why; the [marks] are what it is made of.
/// Where fewer [rows] of the left operand would fit, that is what to try; else what helps is said: [wayOut], or that parts fit.
public func checkMemory(
  of shape: Shape, _ type: ElementType = .float32, _ marks: @autoclosure () -> [Complaint.Mark] = [], rows: Bool = false,
  wayOut: String? = nil
) throws {
  let (bytes, overflow) = shape.reduce((type.bytes, false)) { total, size in
    let (product, overflow) = total.0.multipliedReportingOverflow(by: size)
    return (product, total.1 || overflow)
  }
  guard overflow || bytes > FreeMemory.smallestChecked else { return }
  let free = availableMemory()
  guard overflow || bytes > free else { return }
  let marks = marks()
  let sum =
    "\(shape.map(String.init).joined(separator: " * ")) numbers * \(type.bytes) bytes = \(overflow ? "too many" : memoryText(bytes))"
  let edits = rows && !overflow ? FreeMemory.fewerRows(shape, bytes, free) : []
  let help = wayOut ?? (overflow ? nil : FreeMemory.parts(shape, bytes, free)) ?? FreeMemory.less
  throw Complaint(
    .memory, "this tensor needs \(overflow ? "more than any machine has" : memoryText(bytes)), and \(memoryText(free)) are free",
    marks.isEmpty ? [.init(.whole, shape.shapeText)] : marks,
    why: edits.isEmpty ? "\(sum); \(help)" : sum, edits: edits)
}

enum FreeMemory {
  /// Below this nobody needs to look.
  static let smallestChecked = 1 << 30

  static let less = "work on fewer samples or smaller sizes at a time"

  /// So many rows of the left operand that the result takes at most a third of what is free.
  static func fewerRows(_ shape: Shape, _ bytes: Int, _ free: Int) -> [Complaint.Edit] {
    guard let (count, size) = fitting(shape, bytes, free) else { return [] }
    return [.replace(.left, "\(operand: .left)[0..<\(count)]", "\(memoryText(size)), or go through the rows in batches")]
  }

  /// How many rows at a time would fit.
  static func parts(_ shape: Shape, _ bytes: Int, _ free: Int) -> String? {
    fitting(shape, bytes, free).map { count, size in "parts of \(count) along the first axis need \(memoryText(size)) each" }
  }

  /// A round number of rows that take at most a third of what is free, and what they take.
  private static func fitting(_ shape: Shape, _ bytes: Int, _ free: Int) -> (count: Int, bytes: Int)? {
    guard let first = shape.first, first > 1 else { return nil }
    let row = bytes / first
    let most = free / 3 / max(row, 1)
    guard most > 0 else { return nil }
    var step = 1
    while step * 10 <= most { step *= 10 }
    let count = most / step * step
    return (count, row * count)
  }
}

/// What the system can give without swapping, in bytes.
func availableMemory() -> Int {
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
func memoryText(_ bytes: Int) -> String { bytes < 1_000_000 ? "\(bytes) bytes" : memoryText(Double(bytes)) }

func memoryText(_ number: Double) -> String {
  if number >= 1e12 { return "\(rounded(number / 1e12, digits: 3)) TB" }
  return number >= 1e9 ? "\(rounded(number / 1e9, digits: 3)) GB" : "\(rounded(number / 1e6, digits: 3)) MB"
}
