// Given arguments → typed arguments, or a complaint that names the parameter.

/// The arguments of a call as they were given, in order.
public struct Given {
  public var positional: [Value]
  public var named: [(name: String, value: Value)]

  public init(positional: [Value] = [], named: [(name: String, value: Value)] = []) {
    self.positional = positional
    self.named = named
  }
}

/// Hands the given arguments to the parameters, one after the other.
struct Binding {
  private let word: String
  private let notes: [ParameterNote]
  private let given: Given
  private let context: Context
  private var nextPosition = 0
  /// A number that nobody knows was taken for one that is allowed: what is made of it has the right shape, but not its numbers.
  private(set) var isVague = false
  /// Something that nobody knows goes to a parameter of any kind.
  private var handsUnknownOn = false

  /// Refuses names that no parameter has and arguments too many.
  init(_ word: String, _ notes: [ParameterNote], _ given: Given, _ context: Context) throws {
    self.word = word
    self.notes = notes
    self.given = given
    self.context = context
    try refuseStrangers()
  }

  /// Whether what the word complains of may be a value that nobody knows.
  func mayDoubt(_ complaint: Complaint) -> Bool {
    guard handsUnknownOn, ![.name, .file].contains(complaint.kind) else { return false }
    switch complaint.marks.first?.role {
    case .argument(let name): return given.named.first { $0.name == name }?.value.isPartlyUnknown ?? true
    case .position(let place): return given.positional.indices.contains(place) ? given.positional[place].isPartlyUnknown : true
    default: return true
    }
  }

  mutating func take<Kind: Argument>(_ parameter: Parameter<Kind>) throws -> Kind {
    switch parameter.note.role {
    case .surroundings: return try unwrap(context as? Kind, parameter.note)
    case .names:
      handsUnknownOn = handsUnknownOn || Checking.isOn && strangers().contains { $0.value.isPartlyUnknown }
      return try unwrap(Record(strangers().map { ($0.name, $0.value) }) as? Kind, parameter.note)
    case .rest: return try takeRest(parameter)
    case .ordinary: return try takeOne(parameter)
    }
  }

  /// Whether the parameter's argument is what is wanted, as far as that is known.
  mutating func check<Kind: Argument>(_ parameter: Parameter<Kind>) throws {
    let place = nextPosition
    do { _ = try take(parameter) } catch is UnknownNumbers {
      let isNamed = given.named.contains { $0.name == parameter.note.name }
      nextPosition = parameter.note.role == .rest ? given.positional.count : isNamed ? place : place + 1
    }
  }

  private mutating func takeOne<Kind: Argument>(_ parameter: Parameter<Kind>) throws -> Kind {
    let note = parameter.note
    if let argument = given.named.first(where: { $0.name == note.name }) {
      return try convert(argument.value, parameter, .argument(note.name))
    }
    if nextPosition < given.positional.count {
      let place = nextPosition
      nextPosition += 1
      return try convert(given.positional[place], parameter, .position(place))
    }
    if let fallback = parameter.fallback { return fallback }
    // In a net a word that is no layer takes what flows as its first argument.
    let isFirst = notes.first?.name == note.name
    throw Complaint(
      .argument, "`\(word)` needs `\(note.name)`: \(note.summary)", [.init(.callee, "\(note.wanted) is missing here")],
      edits: isFirst ? [.replace(.callee, "it |> \(part: .callee)", "what flows through the net")] : [])
  }

  private mutating func takeRest<Kind: Argument>(_ parameter: Parameter<Kind>) throws -> Kind {
    let values = Array(given.positional[min(nextPosition, given.positional.count)...])
    let start = nextPosition
    nextPosition = given.positional.count
    handsUnknownOn = handsUnknownOn || Checking.isOn && values.contains(where: \.isPartlyUnknown)
    if let result = try Kind.from(.list(values), context) { return result }
    if Checking.isOn, values.contains(where: \.holdsUnknown) { throw UnknownNumbers() }
    throw refusal(parameter.note, values.first ?? .none, .position(start))
  }

  private mutating func convert<Kind: Argument>(_ value: Value, _ parameter: Parameter<Kind>, _ role: Complaint.Role) throws -> Kind {
    let note = parameter.note
    if Checking.isOn, let standIn = parameter.standIn(for: value.first) {
      isVague = true
      return standIn
    }
    handsUnknownOn = handsUnknownOn || Checking.isOn && note.wanted == Value.wanted && value.isPartlyUnknown
    guard let result = try Kind.from(value.first, context) else {
      if Checking.isOn, value.first.holdsUnknown { throw UnknownNumbers() }
      throw refusal(note, value, role)
    }
    if let range = note.range, let number = try? value.asNumber(), !range.contains(number) {
      throw Complaint(
        .argument, "`\(note.name)` is \(numberText(number)), but must \(rangeText(range))",
        [.init(role, note.summary)],
        // A share in per cent, without its sign.
        edits: range == 0...1 && number > 1 && number <= 100 ? [.replace(role.value, "\(numberText(number))%")] : [])
    }
    return result
  }

  private func refusal(_ note: ParameterNote, _ value: Value, _ role: Complaint.Role) -> Complaint {
    let text = (try? value.quoted()) ?? ""
    let isShort = !text.isEmpty && text.count <= 24 && !text.contains("\n")
    // A word's kind names it already.
    let shown = isShort && !value.kind.hasSuffix("`\(text)`") ? " \(text)" : ""
    return Complaint(
      .argument, "`\(note.name)` of `\(word)` wants \(note.wanted), not \(value.kind)\(shown)", [.init(role, note.summary)],
      edits: edits(note, value, role.value))
  }

  /// What the argument may have been meant as: a word in quotes, a number without its unit, a choice misspelt.
  private func edits(_ note: ParameterNote, _ value: Value, _ role: Complaint.Role) -> [Complaint.Edit] {
    switch value.first {
    case .text(let text):
      let meant =
        context.catalog[text]?.name ?? context.catalog.meaning(ofForeign: text) ?? suggestion(for: text, among: context.catalog.names)
      let choice = suggestion(for: text, among: note.choices).map { [Complaint.Edit.replace(role, "\(quote($0))")] } ?? []
      let number = Double(text).map { [Complaint.Edit.replace(role, "\(numberText($0))")] } ?? []
      return choice + number + (meant.map { [.replace(role, "\($0)"), .replace(role, "\($0)()")] } ?? [])
    case .number(let number):
      return Unit.allCases.map { .replace(role, "\(Quantity(number, $0).text)") } + [.replace(role, "[\(part: role)]")]
    case .thing(let word as Declaration): return note.choices.contains(word.name) ? [.replace(role, "\(quote(word.name))")] : []
    default: return []
    }
  }

  private func unwrap<Kind>(_ value: Kind?, _ note: ParameterNote) throws -> Kind {
    guard let value else { throw Complaint(.internal, "`\(word)` declares `\(note.name)` with a wrong type") }
    return value
  }

  private func strangers() -> [(name: String, value: Value)] {
    given.named.filter { argument in !notes.contains { $0.name == argument.name && $0.role == .ordinary } }
  }

  private func refuseStrangers() throws {
    if !notes.contains(where: { $0.role == .names }), let stranger = strangers().first { throw unknown(stranger.name) }
    let ordinary = notes.filter { $0.role == .ordinary }
    let named = ordinary.filter { note in given.named.contains { $0.name == note.name } }.count
    let places = ordinary.count - named
    if !notes.contains(where: { $0.role == .rest }), given.positional.count > places {
      try refuseSurplus(places, ordinary)
    }
  }

  private func refuseSurplus(_ places: Int, _ ordinary: [ParameterNote]) throws {
    // A named argument may have taken the place of a positional one: that is the likelier slip.
    if let doubled = ordinary.prefix(given.positional.count).first(where: { note in given.named.contains { $0.name == note.name } }) {
      throw Complaint(
        .argument, "`\(doubled.name)` of `\(word)` is given twice, by position and by name",
        [.init(.argument(doubled.name), "the second time")])
    }
    throw Complaint(
      .argument, "`\(word)` takes \(places == 0 ? "no arguments" : "at most \(places) argument\(places == 1 ? "" : "s")")",
      [.init(.position(places), "one too many")], why: signatureText(word, notes), edits: surplusEdits(places))
  }

  /// Sizes one by one where a shape is wanted, or an argument too many.
  private func surplusEdits(_ places: Int) -> [Complaint.Edit] {
    guard places > 0, given.named.isEmpty else { return [] }
    let all = (0..<given.positional.count).map { Complaint.Wording.Piece.part(.position($0)) }
    let bracketed = all[..<(places - 1)].map { [$0] } + [[.words("[")] + joined(all[(places - 1)...].map { [$0] }) + [.words("]")]]
    let wordings = [joined(bracketed), joined(all[..<places].map { [$0] })]
    return wordings.map { .replace(.arguments, Complaint.Wording(pieces: $0)) }
  }

  private func joined(_ parts: [[Complaint.Wording.Piece]]) -> [Complaint.Wording.Piece] {
    Array(parts.joined(separator: [.words(", ")]))
  }

  /// A parameter whose values are made by words that take such an argument: the rate of `fit` belongs to its optimizer.
  private func owner(of name: String) -> (parameter: ParameterNote, word: Declaration, argument: ParameterNote)? {
    let meant = context.catalog.meaning(ofForeign: name) ?? name
    for parameter in notes where parameter.role == .ordinary && parameter.name != meant {
      guard let family = Family(parameter: parameter.name) else { continue }
      let usual = parameter.fallback.map { $0.prefix { $0 != "(" } }
      let makers = context.catalog.words(of: family).sorted { ($0.name == usual ?? "" ? 0 : 1) < ($1.name == usual ?? "" ? 0 : 1) }
      for word in makers {
        if let argument = word.notes.first(where: { $0.name == meant && $0.role == .ordinary }) { return (parameter, word, argument) }
      }
    }
    return nil
  }

  private func belongs(
    _ name: String, to owner: (parameter: ParameterNote, word: Declaration, argument: ParameterNote), _ known: [String]
  ) -> Complaint {
    let isFirst = owner.word.notes.first?.name == owner.argument.name
    let made: Complaint.Wording =
      isFirst
      ? "\(owner.parameter.name): \(owner.word.name)(\(value: name))"
      : "\(owner.parameter.name): \(owner.word.name)(\(owner.argument.name): \(value: name))"
    return Complaint(
      .argument, "`\(word)` has no argument `\(name)`",
      [.init(.argument(name), "the \(owner.argument.name) belongs to the \(owner.parameter.name)")],
      why: "\(word) takes: \(known.joined(separator: "  "))", edits: [.replace(.argument(name), made)])
  }

  private func unknown(_ name: String) -> Complaint {
    let known = notes.filter { $0.role == .ordinary }.map(\.name)
    if let owner = owner(of: name) { return belongs(name, to: owner, known) }
    let near = suggestion(for: name, among: known) ?? context.catalog.meaning(ofForeign: name).flatMap { known.contains($0) ? $0 : nil }
    let place = near.map { "did you mean `\($0)`?" } ?? "`\(word)` does not know this name"
    return Complaint(
      .argument, "`\(word)` has no argument `\(name)`", [.init(.argument(name), place)],
      why: known.isEmpty ? "`\(word)` takes no named arguments" : "\(word) takes: \(known.joined(separator: "  "))",
      edits: near.map { [.replace(.name(of: name), "\($0)")] } ?? [])
  }
}

/// `cosine(from, over = none, to = 0)`.
func signatureText(_ word: String, _ notes: [ParameterNote]) -> String {
  let parts = notes.compactMap { note -> String? in
    switch note.role {
    case .surroundings: nil
    case .rest: "\(note.name)…"
    case .names: "name: value…"
    case .ordinary: note.fallback.map { $0.isEmpty ? note.name : "\(note.name) = \($0)" } ?? note.name
    }
  }
  return "\(word)(\(parts.joined(separator: ", ")))"
}

private func rangeText(_ range: ClosedRange<Double>) -> String {
  if range.upperBound >= 1e15 { return "be at least \(numberText(range.lowerBound))" }
  return "lie in \(numberText(range.lowerBound))..\(numberText(range.upperBound))"
}
