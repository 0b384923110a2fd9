import Foundation
import Testing

@testable import dln

@Suite struct NotebookFileTests {
  @Test func params() throws {
    let settings = try ParamSettings(["a=1", "b=x=y", "c="])
    #expect(settings.values == ["a": "1", "b": "x=y", "c": ""])
    #expect(throws: (any Error).self) { try ParamSettings(["a"]) }
    #expect(throws: (any Error).self) { try ParamSettings(["=1"]) }
  }

  @Test func filesThatCannotBeRead() throws {
    try Binary.inFolder { (folder: URL) throws in
      #expect(throws: (any Error).self) { try NotebookFile.read(folder.path) }
      #expect(throws: (any Error).self) { try NotebookFile.read(folder.appending(path: "none.dln").path) }
    }
  }
}
