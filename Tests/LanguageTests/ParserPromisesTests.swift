// `#=>`.

import Testing

@Suite struct ParserPromisesTests {
  @Test(arguments: [
    ("w.slope   #=> [[3.00]] +- 0.05", "w.slope => '[[3.00]]' +- 0.05"),
    ("a #=> b\nc", "a => 'b' c"),
    ("a\n#=> [1,\n#=>  2]", "a => '[1,\n2]'"),
    ("a #=> x +- y", "a => 'x +- y'"),
    ("a #=> 3 +- 5%", "a => '3' +- 0.05"),
    ("f(1,\n 2)\n|> g #=> 3", "(|> (call f 1 2) g) => '3'"),
    ("if a { b #=> 1\n} #=> 2", "(if a {b => '1'}) => '2'"),
    ("a # no promise", "a"),
  ])
  func reads(text: String, tree: String) {
    #expect(describe(text) == tree)
  }

  @Test(arguments: ["a = 3 #=> 3", "#=> 3", "f(1, #=> 3\n 2)"])
  func refuses(text: String) {
    #expect(describe(text).hasPrefix("ERROR"))
  }
}
