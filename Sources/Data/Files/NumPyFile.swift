// NumPy's .npy: a header that says type and shape, then the items; read from any number type, written as the tensor's own.

import Catalog
import Tensor

enum NumPyFile {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  // MARK: - reading

  /// The tensor in a file. While programs are looked through a long file gives its shape alone.
  static func read(_ path: String) throws -> Tensor {
    guard Checking.isOn else { return try tensor(Files.read(path)[...], path) }
    let (bytes, size) = try Files.head(path)
    if bytes.count == size { return try tensor(bytes[...], path) }
    let header = try Header(bytes[...], path)
    return Tensor(awaiting: try ShapeArgument(header.shape).checked(), type: header.kind.elementType)
  }

  /// The tensor in a file's bytes. [name]: what messages call the file.
  static func tensor(_ bytes: ArraySlice<UInt8>, _ name: String) throws -> Tensor {
    let header = try Header(bytes, name)
    let shape = try ShapeArgument(header.shape).checked()
    let items = bytes[header.end...]
    guard items.count == shape.itemCount * header.kind.bytes else {
      throw Complaint(
        .file,
        "\(name) is not whole: \(sizeText(shape)) items of \(header.kind.bytes) bytes are wanted, and there are \(items.count) bytes"
      )
    }
    let tensor = try header.kind.tensor(items, header.isColumnMajor ? shape.reversed() : shape, header.isBigEndian, name)
    return header.isColumnMajor ? tensor.permuted(Array(shape.indices.reversed())) : tensor
  }

  /// What a file says before its items.
  private struct Header {
    let kind: ItemKind
    let isBigEndian: Bool
    let isColumnMajor: Bool
    let shape: [Int]
    /// Where the items begin.
    let end: Int

    init(_ bytes: ArraySlice<UInt8>, _ name: String) throws {
      let start = bytes.startIndex
      guard bytes.count >= 10, Array(bytes.prefix(6)) == NumPyFile.magic else {
        throw Complaint(.file, "\(name) is no NumPy file", why: "such a file begins with \\x93NUMPY")
      }
      guard (1...3).contains(bytes[start + 6]) else {
        throw Complaint(.file, "\(name) has version \(bytes[start + 6]) of NumPy's format, and 1 to 3 are read")
      }
      let isLong = bytes[start + 6] > 1
      let wide = isLong ? 4 : 2
      guard bytes.count >= 8 + wide else { throw Header.broken(name) }
      let length = (0..<wide).reduce(0) { $0 | Int(bytes[start + 8 + $1]) << (8 * $1) }
      end = start + 8 + wide + length
      guard end <= bytes.endIndex else { throw Header.broken(name) }
      let text = String(decoding: bytes[(start + 8 + wide)..<end], as: UTF8.self)
      guard let type = Header.quoted("descr", text), let order = Header.value("fortran_order", text), let sizes = Header.sizes(text) else {
        throw Header.broken(name)
      }
      guard let kind = ItemKind(rawValue: String(type.drop { "<>=|".contains($0) })) else {
        throw Complaint(
          .file, "\(name) holds items of the type \(quote(type)), which is not read",
          why: "numbers and truths are: f2 f4 f8, i1 to i8, u1 to u8, b1")
      }
      self.kind = kind
      isBigEndian = type.first == ">"
      isColumnMajor = order.hasPrefix("True")
      shape = sizes
    }

    private static func broken(_ name: String) -> Complaint { Complaint(.file, "the header of \(name) is broken") }

    /// What stands behind a key, from its first character on.
    private static func value(_ key: String, _ text: String) -> Substring? {
      let wanted = Array("'\(key)':".utf8)
      let all = Array(text.utf8)
      guard all.count >= wanted.count,
        let place = (0...(all.count - wanted.count)).first(where: { Array(all[$0..<($0 + wanted.count)]) == wanted })
      else { return nil }
      return Substring(decoding: all[(place + wanted.count)...], as: UTF8.self).drop { $0 == " " }
    }

    private static func quoted(_ key: String, _ text: String) -> String? {
      guard let rest = value(key, text), rest.first == "'" else { return nil }
      return String(rest.dropFirst().prefix { $0 != "'" })
    }

    private static func sizes(_ text: String) -> [Int]? {
      guard let rest = value("shape", text), rest.first == "(" else { return nil }
      let parts = rest.dropFirst().prefix { $0 != ")" }.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
      let sizes = parts.compactMap { Int($0) }
      return sizes.count == parts.count && sizes.allSatisfy { $0 >= 0 } ? sizes : nil
    }
  }

  /// Types of items by NumPy's names.
  private enum ItemKind: String {
    case f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1

    var bytes: Int { Int(String(rawValue.dropFirst())) ?? 1 }

    /// The type that holds all its numbers.
    var elementType: ElementType {
      switch self {
      case .b1: .truth
      case .f2, .f4: .float32
      case .f8: .float64
      case .i1: .int8
      case .u1: .uint8
      case .i2, .u2, .i4: .int32
      case .u4, .i8, .u8: .int64
      }
    }

    func tensor(_ bytes: ArraySlice<UInt8>, _ shape: [Int], _ isBigEndian: Bool, _ name: String) throws -> Tensor {
      func words<Word: FixedWidthInteger>(_ type: Word.Type) -> [Word] {
        bytes.withUnsafeBytes { raw in
          (0..<(raw.count / MemoryLayout<Word>.size)).map { place in
            let word = raw.loadUnaligned(fromByteOffset: place * MemoryLayout<Word>.size, as: Word.self)
            return isBigEndian ? Word(bigEndian: word) : Word(littleEndian: word)
          }
        }
      }
      func asTheyAre<Word: FixedWidthInteger>(_ type: Word.Type) -> Tensor { Tensor(Storage(words(type)), shape: shape, type: elementType) }
      return switch self {
      case .b1: Tensor(words(UInt8.self).map { $0 != 0 }, shape: shape)
      case .f2: Tensor(words(UInt16.self).map { half($0) }, shape: shape)
      case .i2: Tensor(words(Int16.self).map { Int32($0) }, shape: shape)
      case .u2: Tensor(words(UInt16.self).map { Int32($0) }, shape: shape)
      case .u4: Tensor(Storage(words(UInt32.self).map { Int64($0) }), shape: shape, type: .int64)
      case .u8: Tensor(Storage(try words(UInt64.self).map { try ItemKind.whole($0, name) }), shape: shape, type: .int64)
      case .i1, .u1: asTheyAre(UInt8.self)
      case .f4, .i4: asTheyAre(UInt32.self)
      case .f8, .i8: asTheyAre(UInt64.self)
      }
    }

    private static func whole(_ number: UInt64, _ name: String) throws -> Int64 {
      if let fits = Int64(exactly: number) { return fits }
      throw Complaint(.limit, "\(name) holds the whole number \(number), beyond int64")
    }
  }

  // MARK: - writing

  /// NumPy's name of a type.
  private static func kind(of type: ElementType) -> String {
    switch type {
    case .truth: "|b1"
    case .uint8: "|u1"
    case .int8: "|i1"
    case .int32: "<i4"
    case .int64: "<i8"
    case .bfloat16, .float32: "<f4"
    case .float64: "<f8"
    }
  }

  /// The bytes of a file that holds the tensor.
  static func bytes(of tensor: Tensor) throws -> [UInt8] {
    // NumPy has no bfloat16; float32 holds its numbers.
    let tensor = tensor.type == .bfloat16 ? tensor.converted(to: .float32) : tensor
    let sizes = tensor.shape.map(String.init).joined(separator: ", ") + (tensor.rank == 1 ? "," : "")
    let text = "{'descr': '\(kind(of: tensor.type))', 'fortran_order': False, 'shape': (\(sizes)), }"
    // The items begin at a multiple of 64 bytes.
    let padding = (64 - (10 + text.utf8.count + 1) % 64) % 64
    let header = Array(text.utf8) + [UInt8](repeating: 0x20, count: padding) + [0x0A]
    let (storage, offset) = try tensor.memory()
    let items = UnsafeRawBufferPointer(
      start: storage.address + offset * tensor.type.bytes, count: tensor.itemCount * tensor.type.bytes)
    return magic + [1, 0, UInt8(header.count & 255), UInt8(header.count >> 8)] + header + items
  }
}

/// A number in half precision (IEEE 754).
private func half(_ bits: UInt16) -> Float {
  let sign: Float = bits >> 15 == 1 ? -1 : 1
  let exponent = Int(bits >> 10 & 31)
  let fraction = Float(bits & 1023)
  if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
  if exponent == 0 { return sign * fraction * 0x1p-24 }
  return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
}
