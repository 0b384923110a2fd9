// The one thread that computes: oneDNN and the kernels keep a pool of threads for each caller, and deep calls need a deep stack.

import Glibc

enum WorkThread {
  /// What the stack has where there is room for it. Its pages are taken only when they are touched.
  private static let largestStack = 1 << 30
  private static let smallestStack = 1 << 23

  /// Runs [work] with the size of its stack and gives what it gives: the program's exit status.
  static func run(_ work: @escaping (_ stackSize: Int) -> Int32) -> Int32 {
    var size = largestStack
    while size >= smallestStack {
      if let status = run(Work(size, work)) { return status }
      size /= 2
    }
    return work(smallestStack / 2)
  }

  /// Nil: there is no room for such a stack.
  private static func run(_ task: Work) -> Int32? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, task.stackSize)
    var thread = pthread_t()
    let pointer = Unmanaged.passRetained(task).toOpaque()
    guard pthread_create(&thread, &attributes, begin, pointer) == 0 else {
      Unmanaged<Work>.fromOpaque(pointer).release()
      return nil
    }
    pthread_join(thread, nil)
    return task.status
  }

  private final class Work {
    let stackSize: Int
    let work: (Int) -> Int32
    var status: Int32 = 1

    init(_ stackSize: Int, _ work: @escaping (Int) -> Int32) {
      self.stackSize = stackSize
      self.work = work
    }
  }

  private static let begin: @convention(c) @Sendable (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
    if let pointer {
      let task = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
      task.status = task.work(task.stackSize)
    }
    return nil
  }
}
