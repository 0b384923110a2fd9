import Foundation
import Testing

@Suite struct TestTests {
  @Test func countsAndStatuses() throws {
    let files = ["good.dln": "expect true\n1 + 1  #=> 2", "bad.dln": "expect false\n1  #=> 1", "broken.dln": "nobody"]
    try Binary.inFolder(files) { (folder: URL) throws in
      let good = try Binary.run(["test", "good.dln"], in: folder)
      #expect(good.output == "2 passed, 0 failed\n")
      #expect(good.status == 0)
      let bad = try Binary.run(["test", "good.dln", "bad.dln"], in: folder)
      #expect(bad.output == "good.dln: 2 passed, 0 failed\nbad.dln: 1 passed, 1 failed\n3 passed, 1 failed\n")
      #expect(bad.errors.contains("error[expect]"))
      #expect(bad.status == 3)
      #expect(try Binary.run(["test", "broken.dln"], in: folder).status == 1)
      #expect(try Binary.run(["test", "missing.dln"], in: folder).status == 2)
    }
  }

  @Test func params() throws {
    try Binary.inFolder(["fit.dln": "param steps = 10\nexpect steps == 10"]) { (folder: URL) throws in
      #expect(try Binary.run(["test", "fit.dln"], in: folder).status == 0)
      #expect(try Binary.run(["test", "fit.dln", "steps=9"], in: folder).status == 3)
      #expect(try Binary.run(["test", "fit.dln", "stps=9"], in: folder).status == 2)
    }
  }
}
