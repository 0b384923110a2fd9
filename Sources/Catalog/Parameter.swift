// What a word takes: name, meaning, unit, range, default.

/// The part of a parameter that does not depend on its type: what help, completion and checks read.
public struct ParameterNote: Sendable {
  public enum Role: Sendable {
    /// By position or by name.
    case ordinary
    /// All positional arguments that are left.
    case rest
    /// All named arguments that no other parameter takes.
    case names
    /// Not given by people: the context.
    case surroundings
  }

  public let name: String
  public let summary: String
  public let wanted: String
  public let role: Role
  /// The default as text; nil: must be given.
  public let fallback: String?
  public let range: ClosedRange<Double>?
  /// The texts that can be meant, where only some can.
  public let choices: [String]
  /// The families whose words are, or make, what is wanted.
  public let families: [Family]
  /// The text names a file.
  public let isPath: Bool

  /// A parameter of which nothing is known but its name and default: that of a program's own function.
  public init(_ name: String, fallback: String?) {
    self.init(name, "", Value.self, fallback: fallback, isPath: true)
  }

  init<Kind: Argument>(
    _ name: String, _ summary: String, _ kind: Kind.Type, role: Role = .ordinary, fallback: String?, range: ClosedRange<Double>? = nil,
    choices: [String] = Kind.choices, families: [Family] = Kind.families, isPath: Bool = false
  ) {
    self.name = name
    self.summary = summary
    wanted = Kind.wanted
    self.role = role
    self.fallback = fallback
    self.range = range
    self.choices = choices
    self.families = families
    self.isPath = isPath
  }
}

/// A typed parameter.
public struct Parameter<Kind: Argument> {
  public let note: ParameterNote
  let fallback: Kind?
}

extension Parameter {
  /// While nothing is computed: a number in the place of one that nobody knows, where shapes do not depend on it.
  func standIn(for value: Value) -> Kind? {
    guard case .thing(let unknown as Unknown) = value, unknown.sort == .number || unknown.sort == .anything else { return nil }
    let range = note.range ?? 0...1
    // What is no number has none to stand for it: a kind that may be none would take the failed cast for that.
    let number = fallback as? Double ?? min(range.upperBound, max(range.lowerBound, 0.5))
    return number as? Kind
  }
}

/// A parameter of any kind; without [fallback] it must be given. [choices] and [families] say more than its kind where that is too wide.
public func given<Kind: Argument>(
  _ name: String, _ summary: String, _ kind: Kind.Type = Kind.self, _ fallback: Kind? = nil, shown: String? = nil,
  choices: [String] = Kind.choices, families: [Family] = Kind.families
) -> Parameter<Kind> {
  let text = fallback.map { shown ?? ((try? $0.value.quoted()) ?? "") }
  return Parameter(
    note: ParameterNote(name, summary, Kind.self, fallback: text, choices: choices, families: families), fallback: fallback)
}

/// A number within [range].
public func number(
  _ name: String, _ summary: String, _ fallback: Double? = nil, in range: ClosedRange<Double>? = nil
) -> Parameter<Double> {
  ranged(name, summary, fallback, range)
}

/// A whole number, at least 1 unless [range] says otherwise.
public func count(
  _ name: String, _ summary: String, _ fallback: Int? = nil, in range: ClosedRange<Double> = 1...1e15
) -> Parameter<Int> {
  ranged(name, summary, fallback, range)
}

/// A number within [range], or none.
public func optionalNumber(_ name: String, _ summary: String, in range: ClosedRange<Double>? = nil) -> Parameter<Double?> {
  ranged(name, summary, .some(nil), range)
}

/// A whole number within [range], or none.
public func optionalCount(_ name: String, _ summary: String, in range: ClosedRange<Double> = 1...1e15) -> Parameter<Int?> {
  ranged(name, summary, .some(nil), range)
}

/// true or false.
public func flag(_ name: String, _ summary: String, _ fallback: Bool? = nil) -> Parameter<Bool> {
  given(name, summary, Bool.self, fallback)
}

/// A text.
public func text(_ name: String, _ summary: String, _ fallback: String? = nil) -> Parameter<String> {
  given(name, summary, String.self, fallback)
}

/// The path of a file.
public func path(_ name: String, _ summary: String) -> Parameter<String> {
  Parameter(note: ParameterNote(name, summary, String.self, fallback: nil, isPath: true), fallback: nil)
}

/// All positional arguments from here on.
public func rest<Kind: Argument>(_ name: String, _ summary: String, _ kind: Kind.Type = Kind.self) -> Parameter<[Kind]> {
  Parameter(note: ParameterNote(name, summary, Kind.self, role: .rest, fallback: ""), fallback: [])
}

/// All named arguments, under any name.
public func names(_ name: String, _ summary: String) -> Parameter<Record> {
  Parameter(note: ParameterNote(name, summary, Value.self, role: .names, fallback: ""), fallback: Record())
}

/// The surroundings of the call; nobody types it.
public func surroundings() -> Parameter<Context> {
  Parameter(note: ParameterNote("", "", Context.self, role: .surroundings, fallback: ""), fallback: nil)
}

private func ranged<Kind: Argument>(
  _ name: String, _ summary: String, _ fallback: Kind?, _ range: ClosedRange<Double>?
) -> Parameter<Kind> {
  let text = fallback.map { (try? $0.value.quoted()) ?? "" }
  return Parameter(note: ParameterNote(name, summary, Kind.self, fallback: text, range: range), fallback: fallback)
}
