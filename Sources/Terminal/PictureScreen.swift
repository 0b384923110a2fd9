// Pictures on the terminal: what it can show is found out when the first one is due.

import Catalog
@preconcurrency import Glibc

/// The terminal at the standard output, as far as pictures care.
public final class PictureScreen {
  private let environment: (String) -> String?
  private let isUTF8: Bool
  private let hasColours: Bool
  private let ask: () -> TerminalAnswers?
  private let size: () -> winsize?
  private lazy var answers: TerminalAnswers? = asksTerminal ? ask() : nil

  /// Make it before somebody changes the environment.
  public convenience init(_ traits: ScreenTraits, environment: @escaping (String) -> String?) {
    self.init(traits, environment, ask: TerminalDialogue.ask) {
      var size = winsize()
      guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
      return size
    }
  }

  init(
    _ traits: ScreenTraits, _ environment: @escaping (String) -> String?, ask: @escaping () -> TerminalAnswers?,
    size: @escaping () -> winsize?
  ) {
    self.environment = environment
    self.ask = ask
    self.size = size
    isUTF8 = traits.isUTF8
    hasColours = (environment("NO_COLOR") ?? "").isEmpty
  }

  /// What draws a picture here; nil where the output is no terminal or wants no pictures.
  public func drawing(of picture: any Depicted) throws -> String? {
    guard let terminal, terminal.way != .none else { return nil }
    return try picture.drawing(for: terminal)
  }

  /// A picture that is the value of a line: it is kept as a file that does not exist yet, and shown. Nil: it is no picture, or the
  /// output is no terminal.
  public func present(_ value: Value, _ context: Context) throws -> String? {
    guard let picture = value.depicted, terminal != nil else { return nil }
    let name = PictureScreen.freeName { Files.exists(context.target($0)) }
    try Files.write(try picture.bytes(ending: "png", context), to: context.target(name))
    let caption = "\(try picture.text()) -> \(context.target(name))"
    return try drawing(of: picture).map { "\($0)\n\(caption)" } ?? caption
  }

  /// `figure-1.png`, or the first number that is free.
  static func freeName(isTaken: (String) -> Bool) -> String {
    var number = 1
    while isTaken("figure-\(number).png") { number += 1 }
    return "figure-\(number).png"
  }

  // MARK: - What it can

  /// Nil: the output is no terminal.
  var terminal: PictureTerminal? {
    guard let size = size() else { return nil }
    var terminal = PictureTerminal(
      way: way, columns: size.ws_col > 0 ? Int(size.ws_col) : 80, rows: size.ws_row > 0 ? Int(size.ws_row) : 24)
    if let cell = answers?.cell {
      (terminal.cellWidth, terminal.cellHeight) = (cell.width, cell.height)
    } else if size.ws_xpixel > 0, size.ws_ypixel > 0 {
      (terminal.cellWidth, terminal.cellHeight) = (
        max(1, Int(size.ws_xpixel) / terminal.columns), max(1, Int(size.ws_ypixel) / terminal.rows)
      )
    }
    terminal.hasFullColours = ["truecolor", "24bit"].contains(environment("COLORTERM") ?? "")
    terminal.isPlain = !isUTF8 || isDumb
    terminal.takesParts = isITerm(from: "3.5")
    return terminal
  }

  /// The way that is set, or the first that works.
  private var way: PictureWay {
    if let set = environment("DLN_PICTURES").flatMap(PictureWay.init(rawValue:)) { return set }
    if answers?.knowsKitty == true { return .kitty }
    if asksTerminal, isITerm(from: "2.9") { return .iterm }
    // 4 among the attributes stands for sixels.
    if answers?.attributes?.dropFirst().contains(4) == true { return .sixel }
    return hasColours && isUTF8 && knowsPalette ? .blocks : .braille
  }

  private var isDumb: Bool { ScreenTraits.isDumb(environment("TERM")) }

  /// Behind tmux or screen what the outer terminal can is of no use.
  private var asksTerminal: Bool {
    guard environment("DLN_PICTURES").flatMap(PictureWay.init(rawValue:)) == nil, !isDumb else { return false }
    let name = environment("TERM") ?? ""
    let isInside = ["TMUX", "STY"].contains { !(environment($0) ?? "").isEmpty }
    return !isInside && !name.hasPrefix("screen") && !name.hasPrefix("tmux")
  }

  private var knowsPalette: Bool {
    let name = environment("TERM") ?? ""
    let known = ["256", "direct", "xterm", "screen", "tmux", "rxvt", "kitty", "foot", "alacritty", "wezterm", "ghostty"]
    return environment("COLORTERM") != nil || known.contains { name.contains($0) }
  }

  /// iTerm2 and those that speak as it does, from a version on.
  private func isITerm(from version: String) -> Bool {
    let programs = [("TERM_PROGRAM", "TERM_PROGRAM_VERSION"), ("LC_TERMINAL", "LC_TERMINAL_VERSION")]
    return programs.contains { name, number in
      switch environment(name) {
      case "iTerm.app", "iTerm2": PictureScreen.isVersion(environment(number) ?? "", atLeast: version)
      case "WezTerm", "mintty": version < "3"
      default: false
      }
    }
  }

  static func isVersion(_ version: String, atLeast least: String) -> Bool {
    func parts(_ text: String) -> [Int] { text.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 } }
    let (have, want) = (parts(version), parts(least))
    for place in want.indices {
      let part = place < have.count ? have[place] : 0
      if part != want[place] { return part > want[place] }
    }
    return true
  }
}
