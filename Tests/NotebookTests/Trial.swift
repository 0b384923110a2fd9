// A session with the words of the language itself, and what it printed.

import Catalog
import Interpreter
import Language

@testable import Notebook

/// A small program for tests: brackets of numbers are lists, and `figure` makes something that can be drawn.
final class Trial {
  let session: Session
  let context: Context
  var printed: [String] = []

  init() {
    context = Context(catalog: Trial.catalog())
    session = Session(context, stackSize: 4 << 20)
    context.print = { [unowned self] in printed.append($0) }
  }

  static func catalog() -> Catalog {
    let catalog = Catalog()
    catalog.addNotebookWords()
    catalog.add(.picture, "figure", "A figure.", number("x", "any number", 0)) { (x: Double) in Value.thing(Drawing(x)) }
    catalog.add(.layer, "dense", "A layer.", count("units", "how many"), flag("bias", "whether", true)) { (units: Int, bias: Bool) in units
    }
    catalog.add(.tensor, "draw", "The next random key.", surroundings()) { (context: Context) in
      let draw = context.random.next()
      return "\(draw.key) \(draw.counter)"
    }
    return catalog
  }

  /// Runs a text and gives what its last line prints as.
  @discardableResult
  func run(_ text: String) throws -> String {
    var last = Value.none
    try session.run(Source(name: "test.dln", text: text)) { last = $1 }
    return try last.text()
  }
}

/// Something that can be saved as a picture.
struct Drawing: Depicted {
  static let endings = ["png", "svg"]
  let number: Double

  init(_ number: Double) { self.number = number }

  var kind: String { "a figure" }
  func text() throws -> String { "figure \(numberText(number))" }
  func drawing(for terminal: PictureTerminal) throws -> String { "drawn \(numberText(number))" }
  func bytes(ending: String, _ context: Context) throws -> [UInt8] { Array("\(ending) of \(numberText(number))".utf8) }
}

/// The value of a text in a new session.
func value(_ text: String) throws -> String { try Trial().run(text) }

/// The heading of the failure of a text in a new session.
func heading(_ text: String) -> String {
  do {
    return "no failure: \(try Trial().run(text))"
  } catch let failure as Failure {
    return failure.heading
  } catch {
    return "another error: \(error)"
  }
}

/// A document of a text.
func document(_ text: String) -> Document { Document(Source(name: "test.dln", text: text)) }
