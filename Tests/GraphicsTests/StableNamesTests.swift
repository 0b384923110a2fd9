// Names in SVG files.

import Testing

@testable import Graphics

struct StableNamesTests {
  @Test func `counts pictures anew`() {
    let file = "<svg id=\"surface8\"/><image id=\"image57\"/><use href=\"#image57\"/><image id=\"image9\"/> image12 #imagery"
    let expected = "<svg id=\"surface1\"/><image id=\"image2\"/><use href=\"#image2\"/><image id=\"image3\"/> image12 #imagery"
    #expect(String(decoding: StableNames.renamed(Array(file.utf8)), as: UTF8.self) == expected)
  }
}
