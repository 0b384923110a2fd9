// How much room the thread's stack has left, so that deep recursion ends in a message and not in a crash.

/// The lowest address that calls may reach: a quarter of the stack is kept for what one call may nest.
struct StackRoom {
  private let lowest: UInt

  /// Measured from where it is made, on a thread with a stack of [size] bytes.
  init(size: Int) {
    let here = StackRoom.here
    let room = UInt(max(0, size)) / 4 * 3
    lowest = here > room ? here - room : 0
  }

  var isUsedUp: Bool { StackRoom.here < lowest }

  /// An address near the top of the stack.
  private static var here: UInt {
    var local: UInt8 = 0
    return withUnsafeMutablePointer(to: &local) { UInt(bitPattern: $0) }
  }
}
