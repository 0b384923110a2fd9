// oneDNN's layouts and prepared primitives, owned by Swift objects.

import CKernels
import COneDNN
import Catalog

/// How an array lies in memory, in oneDNN's terms: plain strides, or blocks that only oneDNN's kernels read.
final class Layout {
  let handle: dnx_layout

  private init?(_ handle: dnx_layout?) {
    guard let handle else { return nil }
    self.handle = handle
  }

  deinit { dnx_layout_free(handle) }

  /// A layout that someone else owns, copied.
  static func copy(of borrowed: dnx_layout?) -> Layout? { borrowed.flatMap { Layout(dnx_layout_copy($0)) } }

  /// A plain layout; rank 0 counts as one item.
  static func strided(_ shape: Shape, _ strides: [Int], _ type: ElementType = .float32) throws -> Layout {
    let sizes = shape.isEmpty ? [1] : shape.map(Int64.init)
    let steps = shape.isEmpty ? [1] : strides.map(Int64.init)
    return try made(dnx_layout_strided(Int32(sizes.count), sizes, steps, number(of: type)))
  }

  static func contiguous(_ shape: Shape) throws -> Layout { try strided(shape, shape.contiguousStrides) }

  /// Channels in blocks that lie innermost; nil where oneDNN has no such layout.
  static func channelBlocks(_ shape: Shape, of block: Int) -> Layout? {
    Layout(dnx_layout_channel_blocks(Int32(shape.count), shape.map(Int64.init), Int32(block)))
  }

  /// Whatever the primitive likes best.
  static func any(_ shape: Shape, _ type: ElementType = .float32) throws -> Layout {
    try made(dnx_layout_any(Int32(shape.count), shape.map(Int64.init), number(of: type)))
  }

  private static func number(of type: ElementType) -> Int32 {
    switch type {
    case .bfloat16: Int32(DNX_BFLOAT16)
    case .int32: Int32(DNX_INT32)
    default: Int32(DNX_FLOAT32)
    }
  }

  private static func made(_ handle: dnx_layout?) throws -> Layout {
    guard let layout = Layout(handle) else { throw Complaint(.internal, "oneDNN has no such layout") }
    return layout
  }

  /// The same blocks for the first [count] samples.
  func first(_ count: Int) throws -> Layout { try Layout.made(dnx_layout_first(handle, Int64(count))) }

  var bytes: Int { Int(dnx_layout_bytes(handle)) }
  var bytesOfItem: Int { Int(dnx_layout_item_bytes(handle)) }
  var isPlain: Bool { dnx_layout_is_plain(handle) }
  /// Blocks reach past the shape: the items between must stay zero.
  var isPadded: Bool { dnx_layout_is_padded(handle) }
  func isEqual(to other: Layout) -> Bool { dnx_layout_equal(handle, other.handle) }
}

/// A prepared oneDNN computation with the memory objects of its arguments. Running it allocates nothing.
final class Kernel {
  private let primitive: UnsafeMutablePointer<dnx_primitive>
  private var arguments: [Int32] = []
  private var memories: [UnsafeMutablePointer<dnx_memory>?] = []
  private var sources: [(slot: Int, offset: Int)] = []
  private var addresses: [UnsafeMutableRawPointer?] = []

  /// [made] is what a dnx_ function gave; nil becomes a complaint with oneDNN's reason.
  init(_ made: UnsafeMutablePointer<dnx_primitive>?) throws {
    guard let made else { throw Complaint(.internal, "oneDNN cannot do this: \(String(cString: dnx_failure()))") }
    primitive = made
    Kernel.count += 1
  }

  /// Made for one thread: it runs on the one that calls it.
  private(set) var isAlone = false

  /// A kernel for one thread.
  static func alone(_ make: () throws -> Kernel) rethrows -> Kernel {
    dk_alone(true)
    defer { dk_alone(false) }
    let kernel = try make()
    kernel.isAlone = true
    return kernel
  }

  /// How many primitives were ever made: a step of a compiled plan makes none.
  nonisolated(unsafe) static var count = 0

  deinit {
    memories.forEach { dnx_memory_free($0) }
    dnx_primitive_free(primitive)
  }

  /// The layout in which an argument is wanted; nil when there is no such argument.
  func layout(_ argument: Int) -> Layout? { Layout.copy(of: dnx_primitive_layout(primitive, Int32(argument))) }

  /// Says that an argument lies [offset] of its items behind a slot's address.
  func bind(_ argument: Int, slot: Int, offset: Int) throws {
    guard let layout = dnx_primitive_layout(primitive, Int32(argument)), let memory = dnx_memory_new(layout) else {
      throw Complaint(.internal, "oneDNN takes no argument \(argument) here")
    }
    arguments.append(Int32(argument))
    memories.append(memory)
    sources.append((slot, offset * Int(dnx_layout_item_bytes(layout))))
    addresses.append(nil)
  }

  func run(_ slots: Slots) throws {
    if isAlone { dk_alone(true) }
    let status = execute(slots)
    if isAlone { dk_alone(false) }
    if status != 0 { throw Complaint(.internal, "oneDNN failed with status \(status)") }
  }

  /// The same, on whatever thread; gives oneDNN's status.
  func execute(_ slots: Slots) -> Int {
    for place in sources.indices {
      let source = sources[place]
      let address = slots[source.slot]?.advanced(by: source.offset)
      // Setting an address costs, and most never change.
      if address != addresses[place], let memory = memories[place] {
        dnx_memory_set(memory, address)
        addresses[place] = address
      }
    }
    return Int(dnx_execute(primitive, Int32(arguments.count), arguments, memories))
  }
}

/// The addresses of a plan's buffers while it runs.
typealias Slots = UnsafeMutablePointer<UnsafeMutableRawPointer?>
