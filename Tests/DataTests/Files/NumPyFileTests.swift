// Files as NumPy writes them, byte for byte, and ours read back.

import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct NumPyFileTests {
    private let program = Program()

    /// A file's bytes: a header as NumPy 2 writes it, and items.
    private func file(_ type: String, _ shape: String, fortran: Bool = false, _ items: [UInt8]) -> ArraySlice<UInt8> {
      let text = "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }"
      let padding = (64 - (11 + text.utf8.count) % 64) % 64
      let header = Array(text.utf8) + [UInt8](repeating: 32, count: padding) + [10]
      return ([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header + items)[...]
    }

    private func read(_ bytes: ArraySlice<UInt8>) throws -> Tensor { try NumPyFile.tensor(bytes, "a file") }

    @Test func everyTypeOfNumberIsRead() throws {
      #expect(try read(file("<f4", "(2,)", [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])).floats() == [1, -2])
      #expect(try read(file(">f8", "()", [0x3F, 0xF8, 0, 0, 0, 0, 0, 0])).floats() == [1.5])
      #expect(try read(file("<f2", "(3,)", [0, 0x3C, 0, 0xFC, 1, 0])).floats() == [1, -.infinity, 0x1p-24])
      let whole = try read(file("<i8", "(1, 2)", [255, 255, 255, 255, 255, 255, 255, 255, 7, 0, 0, 0, 0, 0, 0, 0]))
      #expect(whole.type == .int64 && whole.shape == [1, 2])
      #expect(try whole.numbers() == [-1, 7])
      #expect(try read(file("<i8", "(1,)", [1, 0, 0, 0, 0, 0, 32, 0])).text() == "[9007199254740993]")
      #expect(try read(file(">f8", "()", [0x3F, 0xF8, 0, 0, 0, 0, 0, 0])).type == .float64)
      #expect(try read(file("<u4", "(1,)", [0, 0, 0, 255])).numbers() == [4_278_190_080])
      #expect(try read(file("|i1", "(1,)", [255])).type == .int8)
      #expect(try read(file("|u1", "(1,)", [255])).type == .uint8)
      #expect(try read(file(">i2", "(1,)", [1, 2])).numbers() == [258])
      #expect(try read(file("|u1", "(2,)", [0, 255])).numbers() == [0, 255])
      #expect(try read(file("|b1", "(2,)", [1, 0])).type == .truth)
    }

    @Test func columnsFirstIsTurnedRound() throws {
      let tensor = try read(file("|u1", "(2, 3)", fortran: true, [0, 3, 1, 4, 2, 5]))
      #expect(tensor.shape == [2, 3])
      #expect(try tensor.numbers() == [0, 1, 2, 3, 4, 5])
    }

    @Test func whatIsWrittenIsReadBack() throws {
      let tensors = [
        ramp([2, 3]), Tensor([1, -2] as [Int32], shape: [2]), Tensor([true, false], shape: [1, 2]), Tensor(2.5),
        Tensor([Float](), shape: [0, 3]), Tensor([0.1, -7], shape: [2], type: .float64), Tensor([-128, 127], shape: [2], type: .int8),
        Tensor([0, 255], shape: [2], type: .uint8), Tensor([-0x1p62, 1], shape: [2], type: .int64),
      ]
      for tensor in tensors {
        let bytes = try NumPyFile.bytes(of: tensor)
        #expect((bytes.count - tensor.itemCount * tensor.type.bytes) % 64 == 0)
        let back = try read(bytes[...])
        #expect(back.type == tensor.type && back.shape == tensor.shape)
        #expect(try back.numbers() == tensor.numbers())
      }
    }

    @Test func wordsReadAndWriteThem() throws {
      try program.call("save", Tensor([0, 1, 2, 3] as [Float], shape: [2, 2]).value, .text("a.npy"))
      #expect(try program.call("load", .text("a.npy")).text() == "[[0, 1],\n [2, 3]]")
      try program.call(
        "save", .record(Record([("w", Tensor([0, 1, 2] as [Float], shape: [3]).value), ("n", .number(2))])), .text("a.npz"))
      #expect(try program.call("load", .text("a.npz")).text() == "record(w: [0, 1, 2], n: 2)")
    }

    @Test func brokenFilesAreRefused() {
      #expect(complaint { _ = try read(Array("no numbers here".utf8)[...]) } == "file: a file is no NumPy file")
      #expect(complaint { _ = try read(file("<f4", "(3,)", [0, 0, 0, 0])) }.hasPrefix("file: a file is not whole"))
      #expect(complaint { _ = try read(file("<f4", "(-3,)", [])) } == "file: the header of a file is broken")
      #expect(complaint { _ = try read(file("<c8", "(1,)", [])) } == "file: a file holds items of the type \"<c8\", which is not read")
      #expect(
        complaint { _ = try read(file("<u8", "(1,)", [0, 0, 0, 0, 0, 0, 0, 255])) }
          == "limit: a file holds the whole number 18374686479671623680, beyond int64")
      #expect(complaint { _ = try read(file("<f4", "(9999999999, 9999999999)", [])) }.hasPrefix("memory: "))
      let cut = file("<f4", "(1,)", [0, 0, 0, 0])
      for length in 0..<80 { #expect(complaint { _ = try read(cut.prefix(length)) }.hasPrefix("file: ")) }
    }
  }
}
