// Items in memory as numbers of the language, and back.

import Catalog

extension ElementType {
  /// The smallest and the largest whole number; nil for other kinds.
  var bounds: ClosedRange<Int>? {
    switch self {
    case .uint8: 0...255
    case .int8: -128...127
    case .int32: Int(Int32.min)...Int(Int32.max)
    case .int64: Int.min...Int.max
    default: nil
    }
  }

  /// A whole number lies within the type's bounds.
  func holds(_ number: Double) -> Bool {
    guard let bounds, let whole = Int(exactly: number) else { return false }
    return bounds.contains(whole)
  }

  /// A number as the type holds it: whole numbers are cut towards zero, and to the nearest that there is. float32 keeps its digits, so
  /// that a constant loses none on its way to float64.
  func converted(_ number: Double) -> Double {
    switch kind {
    case .floating: self == .bfloat16 ? Double(ElementType.bfloat16(Float(number))) : number
    case .truth: number == 0 ? 0 : 1
    case .whole: bounds.map { Double(ElementType.cut(number, to: $0)) } ?? number
    }
  }

  private static func cut(_ number: Double, to bounds: ClosedRange<Int>) -> Int {
    guard !number.isNaN else { return 0 }
    if number >= 0x1p63 { return bounds.upperBound }
    return number < -0x1p63 ? bounds.lowerBound : min(max(Int(number), bounds.lowerBound), bounds.upperBound)
  }

  /// The nearest bfloat16, halves to the even one.
  static func bfloat16(_ number: Float) -> Float {
    if number.isNaN { return Float(bitPattern: 0x7fc0_0000) }
    let bits = number.bitPattern
    return Float(bitPattern: (bits &+ 0x7fff &+ (bits >> 16 & 1)) & 0xffff_0000)
  }

  /// Writes a number down as one item.
  func store(_ number: Double, at place: UnsafeMutableRawPointer) {
    switch self {
    case .float32: place.storeBytes(of: Float(number), as: Float.self)
    case .float64: place.storeBytes(of: number, as: Double.self)
    case .bfloat16: place.storeBytes(of: UInt16(ElementType.bfloat16(Float(number)).bitPattern >> 16), as: UInt16.self)
    case .truth: place.storeBytes(of: number == 0 ? 0 : 1, as: UInt8.self)
    case .uint8, .int8, .int32, .int64:
      let whole = bounds.map { ElementType.cut(number, to: $0) } ?? 0
      withUnsafeBytes(of: whole.littleEndian) { place.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(place), byteCount: bytes) }
    }
  }

  /// Calls [each] with every item of some as a number, in order, and looks for Ctrl-C on the way. Truths are 0 and 1.
  func read(_ address: UnsafeRawPointer, _ range: Range<Int>, _ each: (Double) -> Void) throws {
    switch self {
    case .float32: try walk(address, range, Float.self) { each(Double($0)) }
    case .float64: try walk(address, range, Double.self, each)
    case .bfloat16: try walk(address, range, UInt16.self) { each(Double(Float(bitPattern: UInt32($0) << 16))) }
    case .truth, .uint8: try walk(address, range, UInt8.self) { each(Double($0)) }
    case .int8: try walk(address, range, Int8.self) { each(Double($0)) }
    case .int32: try walk(address, range, Int32.self) { each(Double($0)) }
    case .int64: try walk(address, range, Int64.self) { each(Double($0)) }
    }
  }

  private func walk<Item>(_ address: UnsafeRawPointer, _ range: Range<Int>, _ type: Item.Type, _ each: (Item) -> Void) throws {
    let items = address.assumingMemoryBound(to: type)
    let pieceLength = 1 << 20
    for start in stride(from: range.lowerBound, to: range.upperBound, by: pieceLength) {
      try Interruption.check()
      for place in start..<min(start + pieceLength, range.upperBound) { each(items[place]) }
    }
  }
}
