import Testing

@Suite struct CommandScenes {
  @Test func undoAndRedo() throws {
    let sitting = try Sitting()
    for line in ["x = [1, 2]", "x = x * 3", ":undo", "x"] { try sitting.enter(line) }
    #expect(sitting.screen.text.contains("undone: x = x * 3  (now x is [2] float32)"))
    #expect(sitting.screen.text.contains("\n[1, 2]  [2] float32\n"))
    for line in [":redo", "x"] { try sitting.enter(line) }
    #expect(sitting.screen.text.contains("\n[3, 6]  [2] float32\n"))
    #expect(try sitting.leave() == 0)
  }

  @Test func saveAndRunAgain() throws {
    let sitting = try Sitting()
    let lines = [
      "a = uniform([2], 0..1)", "a + nobody", "a", "|> (x -> x * 2)", "# %% 第二", "b = normal([2])", ":save 笔记.dln",
      "sum(a) + sum(b)",
    ]
    for line in lines {
      try sitting.enter(line)
    }
    #expect(sitting.screen.text.contains("saved 2 cells, 6 lines to 笔记.dln"))
    let text = try #require(sitting.home.text(of: "笔记.dln"))
    #expect(text == "a = uniform([2], 0..1)\na\nans |> (x -> x * 2)\n\n# %% 第二\nb = normal([2])\n")
    let value = try #require(sitting.screen.lines.dropLast().last)
    #expect(try sitting.leave() == 0)
    try sitting.home.write(text + "sum(a) + sum(b)\n", to: "again.dln")
    let outcome = try Binary.run(["\(sitting.home.path)/again.dln"])
    #expect(outcome.lines.last == value)
  }

  @Test func editing() throws {
    let home = try Home(["editor.sh": "sed -i 's/1/40/' \"$1\"\n"])
    let sitting = try Sitting(home, environment: ["EDITOR": "sh \(home.path)/editor.sh"])
    for line in ["fn f(x) = x + 1", ":edit f", "f(2)"] { try sitting.enter(line) }
    #expect(sitting.screen.lines.suffix(4) == ["dln> fn f(x) = x + 40", "dln> f(2)", "42", "dln>"])
    #expect(try sitting.leave() == 0)
  }

  @Test func loading() throws {
    let home = try Home(["n/n.dln": "# %% A\nuse \"m.dln\"\na = twice(uniform([1], 0..1))\na\n", "n/m.dln": "fn twice(x) = 2 * x\n"])
    let shown = try Binary.run(["\(home.path)/n/n.dln"]).lines
    let sitting = try Sitting(home)
    for line in [":load n/n.dln", ":vars"] { try sitting.enter(line) }
    #expect(sitting.screen.lines.contains(shown[0]))
    #expect(sitting.screen.lines.suffix(3) == ["a      tensor    [1] float32", "twice  function  twice(x)", "dln>"])
    try sitting.enter(":load n/o.dln")
    #expect(sitting.screen.text.contains("error[file]: there is no n/o.dln"))
    #expect(try sitting.leave() == 0)
  }

  @Test func pipesAcrossLines() throws {
    let sitting = try Sitting()
    for line in ["x = [1, 2]", "x + nobody", ":vars", "|> sum", "x"] { try sitting.enter(line) }
    #expect(sitting.screen.lines.suffix(3) == ["dln> x", "3", "dln>"])
    #expect(try sitting.leave() == 0)
  }

  @Test func severalStatementsWithAnErrorInTheMiddle() throws {
    let sitting = try Sitting()
    try sitting.terminal.paste("a = 1\na + 1\nnobody\nb = 2")
    try sitting.terminal.press(.enter)
    try sitting.terminal.wait(for: "did not run")
    #expect(sitting.screen.text.contains("\n2\nerror[name]: there is no `nobody`"))
    #expect(sitting.screen.text.contains("what stands above it ran and stays; what follows did not run"))
    for line in ["a", "b"] { try sitting.enter(line) }
    #expect(sitting.screen.text.contains("dln> a\n1\n"))
    #expect(sitting.screen.text.contains("there is no `b`"))
    #expect(try sitting.leave() == 0)
  }

  @Test func theUsersFile() throws {
    let home = try Home([".config/dln/init.dln": "fn twice(x) = 2 * x\nnobody\n"])
    let sitting = try Sitting(home, greeted: true)
    #expect(sitting.screen.text.contains("error[name]: there is no `nobody`"))
    for line in ["twice(4)", ":save a.dln"] { try sitting.enter(line) }
    #expect(sitting.screen.text.contains("dln> twice(4)\n8\n"))
    #expect(try sitting.leave() == 0)
    #expect(home.text(of: "a.dln")?.hasPrefix("use \"") == true)
  }
}
