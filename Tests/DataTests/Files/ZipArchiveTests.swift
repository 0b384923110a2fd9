// Archives packed and unpacked, and broken in every byte.

import Catalog
import Testing

@testable import Data

extension DataTests {
  @Suite struct ZipArchiveTests {
    private let members: [(name: String, bytes: [UInt8])] = [
      ("a.npy", Array("abcabcabcabcabcabcabc".utf8)), ("empty", []), ("größe.npy", (0..<2000).map { UInt8(truncatingIfNeeded: $0 * $0) }),
    ]

    @Test func whatIsPackedIsUnpacked() throws {
      let found = try ZipArchive.members(ZipArchive.bytes(of: members), "an archive")
      #expect(found.map(\.name) == members.map(\.name))
      #expect(found.map { Array($0.bytes) } == members.map(\.bytes))
    }

    @Test func storedMembersAreRead() throws {
      // As `zip -0` writes a file `x` with the text "hi".
      let local: [UInt8] = [
        0x50, 0x4B, 3, 4, 10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0, 0xAC, 0x2A, 0x93, 0xD8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0x78, 0x68, 0x69,
      ]
      let entry: [UInt8] =
        [0x50, 0x4B, 1, 2, 10, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0, 0xAC, 0x2A, 0x93, 0xD8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0]
        + [UInt8](repeating: 0, count: 16) + [0x78]
      let end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, UInt8(entry.count), 0, 0, 0, UInt8(local.count), 0, 0, 0, 0, 0]
      let found = try ZipArchive.members(local + entry + end, "an archive")
      #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == ["hi"])
    }

    @Test func noBrokenByteGoesUnnoticedOrDoesHarm() throws {
      let whole = try ZipArchive.bytes(of: members)
      for place in whole.indices {
        var broken = whole
        broken[place] ^= 0x55
        guard let found = try? ZipArchive.members(broken, "an archive") else { continue }
        // What still reads, reads right: dates, versions and names are no content.
        #expect(found.allSatisfy { member in members.contains { $0.bytes == Array(member.bytes) } }, "byte \(place)")
      }
      for length in 0..<whole.count {
        #expect(complaint { _ = try ZipArchive.members(Array(whole.prefix(length)), "an archive") }.hasPrefix("file: "))
      }
    }
  }
}
