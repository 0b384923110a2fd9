// The door to the parser: a source goes in, a tree and complaints come out. Nothing is thrown, whatever the text.

/// What was read of a text.
public struct Parsed: Sendable {
  public let program: Program
  /// In the order of their places, at most ten.
  public let diagnostics: [Diagnostic]
  public let comments: [Comment]
  /// The only trouble is that the text ended too early: a prompt asks for another line.
  public let isIncomplete: Bool
}

/// Reads a program, or the part of it in [span] (a cell): places are offsets into the whole source either way.
/// If the text begins with `|>`, it goes on with the value of the name [above], as at the prompt; without one that is an error.
public func parse(_ source: Source, in span: Span? = nil, above: String? = nil) -> Parsed {
  let span = span ?? Span(0, source.bytes.count)
  let lexed = Lexer.lex(source, in: span)
  let above = above.map { Word($0, Span(span.start, span.start)) }
  let plain = parsed(source, lexed, span, above)
  guard !plain.diagnostics.isEmpty, let mended = ForgottenBrackets.mended(lexed, source) else { return plain }
  var filled = lexed
  filled.tokens = mended.tokens
  filled.diagnostics += mended.diagnostics
  let better = parsed(source, filled, span, above)
  // A prompt goes on asking: there, nobody indents.
  return Parsed(
    program: better.program, diagnostics: better.diagnostics, comments: plain.comments, isIncomplete: plain.isIncomplete)
}

private func parsed(_ source: Source, _ lexed: Lexed, _ span: Span, _ above: Word?) -> Parsed {
  var parser = Parser(source, lexed, above: above)
  let statements = parser.program()
  parser.blameStrayPromises()
  let diagnostics = parser.diagnostics.enumerated()
    .sorted { ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset) }
    .prefix(Parser.mostDiagnostics).map(\.element)
  return Parsed(
    program: Program(statements: statements, span: span), diagnostics: diagnostics, comments: lexed.comments,
    isIncomplete: parser.endsTooEarly && parser.otherTroubles == 0)
}

/// The tokens of a text as they are written, for colours and layout. Texts come in pieces; see `Token.Kind`.
public func tokenize(_ source: Source) -> [Token] {
  Lexer.lex(source, in: Span(0, source.bytes.count)).tokens
}
