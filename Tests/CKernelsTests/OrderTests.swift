// Sorting by places and searching, against the standard library's.
import CKernels
import Testing

struct OrderTests {
  private func order(_ items: [Float], rows: Int = 1, descending: Bool = false) -> [Int32] {
    var (places, scratch) = ([Int32](repeating: -1, count: items.count), [UInt64](repeating: 0, count: 2 * items.count))
    dk_argsort(DK_FLOAT32, items, &places, Int64(rows), Int64(items.count / rows), descending, &scratch)
    return places
  }

  @Test(arguments: [1, 2, 47, 48, 49, 1000, 70_000]) func equalsKeepTheirOrder(count: Int) {
    let items = numbers(count).map { ($0 * 20).rounded() }
    for descending in [false, true] {
      let expected = items.indices.sorted { (items[$0], $0) < (items[$1], $1) }
      let turned = items.indices.sorted { (-items[$0], $0) < (-items[$1], $1) }
      #expect(order(items, descending: descending) == (descending ? turned : expected).map { Int32($0) })
    }
  }

  @Test func specialNumbersHaveTheirPlaces() {
    #expect(order([.nan, 1, -.infinity, -0.0, 0, .infinity]) == [2, 3, 4, 1, 5, 0])
    #expect(order([1, .nan, 2], descending: true) == [1, 2, 0])
  }

  @Test func rowsAreSortedByThemselvesOnAnyNumberOfThreads() {
    let items = numbers(300 * 90)
    let alone = order(items, rows: 300)
    #expect(Array(alone[90..<180]) == order(Array(items[90..<180])))
    withThreads(2) { #expect(order(items, rows: 300) == alone) }
  }

  @Test(arguments: [1, 2, 3, 100, 1025]) func itemsOf64BitsAreSorted(count: Int) {
    let items = numbers(count).map { Double(($0 * 20).rounded()) * 1e200 }
    var (places, scratch) = ([Int32](repeating: -1, count: count), [UInt64](repeating: 0, count: 2 * count))
    dk_argsort(DK_FLOAT64, items, &places, 1, Int64(count), false, &scratch)
    #expect(places == items.indices.sorted { (items[$0], $0) < (items[$1], $1) }.map { Int32($0) })
    let wholes = items.map { Int64($0 / 1e200) << 40 }
    dk_argsort(DK_INT64, wholes, &places, 1, Int64(count), true, &scratch)
    #expect(places == wholes.indices.sorted { (-wholes[$0], $0) < (-wholes[$1], $1) }.map { Int32($0) })
  }

  @Test func itemsOf64BitsAreFound() {
    var places = [Int32](repeating: 0, count: 4)
    dk_search(DK_FLOAT64, [1, 1 + 0x1p-50, .infinity] as [Double], 3, [1, 1 + 0x1p-51, 2, .nan] as [Double], 4, true, &places)
    #expect(places == [1, 1, 2, 3])
    let large: Int64 = 1 << 60
    dk_search(DK_INT64, [-large, 0, large], 3, [-large - 1, 0, large, .max], 4, false, &places)
    #expect(places == [0, 1, 2, 3])
  }

  @Test func wholeNumbersAndTruthsAreSorted() {
    var (places, scratch) = ([Int32](repeating: 0, count: 4), [UInt64](repeating: 0, count: 8))
    dk_argsort(DK_INT32, [3, -7, Int32.max, Int32.min] as [Int32], &places, 1, 4, false, &scratch)
    #expect(places == [3, 1, 0, 2])
    dk_argsort(DK_TRUTH, [1, 0, 1, 0] as [UInt8], &places, 1, 4, false, &scratch)
    #expect(places == [1, 3, 0, 2])
  }

  @Test func valuesAreFoundBetweenTheirNeighbours() {
    var places = [Int32](repeating: 0, count: 5)
    dk_search(DK_FLOAT32, [1, 3, 3, 5] as [Float], 4, [0, 3, 4, 9, .nan] as [Float], 5, false, &places)
    #expect(places == [0, 1, 3, 4, 4])
    dk_search(DK_FLOAT32, [1, 3, 3, 5] as [Float], 4, [0, 3, 4, 9, .nan] as [Float], 5, true, &places)
    #expect(places == [0, 3, 3, 4, 4])
  }

  @Test func truthsAreCountedInOrder() {
    var places = [Int32](repeating: 9, count: 4)
    #expect(dk_true_places([0, 1, 1, 0], 4, &places) == 2)
    #expect(Array(places.prefix(2)) == [1, 2])
  }
}
