// Shorter chains with the same results: a product that only one sum needs is computed with it, in one pass.

import CKernels

extension ChainDraft {
  /// The same chain with products and sums joined. Both are rounded as before, so the numbers are the same.
  func shortened() -> ChainDraft {
    let uses = useCounts
    var short = self
    short.instructions = []
    /// What each value is called in the shorter chain.
    var name = Array(reads.indices)
    var skipped: Set<Int> = []
    for instruction in instructions {
      if let product = product(in: instruction, uses), !skipped.contains(product) { skipped.insert(product) }
    }
    for (index, instruction) in instructions.enumerated() {
      guard !skipped.contains(index) else {
        name.append(-1)
        continue
      }
      short.instructions.append(joined(instruction, skipped, name))
      name.append(reads.count + short.instructions.count - 1)
    }
    short.results = results.map { Result(value: name[$0.value], place: $0.place, type: $0.type, isSum: $0.isSum) }
    return short
  }

  private var useCounts: [Int] {
    var counts = [Int](repeating: 0, count: reads.count + instructions.count)
    for instruction in instructions { for input in instruction.inputs { counts[input] += 1 } }
    for result in results { counts[result.value] += 1 }
    return counts
  }

  /// The instruction that makes the product in a sum, if nothing else needs it: the later one, where both are products.
  private func product(in sum: Instruction, _ uses: [Int]) -> Int? {
    guard sum.operation == DK_ADD else { return nil }
    return sum.inputs.filter { $0 >= reads.count && uses[$0] == 1 && instructions[$0 - reads.count].operation == DK_MULTIPLY }.max().map {
      $0 - reads.count
    }
  }

  private func joined(_ instruction: Instruction, _ skipped: Set<Int>, _ name: [Int]) -> Instruction {
    let product = instruction.operation == DK_ADD ? instruction.inputs.first { skipped.contains($0 - reads.count) } : nil
    guard let product else {
      return Instruction(operation: instruction.operation, inputs: instruction.inputs.map { name[$0] }, stream: instruction.stream)
    }
    let other = instruction.inputs[0] == product ? instruction.inputs[1] : instruction.inputs[0]
    var factors = instructions[product - reads.count].inputs
    // The loop is fastest where the number that is the same for all comes second.
    if isOneNumber(factors[0]) { factors.swapAt(0, 1) }
    return Instruction(operation: DK_MULTIPLY_ADD, inputs: (factors + [other]).map { name[$0] })
  }

  private func isOneNumber(_ value: Int) -> Bool { value < reads.count && reads[value].place.isOneNumber }
}
