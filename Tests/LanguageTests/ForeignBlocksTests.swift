// Blocks of Python, Julia, MATLAB and Lua in braces.

import Language
import Testing

@Suite struct ForeignBlocksTests {
  @Test(arguments: [
    ("for i in x:\n    f(i)\n    g(i)\nh", "for i in x {\n    f(i)\n    g(i)\n}\nh"),
    ("if a: b", "if a { b }"),
    ("if a: b # note", "if a { b } # note"),
    ("if a:\n  b\nelif c:\n  d\nelse:\n  e\nf", "if a {\n  b\n} else if c {\n  d\n} else {\n  e\n}\nf"),
    ("while a:\n\n  b\n\n\nc", "while a {\n\n  b\n}\n\n\nc"),
    ("if a then\n  b\nelse\n  c\nend", "if a {\n  b\n} else {\n  c\n}"),
    ("while a\n  b\nend\nc", "while a {\n  b\n}\nc"),
    ("for i in x\n  b\n}\nc", "for i in x {\n  b\n}\nc"),
    ("if a {\n  if b:\n    c\n}", "if a {\n  if b {\n    c\n  }\n}"),
    ("fn f(x):\n  x", "fn f(x) {\n  x\n}"),
  ])
  func getBraces(text: String, edited: String) {
    #expect(mended(text) == edited)
  }
}
