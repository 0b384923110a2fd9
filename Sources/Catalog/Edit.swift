// What to try: a change of the program that may mend a mistake. It is shown only once it was tried.

extension Complaint {
  /// One part of the program written anew.
  public struct Edit: Sendable {
    /// What is replaced.
    public let role: Role
    public let text: Wording
    /// What comes of it, as it stands behind `->`.
    public let remark: String?
    /// The shape of what comes of it.
    public let result: [Int]?

    private init(_ role: Role, _ text: Wording, _ remark: String?, _ result: [Int]?) {
      (self.role, self.text, self.remark, self.result) = (role, text, remark, result)
    }

    /// The part that plays [role] reads [text].
    public static func replace(_ role: Role, _ text: Wording, _ remark: String? = nil, result: [Int]? = nil) -> Edit {
      Edit(role, text, remark, result)
    }

    /// The call takes one more argument.
    public static func add(_ argument: Wording, _ remark: String? = nil) -> Edit { Edit(.newArgument, argument, remark, nil) }
  }

  /// A text with parts of the program in it as they are written: `"sum(\(part: .left))"`.
  public struct Wording: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    public enum Piece: Sendable {
      case words(String)
      case part(Role)
      /// In parentheses, if an operator would tear it apart.
      case operand(Role)
      /// A text in quotes without the quote at its end, and without that at its start.
      case textStart(Role), textEnd(Role)
    }

    public let pieces: [Piece]

    /// With the roles of parts in angle brackets.
    public var description: String {
      pieces.map { piece in
        switch piece {
        case .words(let words): words
        case .part(let role), .operand(let role), .textStart(let role), .textEnd(let role): "<\(role)>"
        }
      }.joined()
    }

    public init(pieces: [Piece]) { self.pieces = pieces }
    public init(_ text: String) { pieces = [.words(text)] }
    public init(stringLiteral text: String) { self.init(text) }
    public init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    public struct StringInterpolation: StringInterpolationProtocol {
      fileprivate var pieces: [Piece] = []

      public init(literalCapacity: Int, interpolationCount: Int) {}
      public mutating func appendLiteral(_ text: String) { pieces.append(.words(text)) }
      public mutating func appendInterpolation(_ text: String) { pieces.append(.words(text)) }
      public mutating func appendInterpolation(_ number: Int) { pieces.append(.words(String(number))) }
      public mutating func appendInterpolation(part role: Role) { pieces.append(.part(role)) }
      public mutating func appendInterpolation(value name: String) { pieces.append(.part(.value(of: name))) }
      public mutating func appendInterpolation(textStart role: Role) { pieces.append(.textStart(role)) }
      public mutating func appendInterpolation(textEnd role: Role) { pieces.append(.textEnd(role)) }
      public mutating func appendInterpolation(operand role: Role) { pieces.append(.operand(role)) }
    }
  }
}

extension Complaint.Role {
  /// The bare value of an argument, without its name.
  var value: Complaint.Role {
    if case .argument(let name) = self { .value(of: name) } else { self }
  }
}
