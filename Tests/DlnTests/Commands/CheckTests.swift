import Catalog
import Foundation
import Interpreter
import Language
import Notebook
import Testing

@testable import dln

@Suite struct CheckTests {
  @Test func findsWithoutRunning() throws {
    let files = [
      "good.dln": "while true { print(1) }", "bad.dln": "x = dnese(4)\nconv(8, kernal: 3x3)", "odd.dln": "param width = 3",
    ]
    try Binary.inFolder(files) { (folder: URL) throws in
      let good = try Binary.run(["check", "good.dln"], in: folder)
      #expect(good.output == "good.dln: well\n")
      #expect(good.status == 0)
      let bad = try Binary.run(["check", "good.dln", "bad.dln", "odd.dln"], in: folder)
      #expect(bad.output == "good.dln: well\nbad.dln: 2 errors\nodd.dln: well, 1 warning\n")
      #expect(bad.errors.contains("did you mean `dense`?"))
      #expect(bad.errors.contains("did you mean `kernel`?"))
      #expect(bad.errors.contains("warning[name]: the param `width` is never read"))
      #expect(bad.status == 1)
    }
  }

  @Test func writesNothing() throws {
    let text = "save([[1, 2]], \"a.csv\")\nsave(load(\"a.csv\"), \"b.csv\")\nplot([1, 2]) |> save(\"c.png\")\nload(\"c.png\").shape"
    try Binary.inFolder(["save.dln": text]) { (folder: URL) throws in
      let outcome = try Binary.run(["check", "save.dln"], in: folder)
      #expect(outcome.output == "save.dln: well\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["save.dln"])
    }
  }

  @Test func stopsInTime() throws {
    let slow = "fn f(n) { if n < 2 { return n }\nf(n - 1) + f(n - 2) }\n# a comment\nf(60)\nnone + 1"
    try Binary.inFolder(["slow.dln": slow]) { (folder: URL) throws in
      let outcome = try Binary.run(["check", "slow.dln"], in: folder)
      #expect(outcome.output == "slow.dln: well (looked at 4 of 5 lines in one second)\n")
      #expect(outcome.status == 0)
    }
  }

  @Test func aLargeTableIsLookedThroughByItsHead() throws {
    let rows = (0..<20000).map { "\($0 % 7),0.25,\(["cat", "dog"][$0 % 2])" }.joined(separator: "\n")
    let text = """
      table = load("table.csv")
      data = dataset(table, label: "kind")
      net = layers(2) { dense(4); relu; dense(data.classes) }
      train, test = split(data, 80%)
      run = fit(net, train, validate: test)
      table.a + table.b; stack([table.a, table.b], axis: 1) @ zeros([2, 3]); table.a[table.b > 1] + 1
      expect table.a.shape == [20000]
      x: [20000] = table.a
      table.c
      dataset(table, label: "kid")
      """
    try Binary.inFolder(["table.csv": "a,b,kind\n" + rows, "table.dln": text]) { (folder: URL) throws in
      let outcome = try Binary.run(["check", "table.dln"], in: folder)
      #expect(outcome.output == "table.dln: 2 errors\n", "\(outcome.errors)")
      #expect(outcome.errors.contains("a record has no `c`"))
      #expect(outcome.errors.contains("did you mean \"kind\"?"))
    }
  }

  // MARK: - What runs well is well

  /// What a check finds in a text that lies in a folder.
  private static func found(_ text: String, in folder: URL) -> [String] {
    let session = Settings.usual.session(Place(notebook: folder.appending(path: "test.dln").path), stackSize: 4 << 20, quiet: true)
    let report = Notebook.Check(Document(Source(name: "test.dln", text: text)), session).report()
    #expect(report.cut == nil)
    return (report.failures + report.warnings).map { "\($0.line) \($0.kind.rawValue)" }
  }

  @Test func theProgramsOfTheTestsAreWell() throws {
    let notebooks = Binary.tests.deletingLastPathComponent().appending(path: "notebooks")
    for folder in ProgramsTests.topics.map({ ProgramsTests.folder.appending(path: $0) }) + [notebooks] {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where name.hasSuffix(".dln") {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        #expect(Self.found(text, in: folder) == [], "\(name)")
      }
    }
  }

  @Test func everyExampleIsWell() throws {
    let prelude = """
      data = dataset("digits")
      net = layers(1x8x8) { flatten; dense(8); relu; dense(data.classes) }
      run = fit(net, data.train, validate: data.test, epochs: 1, optimizer: adam(0.001))

      """
    try Binary.inFolder { folder in
      for word in Catalog.complete().words {
        for example in word.examples { #expect(Self.found(prelude + example.source, in: folder) == [], "\(example.source)") }
      }
    }
  }

  // MARK: - What a run stumbles on is found

  private static let training = """
    param epochs = 1 "passes"
    data = dataset("digits")
    aug = augment { shift(1 px); rotate(10 deg); cutout(2x2, chance: 25%) }
    fn block(channels) = layers { conv(channels, 3x3); batch_norm; relu }
    net = layers(1x8x8) {
        block(4)
        residual { block(4); conv(4, 3x3); batch_norm }
        max_pool(2x2)
        flatten
        dense(16, init: he); relu; dropout(25%)
        dense(data.classes)
    }
    small = data.train[0..127]
    run = fit(net, small |> aug, validate: small, epochs: epochs, batch: 64, loss: cross_entropy,
        optimizer: sgd(warmup(0.05, over: 10%) |> cosine(to: 0), momentum: 90%), metrics: [accuracy], stop: patience(8 epochs))
    expect run.accuracy >= 0
    confusion(run.net, small).count
    opt = adam(0.001)
    total = 0
    for b in batches(small, 64) {
        loss = update net by opt { cross_entropy(net(b.x), b.y) }
        total += loss
    }
    w = record(slope: zeros([64, 1]), bias: zeros([1]))
    fn model(w, x) = reshape(x, [-1, 64]) @ w.slope + w.bias
    g, l = grad(w -> mse(model(w, small.x), zeros([128, 1])), at: w)
    w = w - 0.1 * g
    predict(run.net, small) |> argmax(axis: 1)
    losses = []
    for i in 1..20 { losses = append(losses, l * i) }
    plot(losses, title: "Loss") |> save("loss.png")
    plot(run, title: "Run") |> save("run.svg")
    """

  /// One edit of the training: it runs into the same failure that a check finds first.
  @Test(arguments: [
    ("dense(data.classes)", "dense(9)"), ("conv(4, 3x3); batch_norm }", "conv(5, 3x3); batch_norm }"), ("max_pool(2x2)", "max_pool(9x9)"),
    ("max_pool(2x2)", "max_pool(2x2, strid: 2)"), ("flatten", "flaten"), ("layers(1x8x8)", "layers(3x8x8)"),
    ("flatten\n", "\n"), ("shift(1 px)", "shift(1 deg)"), ("rotate(10 deg)", "rotate(10)"), ("dataset(\"digits\")", "dataset(\"digit\")"),
    ("patience(8 epochs)", "patience(8 steps)"), ("over: 10%", "over: 10"), ("metrics: [accuracy]", "metrics: [mse]"),
    ("loss: cross_entropy", "loss: mse"), ("optimizer:", "optimiser:"), ("momentum: 90%", "momentum: 90"), ("run.accuracy", "run.acuracy"),
    ("data.train[0..127]", "data.trian[0..127]"), ("cross_entropy(net(b.x), b.y)", "mse(net(b.x), b.y)"),
    ("cross_entropy(net(b.x), b.y)", "cross_entropy(net(b.y), b.x)"), ("zeros([64, 1])", "zeros([64, 2])"),
    ("zeros([64, 1])", "zeros([63, 1])"), ("bias: zeros([1])", "bias: zeros([3])"), ("zeros([128, 1])", "zeros([128])"),
    ("w - 0.1 * g", "w - 0.1 * opt"), ("argmax(axis: 1)", "argmax(axis: 2)"), ("adam(0.001)", "adam(\"fast\")"),
    ("total += loss", "totl += loss"),
    ("batches(small, 64)", "batches(small, 0)"), ("init: he", "init: relu"), ("confusion(run.net, small)", "confusion(small, run.net)"),
    ("block(4)\n", "block(channels)\n"), ("validate: small", "validate: small.x"), ("b.y) }", "b.labels) }"),
    ("epochs: epochs", "epochs: 0"),
    ("title: \"Loss\"", "titel: \"Loss\""), ("title: \"Run\"", "titel: \"Run\""), ("loss.png", "loss.pngg"), ("run.svg", "run.jpg"),
    (", small).count", ", small).cuont"), ("append(losses, l * i)", "append(losses, l * ii)"),
  ])
  func asTheRun(_ old: String, _ new: String) throws {
    let parts = Self.training.components(separatedBy: old)
    let text = parts[0] + new + parts.dropFirst().joined(separator: old)
    try Binary.inFolder { folder in
      let session = Settings.usual.session(Place(notebook: folder.appending(path: "a.dln").path), stackSize: 4 << 20, quiet: true)
      var failure: Failure?
      do { try session.run(Source(name: "test.dln", text: text)) } catch { failure = error as? Failure }
      let place = try #require(failure.map { "\($0.line) \($0.kind.rawValue)" }, "this runs")
      #expect(Self.found(text, in: folder).first == place, "\(failure?.message ?? "")")
    }
  }
}
