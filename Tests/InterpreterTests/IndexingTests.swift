import Testing

@Suite struct IndexingTests {
  /// Five items that stay a list.
  private let list = "t = [none, \"a\", \"b\", \"c\", \"d\"]; "

  @Test(arguments: [
    ("t[0]", "none"), ("t[-1]", "\"d\""), ("t[1..2]", "[\"a\", \"b\"]"), ("t[1..<2]", "[\"a\"]"), ("t[1:3]", "[\"a\", \"b\"]"),
    ("t[:2]", "[none, \"a\"]"),
    ("t[3:]", "[\"c\", \"d\"]"), ("t[-2:]", "[\"c\", \"d\"]"), ("t[-3..-1]", "[\"b\", \"c\", \"d\"]"), ("t[-3..<-1]", "[\"b\", \"c\"]"),
    ("t[3..99]", "[\"c\", \"d\"]"),
    ("t[4..2]", "[]"), ("t[0..4 by 2]", "[none, \"b\", \"d\"]"), ("t[[0, -1]]", "[none, \"d\"]"), ("i = [1, 2]; t[i]", "[\"a\", \"b\"]"),
    ("t[[true, false, false, false, true]]", "[none, \"d\"]"), ("t[...]", "[none, \"a\", \"b\", \"c\", \"d\"]"), ("t[[3]]", "[\"c\"]"),
    ("r = 1..2; t[r]", "[\"a\", \"b\"]"),
  ]) func lists(_ source: String, _ expected: String) throws { #expect(try value(list + source) == expected) }

  @Test(arguments: [
    ("\"héllo\"[1]", "\"é\""), ("\"hello\"[-3..-1]", "\"llo\""), ("1x28x30[0]", "1"), ("1x28x30[1..2]", "28x30"), ("1x28x30[-1]", "30"),
    ("(1..10)[2]", "3"), ("(1..10)[2..3]", "3..<5"), ("(10..1 by -1)[-1]", "1"), ("record(a: 5)[\"a\"]", "5"),
    ("[1, 2, 3][1]", "2"), ("[1, 2, 3][-3..-1]", "\"slice -3 to \""), ("[1, 2, 3][0..2]", "\"slice 0 to 3\""),
    ("[1, 2, 3][[0, 16777217]]", "\"places 2\""),
  ]) func others(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("t[5]", "error[argument]: there is no item 5: the list has 5 items"),
    ("t[-6]", "error[argument]: there is no item -6: the list has 5 items"),
    ("t[0.5]", "error[type]: an index wants a whole number, not 0.5"), ("t[0, 1]", "error[type]: the list has one axis, not 2"),
    ("t[\"a\"]", "error[type]: an index wants a whole number, not a text"), ("3[0]", "error[type]: a number has no items to index"),
    ("t[0.5..2]", "error[type]: an index wants whole numbers, not 0.5..2"),
    ("t[\"a\":]", "error[type]: an index wants a whole number, not a text"),
    ("t[[true]]", "error[shape]: 1 truths choose among 5 items"),
    ("record(a: 5)[0]", "error[type]: a record is indexed by the name of a field"),
  ]) func mistakes(_ source: String, _ expected: String) {
    #expect(heading(list + source) == expected)
  }
}
