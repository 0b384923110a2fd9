// Moving rows by index, and what happens to an index outside the range.
import CKernels
import Testing

struct IndexTests {
  @Test(arguments: [1, 3, 64]) func gathersRows(width: Int) {
    let from = numbers(50 * width)
    let index = (0..<30_000).map { (i: Int) in Int32(i * 7 % 50 - (i % 2 == 0 ? 50 : 0)) }
    var to = [Float](repeating: 7, count: index.count * width)
    let answer = withThreads(2) { dk_gather_rows(from, 50, Int64(4 * width), index, Int64(index.count), &to) }
    #expect(answer == -1)
    let expected = index.flatMap { (i: Int32) -> ArraySlice<Float> in
      let row = (Int(i) + 50) % 50
      return from[row * width..<(row + 1) * width]
    }
    #expect(to == expected)
  }

  @Test func gathersBytes() {
    var to = [UInt8](repeating: 9, count: 6)
    #expect(dk_gather_rows([1, 2, 3, 4, 5, 6] as [UInt8], 2, 3, [1, -2], 2, &to) == -1)
    #expect(to == [4, 5, 6, 1, 2, 3])
  }

  @Test func scattersInOrder() {
    let count = 20_000
    let width = 5
    let from = numbers(count * width)
    let index = (0..<count).map { (i: Int) in Int32(i * i % 40 - 20) }
    var expected = [Float](repeating: 0, count: 40 * width)
    for i in 0..<count {
      let row = index[i] < 0 ? Int(index[i]) + 40 : Int(index[i])
      for j in 0..<width { expected[row * width + j] += from[i * width + j] }
    }
    for threads: Int32 in [1, 2, 3] {
      var to = [Float](repeating: 7, count: 40 * width)
      let answer = withThreads(threads) { dk_scatter_rows(DK_FLOAT32, from, index, Int64(count), Int64(width), &to, 40) }
      #expect(answer == -1)
      #expect(to == expected)
    }
  }

  @Test func picksAndPlaces() {
    var picked = [Float](repeating: 7, count: 3)
    var placed = [Float](repeating: 7, count: 6)
    #expect(dk_pick(DK_FLOAT32, [1, 2, 3, 4, 5, 6] as [Float], 3, 2, [0, 1, -1], &picked) == -1)
    #expect(picked == [1, 4, 6])
    #expect(dk_place(DK_FLOAT32, [1, 2, 3] as [Float], 3, 2, [0, 1, -2], &placed) == -1)
    #expect(placed == [1, 0, 0, 2, 3, 0])
  }

  @Test(arguments: [50, -51, Int32.max, Int32.min]) func outsideIsReportedAndNothingWritten(wrong: Int32) {
    var index = (0..<5000).map { Int32($0 % 50) }
    index[4321] = wrong
    index[4500] = wrong
    let from = numbers(5000 * 50)
    let untouched = [Float](repeating: 7, count: 5000 * 50)
    var to = untouched
    #expect(dk_gather_rows(from, 50, 4, index, 5000, &to) == 4321)
    #expect(dk_scatter_rows(DK_FLOAT32, from, index, 5000, 1, &to, 50) == 4321)
    #expect(dk_pick(DK_FLOAT32, from, 5000, 50, index, &to) == 4321)
    #expect(dk_place(DK_FLOAT32, from, 5000, 50, index, &to) == 4321)
    #expect(to == untouched)
  }

  @Test func nothingToMoveIsWell() {
    var to: [Float] = [7]
    #expect(dk_gather_rows([1] as [Float], 1, 4, [], 0, &to) == -1)
    #expect(to == [7])
    #expect(dk_scatter_rows(DK_FLOAT32, [] as [Float], [], 0, 1, &to, 1) == -1)
    #expect(to == [0])
  }
}
