// Letters that no font of this machine has: told once a session, since a figure shows boxes in their place.

import Catalog
import Graphics

final class MissingLetters {
  private var told: Set<Character> = []
  private static let mostShown = 20

  /// Notes the letters of a figure that no font has, unless they were noted before.
  static func note(in figure: Figure, _ context: Context) throws {
    let texts = try figure.textBoxes().filter { $0.missingGlyphs > 0 }.map(\.text)
    guard !texts.isEmpty else { return }
    let memory = context.memories[ObjectIdentifier(MissingLetters.self)] as? MissingLetters ?? MissingLetters()
    context.memories[ObjectIdentifier(MissingLetters.self)] = memory
    let letters = try memory.untold(in: texts)
    guard !letters.isEmpty else { return }
    let shown = String(letters.prefix(mostShown)) + (letters.count > mostShown ? "…" : "")
    context.note("warning: no font here has the letters \(shown); a font for them mends it, such as Noto's")
  }

  /// The missing letters that were not yet told of, in order; they count as told from now on.
  private func untold(in texts: [String]) throws -> [Character] {
    try texts.joined().filter { !$0.isASCII }.filter { letter in
      guard told.insert(letter).inserted else { return false }
      return try MissingLetters.isMissing(letter)
    }
  }

  /// Writes the letter alone, to see whether it becomes a box.
  private static func isMissing(_ letter: Character) throws -> Bool {
    try Figure([], title: String(letter)).textBoxes().contains { $0.missingGlyphs > 0 }
  }
}
