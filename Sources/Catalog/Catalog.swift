// All words of the language, looked up by name and listed by family.

/// What the language knows. Each floor adds its families to it; `dln` holds the one list of families.
public final class Catalog {
  public private(set) var words: [Declaration] = []
  private var byName: [String: Declaration] = [:]
  /// What the grammar itself knows; `addGrammar` declares it.
  public var grammar: [GrammarEntry] = []
  private var foreign = ForeignTable()
  private var lineFamilies: [String: [Family]] = [:]

  /// What `[1, 2]` makes of items that are all numbers, truths or such brackets; nil: it stays a list.
  public var bracket: ([Value]) throws -> Value? = { _ in nil }
  /// Does put-off work of several values at once.
  public var settle: ([Value]) throws -> Void = { _ in }
  /// What a block word builds, by the word: `layers`, `residual`, `branches`, `augment`, `search`.
  public private(set) var builders: [String: (Given, Body, Context) throws -> Value] = [:]
  /// What `update` does: changes the request's values and optimizer and gives the loss. Where it throws they are as before.
  public var update: (inout UpdateRequest, Context) throws -> Value = { _, _ in
    throw Complaint(.internal, "no floor has said what `update` does")
  }

  /// Who reads a file, by the ending of its name: `load`.
  public private(set) var readers: [String: (_ path: String, Context) throws -> Value] = [:]

  public init() {}

  public subscript(_ name: String) -> Declaration? { byName[name] }

  public var names: [String] { words.map(\.name) }

  /// Declares a word. The types of [make]'s parameters follow those of [parameter]: write them out at the declaration.
  public func add<each Kind: Argument, Result: Argument>(
    _ family: Family, _ name: String, _ summary: String, paper: String? = nil, shapes: [ShapeRule] = [], examples: [Example] = [],
    samples: @escaping @autoclosure () -> [Sample] = [], hasEffect: Bool = false, mindsChecking: Bool = false, file: String = #fileID,
    line: Int = #line,
    _ parameter: repeat Parameter<each Kind>, make: @escaping (repeat each Kind) throws -> Result
  ) {
    var notes: [ParameterNote] = []
    repeat notes.append((each parameter).note)
    let declared = notes
    insert(
      Declaration(
        family, name, summary, paper: paper, shapes: shapes, examples: examples, samples: samples,
        notes: declared.filter { $0.role != .surroundings }, hasEffect: hasEffect, mindsChecking: mindsChecking, place: (file, line),
        make: { given, context in
          var binding = try Binding(name, declared, given, context)
          let made: Value
          do {
            made = try make(repeat binding.take(each parameter)).value
          } catch let complaint as Complaint where binding.mayDoubt(complaint) {
            throw UnknownNumbers()
          }
          let result = binding.isVague ? made.forgotten : made
          guard case .thing(var thing as any Made) = result else { return result }
          thing.made = try Call(name, given)
          return .thing(thing)
        },
        foresee: { given, context in
          var binding = try Binding(name, declared, given, context)
          repeat try binding.check(each parameter)
          return Result.unknown
        }))
  }

  /// Declares a value that a name stands for: `pi`.
  public func addConstant(_ name: String, _ summary: String, _ value: Value, file: String = #fileID, line: Int = #line) {
    insert(
      Declaration(
        .constant, name, summary, examples: [Example(name)], place: (file, line), make: { _, _ in value }, foresee: { _, _ in value }))
  }

  /// Says what a block word builds, which families its lines are usually of, and which arguments it takes; nil: it sees to them itself.
  public func addBuilder(
    _ word: String, of families: [Family] = [], takes arguments: [String]? = nil,
    _ build: @escaping (Given, Body, Context) throws -> Value
  ) {
    builders[word] = { given, body, context in
      if let arguments { try Catalog.refuseStrangers(given, but: arguments, word) }
      return try build(given, body, context)
    }
    lineFamilies[word] = families
  }

  private static func refuseStrangers(_ given: Given, but arguments: [String], _ word: String) throws {
    guard !given.positional.isEmpty || given.named.contains(where: { !arguments.contains($0.name) }) else { return }
    let known = arguments.isEmpty ? "no arguments" : arguments.map { "`\($0):`" }.joined(separator: ", ")
    throw Complaint(
      .argument, "`\(word)` takes \(known)\(arguments.isEmpty ? ", only" : " and") a block", [.init(.callee, "\(word) { … }")])
  }

  /// The families that the lines of a block are usually of.
  public func families(inBlock word: String) -> [Family]? { lineFamilies[word] }

  /// A word whose product works on some values: given such a value first, it makes the thing from the other arguments and applies it.
  /// So `x |> dense(2)` is `dense(2)(x)`.
  public func appliesProduct(of name: String, to isSubject: @escaping (Value) -> Bool) {
    byName[name]?.isSubject = isSubject
    byName[name]?.takesSubject = true
  }

  /// Says who reads files with an ending.
  public func addReader(_ ending: String, _ read: @escaping (_ path: String, Context) throws -> Value) { readers[ending] = read }

  /// Names people bring from elsewhere, and the word they mean here: `lr` is `rate`.
  public func addForeign(_ names: String..., in library: String? = nil, means word: String) {
    foreign.add(names, library: library, means: word)
  }

  /// The word that a foreign name or abbreviation means.
  public func meaning(ofForeign name: String) -> String? { foreign.meaning(of: name) }

  /// What a word is called elsewhere.
  public func foreignNames(of word: String) -> [ForeignNames] { foreign.names(of: word) }

  public func words(of family: Family) -> [Declaration] { words.filter { $0.family == family } }

  private func insert(_ word: Declaration) {
    precondition(byName[word.name] == nil, "the word \(word.name) is declared twice")
    words.append(word)
    byName[word.name] = word
  }
}
