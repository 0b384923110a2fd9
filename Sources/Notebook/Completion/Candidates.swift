// What fits a place, with its side notes: all of it read from declarations and from the names that are bound.

import Catalog
import Interpreter
import Language

extension Completer {
  /// What fits there, best first; not yet compared with what was typed.
  func candidates(at place: CursorPlace, after: String) -> [Candidate] {
    switch place.kind {
    case .nothing: []
    case .field(let base): (value(at: base)?.fieldNames ?? []).map { field($0, of: base) }
    case .unit(let count): units(for: count)
    case .text: texts(at: place, after: after)
    case .value: argumentNames(at: place, after: after) + values(at: place)
    }
  }

  // MARK: - Values

  /// Names, and words: those first that make what is wanted here. Where nothing was typed, and something is wanted, no others.
  private func values(at place: CursorPlace) -> [Candidate] {
    let wanted = wantedFamilies(at: place)
    let preferred = wanted.flatMap { words(catalog.words(of: $0)) }
    let typedBefore = place.words.filter { catalog[$0] == nil && !names.contains($0) }.sorted().map { Candidate($0) }
    let near = preferred + typedBefore + boundNames
    let isNarrow = place.typed.isEmpty && (!preferred.isEmpty || place.call.flatMap(notes) != nil)
    if isNarrow { return near }
    return near + words(catalog.words) + reserved
  }

  var reserved: [Candidate] {
    Words.reserved.sorted().map { Candidate($0, note: catalog.grammar(of: $0)?.summary ?? "") }
  }

  var boundNames: [Candidate] { names.sorted().map { Candidate($0, note: value($0)?.kind ?? "") } }

  func words(_ words: [Declaration]) -> [Candidate] { words.map { Candidate($0.name, note: $0.summary) } }

  private func wantedFamilies(at place: CursorPlace) -> [Family] {
    if let call = place.call { return call.isAtStart ? parameter(of: call)?.families ?? [] : [] }
    return place.blocks.lazy.compactMap { catalog.families(inBlock: $0) }.first ?? []
  }

  private func units(for count: Double) -> [Candidate] {
    Unit.allCases.map { Candidate($0.word(for: count), note: $0.measure.dimension) }
  }

  // MARK: - Fields

  private func value(at chain: [String]) -> Value? {
    guard let first = chain.first, let start = value(first) else { return nil }
    return chain.dropFirst().reduce(start) { $0?.readyField($1) }
  }

  private func field(_ name: String, of base: [String]) -> Candidate {
    Candidate(name, note: value(at: base + [name])?.kind ?? "")
  }

  // MARK: - Arguments

  /// What the callee of a call takes; nil: nothing is known of it.
  private func notes(of call: OpenCall) -> [ParameterNote]? {
    if case .thing(let thing)? = value(at: call.callee) {
      if let word = thing as? Declaration { return word.notes }
      if let function = thing as? UserFunction { return function.notes }
      return nil
    }
    return call.callee.count == 1 ? catalog[call.callee[0]]?.notes : nil
  }

  /// The parameter that the argument at the cursor goes to.
  private func parameter(of call: OpenCall) -> ParameterNote? {
    guard let notes = notes(of: call) else { return nil }
    if let name = call.name { return notes.first { $0.name == name } }
    let open = notes.filter { $0.role == .ordinary && !call.given.contains($0.name) }
    return call.positions < open.count ? open[call.positions] : notes.first { $0.role == .rest }
  }

  private func argumentNames(at place: CursorPlace, after: String) -> [Candidate] {
    guard let call = place.call, call.isAtStart, !call.isInList, call.name == nil, let notes = notes(of: call) else { return [] }
    let ordinary = notes.filter { $0.role == .ordinary }
    let open = ordinary.filter { !call.given.contains($0.name) }.dropFirst(call.positions)
    let hasColon = after.first == ":"
    return open.map { Candidate(hasColon ? $0.name : $0.name + ": ", shown: $0.name, note: $0.sideNote) }
  }

  // MARK: - Texts

  private func texts(at place: CursorPlace, after: String) -> [Candidate] {
    let wanted = place.call.flatMap(parameter)
    let hasQuote = after.first == "\""
    if let wanted, !wanted.choices.isEmpty { return wanted.choices.map { Candidate(hasQuote ? $0 : $0 + "\"", shown: $0) } }
    let isPath = place.isUse || wanted?.isPath ?? (place.call.flatMap(notes) == nil)
    return isPath ? files(place.typed, hasQuote: hasQuote) : []
  }

  /// A path is typed as a text is: its quotes and braces are written with care.
  private func files(_ typed: String, hasQuote: Bool) -> [Candidate] {
    let parent = folder(of: typed)
    return entries(in: asRead(parent), of: typed).map { entry in
      let path = parent + asWritten(entry.name)
      if entry.isFolder { return Candidate(path + "/", shown: entry.name + "/") }
      return Candidate(hasQuote ? path : path + "\"", shown: entry.name)
    }
  }

  /// Behind a command paths stand as they are.
  func files(inCommand typed: String) -> [Candidate] {
    let parent = folder(of: typed)
    return entries(in: parent, of: typed).map { entry in
      Candidate(parent + entry.name + (entry.isFolder ? "/" : ""), shown: entry.name + (entry.isFolder ? "/" : ""))
    }
  }

  /// The path up to its last `/`.
  private func folder(of typed: String) -> String {
    typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
  }

  private func entries(in parent: String, of typed: String) -> [FolderEntry] {
    let folder = parent == "/" ? parent : String(parent.dropLast())
    let found = folders.flatMap { entries(folder.isEmpty ? $0 : Files.join($0, folder)) ?? [] }
    let wantsHidden = typed.dropFirst(parent.count).first == "."
    return found.filter { wantsHidden || $0.name.first != "." }
  }

  private func asRead(_ text: String) -> String {
    var read = ""
    var signs = text.makeIterator()
    while let sign = signs.next() {
      read.append(["\\", "{", "}"].contains(sign) ? signs.next() ?? sign : sign)
    }
    return read
  }

  private func asWritten(_ name: String) -> String {
    name.map { sign in
      switch sign {
      case "\\", "\"": "\\\(sign)"
      case "{", "}": "\(sign)\(sign)"
      default: String(sign)
      }
    }.joined()
  }
}

extension ParameterNote {
  /// What is said beside its name in a list: what it is for, what is wanted, and the default.
  fileprivate var sideNote: String {
    let fallback = fallback.flatMap { $0.isEmpty || $0 == "none" ? nil : "default \($0)" }
    let facts = [wanted.isEmpty ? nil : wanted, fallback].compactMap { $0 }
    return ([summary].filter { !$0.isEmpty } + (facts.isEmpty ? [] : ["(\(facts.joined(separator: ", ")))"])).joined(separator: " ")
  }
}

extension UserFunction {
  /// As if it were declared: any value will do.
  fileprivate var notes: [ParameterNote] {
    zip(parameterNames, parameterFallbacks).map { ParameterNote($0, fallback: $1) }
  }
}
