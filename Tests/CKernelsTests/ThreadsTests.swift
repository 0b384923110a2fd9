// Sharing work: every range once, divided by the number of threads alone.
import CKernels
import Foundation
import Testing

private final class Log {
  let touched: Memory<Int32>
  let count: Int64
  init(_ count: Int) { (touched, self.count) = (Memory(repeating: 0, count: count), Int64(count)) }
  var address: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
}

private let touch: @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Void = { context, first, last in
  guard let context else { return }
  let log = Unmanaged<Log>.fromOpaque(context).takeUnretainedValue()
  for i in first..<last { log.touched.pointer[Int(i)] += 1 }
  if first < log.count { log.touched.pointer[Int(first)] += 100 }
}

private let nest: @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Void = { context, first, last in
  if first == 0 { dk_parallel(10, 1, touch, context) }
}

private let sleepInTheSecond: @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Void = { _, first, _ in
  // The caller's own share is long enough for a worker to begin with the other one.
  usleep(first == 1 ? 30_000 : 10_000)
}

nonisolated(unsafe) private var threadOfTheSecond: pthread_t?

/// Slow enough for a worker to begin in time.
private let noteThreadSlowly: @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Void = { _, first, _ in
  usleep(1000)
  if first == 1 { threadOfTheSecond = pthread_self() }
}

private let noteThread: @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Void = { _, first, _ in
  if first == 1 { threadOfTheSecond = pthread_self() }
}

/// Whether somebody else has a core: threads that look at the clock, one for each core, are put off for a millisecond within a fifth of a second.
private func isMachineBusy() -> Bool {
  let absences = Memory<Double>(repeating: 0, count: ProcessInfo.processInfo.activeProcessorCount)
  nonisolated(unsafe) let longest = absences.pointer
  DispatchQueue.concurrentPerform(iterations: absences.array.count) { place in
    let start = DispatchTime.now().uptimeNanoseconds
    var last = start
    while last - start < 200_000_000 {
      let now = DispatchTime.now().uptimeNanoseconds
      longest[place] = max(longest[place], Double(now - last))
      last = now
    }
  }
  return absences.array.contains { $0 > 1e6 }
}

struct ThreadsTests {
  @Test(arguments: [(1, [0]), (2, [0, 50]), (3, [0, 30, 60]), (40, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90])] as [(Int32, [Int])])
  func dividesByTheNumberOfThreads(threads: Int32, starts: [Int]) {
    let log = Log(95)
    withThreads(threads) {
      #expect(dk_threads() == threads)
      dk_parallel(95, 10, touch, log.address)
    }
    #expect(log.touched.array.allSatisfy { $0 % 100 == 1 })
    #expect(log.touched.array.indices.filter { log.touched.array[$0] > 100 } == starts)
  }

  @Test func smallWorkStaysWhole() {
    let log = Log(10)
    withThreads(3) { dk_parallel(10, 10, touch, log.address) }
    #expect(log.touched.array == [101, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    withThreads(3) { dk_parallel(0, 10, touch, log.address) }
    #expect(log.touched.array[0] == 101)
  }

  @Test func nestedWorkStaysOnItsThread() {
    let log = Log(10)
    withThreads(2) { dk_parallel(4, 1, nest, log.address) }
    #expect(log.touched.array == [101, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  }

  @Test func workAloneIsNotShared() {
    let log = Log(95)
    withThreads(3) {
      dk_alone(true)
      dk_parallel(95, 10, touch, log.address)
      dk_alone(false)
    }
    #expect(log.touched.array.indices.filter { log.touched.array[$0] > 100 } == [0])
  }

  @Test func sleepersWake() {
    // Longer than a thread looks before it sleeps, and often enough for every order of sleeping and waking.
    for round in 0..<300 {
      let log = Log(20)
      withThreads(Int32(round % 4 + 1)) { dk_parallel(20, 1, touch, log.address) }
      #expect(log.touched.array.allSatisfy { $0 % 100 == 1 })
      if round % 30 == 0 { usleep(1000) }
    }
  }

  /// A share that takes long keeps the caller waiting; what follows is done by the caller alone, in the same parts.
  @Test func theCallerGoesOnAloneWhereOthersAreHeldUp() {
    let log = Log(20)
    withThreads(2) {
      let caller = pthread_self()
      // On a busy machine a worker may not begin in time, and then nobody is kept waiting.
      let wasAlone = (0..<20).contains { _ in
        dk_parallel(2, 1, sleepInTheSecond, nil)
        dk_parallel(2, 1, noteThread, nil)
        return threadOfTheSecond.map { pthread_equal($0, caller) != 0 } == true
      }
      #expect(wasAlone)
      dk_parallel(20, 1, touch, log.address)
    }
    #expect(log.touched.array.indices.filter { log.touched.array[$0] > 100 } == [0, 10])
  }

  @Test func whoWasHeldUpComesBack() {
    withThreads(2) {
      let caller = pthread_self()
      dk_parallel(2, 1, sleepInTheSecond, nil)
      // Some milliseconds of trial on a quiet machine, and a quarter of a second between two on a busy one.
      let isBack = (0..<5000).contains { _ in
        dk_parallel(2, 1, noteThreadSlowly, nil)
        return threadOfTheSecond.map { pthread_equal($0, caller) == 0 } == true
      }
      #expect(isBack || isMachineBusy(), "beside a busy program it rests on")
    }
  }

  @Test func countsBelowOneAreOne() {
    #expect(withThreads(0) { dk_threads() } == 1)
  }

  @Test func namesTheInstructionSet() {
    #expect(["x86-64-v4", "x86-64-v3", "default"].contains(String(cString: dk_instruction_set())))
  }
}
