// A fused chain of element-wise work in the form that the C loops run.

import CKernels
import Catalog

/// What a chain is made of, before registers are given out: values are numbered, reads first, then instructions.
struct ChainDraft {
  struct Instruction {
    let operation: dk_operation
    let inputs: [Int]
    var stream: UInt32 = 0
  }

  struct Read {
    let place: Place
    let type: ElementType
  }

  struct Result {
    let value: Int
    let place: Place
    let type: ElementType
    /// The place takes the sum of all items.
    var isSum = false
  }

  var shape: Shape
  var reads: [Read]
  var instructions: [Instruction]
  var results: [Result]
  /// The buffer of the random key.
  var key: Int?
  /// Lanes of 64 bits: something in it needs them.
  var isWide = false

  /// Each item of a buffer that is read and written is read just before it is written.
  var isInPlace: Bool {
    reads.allSatisfy { read in
      results.allSatisfy { result in
        guard read.place.buffer == result.place.buffer else { return true }
        let isSame = read.place.isContiguous && result.place.isContiguous && read.place.view.offset == result.place.view.offset
        return isSame && read.place.view.shape.itemCount == shape.itemCount && read.type == result.type
      }
    }
  }
}

/// The chain's tables in memory that C reads. Lives as long as its plan.
final class Chain {
  private let constants: UnsafeMutablePointer<dk_constant>
  private let operands: UnsafeMutablePointer<dk_operand>
  private let steps: UnsafeMutablePointer<dk_step>
  private let results: UnsafeMutablePointer<dk_result>
  private let chain: UnsafeMutablePointer<dk_chain>
  /// A float a block for each sum.
  private let partials: UnsafeMutablePointer<Float>

  /// Work below this many items stays on one thread: waking the other costs more.
  private static let grain = Int64(DK_BLOCK) * 8

  init(_ given: ChainDraft) throws {
    let draft = given.shortened()
    let collapsed = CollapsedAxes(draft)
    let registers = try RegisterAllocation(draft)
    constants = .allocate(capacity: 1)
    operands = .allocate(capacity: draft.reads.count + 1)
    steps = .allocate(capacity: draft.instructions.count + 1)
    results = .allocate(capacity: draft.results.count + 1)
    chain = .allocate(capacity: 1)
    let blocks = (draft.shape.itemCount + Int(DK_BLOCK) - 1) / Int(DK_BLOCK)
    partials = .allocate(capacity: draft.results.contains(where: \.isSum) ? draft.results.count * blocks : 0)
    for (index, read) in draft.reads.enumerated() {
      operands[index] = collapsed.operand(read.place, read.type, strides: index, register: registers.register[index])
    }
    for (index, result) in draft.results.enumerated() {
      let register = registers.register[result.value]
      let operand = collapsed.operand(result.place, result.type, strides: draft.reads.count + index, register: register)
      results[index] = dk_result(operand: operand, ending: UInt8((result.isSum ? DK_SUM : DK_STORE).rawValue))
    }
    for (index, instruction) in draft.instructions.enumerated() {
      steps[index] = Chain.step(instruction, to: registers.register[draft.reads.count + index], registers.register)
    }
    chain.initialize(to: dk_chain())
    describe(draft, collapsed)
  }

  deinit {
    constants.deallocate()
    operands.deallocate()
    steps.deallocate()
    results.deallocate()
    chain.deallocate()
    partials.deallocate()
  }

  func run(_ slots: Slots) { dk_chain_run(chain, slots) }

  private func describe(_ draft: ChainDraft, _ collapsed: CollapsedAxes) {
    chain.pointee.rank = Int32(collapsed.shape.count)
    withUnsafeMutablePointer(to: &chain.pointee.shape) { tuple in
      tuple.withMemoryRebound(to: Int64.self, capacity: DK_RANK) { sizes in
        for (axis, size) in collapsed.shape.enumerated() { sizes[axis] = Int64(size) }
      }
    }
    chain.pointee.count = Int64(collapsed.shape.itemCount)
    chain.pointee.operands = Int32(draft.reads.count)
    chain.pointee.steps = Int32(draft.instructions.count)
    chain.pointee.results = Int32(draft.results.count)
    chain.pointee.constant = UnsafePointer(constants)
    chain.pointee.operand = UnsafePointer(operands)
    chain.pointee.step = UnsafePointer(steps)
    chain.pointee.result = UnsafePointer(results)
    chain.pointee.key = Int32(draft.key ?? -1)
    chain.pointee.partial = partials
    chain.pointee.grain = Chain.grain
    chain.pointee.wide = draft.isWide
  }

  private static func step(_ instruction: ChainDraft.Instruction, to: Int, _ register: [Int]) -> dk_step {
    func input(_ index: Int) -> UInt16 {
      UInt16(register[instruction.inputs[min(index, instruction.inputs.count - 1)]])
    }
    let isFree = instruction.inputs.isEmpty
    return dk_step(
      operation: UInt16(instruction.operation.rawValue), to: UInt16(to), a: isFree ? 0 : input(0), b: isFree ? 0 : input(1),
      c: isFree ? 0 : input(2), unused: 0, stream: instruction.stream)
  }
}

/// The chain's axes with neighbours joined where every array walks over them evenly.
private struct CollapsedAxes {
  private(set) var shape: Shape
  private var strides: [[Int]]

  init(_ draft: ChainDraft) {
    let places = draft.reads.map(\.place) + draft.results.map(\.place)
    if places.contains(where: { $0.layout != nil }) {
      // Blocks: all arrays have the same ones (or are one number), so their memory is walked as it lies.
      shape = [draft.shape.itemCount]
      strides = places.map { [$0.layout == nil && $0.isOneNumber && draft.shape.itemCount > 1 ? 0 : 1] }
      return
    }
    let spread = places.map { CollapsedAxes.spread($0.view, over: draft.shape) }
    shape = []
    strides = places.map { _ in [] }
    for axis in draft.shape.indices where draft.shape[axis] != 1 {
      let joins = !shape.isEmpty && places.indices.allSatisfy { (strides[$0].last ?? 0) == spread[$0][axis] * draft.shape[axis] }
      if joins { shape[shape.count - 1] *= draft.shape[axis] } else { shape.append(draft.shape[axis]) }
      for place in places.indices {
        if joins { strides[place][shape.count - 1] = spread[place][axis] } else { strides[place].append(spread[place][axis]) }
      }
    }
    if shape.isEmpty {
      shape = [1]
      strides = places.map { _ in [0] }
    }
  }

  /// The strides of a view when it is broadcast over a shape: 0 along axes that repeat.
  private static func spread(_ view: View, over shape: Shape) -> [Int] {
    let extra = shape.count - view.shape.count
    return shape.indices.map { $0 < extra || view.shape[$0 - extra] == 1 ? 0 : view.strides[$0 - extra] }
  }

  func operand(_ place: Place, _ type: ElementType, strides index: Int, register: Int) -> dk_operand {
    var operand = dk_operand()
    operand.slot = Int32(place.buffer)
    operand.to = UInt16(register)
    operand.type = UInt8(type.native.rawValue)
    operand.offset = Int64(place.view.offset)
    let steps = strides[index]
    let isScalar = steps.allSatisfy { $0 == 0 } && shape.itemCount > 1
    operand.access = UInt8(
      (isScalar ? DK_SCALAR : steps == shape.contiguousStrides || shape.itemCount == 1 ? DK_CONTIGUOUS : DK_STRIDED).rawValue)
    withUnsafeMutablePointer(to: &operand.strides) { tuple in
      tuple.withMemoryRebound(to: Int64.self, capacity: DK_RANK) { target in
        for (axis, step) in steps.enumerated() { target[axis] = Int64(step) }
      }
    }
    return operand
  }
}

/// Gives each value a register for as long as it is read.
private struct RegisterAllocation {
  private(set) var register: [Int]

  init(_ draft: ChainDraft) throws {
    let count = draft.reads.count + draft.instructions.count
    var lastUse = [Int](repeating: -1, count: count)
    for (index, instruction) in draft.instructions.enumerated() { for input in instruction.inputs { lastUse[input] = index } }
    for result in draft.results { lastUse[result.value] = Int.max }
    // Reads hold their registers throughout: a number that fills one once must stay.
    register = Array(0..<draft.reads.count) + [Int](repeating: 0, count: draft.instructions.count)
    var free: [Int] = []
    var used = draft.reads.count
    for (index, instruction) in draft.instructions.enumerated() {
      for input in Set(instruction.inputs).sorted() where input >= draft.reads.count && lastUse[input] == index {
        free.append(register[input])
      }
      if free.isEmpty {
        free.append(used)
        used += 1
      }
      register[draft.reads.count + index] = free.removeLast()
      if lastUse[draft.reads.count + index] == -1 { free.append(register[draft.reads.count + index]) }
    }
    guard used <= DK_REGISTERS else { throw Complaint(.internal, "a chain needs \(used) registers") }
  }
}
