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
  public enum Role: Sendable, Equatable {
    case whole, callee, `operator`, left, right
    /// An argument by its position from 0, the pipe's value included, or by name.
    case position(Int)
    case argument(String)
    /// A line of a block, from 0.
    case line(Int)
  }

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
  public var why: String?
  /// Where the odd value came from.
  public var origin: String?
  /// One edit that would work.
  public var hint: String?

  public init(
    _ kind: Kind, _ message: String, _ marks: [Mark] = [], why: String? = nil, origin: String? = nil, hint: String? = nil
  ) {
    self.kind = kind
    self.message = message
    self.marks = marks
    self.why = why
    self.origin = origin
    self.hint = hint
  }
}
