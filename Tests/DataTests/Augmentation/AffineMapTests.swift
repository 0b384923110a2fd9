import Testing

@testable import Data

extension DataTests {
  @Suite struct AffineMapTests {
    /// [values] of shape [channels, side, side] after [map].
    private func warped(_ values: [Float], side: Int, channels: Int = 1, _ map: AffineMap) -> [Float] {
      var (pixels, spare) = (values, [Float](repeating: 9, count: values.count))
      return pixels.withUnsafeMutableBufferPointer { pixels in
        spare.withUnsafeMutableBufferPointer { spare in
          guard let first = pixels.baseAddress, let second = spare.baseAddress else { return [] }
          var image = Image(ImageShape(channels, side, side), pixels: first, spare: second)
          image.warp(map)
          return Array(image.values)
        }
      }
    }

    private func isClose(_ a: [Float], _ b: [Float]) -> Bool { a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 } }

    @Test func quarterTurnsAreExact() {
      let square: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
      #expect(isClose(warped(square, side: 3, .turned(by: 90)), [3, 6, 9, 2, 5, 8, 1, 4, 7]))
      #expect(isClose(warped(square, side: 3, .turned(by: -90)), [7, 4, 1, 8, 5, 2, 9, 6, 3]))
      #expect(isClose(warped(square, side: 3, .turned(by: 180)), square.reversed()))
      #expect(isClose(warped([1, 2, 3, 4], side: 2, .turned(by: 90)), [2, 4, 1, 3]))
    }

    @Test func everyChannelIsTurned() {
      #expect(isClose(warped([1, 2, 3, 4, 5, 6, 7, 8], side: 2, channels: 2, .turned(by: 90)), [2, 4, 1, 3, 6, 8, 5, 7]))
    }

    @Test func moves() {
      let square: [Float] = [1, 2, 3, 4]
      #expect(warped(square, side: 2, .moved(right: 1, down: 0)) == [0, 1, 0, 3])
      #expect(warped(square, side: 2, .moved(right: 0, down: -1)) == [3, 4, 0, 0])
      #expect(warped(square, side: 2, .moved(right: 0.5, down: 0)) == [0.5, 1.5, 1.5, 3.5])
      #expect(warped(square, side: 2, .moved(right: 5, down: 0)) == [0, 0, 0, 0])
    }

    @Test func scales() {
      let point: [Float] = [0, 0, 0, 0, 1, 0, 0, 0, 0]
      #expect(warped(point, side: 3, .scaled(by: 2)) == [0.25, 0.5, 0.25, 0.5, 1, 0.5, 0.25, 0.5, 0.25])
      #expect(warped([Float](repeating: 1, count: 9), side: 3, .scaled(by: 0.5)) == [0, 0, 0, 0, 1, 0, 0, 0, 0])
      #expect(warped([1, 2, 3, 4], side: 2, .scaled(by: 1)) == [1, 2, 3, 4])
    }
  }
}
