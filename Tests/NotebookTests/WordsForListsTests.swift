import Testing

@testable import Notebook

@Suite struct WordsForListsTests {
  @Test func appending() throws {
    #expect(try value("append([], 1, \"a\")") == "[1, \"a\"]")
    #expect(try value("a = [\"x\"]; b = append(a, \"y\"); a") == "[\"x\"]")
    #expect(try value("append([\"x\"])") == "[\"x\"]")
    #expect(heading("append(3, 4)").hasPrefix("error[argument]: `list` of `append` wants a list"))
  }

  @Test func lists() throws {
    #expect(try value("list(1..3)") == "[1, 2, 3]")
    #expect(try value("list(0..<1 by 0.5)") == "[0, 0.5]")
    #expect(try value("list(3x4)") == "[3, 4]")
    #expect(try value("list(record(a: 1))") == "[(\"a\", 1)]")
    #expect(heading("list(0..1e15)").hasPrefix("error[memory]"))
    #expect(try value("list(\"a月\")") == "[\"a\", \"月\"]")
  }

  @Test func zipping() throws {
    #expect(try value("zip([\"a\", \"b\"], 1..9)") == "[(\"a\", 1), (\"b\", 2)]")
    #expect(try value("zip()") == "[]")
  }

  @Test func sorting() throws {
    #expect(try value("sorted([\"b\", \"a\", \"C\"])") == "[\"C\", \"a\", \"b\"]")
    #expect(try value("sorted([3, 1, 2])") == "[1, 2, 3]")
    #expect(try value("sorted([3, 1, 2], descending: true)") == "[3, 2, 1]")
    #expect(try value("sorted([\"bb\", \"a\", \"cc\"], by: t -> t.count)") == "[\"a\", \"bb\", \"cc\"]")
    #expect(try value("sorted([\"bb\", \"a\", \"cc\"], by: t -> t.count, descending: true)") == "[\"bb\", \"cc\", \"a\"]")
    #expect(heading("sorted([\"a\", 1])").hasPrefix("error[type]: numbers and texts"))
    #expect(heading("sorted([none, 1])").hasPrefix("error[type]: item 0 is none"))
    #expect(try value("sorted([])") == "[]")
  }

  @Test func reversing() throws {
    #expect(try value("reversed(1..3)") == "[3, 2, 1]")
  }
}
