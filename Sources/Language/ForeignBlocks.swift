// Blocks as Python, Julia, MATLAB and Lua write them, with the braces that they have here.

/// A block whose head ends without `{`: by a `:`, by `then`, or by its line.
struct ForeignBlock {
  private struct Line {
    let number: Int
    let indent: Int
    let text: String
    var isBlank: Bool { text.isEmpty }
    /// The word that it begins with.
    var word: Substring { text.prefix { $0.isLetter } }
  }

  private let source: Source
  private let head: Line

  /// Braces around the block that follows a head. [gap] is what stands between the head and its block: `:`, or nothing.
  static func edit(_ source: Source, gap: Span) -> Edit? {
    let block = ForeignBlock(source, source.line(at: gap.start))
    let rest = block.code(Span(gap.end, source.span(ofLine: block.head.number).end))
    if !rest.isEmpty { return gap.start == gap.end ? nil : Edit(Span(gap.start, gap.end + rest.end), " { \(rest.text) }") }
    return block.braces(from: gap)
  }

  private init(_ source: Source, _ line: Int) {
    self.source = source
    head = ForeignBlock.line(line, source)
  }

  private static func line(_ number: Int, _ source: Source) -> Line {
    let text = source.text(in: source.span(ofLine: number))
    let indent = text.prefix { $0 == " " || $0 == "\t" }.count
    return Line(number: number, indent: indent, text: String(text.dropFirst(indent)))
  }

  /// What stands in a part of a line before its comment, and where it ends, from the part's start.
  private func code(_ span: Span) -> (text: String, isEmpty: Bool, end: Int) {
    let text = source.text(in: span)
    let part = Source(name: "", text: text)
    let end = tokenize(part).last { $0.kind != .end }?.span.end ?? 0
    let code = part.text(in: Span(0, end)).drop { $0 == " " }
    return (String(code), code.isEmpty, end)
  }

  // MARK: - Blocks of several lines

  /// The lines below, until one is indented no deeper, in braces; what goes on at the head's own depth is taken along.
  private func braces(from gap: Span) -> Edit? {
    let blank = String(repeating: " ", count: head.indent)
    var text = " {"
    var end = gap.end
    var number = head.number + 1
    var hasBody = false
    while number <= source.lineStarts.count {
      let line = ForeignBlock.line(number, source)
      if line.isBlank || line.indent > head.indent {
        // Blank lines belong to the block only if more of it follows.
        guard let next = nextLine(from: number), next.indent > head.indent || turn(next) != nil || isEnd(next) else { break }
        text += source.text(in: Span(end, source.span(ofLine: number).end))
        end = source.span(ofLine: number).end
        hasBody = hasBody || !line.isBlank
      } else if let turn = turn(line) {
        text += "\n\(blank)\(turn)"
        end = source.span(ofLine: number).end
      } else if isEnd(line) {
        return hasBody ? Edit(Span(gap.start, source.span(ofLine: number).end), text + "\n\(blank)}") : nil
      } else if line.indent == head.indent, line.text.hasPrefix("}") {
        return hasBody ? Edit(gap, " {") : nil
      } else {
        break
      }
      number += 1
    }
    return hasBody ? Edit(Span(gap.start, end), text + "\n\(blank)}") : nil
  }

  private func nextLine(from number: Int) -> Line? {
    (number...source.lineStarts.count).lazy.map { ForeignBlock.line($0, source) }.first { !$0.isBlank }
  }

  private func isEnd(_ line: Line) -> Bool { line.indent == head.indent && line.text.filter { $0 != ";" } == "end" }

  /// `elif x:`, `else:` and their like as they are written here.
  private func turn(_ line: Line) -> String? {
    guard line.indent == head.indent, ["if", "elif", "elseif", "elsif", "else"].contains(line.word), line.word != "if" else { return nil }
    var condition = line.text.dropFirst(line.word.count)
    if let comment = condition.firstIndex(of: "#") { condition = condition[..<comment] }
    let words = condition.split(separator: " ").joined(separator: " ")
    var core = Substring(words)
    if core.hasSuffix(":") { core.removeLast() }
    if core.hasSuffix(" then") { core.removeLast(5) }
    if line.word == "else" { return core.isEmpty ? "} else {" : core.hasPrefix("if ") ? "} else \(core) {" : nil }
    return "} else if \(core) {"
  }
}
