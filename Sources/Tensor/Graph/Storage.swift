// Memory that holds the items of evaluated tensors.

import Glibc

/// Aligned memory, freed with its last owner. Freed blocks are kept a while for requests of the same size: fresh pages
/// cost more than the work that is done in them.
public final class Storage {
  public let address: UnsafeMutableRawPointer
  public let bytes: Int

  /// Uninitialised memory.
  public init(bytes: Int) {
    self.bytes = bytes
    address = FreeBlocks.take(bytes)
  }

  /// Memory with a copy of the items.
  public convenience init<Item>(_ items: [Item]) {
    self.init(bytes: items.count * MemoryLayout<Item>.stride)
    items.withUnsafeBytes { if let base = $0.baseAddress { address.copyMemory(from: base, byteCount: $0.count) } }
  }

  deinit { FreeBlocks.giveBack(address, bytes) }

  public func pointer<Item>(_ type: Item.Type) -> UnsafeMutablePointer<Item> { address.assumingMemoryBound(to: type) }
}

/// Blocks that were freed lately, by size. Used on the one numerics thread only.
private enum FreeBlocks {
  nonisolated(unsafe) private static var blocks: [Int: [UnsafeMutableRawPointer]] = [:]
  nonisolated(unsafe) private static var kept = 0
  /// More than this is given back to the system.
  private static let limit = 256 << 20

  /// Sizes are rounded up so that nearly equal requests share blocks.
  private static func rounded(_ bytes: Int) -> Int {
    let step = bytes < 4096 ? 64 : 4096
    return max(64, (bytes + step - 1) / step * step)
  }

  static func take(_ bytes: Int) -> UnsafeMutableRawPointer {
    let size = rounded(bytes)
    if let block = blocks[size]?.popLast() {
      kept -= size
      return block
    }
    return UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
  }

  static func giveBack(_ address: UnsafeMutableRawPointer, _ bytes: Int) {
    let size = rounded(bytes)
    guard kept + size <= limit else { return address.deallocate() }
    blocks[size, default: []].append(address)
    kept += size
  }
}
