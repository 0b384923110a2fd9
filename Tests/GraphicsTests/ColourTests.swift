// Colours that differ for every eye, and numbers that can be read on them.

import Glibc
import Testing

@testable import Graphics

struct ColourTests {
  /// How light reaches the eye of people without red or green cones (Machado, Oliveira and Fernandes 2009).
  private static let eyes: [[[Double]]] = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
  ]

  @Test(arguments: 0..<3)
  func `series differ for every eye`(eye: Int) {
    let seen = Colour.series.map { colour in
      ColourTests.eyes[eye].map { row in
        pow(max(0, zip(row, [colour.red, colour.green, colour.blue]).reduce(0) { $0 + $1.0 * pow($1.1, 2.2) }), 1 / 2.2)
      }
    }
    for first in seen.indices {
      for second in seen.indices where second > first {
        let distance = zip(seen[first], seen[second]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        #expect(distance > 0.12, "\(first) and \(second)")
      }
    }
  }

  @Test func `series stand out from white`() {
    for colour in Colour.series { #expect(colour.contrast(with: .white) > 2) }
  }

  @Test func `the scale darkens steadily`() {
    let lights = (0...100).map { pow(Colour.sequential(Double($0) / 100).luminance, 1 / 3.0) }
    let steps = zip(lights, lights.dropFirst()).map { $0 - $1 }
    #expect(steps.allSatisfy { $0 > 0 })
    // The cube root of light is nearly what the eye takes for lightness.
    #expect((steps.max() ?? 0) < 2.5 * (steps.min() ?? 0))
  }

  @Test func `numbers can be read on every colour of the scale`() {
    for index in 0...100 {
      let colour = Colour.sequential(Double(index) / 100)
      #expect(colour.contrast(with: colour.contrastingInk) > 3.9)
    }
    #expect(Colour.sequential(0).contrast(with: .mutedInk) > 4.5)
  }

  @Test func `takes values off the scale`() {
    #expect(Colour.sequential(-1) == Colour.sequential(0))
    #expect(Colour.sequential(7) == Colour.sequential(1))
    #expect(Colour.sequential(.nan) == .missing)
  }
}
