// The syntax tree: what a program says, with the place of every part of it.
// It knows nothing of what words mean; that is the catalogue's affair.

/// A half-open range of UTF-8 byte offsets into a `Source`.
public struct Span: Hashable, Sendable {
  public var start: Int
  public var end: Int

  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// The smallest span that covers both.
  public func joined(_ other: Span) -> Span {
    Span(min(start, other.start), max(end, other.end))
  }
}

/// A name or bare word with its place.
public struct Word: Hashable, Sendable {
  public let text: String
  public let span: Span

  public init(_ text: String, _ span: Span) {
    self.text = text
    self.span = span
  }
}

/// A whole program: its statements in order, and the comments between them.
public struct Program: Sendable {
  public var statements: [Statement]
  public var span: Span

  public init(statements: [Statement], span: Span) {
    self.statements = statements
    self.span = span
  }
}

/// One statement. A class, so that what is learned about it (a traced body) can be kept by identity.
public final class Statement: Sendable {
  public let kind: Kind
  public let span: Span
  /// A `;` stood at its end: the value is not shown.
  public let isSilenced: Bool
  /// What a `#=>` comment behind it promises about its value.
  public let promise: Promise?
  /// How many nodes stand one inside the other in it.
  let height: Int

  public enum Kind: Sendable {
    case expression(Expression)
    case assign([Target], AssignmentOperator, [Expression])
    case function(Word, Function)
    case conditional([Branch], otherwise: Block?)
    case forEach([Word], in: Expression, Block)
    case whileTrue(Expression, Block)
    case parameter(Word, Expression, note: String?)
    case expect(Expression)
    case expectFails(Block)
    case use(String, Span)
    case breakLoop
    case continueLoop
    case giveBack([Expression])
    /// What could not be read; a diagnostic says why.
    case malformed
  }

  public init(_ kind: Kind, _ span: Span, isSilenced: Bool = false, promise: Promise? = nil) {
    self.kind = kind
    self.span = span
    self.isSilenced = isSilenced
    self.promise = promise
    height = kind.height
  }
}

/// `#=> TEXT +- TOLERANCE` behind an expression.
public struct Promise: Sendable {
  public let text: String
  public let tolerance: Double?
  public let span: Span

  public init(text: String, tolerance: Double?, span: Span) {
    self.text = text
    self.tolerance = tolerance
    self.span = span
  }
}

/// A condition and the block it opens.
public struct Branch: Sendable {
  public let condition: Expression
  public let block: Block

  public init(condition: Expression, block: Block) {
    self.condition = condition
    self.block = block
  }
}

/// `{ … }`.
public final class Block: Sendable {
  public let statements: [Statement]
  public let span: Span
  let height: Int

  public init(_ statements: [Statement], _ span: Span) {
    self.statements = statements
    self.span = span
    height = statements.tallest(\.height)
  }
}

/// What stands left of an assignment: a NAME, `w.a`, `t[0]`, with a shape promise perhaps.
public struct Target: Sendable {
  public let place: Expression
  public let shape: ShapeAnnotation?

  public init(place: Expression, shape: ShapeAnnotation?) {
    self.place = place
    self.shape = shape
  }
}

public enum AssignmentOperator: String, Sendable {
  case set = "="
  case add = "+="
  case subtract = "-="
  case multiply = "*="
  case divide = "/="
}

/// `[n, 1]` or `3x3` after a colon: a checked promise about a shape.
public struct ShapeAnnotation: Sendable {
  public enum Size: Sendable, Equatable {
    case number(Int)
    case name(String)
    /// `…` : any number of sizes.
    case rest
  }
  public let sizes: [Size]
  public let span: Span

  public init(sizes: [Size], span: Span) {
    self.sizes = sizes
    self.span = span
  }
}

/// A parameter of a `fn` or lambda.
public struct Parameter: Sendable {
  public let name: Word
  public let shape: ShapeAnnotation?
  public let fallback: Expression?

  public init(name: Word, shape: ShapeAnnotation?, fallback: Expression?) {
    self.name = name
    self.shape = shape
    self.fallback = fallback
  }
}

/// What a `fn` or a lambda does.
public final class Function: Sendable {
  public let parameters: [Parameter]
  public let result: ShapeAnnotation?
  public let body: Body
  /// The whole definition in the source, `fn name(…) = …` or `x -> …`.
  public let span: Span
  let height: Int

  public enum Body: Sendable {
    case expression(Expression)
    case block(Block)
  }

  public init(parameters: [Parameter], result: ShapeAnnotation?, body: Body, span: Span) {
    self.parameters = parameters
    self.result = result
    self.body = body
    self.span = span
    height = body.height(with: parameters)
  }
}

/// One expression. A class for cheap sharing and identity.
public final class Expression: Sendable {
  public let kind: Kind
  public let span: Span
  /// How many nodes stand one inside the other in it; the parser bounds it, so that the tree can be walked by recursion.
  let height: Int

  public enum Kind: Sendable {
    case none
    case truth(Bool)
    /// `42`, `3e-4`, `25%` (as 0.25).
    case number(Double)
    /// `3 epochs`: the number and the unit's word.
    case quantity(Double, unit: Word)
    /// `3x3`.
    case size([Int])
    case text([TextPart])
    case name(String)
    /// `(a, b)`: several values; one in parentheses is not wrapped.
    case several([Expression])
    /// `[a, b]`.
    case bracket([Expression])
    case call(Expression, [Argument])
    case index(Expression, [IndexItem])
    case field(Expression, Word)
    case negate(Expression)
    case not(Expression)
    case binary(Operator, Expression, Expression, operatorSpan: Span)
    /// `a..b by c`; `a..<b` leaves b out.
    case range(Expression, Expression, includesEnd: Bool, by: Expression?)
    case lambda(Function)
    /// `x |> f(a)`.
    case pipe(Expression, Expression)
    /// `layers(…) { … }` and its kin; the word is one of the block words.
    case build(Word, [Argument], Block)
    case update([Word], by: Word, Block)
    /// What could not be read; a diagnostic says why.
    case malformed
  }

  public init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
    height = kind.height
  }
}

/// A piece of a text literal: words, or `{expression:format}`.
public enum TextPart: Sendable {
  case words(String)
  case value(Expression, format: String?)
}

/// An argument of a call, `value` or `name: value`.
public struct Argument: Sendable {
  public let name: Word?
  public let value: Expression

  public init(name: Word?, value: Expression) {
    self.name = name
    self.value = value
  }
}

/// What stands between `[` and `]` behind a value.
public enum IndexItem: Sendable {
  case at(Expression)
  /// `a:b`, either end may be missing; the end is left out, as in Python.
  case slice(Expression?, Expression?, Span)
  /// `...`: all the axes not named.
  case rest(Span)
}

/// Operators with two sides, from loosest to tightest.
public enum Operator: String, Sendable, CaseIterable {
  case or, and
  case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
  case within = "in"
  case add = "+", subtract = "-"
  case multiply = "*", divide = "/", matrixProduct = "@", remainder = "mod"
  case power = "^"
}
