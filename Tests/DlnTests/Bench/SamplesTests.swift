// Times of a step, in quiet and in noise.

import Testing

@testable import dln

@Suite struct SamplesTests {
  @Test func theMedianIsThatOfQuietTimes() {
    var samples = Samples()
    samples.add([1, 2, 3], noise: 0.01)
    samples.add([50, 60, 70, 80, 90], noise: 0.5)
    #expect(samples.median == 2)
    #expect(samples.best == 1)
    #expect(!samples.isNoisy)
    #expect(samples.quietCount == 3)
  }

  @Test func withoutQuietTimesTheQuietestCount() {
    var samples = Samples()
    samples.add([5, 6, 7], noise: 0.2)
    samples.add([50, 60, 70, 80, 90, 100], noise: 0.9)
    #expect(samples.median == 6)
    #expect(samples.isNoisy)
  }

  @Test func nothingHasNoMedian() {
    #expect(Samples().median == nil)
    #expect(Samples().best == nil)
  }
}
