// What can be put in at a cursor: from names and declarations alone, and nothing is evaluated for it.

import Catalog
import Interpreter
import Language

/// Something that can be put in.
public struct Candidate: Equatable, Sendable {
  /// What takes the place of the text from `Completion.start` to the cursor.
  public let text: String
  /// What a list shows.
  public let shown: String
  /// A side note: what it is.
  public let note: String

  public init(_ text: String, shown: String? = nil, note: String = "") {
    self.text = text
    self.shown = shown ?? text
    self.note = note
  }
}

/// The candidates at a cursor, best first.
public struct Completion: Equatable, Sendable {
  /// Where the typed part of the candidates begins, in bytes.
  public let start: Int
  public let candidates: [Candidate]
}

/// A name in a folder.
public struct FolderEntry: Equatable, Sendable {
  public let name: String
  public let isFolder: Bool

  public init(_ name: String, isFolder: Bool) {
    self.name = name
    self.isFolder = isFolder
  }
}

/// All that completion goes by.
public struct Completer {
  let names: [String]
  let value: (String) -> Value?
  let catalog: Catalog
  /// What a prompt takes beside the language.
  let commands: [Command]
  /// Where files are looked for, and what lies in a folder; nil: it is none.
  let folders: [String]
  let entries: (_ folder: String) -> [FolderEntry]?

  /// A command of the prompt, with its colon; some take the name of a file.
  public struct Command {
    let name: String
    let note: String
    let takesFile: Bool

    public init(_ name: String, note: String, takesFile: Bool = false) {
      self.name = name
      self.note = note
      self.takesFile = takesFile
    }
  }

  public init(
    names: [String], value: @escaping (String) -> Value?, catalog: Catalog, commands: [Command] = [],
    folders: [String] = ["."], entries: @escaping (String) -> [FolderEntry]? = { _ in nil }
  ) {
    self.names = names
    self.value = value
    self.catalog = catalog
    self.commands = commands
    self.folders = folders
    self.entries = entries
  }

  /// What a session knows now.
  public init(_ session: Session, commands: [Command] = []) {
    let context = session.context
    var folders = context.readFolders
    if !folders.contains(context.writeFolder) { folders.append(context.writeFolder) }
    self.init(
      names: session.names + ["ans", "out"].filter { session.value(of: $0) != nil }, value: session.value(of:), catalog: context.catalog,
      commands: commands, folders: folders, entries: Files.entries)
  }

  /// The candidates at [cursor], a place in the bytes of a submission.
  public func completion(of text: String, at cursor: Int) -> Completion {
    let bytes = Array(text.utf8)
    let cursor = min(max(cursor, 0), bytes.count)
    let before = String(decoding: bytes[..<cursor], as: UTF8.self)
    let after = String(decoding: bytes[cursor...], as: UTF8.self)
    if let completion = commandOrQuestion(before) { return completion }
    let place = CursorPlace(before)
    let candidates = candidates(at: place, after: after).filter { $0.text.hasPrefix(place.typed) }
    var seen: Set<String> = []
    return Completion(start: cursor - place.typed.utf8.count, candidates: candidates.filter { seen.insert($0.text).inserted })
  }

  /// `:vars`, `:load FILE` and `?conv`, which are no part of the language. Nil: the text is none of them.
  private func commandOrQuestion(_ before: String) -> Completion? {
    guard let sign = before.first, sign == ":" || sign == "?" else { return nil }
    guard let blank = before.firstIndex(where: \.isWhitespace) else {
      let typed = sign == ":" ? before[...] : before.drop { $0 == "?" }
      let all = sign == ":" ? commands.map { Candidate($0.name, note: $0.note) } : boundNames + words(catalog.words) + reserved
      return offered(all, for: typed, of: before)
    }
    guard let command = commands.first(where: { $0.name == before[..<blank] }), command.takesFile else { return nil }
    let typed = before[blank...].drop(while: \.isWhitespace)
    return offered(files(inCommand: String(typed)), for: typed, of: before)
  }

  private func offered(_ candidates: [Candidate], for typed: Substring, of before: String) -> Completion {
    let start = before.utf8.count - typed.utf8.count
    return Completion(start: start, candidates: candidates.filter { $0.text.hasPrefix(typed) })
  }
}

extension Files {
  /// What lies in a folder, sorted; nil where it is none.
  static func entries(in folder: String) -> [FolderEntry]? {
    names(in: folder).map { $0.map { FolderEntry($0, isFolder: Files.isFolder(join(folder, $0))) } }
  }
}
