import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct AppearanceTests {
    private let program = Program()

    private func applied(_ word: String, _ arguments: [Value], named: [(name: String, value: Value)] = [], _ images: Tensor) throws
      -> [Float]
    {
      let made = try #require(program.context.catalog[word]).call(Given(positional: arguments, named: named), program.context)
      guard case .thing(let augmentation as Augmentation) = made else { throw Surprise(value: made) }
      return try #require(try Tensor(augmentation.call(Given(positional: [images.value]), program.context))).floats()
    }

    @Test(arguments: ["noise", "brightness", "contrast"]) func nothingAtZeroStrength(_ word: String) throws {
      let image = Tensor([-1, 0.5, 2, 0] as [Float], shape: [1, 1, 2, 2])
      #expect(try applied(word, [.number(0)], image) == [-1, 0.5, 2, 0])
    }

    @Test func noiseHasItsDeviation() throws {
      let gray = Tensor(filled: 0.5, shape: [10, 3, 20, 20])
      let noise = try applied("noise", [.number(0.05)], gray).map { $0 - 0.5 }
      let deviation = (noise.reduce(0) { $0 + $1 * $1 } / Float(noise.count)).squareRoot()
      #expect(abs(deviation - 0.05) < 0.002)
      #expect(noise[0..<1200] != noise[1200..<2400])
      #expect(try applied("noise", [.number(5)], gray).allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(try applied("noise", [.number(5)], named: [("clip", .truth(false))], gray).contains { $0 < 0 })
    }

    @Test func cutoutClearsOneRectangle() throws {
      let ones = Tensor(filled: 1, shape: [300, 2, 6, 6])
      let cut = try applied("cutout", [.size([2, 3])], ones)
      var sizes: Set<Int> = []
      for image in 0..<300 {
        let (first, second) = (cut[(image * 72)..<(image * 72 + 36)], cut[(image * 72 + 36)..<(image * 72 + 72)])
        #expect(Array(first) == Array(second))
        sizes.insert(first.count { $0 == 0 })
      }
      #expect(sizes == [2, 3, 4, 6])
      let rare = try applied("cutout", [.number(6)], named: [("chance", .number(0.25))], ones)
      #expect((45...105).contains((0..<300).count { rare[($0 * 72)..<($0 * 72 + 72)].contains(0) }))
    }

    @Test func brightnessMultiplies() throws {
      let image = Tensor([0.2, 0.4] as [Float], shape: [1, 1, 2])
      for _ in 0..<20 {
        let result = try applied("brightness", [.number(0.5)], image)
        #expect(abs(result[1] - 2 * result[0]) < 1e-6 && result[0] >= 0.0999 && result[0] <= 0.3001)
      }
      #expect(try (0..<50).contains { _ in try applied("brightness", [.number(9)], image)[1] == 1 })
    }

    @Test func contrastKeepsTheMean() throws {
      let image = Tensor([0.4, 0.6] as [Float], shape: [1, 1, 2])
      let results = try (0..<20).map { _ in try applied("contrast", [.number(0.5)], image) }
      #expect(results.allSatisfy { abs($0[0] + $0[1] - 1) < 1e-6 && $0[0] >= 0.3499 && $0[0] <= 0.4501 })
      #expect(Set(results.map { $0[0] }).count > 10)
    }

    /// Contrast 0 of a coloured image would be its gray mean everywhere.
    @Test func contrastWeighsColours() throws {
      let red = Tensor([1, 0, 0] as [Float], shape: [3, 1, 1])
      for _ in 0..<20 {
        let result = try applied("contrast", [.number(1)], named: [("clip", .truth(false))], red)
        let factor = result[0] - result[1]
        #expect(abs(result[1] - (1 - factor) * 0.2989) < 1e-5)
      }
    }
  }
}
