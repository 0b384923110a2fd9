// The pages about kinds of errors.

import Catalog
import Testing

@testable import dln

@Suite struct ExplanationsTests {
  @Test(arguments: Complaint.Kind.allCases)
  func everyKindHasAPageWhoseExampleGivesIt(_ kind: Complaint.Kind) throws {
    let page = try #require(Explanation.page(of: kind))
    let message = try #require(page.message(stackSize: 1 << 19), "the example runs")
    #expect(message.hasPrefix(kind == .interrupted ? "^C  stopped " : "error[\(kind.rawValue)]: "), "\(message)")
    #expect(!page.causes.isEmpty && !page.remedies.isEmpty)
    #expect(page.text(stackSize: 1 << 19).contains(kind.rawValue))
  }

  @Test func eachKindOnce() { #expect(Set(Explanation.pages.map(\.kind)).count == Explanation.pages.count) }
}
