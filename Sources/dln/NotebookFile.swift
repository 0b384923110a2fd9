// The texts that commands are given: notebooks by their names, programs by pipe, params as name=value.

import ArgumentParser
import Catalog
import Interpreter
import Language
import Notebook

enum NotebookFile {
  /// Reads a notebook. One that cannot be read is wrong usage.
  static func read(_ path: String) throws -> Source {
    let text = try readText(path)
    return Source(name: path, text: isPage(path) ? MarkdownPage(text).program : text)
  }

  /// The text as it lies there.
  static func readText(_ path: String) throws -> String {
    guard Files.exists(path) else { throw ValidationError(missing(path)) }
    do {
      return try text(Files.read(path, limit: 1 << 28))
    } catch let complaint as Complaint {
      throw ValidationError(complaint.message)
    }
  }

  /// A Markdown page, whose fences are the cells.
  static func isPage(_ path: String) -> Bool { Files.ending(of: path) == "md" }

  /// What comes by pipe.
  static func readInput() throws -> Source {
    var text = ""
    while let line = readLine(strippingNewline: false) { text += line }
    return Source(name: "the standard input", text: text)
  }

  /// The params that a notebook declares.
  static func params(of source: Source) -> [DeclaredParameter] { Session.parameters(of: Document(source).program, in: source) }

  private static func text(_ bytes: [UInt8]) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Complaint(.file, "this is no UTF-8 text") }
    return text
  }

  /// A name that is no file may be a slip in it, or a command's.
  private static func missing(_ path: String) -> String {
    let commands = Program.configuration.subcommands.map { $0._commandName }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let beside = (Files.names(in: folder.isEmpty ? "." : folder) ?? []).map { folder.isEmpty ? $0 : folder + "/" + $0 }
    let near = suggestion(for: path, among: path.contains(".") ? beside : commands + beside)
    return "there is no file \(path)" + (near.map { "; did you mean \($0)?" } ?? "")
  }
}

/// `name=value` on the command line.
struct ParamSettings {
  private(set) var values: [String: String] = [:]

  init(_ words: [String]) throws {
    for word in words {
      guard let sign = word.firstIndex(of: "="), sign != word.startIndex else {
        throw ValidationError("a param is set as name=value, and \(quote(word)) is none")
      }
      values[String(word[..<sign])] = String(word[word.index(after: sign)...])
    }
  }

  /// Hands them to a session; refuses those that the notebook does not declare.
  func apply(to session: Session, _ document: Document) throws {
    session.setParameters(values)
    do {
      try session.refuseUnknownParameters(of: document.program, in: document.source)
    } catch let complaint as Complaint {
      throw ValidationError([complaint.message, complaint.why].compactMap { $0 }.joined(separator: "\n"))
    }
  }
}
