// A Markdown page as a notebook: its ```dln fences are cells, titled by the headings above them.

/// A page of prose with programs in it.
public struct MarkdownPage {
  private enum Line {
    case prose(Substring)
    case heading(Substring)
    /// ```` ```dln ````; the cell it begins shows an error where the word `error` stands behind.
    case opening(Substring, showsError: Bool)
    case code(Substring)
    case closing(Substring)
  }

  private let lines: [Line]

  public init(_ text: String) {
    var fence: Substring?
    var isProgram = false
    lines = text.split(onByte: UInt8(ascii: "\n")).map { line in
      let mark = line.drop { $0 == " " }.prefix { $0 == "`" || $0 == "~" }
      if let opened = fence {
        guard mark.count >= opened.count, mark.first == opened.first, line.dropBlanks == mark else {
          return isProgram ? .code(line) : .prose(line)
        }
        fence = nil
        return isProgram ? .closing(line) : .prose(line)
      }
      guard mark.count >= 3 else { return line.hasPrefix("#") ? .heading(line) : .prose(line) }
      fence = mark
      let words = line.dropBlanks.dropFirst(mark.count).split(separator: " ")
      isProgram = words.first == "dln"
      return isProgram ? .opening(line, showsError: words.contains("error")) : .prose(line)
    }
  }

  /// The page as a notebook in the percent format, line for line: prose is left out, so errors name the page's own lines.
  public var program: String {
    var title = ""
    return lines.map { line -> Substring in
      switch line {
      case .prose, .closing: return ""
      case .heading(let words):
        title = String(words.drop { $0 == "#" || $0 == " " }.filter { $0 != "=" && $0 != "`" && $0 != "[" && $0 != "]" }.dropBlanks)
        return ""
      case .opening(_, let showsError):
        return "# %%\(title.isEmpty ? "" : " " + title)\(showsError ? " \(Cell.failing)=\"yes\"" : "")"
      case .code(let code): return code
      }
    }.joined(separator: "\n")
  }

  /// The page with its programs changed; one for which there is nil stays as it is.
  public func changingPrograms(_ change: (String) -> String?) -> String {
    var result: [Substring] = []
    var code: [Substring] = []
    for line in lines {
      switch line {
      case .code(let text): code.append(text)
      case .closing(let text):
        let changed = change(code.joined(separator: "\n"))
        result +=
          changed.map { $0.isEmpty ? [] : String($0.last == "\n" ? $0.dropLast() : $0[...]).split(onByte: UInt8(ascii: "\n")) } ?? code
        result.append(text)
        code = []
      case .prose(let text), .heading(let text), .opening(let text, _): result.append(text)
      }
    }
    return (result + code).joined(separator: "\n")
  }
}

extension StringProtocol {
  fileprivate var dropBlanks: SubSequence {
    let start = drop { $0.isWhitespace }
    return start.dropLast(start.reversed().prefix { $0.isWhitespace }.count)
  }
}

extension String {
  /// Lines by one byte, which a carriage return does not hide.
  fileprivate func split(onByte byte: UInt8) -> [Substring] {
    utf8.split(separator: byte, omittingEmptySubsequences: false).map { Substring($0) }
  }
}
