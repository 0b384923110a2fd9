// Nets as files: the safetensors format, with the net's structure among its metadata.
// The format: 8 bytes of header length (little-endian), a JSON header, then the numbers (huggingface/safetensors).

import Catalog
import Tensor

extension Net: Savable {
  public static var endings: [String] { ["safetensors"] }

  public func bytes(ending: String, _ context: Context) throws -> [UInt8] {
    if Checking.isOn { return [] }
    var header = "{\"__metadata__\":{\"format\":\"dln\",\"structure\":\(jsonQuote(try program()))}"
    var body: [UInt8] = []
    for (entry, tensor) in zip(layout.entries, tensors) {
      let numbers = try tensor.floats()
      let end = body.count + numbers.count * 4
      header +=
        ",\(jsonQuote(entry.name)):{\"dtype\":\"F32\",\"shape\":[\(entry.shape.map(String.init).joined(separator: ","))],\"data_offsets\":[\(body.count),\(end)]}"
      numbers.withUnsafeBytes { body.append(contentsOf: $0) }
    }
    header += "}"
    // The numbers begin at a multiple of 8.
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let length = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + Array(header.utf8) + body
  }
}

/// A file of tensors, read.
struct SafetensorsFile {
  let metadata: [String: String]
  let tensors: [(name: String, tensor: Tensor)]

  /// Reads a file; while programs are looked through only its header.
  init(_ path: String) throws {
    guard Checking.isOn else {
      let bytes = try Files.read(path)
      try self.init(bytes, of: bytes.count, path)
      return
    }
    let (start, size) = try Files.head(path, 8)
    let length = start.reversed().reduce(0) { $0 << 8 | Int($1) & 0xFF }
    try self.init(try Files.head(path, 8 + max(0, min(length, size))).bytes, of: size, path)
  }

  /// Checks everything the header claims before it is believed. [size]: how many bytes the file has in all.
  init(_ bytes: [UInt8], of size: Int, _ path: String) throws {
    func broken(_ why: String) -> Complaint { Complaint(.file, "\(path) is no safetensors file: \(why)") }
    guard bytes.count >= 8 else { throw broken("it is too short") }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << (8 * UInt64($1)) }
    guard length <= 100_000_000, length <= UInt64(bytes.count - 8) else { throw broken("its header does not end inside the file") }
    guard case .object(let header)? = JSON(bytes[8..<(8 + Int(length))]) else { throw broken("its header is not JSON") }
    let data = bytes[(8 + Int(length))...]
    let count = size - 8 - Int(length)
    var metadata: [String: String] = [:]
    var tensors: [(name: String, tensor: Tensor)] = []
    var parts: [Range<Int>] = []
    var names: Set<String> = []
    for (name, value) in header {
      guard names.insert(name).inserted else { throw broken("`\(name)` stands in it twice") }
      if name == "__metadata__", case .object(let fields) = value {
        for case (let key, .text(let text)) in fields { metadata[key] = text }
      } else {
        let (tensor, part) = try SafetensorsFile.tensor(value, data, count, broken)
        tensors.append((name, tensor))
        parts.append(part)
      }
    }
    // The format wants every byte to belong to one tensor: nothing can be hidden between them.
    let end = parts.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
      .reduce(0) { end, part in part.lowerBound == end ? part.upperBound : -1 }
    guard end == count else { throw broken("its tensors do not fill it without gaps") }
    self.metadata = metadata
    self.tensors = tensors
  }

  private static func tensor(
    _ value: JSON, _ data: ArraySlice<UInt8>, _ count: Int, _ broken: (String) -> Complaint
  ) throws -> (Tensor, Range<Int>) {
    guard case .object(let fields) = value, case .text(let kind)? = fields.first(where: { $0.0 == "dtype" })?.1,
      let shape = fields.first(where: { $0.0 == "shape" })?.1.wholes,
      let offsets = fields.first(where: { $0.0 == "data_offsets" })?.1.wholes,
      offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= count, shape.allSatisfy({ $0 >= 0 })
    else { throw broken("a tensor is described wrongly") }
    let items = shape.reduce(1.0) { $0 * Double($1) }
    guard let type = types[kind] else {
      throw Complaint(.file, "tensors of type \(kind) are not read, only \(types.keys.sorted().joined(separator: ", "))")
    }
    guard items * Double(type.bytes) == Double(offsets[1] - offsets[0]) else { throw broken("a tensor's shape and length disagree") }
    if Checking.isOn { return (Tensor(awaiting: shape, type: type), offsets[0]..<offsets[1]) }
    let part = Array(data[(data.startIndex + offsets[0])..<(data.startIndex + offsets[1])])
    return (Tensor(Storage(part), shape: shape, type: type), offsets[0]..<offsets[1])
  }

  /// The format's names of types.
  private static let types: [String: ElementType] = [
    "BOOL": .truth, "U8": .uint8, "I8": .int8, "I32": .int32, "I64": .int64, "BF16": .bfloat16, "F32": .float32, "F64": .float64,
  ]
}

extension Catalog {
  /// Says who reads safetensors: a net where the structure stands in the file, else a record of tensors.
  func addNetFiles() {
    addReader("safetensors") { path, context in
      let file = try SafetensorsFile(path)
      guard let source = file.metadata["structure"] else {
        return .record(Record(file.tensors.map { ($0.name, .thing($0.tensor)) }))
      }
      guard case .thing(let net as Net) = try context.evaluate(source) else {
        throw Complaint(.file, "\(path) holds no net: its structure does not make one")
      }
      return .thing(try net.taking(file.tensors, path))
    }
  }
}

extension Net {
  /// The same net with numbers by name.
  fileprivate func taking(_ tensors: [(name: String, tensor: Tensor)], _ path: String) throws -> Net {
    let found = try layout.entries.map { entry -> Tensor in
      guard let tensor = tensors.first(where: { $0.name == entry.name })?.tensor else {
        throw Complaint(.file, "\(path) has no `\(entry.name)`, which its net wants")
      }
      guard tensor.shape == entry.shape else {
        throw Complaint(.file, "`\(entry.name)` in \(path) is \(tensor.shape.shapeText), and the net wants \(entry.shape.shapeText)")
      }
      return tensor
    }
    return try with(found).stored()
  }
}
