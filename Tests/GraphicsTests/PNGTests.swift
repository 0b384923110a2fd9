// PNG files: what is written is read again, and what is broken is refused without harm.

import Glibc
import Testing

@testable import Graphics

struct PNGTests {
  private static func noise(width: Int, height: Int, channels: Int) throws -> Picture {
    var numbers = Numbers(seed: UInt64(width * 31 + channels))
    let pixels = (0..<width * height * channels).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    return try Picture(width: width, height: height, channels: channels, pixels: pixels)
  }

  @Test(arguments: [1, 3, 4], [1, 7, 64])
  func `reads what it wrote`(channels: Int, width: Int) throws {
    let picture = try PNGTests.noise(width: width, height: 5, channels: channels)
    let bytes = try picture.encoded()
    #expect(try Picture(decoding: bytes) == picture)
    #expect(try picture.encoded() == bytes)
  }

  @Test func `reads the size from the head alone`() throws {
    let bytes = try PNGTests.noise(width: 300, height: 200, channels: 4).encoded()
    #expect(try Picture.size(ofHeader: Array(bytes.prefix(200))) == Picture.Size(width: 300, height: 200, channels: 4))
    #expect(throws: PictureError.self) { try Picture.size(ofHeader: Array(bytes.prefix(20))) }
  }

  @Test func `refuses every file that was cut short`() throws {
    let bytes = try PNGTests.noise(width: 9, height: 9, channels: 3).encoded()
    let end = 12  // the empty chunk at the end, which nobody misses
    for length in 0..<bytes.count - end - 1 {
      #expect(throws: PictureError.self) { try Picture(decoding: Array(bytes.prefix(length))) }
    }
  }

  @Test func `survives damage of any kind`() throws {
    let whole = try PNGTests.noise(width: 16, height: 16, channels: 3).encoded()
    var numbers = Numbers(seed: 5)
    var refused = 0
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        bytes[Int.random(in: 0..<bytes.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
      }
      do { _ = try Picture(decoding: bytes) } catch { refused += 1 }
    }
    #expect(refused > 1500)
  }

  @Test func `names what is wrong`() {
    #expect(throws: PictureError("this is not a PNG file")) { try Picture(decoding: []) }
    #expect(throws: PictureError("this is not a PNG file")) { try Picture(decoding: Array("GIF89a".utf8)) }
  }

  @Test func `refuses a huge picture before making room for it`() {
    let huge = PNGTests.file(width: 30_000, height: 30_000, depth: 8)
    #expect(throws: PictureError("a picture of 30000x30000 pixels is too large (the limit is 100000000 pixels)")) {
      try Picture(decoding: huge)
    }
  }

  /// The collection of odd and broken PNG files beside the package, when it is there.
  private static let collection = "../shared/fixtures/files/"

  @Test(.enabled(if: access(collection + "basn0g01.png", R_OK) == 0, "the collection of PNG files is not beside the package"))
  func `reads odd files and refuses broken ones`() throws {
    for name in Files.list(PNGTests.collection) where name.hasSuffix(".png") {
      let bytes = Files.read(PNGTests.collection + name)
      if name.hasPrefix("x") {
        #expect(throws: PictureError.self, "\(name)") { try Picture(decoding: bytes) }
      } else {
        let picture = try Picture(decoding: bytes)
        let size = try Picture.size(ofHeader: bytes)
        #expect(size == Picture.Size(width: picture.width, height: picture.height, channels: picture.channels), "\(name)")
      }
    }
    // The same drawing in rows from top to bottom and in seven passes, in 8 and 16 bits, with a note on gamma.
    for kind in ["0g08", "0g16", "2c16", "4a16", "6a16"] {
      let straight = try Picture(decoding: Files.read(PNGTests.collection + "basn\(kind).png"))
      #expect(try Picture(decoding: Files.read(PNGTests.collection + "basi\(kind).png")) == straight, "\(kind)")
    }
  }

  /// A file of signature and header only.
  private static func file(width: UInt32, height: UInt32, depth: UInt8) -> [UInt8] {
    func bytes(_ number: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
    func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
      let body = Array(kind.utf8) + data
      return bytes(UInt32(data.count)) + body + bytes(checksum(body))
    }
    let header = chunk("IHDR", bytes(width) + bytes(height) + [depth, 0, 0, 0, 0])
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + header + chunk("IDAT", [0])
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
    }
  }
}

/// Random numbers that are the same in each run.
struct Numbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD
  }
}

/// Reading folders and files without Foundation.
enum Files {
  static func list(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.sorted()
  }

  static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }
}
