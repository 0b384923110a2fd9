import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct SavingTests {
    private let program = Program()

    @Test func texts() throws {
      #expect(try program.call("save", .text("hällo\n"), .text("a.txt")).equals(.none))
      #expect(try program.call("load", .text("a.txt")).text() == "hällo\n")
    }

    @Test func listsOfNumbers() throws {
      try program.call("save", .list([.number(1), Tensor(2.5).value]), .text("l.csv"))
      #expect(try program.call("load", .text("l.csv")).column("column1").floats() == [1, 2.5])
    }

    @Test func thingsThatSaveThemselves() throws {
      struct Song: Savable {
        static let endings = ["wav"]
        var kind: String { "a song" }
        func text() throws -> String { "song" }
        func bytes(ending: String, _ context: Context) throws -> [UInt8] { [1, 2, 3] }
      }
      try program.call("save", .thing(Song()), .text("s.wav"))
      #expect(try Files.read(program.folder + "/s.wav") == [1, 2, 3])
      #expect(complaint { try program.call("save", .thing(Song()), .text("s.mp3")) } == "file: no .mp3 file can be made of a song")
    }

    @Test func mistakes() {
      #expect(complaint { try program.call("load", .text("none.csv")) } == "file: there is no none.csv")
      #expect(complaint { try program.call("load", .text("a.xyz")) } == "file: no .xyz file can be read")
      #expect(complaint { try program.call("load", .text("a")) } == "file: \"a\" has no ending that says what it is")
      #expect(
        complaint { try program.call("save", ramp([2]).value, .text("a.xyz")) }.hasPrefix("file: no .xyz file can be made of a tensor"))
      #expect(complaint { try program.call("save", .text("a"), .text("a.png")) } == "file: no .png file can be made of a text")
      #expect(complaint { try program.call("save", .truth(true), .text("a.csv")) } == "type: a truth cannot be saved")
      #expect(complaint { try program.call("save", .none, .text("a.csv")) } == "type: none cannot be saved")
    }

    @Test func savingIsAnEffect() throws {
      try program.call("save", .text("x"), .text("e.txt"))
      #expect(program.context.hadEffect)
    }
  }
}
