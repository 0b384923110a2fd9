// `:edit` and `:fix`: a submission again, changed by hand or by what `try:` proposed.

import Catalog
import Interpreter
@preconcurrency import Glibc

extension Command {
  static let edit = Command(":edit [NAME]", "opens your editor on the last submission, or on what bound a name, and runs it") {
    sitting, words in
    let text = try sitting.textToEdit(words)
    guard let edited = try Editor.edit(text) else {
      sitting.voice.complain("the editor left without saving; nothing was run")
      return .done
    }
    let kept = trimmed(edited)
    if kept.isEmpty {
      sitting.voice.complain("the text is empty; nothing was run")
      return .done
    }
    return .submit(kept)
  }

  static let fix = Command(":fix", "runs the last submission as the last `try:` proposed it") { sitting, words in
    guard words.isEmpty else { throw WrongUse("`:fix` takes nothing") }
    guard let failure = sitting.lastFailure else {
      sitting.voice.complain("there is nothing to fix: the last submission ran")
      return .done
    }
    guard let text = sitting.fixed(failure) else {
      sitting.voice.complain("no edit is known that would work; `:edit` opens the text")
      return .done
    }
    sitting.takeBackFailure()
    return .submit(text)
  }
}

extension Sitting {
  fileprivate func textToEdit(_ name: String) throws -> String {
    if name.isEmpty { return lastSubmission ?? "" }
    guard let value = session.value(of: name) else {
      let near = suggestion(for: name, among: session.names).map { "; did you mean `\($0)`?" } ?? ""
      throw WrongUse("there is no name `\(name)`\(near)")
    }
    if case .thing(let function as any Definable) = value { return try function.definition(named: name) }
    guard let binding = session.binding(of: name) else { throw WrongUse("no single line bound `\(name)`") }
    return binding.text
  }

  /// The submission that failed, edited. What is wrong in a text that was handed in earlier is handed in again before it.
  fileprivate func fixed(_ failure: Failure) -> String? {
    guard let fixed = failure.fix?.source, fixed.name.hasPrefix(Sitting.inputName) else { return nil }
    return fixed.name == Sitting.inputName + String(inputs) ? fixed.text : fixed.text + "\n" + (lastSubmission ?? "")
  }

  /// What a failed submission did before it failed is done anew with it.
  fileprivate func takeBackFailure() {
    guard let last = past.last, last.input == inputs else { return }
    past.removeLast()
    restore(last)
  }
}

/// The user's editor, on a file of its own.
private enum Editor {
  /// What a text reads after editing; nil: the editor was left in a way that says no.
  static func edit(_ text: String) throws -> String? {
    var path = Array((folder + "/dln-XXXXXX.dln").utf8CString)
    let file = mkstemps(&path, 4)
    guard file >= 0 else { throw Complaint(.file, "no file can be made in \(folder): \(String(cString: strerror(errno)))") }
    close(file)
    let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(name) }
    try Files.write(Array((text + "\n").utf8), to: name)
    guard system("\(command) '\(name)'") == 0 else { return nil }
    return String(decoding: try Files.read(name, limit: 1 << 24), as: UTF8.self)
  }

  private static var command: String { variable("VISUAL") ?? variable("EDITOR") ?? "vi" }
  private static var folder: String { variable("TMPDIR") ?? "/tmp" }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }
}
