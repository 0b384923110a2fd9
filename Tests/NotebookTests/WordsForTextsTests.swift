import Testing

@testable import Notebook

@Suite struct WordsForTextsTests {
  @Test func texts() throws {
    #expect(try value("text(0.5)") == "0.5")
    #expect(try value("text(\"a\")") == "a")
    #expect(try value("text([\"a\"]) + \"!\"") == "[\"a\"]!")
  }

  @Test func numbers() throws {
    #expect(try value("number(\" 1_000.5 \")") == "1000.5")
    #expect(try value("number(3)") == "3")
    #expect(try value("number(\"-1e-3\")") == "-0.001")
    #expect(heading("number(\"many\")") == "error[argument]: \"many\" spells no number")
    #expect(heading("number([])").hasPrefix("error[type]"))
  }

  @Test func joining() throws {
    #expect(try value("join([\"a\", \"b\"], \", \")") == "a, b")
    #expect(try value("join(1..3)") == "123")
    #expect(try value("join([])") == "")
  }

  @Test func splitting() throws {
    #expect(try value("split_text(\"a,,b\", \",\")") == "[\"a\", \"\", \"b\"]")
    #expect(try value("split_text(\"a--b-c\", \"--\")") == "[\"a\", \"b-c\"]")
    #expect(try value("split_text(\"  to be \")") == "[\"to\", \"be\"]")
    #expect(try value("split_text(\"\", \",\")") == "[\"\"]")
  }
}
