// Names in SVG files that do not depend on what the program drew before.

/// Cairo numbers surfaces and pictures in its files from the start of the program, so the same figure would give
/// other bytes the second time. Here they are counted anew in each file.
enum StableNames {
  private static let words = ["image", "surface"].map { Array($0.utf8) }

  static func renamed(_ file: [UInt8]) -> [UInt8] {
    var numbers: [[UInt8]: Int] = [:]
    var result: [UInt8] = []
    result.reserveCapacity(file.count)
    var rest = file[...]
    while let byte = rest.popFirst() {
      result.append(byte)
      // A name is defined as id="image7" and used as #image7; neither " nor # can stand within embedded data.
      guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#"),
        let word = words.first(where: { rest.starts(with: $0) })
      else { continue }
      let name = word + rest.dropFirst(word.count).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard name.count > word.count else { continue }
      let number = numbers[name, default: numbers.count + 1]
      numbers[name] = number
      result += word + Array("\(number)".utf8)
      rest = rest.dropFirst(name.count)
    }
    return result
  }
}
