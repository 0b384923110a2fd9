// How many threads share the work of one operation, and who may stop it.

import CKernels

/// Divides work among so many threads from now on: `--threads`. Call it on the thread that computes; other threads keep what they had.
public func setThreads(_ count: Int) { dk_set_threads(Int32(clamping: count)) }

/// From now on long work asks [isWanted] between its pieces whether it is to stop; it is called from any thread.
public func watchForStops(_ isWanted: @convention(c) () -> Bool) { dk_watch(isWanted) }
