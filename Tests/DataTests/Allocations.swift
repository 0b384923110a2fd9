// What a piece of work takes from malloc.

import AllocationCounter

/// How often [work] calls malloc on this thread.
func allocations(during work: () throws -> Void) rethrows -> Int {
  allocations_begin()
  defer { _ = allocations_end() }
  try work()
  return allocations_end()
}
