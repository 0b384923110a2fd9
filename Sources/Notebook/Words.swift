// Words of the language itself, which belong to no lower floor: printing, randomness, named values.

import Catalog

extension Catalog {
  /// All words of this floor.
  public func addNotebookWords() {
    addGrammar()
    addPrint()
    addSeed()
    addRecord()
    addListWords()
    addFunctionWords()
    addTextWords()
  }

  private func addPrint() {
    add(
      .language, "print", "Prints values, joined with a blank, and ends the line.",
      examples: [Example("print(\"loss\", 0.25)"), Example("print([1, 2] * 2)")], hasEffect: true,
      rest("values", "what is printed", Value.self), surroundings()
    ) { (values: [Value], context: Context) in
      context.print(try values.map { try $0.printed() }.joined(separator: " "))
      return Nothing()
    }
    addForeign("println", "echo", "puts", "printf", "display", means: "print")
  }

  private func addSeed() {
    add(
      .language, "seed", "Starts this cell's random numbers anew; `--seed` sets where those of all cells start.",
      examples: [Example("seed(7)\na = uniform([2], 0..1)\nseed(7)\nall(a == uniform([2], 0..1))", gives: "true")], hasEffect: true,
      count("number", "a whole number; the same one gives the same numbers again", nil, in: 0...9e15), surroundings()
    ) { (number: Int, context: Context) in
      context.random = RandomStream(seed: UInt64(number), cell: context.random.cell)
      return Nothing()
    }
    addForeign("manual_seed", "set_seed", "random_seed", means: "seed")
  }

  private func addRecord() {
    add(
      .language, "record", "Named values, read and set with a dot. Records of numbers and tensors add and scale field by field.",
      examples: [
        Example("w = record(slope: 3, bias: 0.5)\nw.slope", gives: "3"),
        Example("2 * record(a: 1, b: 2)", gives: "record(a: 2, b: 4)"),
      ],
      anyFields
    ) { (fields: Record) in fields }
    addForeign("dict", "struct", "namedtuple", "SimpleNamespace", means: "record")
  }
}

/// Outside the extension, where `names` would mean those of the catalogue's words.
private var anyFields: Parameter<Record> { names("fields", "the names and their values") }
