// Tensors as text: a row a line, large ones as a summary.

import Catalog

extension Tensor {
  /// As `print` shows it.
  public func text() throws -> String {
    if itemCount > 1000 { return try summary() }
    let texts = try itemTexts()
    var place = 0
    return nested(shape[...], indent: 1) {
      defer { place += 1 }
      return texts[place]
    }
  }

  /// As a cell's output shows it: with shape and type.
  public func display() throws -> String {
    let text = try text()
    if rank == 0 || itemCount > 1000 { return text }
    return text + (text.contains("\n") ? "\n" : "  ") + "\(sizeText(shape)) \(type.text)"
  }

  private func itemText(_ number: Double) -> String {
    switch type {
    case .float32: numberText(Float(number))
    case .bfloat16: bfloat16Text(Float(number))
    case .float64, .uint8, .int8, .int32, .int64: numberText(number)
    case .truth: number != 0 ? "true" : "false"
    }
  }

  /// The fewest digits that read back as the same bfloat16: four at most.
  private func bfloat16Text(_ number: Float) -> String {
    guard number.isFinite else { return numberText(number) }
    let shorter = (1...4).lazy.compactMap { Float(rounded(Double(number), digits: $0)) }
    return numberText(shorter.first { ElementType.bfloat16($0) == number } ?? number)
  }

  /// Each item in the fewest digits that read back the same.
  public func itemTexts() throws -> [String] {
    guard type == .int64 else { return try numbers().map(itemText) }
    // A float64 might round them.
    let (storage, offset) = try memory()
    return (offset..<(offset + itemCount)).map { String(storage.pointer(Int64.self)[$0]) }
  }

  private func nested(_ sizes: ArraySlice<Int>, indent: Int, _ next: () -> String) -> String {
    guard let size = sizes.first else { return next() }
    let rest = sizes.dropFirst()
    let gap = rest.isEmpty ? ", " : ",\n" + String(repeating: " ", count: indent)
    return "[" + (0..<size).map { _ in nested(rest, indent: indent + 1, next) }.joined(separator: gap) + "]"
  }

  /// Shape, type, smallest, mean, largest, and the corners.
  private func summary() throws -> String {
    let numbers = try numbers()
    let finite = numbers.filter(\.isFinite)
    let mean = finite.reduce(0, +) / Double(Swift.max(finite.count, 1))
    var facts = "\(sizeText(shape)) \(type.text), min \(short(finite.min())), mean \(short(mean)), max \(short(finite.max()))"
    if finite.count < numbers.count { facts += ", \(numbers.count - finite.count) not finite" }
    return facts + "\n" + corners(shape[...], 0, numbers, indent: 1)
  }

  private func short(_ number: Double?) -> String { number.map { rounded($0) } ?? "none" }

  /// The first and last three along every axis.
  private func corners(_ sizes: ArraySlice<Int>, _ start: Int, _ numbers: [Double], indent: Int) -> String {
    guard let size = sizes.first else { return type.isFloating ? short(numbers[start]) : itemText(numbers[start]) }
    let rest = sizes.dropFirst()
    let step = rest.reduce(1, *)
    let gap = rest.isEmpty ? ", " : ",\n" + String(repeating: " ", count: indent)
    func item(_ index: Int) -> String { corners(rest, start + index * step, numbers, indent: indent + 1) }
    let shown = size <= 6 ? (0..<size).map(item) : (0..<3).map(item) + ["..."] + ((size - 3)..<size).map(item)
    return "[" + shown.joined(separator: gap) + "]"
  }
}
