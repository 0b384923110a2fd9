import Catalog
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct SafetensorsTests {
    /// Nets of many kinds, each with an input.
    static let nets = [
      ("layers(4) { dense(3); relu }", "normal([2, 4])"),
      ("layers(1x8x8) { conv(4, 3x3); batch_norm; residual { conv(4, 3x3); relu }; flatten; dense(3, init: he) }", "normal([2, 1, 8, 8])"),
      // Lines that are no plain layers are kept as they were written, with the names they need.
      ("layers(4) { skip = it; it |> dense(4) |> relu; it + skip }", "normal([2, 4])"),
      ("layers(4) { a = it |> dense(width); b = it |> dense(width); a * b * factor }", "normal([2, 4])"),
      ("layers(4) { dense(3); x -> x * factor }", "normal([2, 4])"),
      ("layers(4) { residual { dense(4); x -> x * factor }; dense(width) }", "normal([2, 4])"),
      ("layers(4) { branches { dense(width); relu }; dense(2) }", "normal([2, 4])"),
      ("layers(4) { it * mask; dense(width) }", "normal([2, 4])"),
      ("layers(4) { block; dense(2) }", "normal([2, 4])"),
      ("layers(4) { base; dense(2) }", "normal([2, 4])"),
      ("layers(4) { for i in 1..width { it |> dense(4) |> relu } }", "normal([2, 4])"),
    ]

    @Test(arguments: nets) func whatIsSavedIsLoaded(_ net: String, _ input: String) throws {
      let program = Program()
      try program.run("factor = 2.5\nwidth = 3\nmask = [1, 0, 1, 0.25]\nblock = layers { dense(4); x -> x * factor }")
      try program.run(
        "base = layers(4) { dense(3); relu }\nnet = \(net)\nx = \(input)\nopt = sgd(0.1)\nupdate net by opt { mean(net(x)^2) }")
      try program.run("save(net, \"net.safetensors\")")
      // A program that knows none of the names.
      let other = Program()
      other.context.readFolders = [program.folder]
      other.session.bind("x", try program.run("x"))
      try other.run("net = load(\"net.safetensors\")")
      #expect(try other.floats("net") == program.floats("net"))
      #expect(try other.floats("net(x)") == program.floats("net(x)"))
      #expect(try other.text("net.parameters") == program.text("net.parameters"))
      // What was loaded can be saved again.
      other.context.writeFolder = other.folder
      try other.run("save(net, \"net.safetensors\")")
    }

    @Test func namedInputsAndStatisticsComeBack() throws {
      let program = Program()
      try program.run("net = layers(a: 4, b: 3) { concat(a |> dense(2) |> batch_norm, b, axis: 1) |> dense(1) }\nopt = sgd(0.1)")
      try program.run("x = normal([5, 4])\ny = normal([5, 3])\nupdate net by opt { mean(net(x, y)^2) }\nsave(net, \"n.safetensors\")")
      #expect(try program.floats("load(\"n.safetensors\")(a: x, b: y)") == program.floats("net(x, y)"))
      #expect(try program.text("load(\"n.safetensors\") == net") == "true")
    }

    @Test func functionsComeAlong() throws {
      let program = Program()
      try program.run(
        "fn twice(x) = 2 * x\nfn half(n) = layers { dense(n / 2); twice }\nnet = layers(4) { half(6); twice }\nsave(net, \"n.safetensors\")"
      )
      let other = Program()
      other.context.readFolders = [program.folder]
      #expect(try other.floats("load(\"n.safetensors\")(ones([1, 4]))") == program.floats("net(ones([1, 4]))"))
    }

    @Test func theHeaderIsAsTheFormatSays() throws {
      let program = Program()
      try program.run("net = layers(2) { dense(3, init: 1); batch_norm }\nsave(net, \"n.safetensors\")")
      let bytes = try Files.read(program.folder + "/n.safetensors")
      let length = Int(bytes[0]) | Int(bytes[1]) << 8
      #expect(bytes[2..<8].allSatisfy { $0 == 0 } && (8 + length) % 8 == 0)
      guard case .object(let header)? = JSON(bytes[8..<(8 + length)]) else {
        Issue.record("the header is no JSON object")
        return
      }
      #expect(
        header.map(\.0) == [
          "__metadata__", "dense.weight", "dense.bias", "batch_norm.scale", "batch_norm.shift", "batch_norm.mean", "batch_norm.variance",
        ])
      #expect(bytes.count == 8 + length + (6 + 3 + 4 * 3) * 4)
      #expect(Array(bytes[(8 + length)..<(8 + length + 4)]) == [0, 0, 0x80, 0x3F])  // 1 as a little-endian float32
    }

    @Test func tensorsOfOthersAreARecord() throws {
      let program = Program()
      let header =
        "{\"a.b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"c\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}"
      try program.write(file(header, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40]), "t.safetensors")
      #expect(try program.text("t = load(\"t.safetensors\")\nt.c") == "3")
      #expect(try program.floats("t") == [1, 2, 3])
    }

    @Test(arguments: [
      ("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", "a tensor's shape and length disagree"),
      ("{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}", "a tensor is described wrongly"),
      ("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", "a tensor is described wrongly"),
      ("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}", "a tensor's shape and length disagree"),
      ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "its tensors do not fill it without gaps"),
      ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "its tensors do not fill it without gaps"),
      (
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "`a` stands in it twice"
      ),
      ("[1, 2]", "its header is not JSON"), ("{\"a\":", "its header is not JSON"), ("{\"a\":7}", "a tensor is described wrongly"),
    ]) func brokenFilesAreRefused(_ header: String, _ why: String) throws {
      let program = Program()
      try program.write(file(header, [UInt8](repeating: 1, count: 8)), "t.safetensors")
      let complaint = try program.complaint("load(\"t.safetensors\")")
      #expect(complaint.hasPrefix("file: ") && complaint.hasSuffix("t.safetensors is no safetensors file: \(why)"), "\(complaint)")
    }

    @Test func aNetWithoutItsNumbersIsRefused() throws {
      let program = Program()
      let structure = "{\"__metadata__\":{\"structure\":\"layers(2) { dense(1) }\"},"
      let bias = "\"dense.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}"
      try program.write(file(structure + bias + "}", [0, 0, 0, 0]), "t.safetensors")
      #expect(try program.complaint("load(\"t.safetensors\")").hasSuffix("has no `dense.weight`, which its net wants"))
      let weight = "\"dense.weight\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[4,8]}"
      try program.write(file(structure + bias + "," + weight + "}", [UInt8](repeating: 0, count: 8)), "t.safetensors")
      #expect(try program.complaint("load(\"t.safetensors\")").hasSuffix("is [1, 1], and the net wants [2, 1]"))
    }

    @Test func everyCutIsRefused() throws {
      let program = Program()
      try program.run("save(layers(2) { dense(1) }, \"n.safetensors\")")
      let bytes = try Files.read(program.folder + "/n.safetensors")
      for length in stride(from: 0, to: bytes.count, by: 3) {
        try program.write(Array(bytes.prefix(length)), "cut.safetensors")
        #expect(try program.complaint("load(\"cut.safetensors\")").hasPrefix("file: "), "\(length) of \(bytes.count) bytes")
      }
    }

    static let hostile = Fixture.shared("malformed").map { folder in
      (Files.names(in: folder) ?? []).filter { $0.hasSuffix(".safetensors") }.sorted().map { folder + "/" + $0 }
    }

    @Test(.enabled(if: hostile != nil, "the shared fixtures are not there"), arguments: hostile ?? [])
    func hostileFilesAreRefused(_ path: String) throws {
      let program = Program()
      #expect(try program.complaint("load(\"\(path)\")").hasPrefix("file: "))
    }

    private func file(_ header: String, _ data: [UInt8]) -> [UInt8] {
      let count = UInt64(header.utf8.count)
      return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * UInt64($0))) } + Array(header.utf8) + data
    }

    @Test func everyTypeOfItemIsRead() throws {
      let items: [(name: String, kind: String, count: Int, bytes: [UInt8])] = [
        ("a", "BF16", 1, [0xCD, 0x3D]), ("b", "I64", 1, [1, 0, 0, 0, 0, 0, 32, 0]), ("c", "F64", 1, [0, 0, 0, 0, 0, 0, 0xF8, 0x3F]),
        ("d", "U8", 2, [200, 1]), ("e", "I8", 1, [253]), ("f", "BOOL", 1, [1]), ("g", "I32", 1, [5, 0, 0, 0]),
        ("h", "F32", 1, [0, 0, 0, 63]),
      ]
      var (fields, body): ([String], [UInt8]) = ([], [])
      for item in items {
        let end = body.count + item.bytes.count
        fields.append("\"\(item.name)\":{\"dtype\":\"\(item.kind)\",\"shape\":[\(item.count)],\"data_offsets\":[\(body.count),\(end)]}")
        body += item.bytes
      }
      let header = Array("{\(fields.joined(separator: ","))}".utf8)
      let file = [UInt8(header.count & 255), UInt8(header.count >> 8), 0, 0, 0, 0, 0, 0] + header + body
      let read = try SafetensorsFile(file, of: file.count, "a file").tensors
      #expect(read.map(\.tensor.type) == [.bfloat16, .int64, .float64, .uint8, .int8, .truth, .int32, .float32])
      #expect(
        try read.map { try $0.tensor.text() } == ["[0.1]", "[9007199254740993]", "[1.5]", "[200, 1]", "[-3]", "[true]", "[5]", "[0.5]"])
    }
  }
}
