import Testing

@Suite struct PlacesTests {
  @Test(arguments: [
    ("w = record(a: 1)\nw.a = 5\nw.b = 6\nw", "record(a: 5, b: 6)"), ("w = record(a: 1); v = w\nw.a = 5\nv.a", "1"),
    ("t = [none, 2]\nt[0] = 9\nt[-1] += 1\nt", "[9, 3]"),
    ("t = [none, 2]; s = t\nt[0] = 9\ns", "[none, 2]"), ("t = [1, 2]\nt[0] = 9\nt", "<9 2>"),
    ("w = record(a: [none, record(b: 1)])\nw.a[1].b = 3\nw", "record(a: [none, record(b: 3)])"),
    ("w = record(a: record(n: 1))\nw.a.n *= 5\nw.a.n", "5"), ("t = [none, none, none]\nt[0..1] = 7\nt", "[7, 7, none]"),
    ("t = [none, none, none]\nt[1:] = [\"a\", \"b\"]\nt", "[none, \"a\", \"b\"]"),
    ("s = 3x4\ns[0] = 5\ns", "5x4"), ("w = record(a: 1)\nw[\"a\"] = 2\nw.a", "2"), ("v = [1, 2]\nv.size = 3\nv", "<0 0 0>"),
    ("i = 0\nt = [none, none]\nt[i], i = 5, 1\nt", "[5, none]"),
    ("t = [none, 0]\nt[t.count - 1] = 3\nt", "[none, 3]"),
  ]) func places(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("t = [none]\nt[3] = 1", "error[argument]: there is no item 3: the list has 1 item"),
    ("x = 3\nx.a = 1", "error[type]: a number has no fields that can be set"),
    ("x = 3\nx[0] = 1", "error[type]: the items of a number cannot be set"),
    ("v = [1, 2]\nv.shape = 3", "error[type]: `shape` of a vector cannot be set"),
    ("s = 3x3\ns[0] = 0.5", "error[type]: a size holds whole numbers, not a number"),
    ("t = [none, none]\nt[0..1] = [none]", "error[argument]: 1 value for 2 places"), ("q.a = 1", "error[name]: there is no `q`"),
  ]) func mistakes(_ source: String, _ expected: String) { #expect(heading(source) == expected) }

  @Test func aFailedChangeKeepsTheOldValue() throws {
    let program = Program()
    #expect(program.failure("t = [none, 1]\nt[7] = 2").hasPrefix("error[argument]"))
    #expect(try program.run("t") == "[none, 1]")
    #expect(program.failure("w = record(a: 1)\nw.a.b.c = 2").hasPrefix("error"))
    #expect(try program.run("w") == "record(a: 1)")
  }
}
