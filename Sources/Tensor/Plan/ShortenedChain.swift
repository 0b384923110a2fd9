// Shorter chains with the same results: a product that only one other operation needs is computed with it, in one pass.

import CKernels

extension ChainDraft {
  /// The same chain with products inside of sums, products and quotients. All are rounded as before, so the numbers are the same.
  func shortened() -> ChainDraft {
    let inside = productsInside()
    let skipped = Set(inside.values)
    var short = self
    short.instructions = []
    /// What each value is called in the shorter chain.
    var name = Array(reads.indices)
    for (index, instruction) in instructions.enumerated() {
      guard !skipped.contains(index) else {
        name.append(-1)
        continue
      }
      let inputs = inside[index].map { self.inputs(of: instruction, with: $0) } ?? instruction.inputs
      let operation = inside[index].flatMap { _ in ChainDraft.joint(instruction.operation) } ?? instruction.operation
      short.instructions.append(.init(operation: operation, inputs: inputs.map { name[$0] }, stream: instruction.stream))
      name.append(reads.count + short.instructions.count - 1)
    }
    short.results = results.map { Result(value: name[$0.value], place: $0.place, type: $0.type, isSum: $0.isSum) }
    return short
  }

  /// What an operation is called that makes a product first.
  private static func joint(_ operation: dk_operation) -> dk_operation? {
    switch operation {
    case DK_ADD: DK_MULTIPLY_ADD
    case DK_MULTIPLY: DK_MULTIPLY_MULTIPLY
    case DK_DIVIDE: DK_MULTIPLY_DIVIDE
    default: nil
    }
  }

  /// By instruction the one whose product is computed with it: the later, where there are two. One with a product inside stays by itself.
  private func productsInside() -> [Int: Int] {
    let uses = useCounts
    var inside: [Int: Int] = [:]
    for (index, instruction) in instructions.enumerated() where ChainDraft.joint(instruction.operation) != nil {
      let inputs = instruction.operation == DK_DIVIDE ? instruction.inputs.prefix(1) : instruction.inputs[...]
      let candidates = inputs.filter { $0 >= reads.count && uses[$0] == 1 }.map { $0 - reads.count }
      inside[index] = candidates.filter { isProduct(instructions[$0].operation) && inside[$0] == nil }.max()
    }
    return inside
  }

  private func isProduct(_ operation: dk_operation) -> Bool { operation == DK_MULTIPLY || operation == DK_SQUARE }

  private var useCounts: [Int] {
    var counts = [Int](repeating: 0, count: reads.count + instructions.count)
    for instruction in instructions { for input in instruction.inputs { counts[input] += 1 } }
    for result in results { counts[result.value] += 1 }
    return counts
  }

  /// Both factors of the product, and what else the instruction reads.
  private func inputs(of instruction: Instruction, with product: Int) -> [Int] {
    let value = reads.count + product
    var factors = instructions[product].inputs
    if factors.count == 1 { factors.append(factors[0]) }
    // The loop is fastest where the number that is the same for all comes second.
    if isOneNumber(factors[0]) { factors.swapAt(0, 1) }
    return factors + [instruction.inputs[0] == value ? instruction.inputs[1] : instruction.inputs[0]]
  }

  private func isOneNumber(_ value: Int) -> Bool { value < reads.count && reads[value].place.isOneNumber }
}
