// Where the prompt's lines come from.

/// What came of asking for a line.
public enum Reading: Equatable {
  /// A line, or several: a paste, or what was recalled.
  case line(String)
  /// Ctrl-C: the line is given up.
  case interrupted
  /// Ctrl-D, or the end of a file.
  case end
}

/// Asks for one line after the other.
public protocol LineReader: AnyObject {
  /// The next line. [above] holds the lines that it goes on with, and their line ends; it is empty where a submission begins.
  func read(prompt: String, above: String) -> Reading
  /// A whole submission, for the history.
  func remember(_ submission: String)
}

extension LineReader {
  public func remember(_ submission: String) {}
}
