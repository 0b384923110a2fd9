// The one error for people: what is wrong, where in the call, why, and what to try.

/// A user's mistake. Floors below the interpreter know no source: they name roles (the left operand, an argument),
/// and the interpreter finds the places.
public struct Complaint: Error, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case syntax, name, argument, type, shape, label, file, memory, nan, limit, expect, order, cycle, `internal`
    /// Not an error: Ctrl-C.
    case interrupted
  }

  /// A part of the expression that failed.
  public indirect enum Role: Sendable, Equatable {
    case whole, callee, `operator`, left, right
    /// An argument by its position from 0, the pipe's value included, or by name.
    case position(Int)
    case argument(String)
    /// The bare name of a named argument, and its bare value.
    case name(of: String)
    case value(of: String)
    /// All arguments of a call, without its parentheses, and the place for one more.
    case arguments, newArgument
    /// What stands before a dot, and the word behind it: of a field, or of what is called.
    case owner, field
    /// A line of a block, from 0.
    case line(Int)
    /// The name at the bottom of a part: `data` of `data.train |> aug`.
    case root(of: Role)
    /// In what made the value that plays a role: the last call of a word, its first argument, the last size written so.
    case call(String, in: Role)
    case firstArgument(ofCall: String, in: Role)
    case size([Int], in: Role)
  }

  /// A part of an expression and what is said about it.
  public struct Mark: Sendable {
    public let role: Role
    public let label: String

    public init(_ role: Role, _ label: String) {
      self.role = role
      self.label = label
    }
  }

  public var kind: Kind
  /// One sentence without a full stop.
  public var message: String
  /// Where: the first is the place, drawn with `^`, the others are what it disagrees with.
  public var marks: [Mark]
  /// What was measured, a line each.
  public var facts: [String] = []
  public var why: String?
  /// Where the odd value came from.
  public var origin: String?
  /// Edits that may mend it, the likeliest first. Shown is the first that works.
  public var edits: [Edit]

  public init(
    _ kind: Kind, _ message: String, _ marks: [Mark] = [], why: String? = nil, origin: String? = nil, edits: [Edit] = []
  ) {
    self.kind = kind
    self.message = message
    self.marks = marks
    self.why = why
    self.origin = origin
    self.edits = edits
  }
}

/// A complaint, or one that has found its place in a text.
public protocol Complaining: Error {
  var kind: Complaint.Kind { get }
}

extension Complaint: Complaining {}
