import Testing

@Suite struct UsingTests {
  @Test func bindsTheNamesHere() throws {
    let program = Program(files: ["tools.dln": "k = 3\nfn f(x) = x * k\n"])
    #expect(try program.run("use \"tools.dln\"\nf(2)") == "6")
    #expect(try program.run("k") == "3")
  }

  @Test func aMissingFile() {
    #expect(
      Program().failure("use \"tols.dln\"") == """
        error[file]: there is no tols.dln
          at test.dln:1
          1 | use "tols.dln"
            |     ^^^^^^^^^^ nothing here
        """)
  }

  @Test func aCircle() {
    let program = Program(files: ["a.dln": "use \"b.dln\"", "b.dln": "\nuse \"a.dln\""])
    #expect(
      program.failure("use \"b.dln\"", name: "notebooks/a.dln") == """
        error[cycle]: these files each need the other first
          at b.dln:2, called from notebooks/a.dln:1
          2 | use "a.dln"
            |     ^^^^^^^ notebooks/a.dln -> b.dln -> a.dln
          why: what both need belongs into a file of its own, which both `use`
        """)
    #expect(Program(files: [:]).failure("use \"a.dln\"", name: "a.dln").hasPrefix("error[cycle]: this file uses itself"))
  }

  @Test func errorsInsideNameTheirFile() {
    let program = Program(files: ["tools.dln": "\n1 + none", "bad.dln": "x = ("])
    #expect(program.failure("use \"tools.dln\"").contains("at tools.dln:2, called from test.dln:1"))
    #expect(program.failure("use \"bad.dln\"").contains("at bad.dln:1"))
    #expect(program.failure("use \"tools.dln\"").hasPrefix("error[type]"))
  }
}
