// The keys of a keyboard, as a terminal sends them.

/// What a key sends.
public struct Key: Sendable {
  public let bytes: String

  public static let enter = Key(bytes: "\r"), tab = Key(bytes: "\t"), escape = Key(bytes: "\u{1B}"), backspace = Key(bytes: "\u{7F}")
  public static let up = Key(bytes: "\u{1B}[A"), down = Key(bytes: "\u{1B}[B")
  public static let right = Key(bytes: "\u{1B}[C"), left = Key(bytes: "\u{1B}[D")
  public static let home = Key(bytes: "\u{1B}[H"), end = Key(bytes: "\u{1B}[F"), delete = Key(bytes: "\u{1B}[3~")

  /// A letter held with Control.
  public static func control(_ letter: Unicode.Scalar) -> Key { Key(bytes: String(UnicodeScalar(UInt8(letter.value & 0x1F)))) }

  /// A key held with Alt.
  public static func alt(_ letter: Character) -> Key { Key(bytes: "\u{1B}\(letter)") }
}
