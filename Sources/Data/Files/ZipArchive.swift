// Zip archives in memory, as .npz files are: members that are stored or deflated, by name.

import CZlib
import Catalog

enum ZipArchive {
  // MARK: - reading

  /// The members in the order of the archive's directory. [archive]: what messages call it.
  static func members(_ bytes: [UInt8], _ archive: String) throws -> [(name: String, bytes: ArraySlice<UInt8>)] {
    let reader = Reader(bytes: bytes, archive: archive)
    let directory = try reader.directory()
    var place = directory.start
    var total = 0
    return try (0..<directory.count).map { _ in
      let (name, content, next) = try reader.member(place)
      place = next
      total += content.count
      guard total <= 4 << 30 else { throw Complaint(.limit, "\(archive) unpacks to more than 4 GB") }
      return (name, content)
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    let archive: String

    func broken(_ what: String) -> Complaint { Complaint(.file, "\(archive) is no whole zip archive: \(what)") }

    /// A number of some bytes, the lowest first.
    func number(_ place: Int, _ count: Int) throws -> Int {
      guard place >= 0, place + count <= bytes.count else { throw broken("it ends too early") }
      let value = (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
      guard let number = Int(exactly: value) else { throw broken("a size is out of range") }
      return number
    }

    func directory() throws -> (start: Int, count: Int) {
      guard bytes.count >= 22 else { throw broken("it is too small") }
      let lowest = max(0, bytes.count - 22 - 65535)
      for place in stride(from: bytes.count - 22, through: lowest, by: -1) where try number(place, 4) == 0x0605_4B50 {
        let (count, start) = (try number(place + 10, 2), try number(place + 16, 4))
        return count == 0xFFFF || start == 0xFFFF_FFFF ? try largeDirectory(place) : (start, count)
      }
      throw broken("it has no directory")
    }

    /// Where there are too many members or bytes for the short form.
    private func largeDirectory(_ end: Int) throws -> (start: Int, count: Int) {
      guard end >= 20, try number(end - 20, 4) == 0x0706_4B50 else { throw broken("its directory is lost") }
      let place = try number(end - 12, 8)
      guard try number(place, 4) == 0x0606_4B50 else { throw broken("its directory is lost") }
      return (try number(place + 48, 8), try number(place + 32, 8))
    }

    /// The member that an entry of the directory tells of, and where the next entry begins.
    func member(_ place: Int) throws -> (name: String, bytes: ArraySlice<UInt8>, next: Int) {
      guard try number(place, 4) == 0x0201_4B50 else { throw broken("an entry of its directory is lost") }
      let (nameLength, extraLength, noteLength) = (try number(place + 28, 2), try number(place + 30, 2), try number(place + 32, 2))
      let next = place + 46 + nameLength + extraLength + noteLength
      guard next <= bytes.count else { throw broken("it ends too early") }
      let name = String(decoding: bytes[(place + 46)..<(place + 46 + nameLength)], as: UTF8.self)
      var sizes = [try number(place + 24, 4), try number(place + 20, 4), try number(place + 42, 4)]
      try widen(&sizes, place + 46 + nameLength, extraLength)
      let content = try content(name, at: sizes[2], packed: sizes[1], size: sizes[0], method: number(place + 10, 2))
      guard Int(content.withUnsafeBufferPointer { dlz_checksum($0.baseAddress, $0.count) }) == (try number(place + 16, 4)) else {
        throw broken("the checksum of \(quote(name)) is wrong")
      }
      return (name, content, next)
    }

    /// Sizes that do not fit into 32 bits stand in an extra field, in this order.
    private func widen(_ sizes: inout [Int], _ start: Int, _ length: Int) throws {
      var place = start
      while place + 4 <= start + length, sizes.contains(0xFFFF_FFFF) {
        let (kind, count) = (try number(place, 2), try number(place + 2, 2))
        if kind == 1 {
          var field = place + 4
          for index in sizes.indices where sizes[index] == 0xFFFF_FFFF {
            sizes[index] = try number(field, 8)
            field += 8
          }
        }
        place += 4 + count
      }
    }

    private func content(_ name: String, at place: Int, packed: Int, size: Int, method: Int) throws -> ArraySlice<UInt8> {
      guard try number(place, 4) == 0x0403_4B50 else { throw broken("\(quote(name)) is lost") }
      let start = place + 30 + (try number(place + 26, 2)) + (try number(place + 28, 2))
      guard packed >= 0, start + packed <= bytes.count else { throw broken("\(quote(name)) is cut short") }
      if method == 0 {
        guard packed == size else { throw broken("\(quote(name)) has two sizes") }
        return bytes[start..<(start + packed)]
      }
      guard method == 8 else {
        throw Complaint(.file, "\(quote(name)) in \(archive) is packed in a way that is not read (method \(method))")
      }
      // Deflate packs to a thousandth at best: a size beyond that is a lie, and nothing is allocated for it.
      guard size <= packed * 1100 + 64, size <= 4 << 30 else { throw broken("\(quote(name)) claims \(size) bytes") }
      var whole = false
      let unpacked = [UInt8](unsafeUninitializedCapacity: max(size, 1)) { buffer, count in
        bytes.withUnsafeBufferPointer { source in
          guard let from = source.baseAddress, let to = buffer.baseAddress else { return }
          whole = dlz_inflate(from + start, packed, to, size)
        }
        count = whole ? size : 0
      }
      guard whole else { throw broken("\(quote(name)) cannot be unpacked") }
      return unpacked[...]
    }
  }

  // MARK: - writing

  /// An archive of members, deflated.
  static func bytes(of members: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
    var (result, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in members {
      let packed = deflated(content)
      guard content.count < 0xFFFF_FFFF, result.count < 0xFFFF_FFFF, members.count < 0xFFFF else {
        throw Complaint(.limit, "an archive of more than 4 GB is not written")
      }
      let checksum = content.withUnsafeBufferPointer { dlz_checksum($0.baseAddress, $0.count) }
      // Version 2.0, UTF-8 names, deflated, the first day of 1980: the same numbers give the same bytes.
      let common =
        field(20, 2) + field(0x0800, 2) + field(8, 2) + field(0, 2) + field(0x21, 2) + field(Int(checksum), 4) + field(packed.count, 4)
        + field(content.count, 4) + field(name.utf8.count, 2) + field(0, 2)
      directory += field(0x0201_4B50, 4) + field(20, 2) + common + field(0, 2) + field(0, 2) + field(0, 2) + field(0, 4)
      directory += field(result.count, 4) + Array(name.utf8)
      result += field(0x0403_4B50, 4) + common + Array(name.utf8) + packed
    }
    let end = field(0x0605_4B50, 4) + field(0, 4) + field(members.count, 2) + field(members.count, 2)
    return result + directory + end + field(directory.count, 4) + field(result.count, 4) + field(0, 2)
  }

  private static func deflated(_ content: [UInt8]) -> [UInt8] {
    let room = dlz_bound(content.count) + 64
    return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      count = content.withUnsafeBufferPointer { dlz_deflate($0.baseAddress, $0.count, buffer.baseAddress, room) }
    }
  }

  private static func field(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
