import Foundation
import Testing

@Suite struct RunTests {
  // MARK: - Lines

  @Test func linesPrintTheirValues() throws {
    let outcome = try Binary.run(["-e", "x = [1, 2, 3]", "-e", "x * 2", "-e", "-1; \"a\""])
    #expect(outcome.output == "[2, 4, 6]\na\n")
    #expect(outcome.status == 0)
  }

  @Test func recordsOfColumnsAreTables() throws {
    let outcome = try Binary.run([], input: "record(名字: [\"猫\", \"dog\"], 数: [1.5, 20])")
    #expect(outcome.lines == ["名字   数", "---------", "猫    1.5", "dog    20"])
    #expect(try Binary.run([], input: "record(a: [1, 2], b: [3, 4])").output == "record(a: [1, 2], b: [3, 4])\n")
  }

  @Test func linesKnowTheAnswersBefore() throws {
    let lines = ["-e", "2", "-e", "ans * 5", "-e", "x = 1", "-e", "out(1) + ans"]
    #expect(try Binary.run(lines).output == "2\n10\n12\n")
    #expect(try Binary.run([], input: "2;\nx = 1\nans + out(1)").output == "4\n")
  }

  @Test func errorsGoToTheStandardError() throws {
    let outcome = try Binary.run(["-e", "print(1)", "-e", "nobody"])
    #expect(outcome.output == "1\n")
    #expect(outcome.errors.hasPrefix("error[name]: there is no `nobody`\n  at the command line\n"))
    #expect(!outcome.errors.contains("\u{1B}"))
    #expect(outcome.status == 1)
  }

  @Test func workThatFailsOnlyWhenItIsLookedAtHasItsPlace() throws {
    let outcome = try Binary.run(["-e", "cross_entropy(zeros([2, 3]), int32([0, 3]))"])
    #expect(outcome.errors.contains("at the command line"))
    #expect(outcome.status == 1)
  }

  @Test func whatWasExpectedAndDoesNotHold() throws {
    #expect(try Binary.run(["-e", "expect 1 == 2"]).status == 3)
  }

  @Test func deepCallsEndInAMessage() throws {
    let outcome = try Binary.run(["-e", "fn f(n) = f(n + 1)", "-e", "f(0)"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("error[limit]"))
  }

  @Test func seedsAndThreads() throws {
    let lines = ["-e", "sum(uniform([1000], 0..1))"]
    let first = try Binary.run(lines).output
    #expect(try Binary.run(lines).output == first)
    #expect(try Binary.run(["--seed", "1"] + lines).output != first)
    #expect(try Binary.run(["--threads", "1"] + lines).status == 0)
  }

  // MARK: - By pipe

  @Test func aPipeRunsAsAFile() throws {
    try Binary.inFolder { (folder: URL) throws in
      let outcome = try Binary.run([], input: "# %% A\n1\n2\n# %% B\nprint(3)", in: folder)
      #expect(outcome.output == "2\n3\n")
      #expect(outcome.status == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }
  }

  @Test func aPipeThatCannotBeRead() throws {
    let outcome = try Binary.run([], input: "1\n2 +")
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("the standard input, line 2"))
    #expect(outcome.status == 1)
  }

  // MARK: - Notebooks

  private static let notebook = """
    # %% [markdown]
    # # Words
    # %% Numbers
    param count = 3 "how many"
    param name = "data"
    print("{name}: {count}")
    list(1..count)
    # %% Loss
    plot([1, 0.5, 0.25], title: "Loss")
    """

  @Test func notebooksLeaveTheirOutputs() throws {
    try Binary.inFolder(["fit.dln": Self.notebook]) { (folder: URL) throws in
      let outcome = try Binary.run(["fit.dln"], in: folder)
      #expect(outcome.output == "data: 3\n[1, 2, 3]\nfit.out/03-loss.png\n")
      #expect(outcome.status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "fit.out").path).sorted()
      #expect(names == ["03-loss.png", "report.json", "timing.json", "transcript.txt"])
      let report = try Binary.text(of: folder.appending(path: "fit.out/report.json"))
      _ = try Binary.run(["run", "fit.dln"], in: folder)
      #expect(try Binary.text(of: folder.appending(path: "fit.out/report.json")) == report)
      #expect(try JSONSerialization.jsonObject(with: Data(report.utf8)) is [String: Any])
    }
  }

  @Test func paramsAndOptions() throws {
    try Binary.inFolder(["fit.dln": Self.notebook]) { (folder: URL) throws in
      #expect(try Binary.run(["fit.dln", "count=2", "name=words"], in: folder).output.hasPrefix("words: 2\n[1, 2]\n"))
      #expect(try Binary.run(["fit.dln", "--cell", "Loss", "--out", "there"], in: folder).output == "there/03-loss.png\n")
      #expect(
        try Binary.run(["fit.dln", "--help"], in: folder).output
          == "dln fit.dln [name=value]...\n  count=3      how many\n  name=\"data\"\n")
    }
  }

  @Test(arguments: [
    (["fit.dln", "cuont=2"], "did you mean `count`?"), (["fit.dln", "count"], "a param is set as name=value"),
    (["fti.dln"], "did you mean fit.dln?"),
    (["fit.dln", "--cell", "Los"], "did you mean \"Loss\"?"), (["tset", "fit.dln"], "did you mean test?"),
  ])
  func wrongUsage(_ arguments: [String], _ answer: String) throws {
    try Binary.inFolder(["fit.dln": Self.notebook]) { (folder: URL) throws in
      let outcome = try Binary.run(arguments, in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(answer))
    }
  }

  @Test func paramsOfAWrongKind() throws {
    try Binary.inFolder(["fit.dln": Self.notebook]) { (folder: URL) throws in
      let outcome = try Binary.run(["fit.dln", "count=many"], in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("`count` is a number"))
    }
  }

  @Test func filesLieBesideTheNotebook() throws {
    let files = ["main.dln": "use \"other.dln\"\nsave(\"saved {a}\", \"note.txt\")\nload(\"note.txt\")", "other.dln": "a = 5"]
    try Binary.inFolder(files) { (folder: URL) throws in
      let outcome = try Binary.run([folder.appending(path: "main.dln").path])
      #expect(outcome.output == "\"saved 5\"\n")
      #expect(try Binary.text(of: folder.appending(path: "main.out/note.txt")) == "saved 5")
    }
  }

  @Test func anErrorIsReportedAndKept() throws {
    try Binary.inFolder(["bad.dln": "# %% A\n1\n# %% B\nnobody"]) { (folder: URL) throws in
      let outcome = try Binary.run(["bad.dln"], in: folder)
      #expect(outcome.output == "1\n")
      #expect(outcome.errors.contains("at bad.dln:4, cell \"B\""))
      #expect(outcome.status == 1)
      #expect(try Binary.text(of: folder.appending(path: "bad.out/transcript.txt")).contains("there is no `nobody`"))
    }
  }

  @Test func ctrlCEndsANotebook() throws {
    try Binary.inFolder(["long.dln": "print(1)\ni = 0\nwhile true { i += 1 }"]) { (folder: URL) throws in
      let outcome = try Binary.run(["long.dln"], in: folder, interruptAfter: 1)
      #expect(outcome.output == "1\n")
      #expect(outcome.errors.hasPrefix("^C  stopped `while true { i += 1 }`"))
      #expect(outcome.status == 130)
    }
  }
}
