// Completion as readline wants it: whole lines up to the cursor, in memory that it frees.

@preconcurrency import CReadline
@preconcurrency import Glibc
import Notebook

typealias ReadlineTexts = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

enum ReadlineCompletion {
  /// What the last Tab found, for the list.
  nonisolated(unsafe) private static var found: [Candidate] = []

  /// The line up to the cursor with each candidate put in, in readline's form: what all have in common, then all. Nil: there is none.
  static func texts(of completion: Completion, above: Int, dropping start: Int) -> ReadlineTexts? {
    found = completion.candidates
    let begin = completion.start - above
    guard !found.isEmpty, begin >= start else { return nil }
    let before = Array(ReadlineLine.bytes[start..<begin])
    let whole = found.map { before + Array($0.text.utf8) }
    return allocate(whole.count == 1 ? whole : [common(whole)] + whole)
  }

  /// What all begin with, without a part of a character at its end.
  private static func common(_ texts: [[UInt8]]) -> [UInt8] {
    guard var prefix = texts.first?[...] else { return [] }
    for text in texts.dropFirst() {
      prefix = prefix.prefix(zip(prefix, text).prefix { $0 == $1 }.count)
    }
    while !prefix.isEmpty, String(validating: prefix, as: UTF8.self) == nil { prefix.removeLast() }
    return Array(prefix)
  }

  /// Readline frees the array and its texts.
  private static func allocate(_ texts: [[UInt8]]) -> ReadlineTexts? {
    let room = calloc(texts.count + 1, MemoryLayout<UnsafeMutablePointer<CChar>?>.stride)
    guard let array = room?.bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: texts.count + 1) else { return nil }
    for (place, text) in texts.enumerated() { array[place] = strdup(String(decoding: text, as: UTF8.self)) }
    return array
  }

  /// Shows the candidates below the line, and the line again below them.
  static func list() {
    let size = ReadlineLine.screenSize
    let lines = CandidateList.lines(found, columns: size.columns, rows: size.rows)
    rl_crlf()
    readline_write(lines.map { $0 + "\n" }.joined())
    rl_on_new_line()
    rl_forced_update_display()
  }
}

extension ReadlineReader {
  static let completeLine: @convention(c) (UnsafePointer<CChar>?, Int32, Int32) -> ReadlineTexts? = { _, start, _ in
    readline_complete_alone()
    guard let reader = ReadlineReader.current, let line = ReadlineLine.text else { return nil }
    let above = reader.above.utf8.count
    let completion = reader.complete(reader.above + line, above + Int(readline_cursor()))
    return ReadlineCompletion.texts(of: completion, above: above, dropping: Int(start))
  }
}
