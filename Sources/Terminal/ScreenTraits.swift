// What the terminal at the standard error can show.

@preconcurrency import Glibc

/// What a terminal can show.
public struct ScreenTraits {
  /// How wide it is now; nil: this is no terminal.
  public let columns: () -> Int?
  /// Letters and bars beyond ASCII.
  public let isUTF8: Bool
  /// Whether the cursor can be moved: not where TERM is dumb.
  public let movesCursor: Bool
  public let colors: Bool

  public init(columns: @escaping () -> Int?, isUTF8: Bool, movesCursor: Bool, colors: Bool) {
    self.columns = columns
    self.isUTF8 = isUTF8
    self.movesCursor = movesCursor
    self.colors = colors
  }
}

extension ScreenTraits {
  /// As the environment and the terminal itself say. Ask before somebody changes the environment.
  public static func ofStandardError() -> ScreenTraits {
    let isDumb = isDumb(variable("TERM"))
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(variable).first { !$0.isEmpty } ?? ""
    return ScreenTraits(
      columns: { width(of: STDERR_FILENO) }, isUTF8: isUTF8(locale), movesCursor: !isDumb, colors: Console.colorsErrors)
  }

  /// Whether TERM names a terminal that knows neither colours nor how to move its cursor.
  static func isDumb(_ terminal: String?) -> Bool { ["dumb", "unknown", ""].contains(terminal ?? "") }

  private static func isUTF8(_ locale: String) -> Bool {
    let name = locale.uppercased()
    return name.contains("UTF-8") || name.contains("UTF8")
  }

  /// Nil: it is no terminal. A terminal that does not know its width is taken for the usual one.
  static func width(of file: Int32) -> Int? {
    guard isatty(file) == 1 else { return nil }
    var size = winsize()
    guard ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
