// Windows laid out, added back and searched, against plain loops.
import CKernels
import Testing

struct WindowsTests {
  /// 2x5x6 by 2x3x2, in steps of 1, 2, 2, with one more item before each of the last two axes, every second item of the last.
  private let window = dk_window(
    size: (2, 5, 6), kernel: (2, 3, 2), stride: (1, 2, 2), low: (0, 1, 1), dilation: (1, 1, 2), outcome: (1, 3, 3))

  /// Calls with the place of an item of a window in its plane (nil: outside), the item's number and the window's.
  private func each(_ visit: (_ at: Int?, _ item: Int, _ place: Int) -> Void) {
    for item in 0..<12 {
      for place in 0..<9 {
        let (k0, k1, k2) = (item / 6, item / 2 % 3, item % 2)
        let (a0, a1, a2) = (k0, place / 3 * 2 + k1 - 1, place % 3 * 2 + k2 * 2 - 1)
        let isInside = (0..<2).contains(a0) && (0..<5).contains(a1) && (0..<6).contains(a2)
        visit(isInside ? (a0 * 5 + a1) * 6 + a2 : nil, item, place)
      }
    }
  }

  @Test func unfolding() {
    let from = numbers(2 * 60)
    var (found, expected) = ([Float](repeating: 9, count: 2 * 12 * 9), [Float](repeating: 0, count: 2 * 12 * 9))
    each { at, item, place in
      for plane in 0..<2 { expected[(plane * 12 + item) * 9 + place] = at.map { from[plane * 60 + $0] } ?? 0 }
    }
    withUnsafePointer(to: window) { dk_unfold(DK_FLOAT32, from, 2, $0, &found) }
    #expect(found == expected)
  }

  @Test func folding() {
    let from = numbers(2 * 12 * 9)
    var (found, expected) = ([Float](repeating: 9, count: 120), [Float](repeating: 0, count: 120))
    each { at, item, place in
      for plane in 0..<2 { if let at { expected[plane * 60 + at] += from[(plane * 12 + item) * 9 + place] } }
    }
    withUnsafePointer(to: window) { dk_fold(DK_FLOAT32, from, 2, $0, &found) }
    #expect(found == expected)
  }

  @Test func theLargestOfEachWindow() {
    var from = numbers(60)
    from[30] = .nan
    var (found, expected) = ([Int32](repeating: 9, count: 9), [Int](repeating: -1, count: 9))
    each { at, _, place in
      guard let at else { return }
      let best = expected[place]
      if best < 0 || (!from[best].isNaN && (from[at] > from[best] || from[at].isNaN)) { expected[place] = at }
    }
    withUnsafePointer(to: window) { dk_window_places(DK_FLOAT32, from, 1, $0, &found) }
    #expect(found == expected.map { Int32($0) })
  }
}
