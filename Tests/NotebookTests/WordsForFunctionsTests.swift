import Testing

@testable import Notebook

@Suite struct WordsForFunctionsTests {
  @Test func mapping() throws {
    #expect(try value("map(1..3, n -> n^2)") == "[1, 4, 9]")
    #expect(try value("zip(1..2, 3..4) |> map((a, b) -> a * b)") == "[3, 8]")
    #expect(try value("[\"a\"] |> map(text)") == "[\"a\"]")
    #expect(heading("map([1], 3)").hasPrefix("error[argument]: `f` of `map` wants a function"))
  }

  @Test func filtering() throws {
    #expect(try value("filter(1..6, n -> n mod 3 == 0)") == "[3, 6]")
    #expect(heading("filter(1..3, n -> n)").hasPrefix("error[type]: the function gave a number"))
  }
}
