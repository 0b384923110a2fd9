import Catalog
import Interpreter
import Language
import Testing

@testable import Notebook

@Suite struct RefusalTests {
  private let source = Source(name: "test.dln", text: "# %% A\nfirst = second")

  @Test func aComplaintGetsItsPlace() throws {
    let error = failure(
      Complaint(.type, "no", [.init(.callee, "here"), .init(.position(0), "there")]), at: Span(7, 12), and: Span(15, 21), in: source)
    let failure = try #require(error as? Failure)
    #expect(failure.line == 2)
    #expect(failure.cell == "A")
    #expect(failure.marks.map { $0.span } == [Span(7, 12), Span(15, 21)])
  }
}
