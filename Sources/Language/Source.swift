// The text of a program and where its lines begin.

/// A named text. Places in it are UTF-8 byte offsets.
public final class Source: Sendable {
  public let name: String
  public let text: String
  public let bytes: [UInt8]
  /// The byte offset at which each line begins.
  public let lineStarts: [Int]

  /// [name] is the file, or what stands for it ("the prompt").
  public init(name: String, text: String) {
    self.name = name
    self.text = text
    bytes = Array(text.utf8)
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    lineStarts = starts
  }

  /// The line that holds the offset, from 1.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The bytes of a line, from 1, without its newline.
  public func span(ofLine line: Int) -> Span {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Span(start, end)
  }

  /// The text between two offsets; offsets outside the text are clamped.
  public func text(in span: Span) -> String {
    let start = min(max(span.start, 0), bytes.count)
    let end = min(max(span.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
