import Catalog
import Glibc
import Graphics
import Testing

@testable import Pictures

extension PicturesTests {
  @Suite struct FigureThingTests {
    private let calls = Calls()

    private func thing(title: String = "Loss") throws -> FigureThing {
      FigureThing(try calls.figure("plot", .numbers([3, 2, 1]), named: ["title": .text(title)]))
    }

    @Test func saysItsSizeAndTitle() throws {
      let figure = try thing()
      #expect(figure.title == "Loss")
      #expect(try figure.text() == "figure 640x354: Loss")
      #expect(try thing(title: "").text() == "figure 640x328")
      #expect(try figure.field("width", calls.context)?.asWhole() == 640)
      #expect(try figure.field("height", calls.context)?.asWhole() == 354)
      #expect(try figure.field("depth", calls.context) == nil)
      #expect(figure.kind == "a figure")
    }

    @Test func savesAsPicture() throws {
      let path = "/tmp/pictures-tests-\(getpid())/loss.png"
      defer {
        unlink(path)
        rmdir("/tmp/pictures-tests-\(getpid())")
      }
      try Files.write(thing().bytes(ending: "png", calls.context), to: path)
      let picture = try Picture(decoding: Files.read(path))
      #expect(picture.width == 1280 && picture.height == 708)
      #expect(Set(picture.pixels).count > 10)
    }

    @Test func savesAsVectors() throws {
      let bytes = try thing().bytes(ending: "svg", calls.context)
      #expect(String(decoding: bytes.prefix(200), as: UTF8.self).contains("<svg"))
    }

    @Test func refusesOtherEndings() throws {
      #expect(throws: Complaint.self) { try thing().bytes(ending: "gif", calls.context) }
    }

    @Test func equalFiguresAreEqual() throws {
      #expect(try thing().equals(.thing(thing())))
      #expect(try !thing().equals(.thing(thing(title: "Other"))))
      #expect(try !thing().equals(.number(1)))
    }
  }
}
