import Catalog
import Interpreter
import Testing

@testable import Notebook

/// An optimizer for a program that trains nothing.
private struct Rule: Argument {
  static let wanted = "a rule"
  static let families: [Family] = [.optimizer]
  static func from(_ value: Value, _ context: Context) throws -> Rule? { nil }
  let value = Value.none
}

private enum Side: String, Choice { case left, right }

/// A thing whose fields must not be asked for.
private struct Guarded: Thing {
  let kind = "a guarded thing"
  let fieldNames = ["open", "closed"]
  func text() throws -> String { "guarded" }
  func field(_ name: String, _ context: Context) throws -> Value? {
    Issue.record("the field \(name) was computed")
    return nil
  }
  func readyField(_ name: String) -> Value? {
    name == "open" ? .record(Record([("inner", .number(1)), ("inside", .text("a"))])) : nil
  }
}

@Suite struct CompletionTests {
  private let trial = Trial()
  private let folders: [String: [FolderEntry]] = [
    ".": [
      FolderEntry("data", isFolder: true), FolderEntry("数据.csv", isFolder: false), FolderEntry(".hidden", isFolder: false),
      FolderEntry("my \"{file}\".csv", isFolder: false),
    ],
    "data": [FolderEntry("train set.csv", isFolder: false), FolderEntry("test.csv", isFolder: false)],
  ]

  init() throws {
    let catalog = trial.context.catalog
    catalog.add(.optimizer, "sgd", "A rule.", number("rate", "how far", 0.1)) { (rate: Double) in rate }
    catalog.add(.file, "load", "Reads.", path("path", "the file")) { (path: String) in path }
    catalog.add(.file, "save", "Writes.", given("value", "what", Value.self), path("path", "the file")) { (value: Value, path: String) in
      value
    }
    catalog.add(.augmentation, "flip", "Turns.", given("side", "which", Side.self)) { (side: Side) in 1 }
    catalog.add(
      .training, "fit", "Trains.", given("net", "a net", Value.self), count("epochs", "passes over the data", 10),
      given("optimizer", "how parameters move", Rule?.self, .some(nil)), given("rules", "several", [Rule]?.self, .some(nil))
    ) { (net: Value, epochs: Int, optimizer: Rule?, rules: [Rule]?) in net }
    catalog.addBuilder("layers", of: [.layer]) { _, _, _ in .none }
    catalog.addBuilder("augment", of: [.augmentation]) { _, _, _ in .none }
    try trial.run("rate = 0.5\n损失 = [1]\nfn scale(x, by_factor = 2) = x\npoint = record(left: record(deep: 1), top: 2)")
    trial.session.bind("guarded", .thing(Guarded()))
  }

  /// What is offered at the `|` of a text.
  private func completion(_ marked: String) -> Completion {
    let parts = marked.split(separator: "¦", omittingEmptySubsequences: false)
    let session = trial.session
    let completer = Completer(
      names: session.names, value: session.value(of:), catalog: session.context.catalog,
      commands: [.init(":vars", note: "the names"), .init(":load", note: "runs a file", takesFile: true)], entries: { folders[$0] })
    return completer.completion(of: parts.joined(), at: parts[0].utf8.count)
  }

  private func texts(_ marked: String) -> [String] { completion(marked).candidates.map(\.text) }

  private func notes(_ marked: String) -> [String: String] {
    Dictionary(completion(marked).candidates.map { ($0.shown, $0.note) }) { first, _ in first }
  }

  @Test func namesAndWords() {
    #expect(texts("ra¦") == ["rate"])
    #expect(texts("1 + ra¦ * 2") == ["rate"])
    #expect(texts("损¦") == ["损失"])
    #expect(texts("de¦") == ["dense"])
    #expect(texts("whi¦") == ["while"])
    #expect(notes("rat¦") == ["rate": "a number"])
    #expect(completion("损失 + 损¦").start == "损失 + ".utf8.count)
    #expect(texts("zzz¦") == [])
  }

  @Test func namesOfTheTextItself() {
    #expect(texts("fn area(width, height) {\n  wid¦") == ["width"])
    #expect(texts("x = 3 epochs\nepo¦") == [])
  }

  @Test func fieldsBehindADot() {
    #expect(texts("point.¦") == ["left", "top"])
    #expect(texts("point.left.d¦") == ["deep"])
    #expect(texts("guarded.¦") == ["open", "closed"])
    #expect(texts("guarded.open.in¦") == ["inner", "inside"])
    #expect(texts("guarded.closed.¦") == [])
    #expect(texts("f(point).¦") == [])
    #expect(texts("nobody.¦") == [])
    #expect(notes("guarded.¦") == ["open": "a record", "closed": ""])
  }

  @Test func argumentNames() {
    #expect(texts("fit(net, ep¦") == ["epochs: "])
    #expect(texts("fit(net, ¦").prefix(3) == ["epochs: ", "optimizer: ", "rules: "])
    #expect(texts("fit(net, epochs: 3, ¦").prefix(2) == ["optimizer: ", "rules: "])
    #expect(texts("net |> fit(¦").first == "epochs: ")
    #expect(texts("fit(net, ep¦: 3)").first == "epochs")
    #expect(texts("scale(1, ¦").first == "by_factor: ")
    #expect(notes("fit(net, ep¦") == ["epochs": "passes over the data (a whole number, default 10)"])
    #expect(notes("scale(1, b¦")["by_factor"] == "(a value, default 2)")
    #expect(texts("fit(net,\n    ep¦") == ["epochs: "])
    #expect(texts("fit(scale(1, 2), ep¦") == ["epochs: "])
    #expect(texts("fit(net) + ep¦") == [])
  }

  @Test func whatAnArgumentWantsComesFirst() {
    #expect(texts("fit(net, optimizer: ¦").first == "sgd")
    #expect(texts("fit(net, rules: [¦").first == "sgd")
    #expect(texts("fit(net, optimizer: s¦").first == "sgd")
    #expect(!texts("fit(net, optimizer: ¦").contains("dense"))
  }

  @Test func blocksAndTheirFamilies() {
    #expect(texts("layers { ¦").first == "dense")
    #expect(texts("layers(1x8x8) {\n  dense(3)\n  if true { d¦").first == "dense")
    #expect(texts("augment {\n ¦").first == "flip")
    #expect(texts("augment { flip(¦").first == "side: ")
  }

  @Test func units() {
    #expect(texts("3 ep¦") == ["epochs"])
    #expect(texts("1 ep¦") == ["epoch"])
    #expect(texts("fit(net, stop: 3 ¦").contains("steps"))
    #expect(texts("10 d¦") == ["deg"])
    #expect(texts("3¦") == [])
    #expect(texts("3\nde¦") == ["dense"])
    #expect(notes("2 M¦") == ["MB": "memory"])
  }

  @Test func filesInTexts() {
    #expect(texts("load(\"¦") == ["data/", "数据.csv\"", "my \\\"{{file}}\\\".csv\""])
    #expect(texts("load(\"da¦") == ["data/"])
    #expect(texts("load(\"data/t¦") == ["data/train set.csv\"", "data/test.csv\""])
    #expect(texts("load(\"data/train s¦") == ["data/train set.csv\""])
    #expect(texts("load(\"数¦\")") == ["数据.csv"])
    #expect(texts("load(\".h¦") == [".hidden\""])
    #expect(texts("use \"da¦") == ["data/"])
    #expect(texts("x |> save(\"da¦") == ["data/"])
    #expect(texts("save(x, \"da¦") == ["data/"])
    #expect(texts("print(\"da¦") == [])
    #expect(completion("load(\"data/t¦").candidates.first?.shown == "train set.csv")
  }

  @Test func choicesInTexts() {
    #expect(texts("flip(\"¦") == ["left\"", "right\""])
    #expect(texts("flip(side: \"l¦\")") == ["left"])
  }

  @Test func valuesInTexts() {
    #expect(texts("\"loss {ra¦") == ["rate"])
    #expect(texts("\"{load(\"da¦") == ["data/"])
    #expect(texts("\"{{ra¦") == [])
  }

  @Test func commandsAndQuestions() {
    #expect(completion(":va¦") == Completion(start: 0, candidates: [Candidate(":vars", note: "the names")]))
    #expect(texts(":¦") == [":vars", ":load"])
    #expect(completion(":load data/tr¦") == Completion(start: 6, candidates: [Candidate("data/train set.csv", shown: "train set.csv")]))
    #expect(texts(":load my¦") == ["my \"{file}\".csv"])
    #expect(texts(":vars ra¦") == ["rate"])
    #expect(texts("?den¦") == ["dense"])
    #expect(texts("??sca¦") == ["scale"])
  }

  @Test func nothingInComments() {
    #expect(texts("x = 1 # ra¦") == [])
    #expect(texts("# ra\nra¦") == ["rate"])
  }

  /// Wherever the cursor stands in a program, what is offered begins with what was typed.
  @Test func everyPlaceOfAProgram() {
    let program =
      "fit(net, rules: [sgd], \"{x:.2}\") |> f\nlayers(1x8x8) { dense(3); 损失.a }\n\"\"\"text {a.b(\"c\")} # no\n\"\"\" # yes ]})"
    let bytes = Array(program.utf8)
    for cursor in 0...bytes.count where String(validating: bytes[..<cursor], as: UTF8.self) != nil {
      let completion = completion(
        String(decoding: bytes[..<cursor], as: UTF8.self) + "¦" + String(decoding: bytes[cursor...], as: UTF8.self))
      let typed = String(decoding: bytes[completion.start..<cursor], as: UTF8.self)
      let strange = completion.candidates.filter { !$0.text.hasPrefix(typed) }.map(\.text)
      #expect(strange == [], "\(cursor): \(typed)")
    }
  }
}
