import Testing

@Suite struct NamesTests {
  @Test func userNamesShadowWords() throws { #expect(try value("double = x -> x * 3; double(2)") == "6") }

  @Test(arguments: [
    ("losses = 1; loses", "did you mean `losses`?"), ("doubl(2)", "did you mean `double`?"), ("relux", "it is called `double` here"),
    ("len([none])", "lists and texts have `.count`"), ("for i in range(3) { }", "a range is written with its ends"),
    ("x = True", "written `true`"),
    ("None", "written `none`"), ("np.zeros(3)", "all words stand alone"), ("zzz", "no name and no word of the language"),
  ]) func unknown(_ source: String, _ label: String) {
    let message = Program().failure(source)
    #expect(message.hasPrefix("error[name]: there is no `"))
    #expect(message.contains(label))
  }

  @Test func boundBelow() {
    #expect(
      Program().failure("# %% Plot\nprint(curve)\n\n# %% Train\ncurve = [1, 2]") == """
        error[order]: `curve` is read before it is bound
          at test.dln:2, cell "Plot"
          2 | print(curve)
            |       ^^^^^ not bound yet
          why: line 5, cell "Train" binds it: curve = [1, 2]
          try: curve = [1, 2]  -> line 5 moved up, above line 2
        """)
  }
}
