// A word of the language: declared once, and everything about it is read from here.

/// The kinds of words. The raw value is the heading in the reference.
public enum Family: String, CaseIterable, Sendable {
  case statement = "Statements"
  case block = "Blocks that build"
  case sign = "Signs and spellings"
  case language = "Language"
  case constant = "Constants"
  case tensor = "Making tensors"
  case elementwise = "Element by element"
  case activation = "Activations"
  case reduction = "Reductions"
  case movement = "Shapes and indices"
  case contraction = "Products and convolutions"
  case algebra = "Linear algebra and Fourier transforms"
  case gradient = "Gradients"
  case layer = "Layers"
  case network = "Networks"
  case initialiser = "Initialisers"
  case loss = "Losses"
  case metric = "Metrics"
  case optimizer = "Optimizers"
  case schedule = "Schedules"
  case training = "Training"
  case data = "Data"
  case augmentation = "Augmentation"
  case picture = "Pictures"
  case file = "Files"

  /// What its words are for.
  public var about: String {
    switch self {
    case .statement: "What a line of a program can be, beside an expression."
    case .block: "Reserved words that take a block and build something from its lines."
    case .sign: "Signs, and how numbers, texts, shapes and cells are written."
    case .language: "Printing, named values, lists and texts."
    case .constant: "Numbers that have a name."
    case .tensor: "Tensors from numbers, ranges and lists."
    case .elementwise: "Words that treat every item alike. They take numbers and tensors of any shape."
    case .activation:
      "The bends between a net's products. They are lines of `layers` and apply to tensors; those with settings make a function of them: `leaky_relu(0.2)`."
    case .reduction: "Words that bring axes to one number: all of them, or those that are named."
    case .movement: "The same items under other shapes, joined, repeated or picked."
    case .contraction: "Products that sum over an axis, and what is done to the axes of space."
    case .algebra: "Factors, inverses and solutions of matrices; transforms, whose complex numbers are a last axis of two."
    case .gradient: "Derivatives of functions. They are made of the same operations, so they have derivatives of their own."
    case .layer:
      "What the lines of `layers` are made of. A layer is a function from tensor to tensor; given a tensor first, the word applies what it makes."
    case .network: "What can be asked of a whole net."
    case .initialiser: "How parameters start. With a shape these words draw a tensor, without one they are a rule: `dense(8, init: he)`."
    case .loss: "One number that says how far predictions are from what is true. They never broadcast silently."
    case .metric: "What people read off a trained net. They are summed over all samples, never averaged over batches."
    case .optimizer:
      "How parameters move against their gradients. An optimizer is a value; `fit` and `update` hand back the one that has learned."
    case .schedule: "How a rate changes during a run. Schedules chain with `|>`, print, plot, and can be asked: `rate(500 steps)`."
    case .training: "Training, and when it ends."
    case .data: "Samples and labels, and how they are divided."
    case .augmentation: "Random changes to images inside `augment { … }`, drawn anew for each sample and epoch."
    case .picture: "Figures of numbers, functions, runs, tables and images."
    case .file: "Reading and writing."
    }
  }
}

extension Family {
  /// The words that make what a parameter of this name wants.
  init?(parameter: String) {
    switch parameter {
    case "optimizer": self = .optimizer
    case "loss": self = .loss
    case "init": self = .initialiser
    case "rate": self = .schedule
    default: return nil
    }
  }
}

/// One line that shows a word at work. The tests run every one.
public struct Example: Sendable {
  public let source: String
  /// What the last line prints, if it is stated.
  public let result: String?

  public init(_ source: String, gives result: String? = nil) {
    self.source = source
    self.result = result
  }
}

/// A thing that remembers the call that made it, and prints as that call.
public protocol Made: Thing {
  var made: Call { get set }
}

extension Made {
  public func text() throws -> String { made.text }
  public var outline: String { made.text }
  public func isLike(_ other: any Thing) -> Bool {
    (other as? any Made).map { type(of: $0) == Self.self && $0.made.text == made.text } ?? false
  }
}

/// A call as it was written: the word and the arguments that were given.
public struct Call: Sendable {
  public let word: String
  public let arguments: String?

  /// [arguments] nil: the bare word.
  public init(_ word: String, _ given: Given?) throws {
    self.word = word
    arguments = try given.map { given in
      let positional = try given.positional.map { try Call.quoted($0) }
      let named = try given.named.map { "\($0.name): \(try Call.quoted($0.value))" }
      return (positional + named).joined(separator: ", ")
    }
  }

  private static func quoted(_ value: Value) throws -> String {
    // While a net is built or a step is traced some numbers have no text.
    do { return try value.quoted() } catch is UnknownNumbers { return "…" }
  }

  public static let unknown = Call(word: "", arguments: nil)

  /// A text that stands for the whole call.
  public init(shown text: String) { self.init(word: text, arguments: nil) }

  private init(word: String, arguments: String?) {
    self.word = word
    self.arguments = arguments
  }

  public var text: String { arguments.map { "\(word)(\($0))" } ?? word }
}

/// A declared word. As a value it is the function itself: `relu`, `conv`.
public final class Declaration: Thing {
  public let family: Family
  public let name: String
  public let summary: String
  public let paper: String?
  /// What it does to the shapes of tensors.
  public let shapes: [ShapeRule]
  public let examples: [Example]
  /// Where an operation is checked; empty for all other words. Made when asked for: only tests do.
  public let samples: () -> [Sample]
  public let notes: [ParameterNote]
  /// Where it is declared in the program's own text: `Learning/Dense.swift`, and the line.
  public let place: (file: String, line: Int)
  /// It prints, writes or draws from outside: a traced body with it runs as written.
  public let hasEffect: Bool
  private let make: (Given, Context) throws -> Value
  /// Looks at the arguments without making anything of them, and gives what stands for a value of the word that nobody knows.
  private let foresee: (Given, Context) throws -> Value
  /// It asks by itself whether programs are only looked through, and does not act then.
  let mindsChecking: Bool
  /// The values that the word's product works on; see `Catalog.appliesProduct`.
  var isSubject: (Value) -> Bool = { _ in false }
  /// Whether one argument more may stand first: what the word's product works on.
  public internal(set) var takesSubject = false

  init(
    _ family: Family, _ name: String, _ summary: String, paper: String? = nil, shapes: [ShapeRule] = [], examples: [Example],
    samples: @escaping () -> [Sample] = { [] }, notes: [ParameterNote] = [], hasEffect: Bool = false, mindsChecking: Bool = false,
    place: (file: String, line: Int),
    make: @escaping (Given, Context) throws -> Value, foresee: @escaping (Given, Context) throws -> Value
  ) {
    self.family = family
    self.name = name
    self.summary = summary
    self.paper = paper
    self.shapes = shapes
    self.examples = examples
    self.samples = samples
    self.notes = notes
    self.hasEffect = hasEffect
    self.mindsChecking = mindsChecking
    self.place = place
    self.make = make
    self.foresee = foresee
  }

  public var kind: String { "the word `\(name)`" }
  public func text() throws -> String { name }
  public var outline: String { signature }
  public var isCallable: Bool { true }
  /// `cosine(from, over = none, to = 0)`.
  public var signature: String { family == .constant ? name : signatureText(name, notes) }

  public func call(_ given: Given, _ context: Context) throws -> Value {
    if hasEffect { context.hadEffect = true }
    guard let subject = given.positional.first, isSubject(subject.first) else { return try made(given, context) }
    let product = try made(Given(positional: Array(given.positional.dropFirst()), named: given.named), context)
    return try context.call(product, Given(positional: [subject]))
  }

  /// What the word makes. While programs are looked through it does not act, and what it cannot know is unknown.
  private func made(_ given: Given, _ context: Context) throws -> Value {
    guard Checking.isOn else { return try make(given, context) }
    if hasEffect, !mindsChecking { return try foresee(given, context) }
    do { return try make(given, context) } catch is UnknownNumbers { return try foresee(given, context) }
  }

  /// The word with all its defaults: what `batch_norm` stands for where a layer is wanted. Nil when it needs arguments.
  public func madeBare(_ context: Context) throws -> Value? {
    guard notes.allSatisfy({ $0.fallback != nil }) else { return nil }
    let value = try call(Given(), context)
    guard case .thing(var thing as any Made) = value else { return value }
    thing.made = try Call(name, nil)
    return .thing(thing)
  }

  public func equals(_ other: Value) throws -> Bool {
    if case .thing(let thing as Declaration) = other { thing === self } else { false }
  }
}

/// A thing that can be written as a definition: a function of the program.
public protocol Definable: Thing {
  /// `fn name(x) = …`, or `name = x -> …`.
  func definition(named name: String) throws -> String
  /// The outer names that the definition reads, with their values now: what a copy of it needs to run elsewhere.
  var outerNames: [(String, Value)] { get }
}
