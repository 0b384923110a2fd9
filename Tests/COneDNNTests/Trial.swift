// What the tests of this folder share: arrays in any layout, and one call that runs a primitive on them.

import COneDNN

typealias Primitive = UnsafeMutablePointer<dnx_primitive>

struct Refused: Error {
  let reason: String
}

/// An array of float32 in one layout, at an address of its own.
final class Buffer {
  let layout: OpaquePointer
  let address: UnsafeMutableRawPointer
  let memory: UnsafeMutablePointer<dnx_memory>

  init(_ wanted: OpaquePointer) throws {
    guard let copy = dnx_layout_copy(wanted), let made = dnx_memory_new(wanted) else { throw Refused(reason: "no memory") }
    let bytes = dnx_layout_bytes(wanted)
    layout = copy
    memory = made
    address = .allocate(byteCount: bytes + 64, alignment: 64)
    address.initializeMemory(as: UInt8.self, repeating: 0, count: bytes + 64)
    guard dnx_memory_set(memory, address) == 0 else { throw Refused(reason: "no address") }
  }

  /// Holds `values`, given row by row, in the layout `wanted`.
  convenience init(_ values: [Float], _ wanted: OpaquePointer) throws {
    try self.init(wanted)
    let rows = try Buffer(plain(shape(of: wanted)))
    rows.address.copyMemory(from: values, byteCount: values.count * MemoryLayout<Float>.stride)
    try rows.reorder(to: self)
  }

  deinit {
    dnx_memory_free(memory)
    dnx_layout_free(layout)
    address.deallocate()
  }

  func reorder(to other: Buffer) throws {
    let reorder = try made(dnx_reorder(layout, other.layout))
    defer { dnx_primitive_free(reorder) }
    try execute(reorder, [DNX_SOURCE: self, DNX_DESTINATION: other])
  }

  /// The elements row by row, whatever the layout.
  var values: [Float] {
    get throws {
      let rows = try Buffer(plain(shape(of: layout)))
      try reorder(to: rows)
      let count = shape(of: layout).reduce(1, *)
      return Array(UnsafeBufferPointer(start: rows.address.assumingMemoryBound(to: Float.self), count: count))
    }
  }
}

func plain(_ shape: [Int]) -> OpaquePointer {
  var strides = [Int64](repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * Int64(shape[axis + 1]) }
  return strided(shape, strides.map(Int.init))
}

func strided(_ shape: [Int], _ strides: [Int], type: Int = DNX_FLOAT32) -> OpaquePointer {
  kept(dnx_layout_strided(Int32(shape.count), shape.map(Int64.init), strides.map(Int64.init), Int32(type)))
}

func free(_ shape: [Int]) -> OpaquePointer {
  kept(dnx_layout_any(Int32(shape.count), shape.map(Int64.init), Int32(DNX_FLOAT32)))
}

// A test is short-lived, so the few layouts it writes down are not freed; what the library allocates is measured elsewhere.
private func kept(_ layout: OpaquePointer?) -> OpaquePointer {
  guard let layout else { preconditionFailure("a test asked for a layout that cannot be") }
  return layout
}

func shape(of layout: OpaquePointer) -> [Int] {
  var sizes = [Int64](repeating: 0, count: Int(dnx_layout_rank(layout)))
  dnx_layout_shape(layout, &sizes)
  return sizes.map(Int.init)
}

func made(_ primitive: Primitive?) throws -> Primitive {
  guard let primitive else { throw Refused(reason: String(cString: dnx_failure())) }
  return primitive
}

func execute(_ primitive: Primitive, _ buffers: [Int: Buffer]) throws {
  var arguments: [Int32] = []
  var memories: [UnsafeMutablePointer<dnx_memory>?] = []
  for (argument, buffer) in buffers {
    arguments.append(Int32(argument))
    memories.append(buffer.memory)
  }
  let status = dnx_execute(primitive, Int32(arguments.count), arguments, memories)
  guard status == 0 else { throw Refused(reason: "status \(status)") }
}

/// Runs a primitive once and frees it: `reads` are plain values, `shares` are buffers as they are, `writes` are made. Gives all of them.
@discardableResult
func run(_ primitive: Primitive?, reads: [Int: [Float]], shares: [Int: Buffer] = [:], writes: [Int]) throws -> [Int: Buffer] {
  let primitive = try made(primitive)
  defer { dnx_primitive_free(primitive) }
  var buffers = shares
  for (argument, values) in reads {
    if let layout = dnx_primitive_layout(primitive, Int32(argument)) { buffers[argument] = try Buffer(values, layout) }
  }
  for argument in writes + [DNX_SCRATCHPAD] {
    if let layout = dnx_primitive_layout(primitive, Int32(argument)) { buffers[argument] = try Buffer(layout) }
  }
  try execute(primitive, buffers)
  return buffers
}

/// Numbers in -1..<1 that look random and are the same each time.
func numbers(_ count: Int, seed: UInt32 = 1) -> [Float] {
  var state = seed &* 747_796_405 &+ 1
  return (0..<count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return Float(state >> 8) / Float(1 << 23) - 1
  }
}

/// The largest difference between two arrays; infinite when they differ in length or one is not a number.
func distance(_ first: [Float], _ second: [Float]?) -> Float {
  guard let second, first.count == second.count else { return .infinity }
  let largest = zip(first, second).map { abs($0 - $1) }.max() ?? 0
  return largest.isNaN || (first + second).contains { $0.isNaN } ? .infinity : largest
}

/// The engine as this file sees it: the header's functions are compiled into every file that calls them.
func engineSeenElsewhere() -> OpaquePointer? { dnx_engine() }
