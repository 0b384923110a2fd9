import Foundation
import Testing

@Suite struct CheckTests {
  @Test func findsWithoutRunning() throws {
    let files = ["good.dln": "while true { print(1) }", "bad.dln": "x = dnese(4)\nconv(8, kernal: 3x3)"]
    try Binary.inFolder(files) { (folder: URL) throws in
      let good = try Binary.run(["check", "good.dln"], in: folder)
      #expect(good.output == "good.dln: well\n")
      #expect(good.status == 0)
      let bad = try Binary.run(["check", "good.dln", "bad.dln"], in: folder)
      #expect(bad.output == "good.dln: well\nbad.dln: 2 errors\n")
      #expect(bad.errors.contains("did you mean `dense`?"))
      #expect(bad.errors.contains("did you mean `kernel`?"))
      #expect(bad.status == 1)
    }
  }
}
