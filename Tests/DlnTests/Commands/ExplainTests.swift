import Catalog
import Testing

@testable import dln

@Suite struct ExplainTests {
  @Test func listsTheKinds() throws {
    let outcome = try Binary.run(["explain"])
    #expect(outcome.status == 0)
    for kind in Complaint.Kind.allCases { #expect(outcome.output.contains("  \(kind.rawValue) ")) }
  }

  @Test func onePage() throws {
    let outcome = try Binary.run(["explain", "shape"])
    #expect(outcome.output.hasPrefix("shape: "))
    #expect(outcome.output.contains("    error[shape]: these two cannot be matrix-multiplied"))
  }

  @Test func aSlipInTheKind() throws {
    let outcome = try Binary.run(["explain", "shapes"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("did you mean `shape`?"))
  }
}
