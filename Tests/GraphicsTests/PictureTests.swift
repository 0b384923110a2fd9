// Pictures refuse what cannot be one.

import Testing

@testable import Graphics

struct PictureTests {
  @Test(arguments: [(0, 4, 1, 0), (2, -1, 3, 0), (2, 2, 2, 8), (2, 2, 3, 11), (200_000, 200_000, 1, 4), (Int.max, 3, 1, 4)])
  func `refuses wrong sizes`(width: Int, height: Int, channels: Int, count: Int) {
    #expect(throws: PictureError.self) {
      try Picture(width: width, height: height, channels: channels, pixels: [UInt8](repeating: 0, count: count))
    }
  }

  @Test func `says what does not fit`() {
    #expect(throws: PictureError("2x3 pixels with 3 channels need 18 bytes, not 4")) {
      try Picture(width: 2, height: 3, channels: 3, pixels: [1, 2, 3, 4])
    }
  }
}
