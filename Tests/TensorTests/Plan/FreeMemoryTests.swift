// Results that do not fit are refused before anything is allocated.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct FreeMemoryTests {
    @Test func aProductTooLargeSaysItsSum() throws {
      let x = Tensor(filled: 1, shape: [10_000_000, 2])
      let found = try #require(complaint { _ = try matmul(x, x.transposed()) })
      #expect(found.kind == .memory)
      #expect(found.message.hasPrefix("this tensor needs 400 TB, and "))
      #expect(found.why == "10000000 * 10000000 numbers * 4 bytes = 400 TB")
      #expect(found.marks.map(\.label) == ["[10000000, 10000000]", "[10000000, 2], 80 MB", "[2, 10000000], 80 MB"])
      #expect(found.edits.first?.text.description.hasPrefix("<left>[0..<") == true)
    }

    @Test func whatFitsIsNotLookedAt() throws { try checkMemory(of: [1000, 1000]) }
  }
}
