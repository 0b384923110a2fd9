// What the parser has to say: a sentence, a place, and a way out.

/// One complaint about the text of a program. Positions are byte offsets into the `Source`.
public struct Diagnostic: Sendable, Equatable {
  /// One sentence in the reader's words, without a full stop.
  public let message: String
  /// The place that is wrong, drawn with `^`.
  public let span: Span
  /// What stands under the carets.
  public let label: String
  /// A second place that matters (an opening bracket), drawn with `-`.
  public let other: Other?
  /// What the grammar wants, where no edit shows it.
  public let why: String?
  /// Edits that may mend it, the likeliest first.
  public let edits: [Edit]

  public struct Other: Sendable, Equatable {
    public let span: Span
    public let label: String

    public init(span: Span, label: String) {
      self.span = span
      self.label = label
    }
  }

  public init(_ message: String, at span: Span, label: String = "", other: Other? = nil, why: String? = nil, edits: [Edit] = []) {
    self.message = message
    self.span = span
    self.label = label
    self.other = other
    self.why = why
    self.edits = edits
  }
}
