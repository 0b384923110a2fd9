// How many threads share the work of one operation.

import CKernels

/// Divides work among so many threads from now on: `--threads`. Call it on the thread that computes; other threads keep what they had.
public func setThreads(_ count: Int) { dk_set_threads(Int32(clamping: count)) }
