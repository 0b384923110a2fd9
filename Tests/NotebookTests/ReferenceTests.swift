import Catalog
import Language
import Testing

@testable import Notebook

@Suite struct ReferenceTests {
  private static func catalog() -> Catalog {
    let catalog = Trial.catalog()
    catalog.add(
      .loss, "distance", "How far two are apart.", paper: "Euclid", shapes: ["[n], [n] -> []", ShapeRule("[n] -> []", "损失: 1")],
      examples: [Example("distance(1, 损失: 3)", gives: "9"), Example("nobody", gives: "as declared")], number("a", "one"),
      number("损失", "the other", 2, in: 0...5)
    ) { (a: Double, b: Double) in b - a }
    catalog.addForeign("nn.Distance", "F.distance", in: "PyTorch", means: "distance")
    return catalog
  }

  private let reference = Reference(Self.catalog())

  @Test func aWord() throws {
    #expect(
      try reference.help(on: "distance") == """
        distance(a, 损失 = 2)
          How far two are apart.

          [n], [n] -> []
          [n] -> []        distance(损失: 1)

          a          one (a number)
          损失 = 2   the other (a number from 0 to 5)

          dln> distance(1, 损失: 3)
          2
          dln> nobody
          as declared

          paper       Euclid
          elsewhere   PyTorch: nn.Distance, F.distance
        """)
  }

  @Test func otherNamesLeadThere() throws {
    for name in ["nn.Distance", "Distance", "torch.nn.Distance", "F.distance"] {
      #expect(try reference.help(on: name).hasPrefix("`\(name)` is called `distance` here.\n\ndistance("))
    }
  }

  @Test func signsAndFamilies() throws {
    #expect(try reference.help(on: "|>").hasPrefix("EXPR |> "))
    #expect(try reference.help(on: "else").hasPrefix("if EXPR"))
    #expect(try reference.help(on: "losses").hasPrefix("Losses\n  distance  How"))
    #expect(try reference.help(on: "loss") == reference.help(on: "Losses"))
    let layers = try reference.help(on: "layers")
    #expect(layers.hasPrefix("layers(INPUT)"))
    #expect(layers.contains("\nLayers\n  dense"))
  }

  @Test func unknownNames() {
    #expect(throws: Complaint.self) { try reference.help(on: "zzzzz") }
    do { _ = try reference.help(on: "distanse") } catch {
      #expect((error as? Complaint)?.message == "there is no word `distanse`; did you mean `distance`?")
    }
  }

  @Test func overviewHasAllFamilies() {
    let lines = reference.overview.split(separator: "\n").map(String.init)
    for family in [Family.statement, .block, .sign, .language, .loss, .layer] { #expect(lines.contains(family.rawValue)) }
    #expect(!lines.contains(Family.metric.rawValue))
  }

  @Test(arguments: [40, 60, 100])
  func linesFit(width: Int) throws {
    let narrow = Reference(Self.catalog(), width: width)
    for name in ["fn", "update", "record", "distance"] {
      for line in try narrow.help(on: name).split(separator: "\n") where !line.hasPrefix("  dln>") && !line.hasPrefix("       ") {
        #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
      }
    }
  }

  @Test func pages() throws {
    let pages = reference.pages()
    #expect(pages.first?.file == "README.md")
    let losses = try #require(pages.first { $0.file == "losses.md" }?.text)
    for part in [
      "# Losses\n", "## `distance`", "| `[n] -> []` | `distance(损失: 1)` |", "| `损失` | `2` | the other | a number from 0 to 5 |",
      "distance(1, 损失: 3)                  #=> 2", "Paper: Euclid.", "PyTorch: nn.Distance, F.distance.",
    ] { #expect(losses.contains(part), "\(part)") }
    #expect(pages[0].text.contains("[`distance`](losses.md#distance)"))
  }
}
