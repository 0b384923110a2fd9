// Building and running a chain in a test: memory that stays in place, and descriptions in few words.
import CKernels
import Synchronization

/// Memory at a fixed address for as long as it is used.
final class Memory<Element: BitwiseCopyable> {
  let pointer: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    pointer = .allocate(capacity: max(count, 1))
    pointer.initialize(from: elements, count: count)
  }

  convenience init(repeating element: Element, count: Int) { self.init(Array(repeating: element, count: count)) }
  deinit { pointer.deallocate() }

  var array: [Element] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
  var address: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(pointer) }
}

typealias EightStrides = (Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64)

func eight(_ values: [Int]) -> EightStrides {
  var all: EightStrides = (0, 0, 0, 0, 0, 0, 0, 0)
  withUnsafeMutableBytes(of: &all) { bytes in
    for (axis, value) in values.enumerated() { bytes.bindMemory(to: Int64.self)[axis] = Int64(value) }
  }
  return all
}

func operand(
  _ slot: Int, into register: Int, type: dk_type = DK_FLOAT32, access: dk_access = DK_CONTIGUOUS, offset: Int = 0, strides: [Int] = []
) -> dk_operand {
  dk_operand(
    slot: Int32(slot), to: UInt16(register), type: UInt8(type.rawValue), access: UInt8(access.rawValue), offset: Int64(offset),
    strides: eight(strides))
}

func step(_ operation: dk_operation, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, into register: Int, stream: UInt32 = 0) -> dk_step {
  dk_step(
    operation: UInt16(operation.rawValue), to: UInt16(register), a: UInt16(a), b: UInt16(b), c: UInt16(c), unused: 0, stream: stream)
}

func stored(_ operand: dk_operand) -> dk_result { dk_result(operand: operand, ending: UInt8(DK_STORE.rawValue)) }
func summed(_ operand: dk_operand) -> dk_result { dk_result(operand: operand, ending: UInt8(DK_SUM.rawValue)) }
func constant(_ value: Float, into register: Int) -> dk_constant { dk_constant(to: UInt16(register), bits: value.bitPattern) }

/// A chain over `shape`; the addresses are those of its operands' slots.
struct Chain {
  var shape: [Int]
  var constants: [dk_constant] = []
  var operands: [dk_operand] = []
  var steps: [dk_step] = []
  var results: [dk_result]
  var key: Int32 = -1
  var wide = false

  func run(_ slots: [UnsafeMutableRawPointer?]) {
    let count = shape.reduce(1, *)
    var partial = [Float](repeating: 0, count: results.count * (count / Int(DK_BLOCK) + 1))
    constants.withUnsafeBufferPointer { constants in
      operands.withUnsafeBufferPointer { operands in
        steps.withUnsafeBufferPointer { steps in
          results.withUnsafeBufferPointer { results in
            partial.withUnsafeMutableBufferPointer { partial in
              var chain = dk_chain(
                rank: Int32(shape.count), shape: eight(shape), count: Int64(count), constants: Int32(constants.count),
                operands: Int32(operands.count), steps: Int32(steps.count), results: Int32(results.count),
                constant: constants.baseAddress, operand: operands.baseAddress, step: steps.baseAddress,
                result: results.baseAddress, key: key, partial: partial.baseAddress, grain: Int64(DK_BLOCK), wide: wide)
              dk_chain_run(&chain, slots)
            }
          }
        }
      }
    }
  }
}

/// One operation over whole arrays of 32-bit elements.
func apply<In: BitwiseCopyable, Out: BitwiseCopyable>(
  _ operation: dk_operation, _ a: [In], _ b: [In]? = nil, type: dk_type = DK_FLOAT32, giving resultType: dk_type = DK_FLOAT32, zero: Out
) -> [Out] {
  let first = Memory(a)
  let second = Memory(b ?? a)
  let result = Memory(repeating: zero, count: a.count)
  Chain(
    shape: [a.count], operands: [operand(0, into: 0, type: type), operand(1, into: 1, type: type)],
    steps: [step(operation, 0, 1, into: 2)], results: [stored(operand(2, into: 2, type: resultType))]
  ).run([first.address, second.address, result.address])
  return result.array
}

/// Tests run side by side, but the number of threads is one for all.
private let turn = Mutex(())

/// Runs a test with this many threads, then with one again.
func withThreads<Result>(_ count: Int32, _ body: () -> Result) -> Result {
  turn.withLock { _ in
    dk_set_threads(count)
    defer { dk_set_threads(1) }
    return body()
  }
}

/// Numbers in -1 ..< 1 that repeat from run to run.
func numbers(_ count: Int, seed: UInt64 = 1, from low: Float = -1, to high: Float = 1) -> [Float] {
  var result = [Float](repeating: 0, count: count)
  dk_uniform(dk_random_key(key: seed, counter: 0), 0, low, high, &result, Int64(count))
  return result
}
