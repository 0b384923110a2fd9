import COneDNN
import Testing

@Suite struct LayoutTests {
  @Test func rowsAreRecognised() {
    #expect(dnx_layout_is_plain(plain([2, 3, 4])))
    #expect(!dnx_layout_is_plain(strided([2, 3], [1, 2])))
    #expect(!dnx_layout_is_plain(strided([2, 3], [4, 1])), "rows with a gap between them")
    #expect(!dnx_layout_is_plain(free([2, 3])))
  }

  @Test func stridesOfAxesOfSizeOneDoNotCount() {
    let channelsFirst = strided([8, 1, 4, 4], [16, 16, 4, 1])
    let channelsLast = strided([8, 1, 4, 4], [16, 1, 4, 1])
    #expect(dnx_layout_is_plain(channelsLast))
    #expect(dnx_layout_equal(channelsFirst, channelsLast))
    #expect(!dnx_layout_equal(strided([8, 2, 4, 4], [32, 16, 4, 1]), strided([8, 2, 4, 4], [32, 1, 8, 2])))
  }

  @Test func equalityLooksAtShapeAndType() {
    #expect(dnx_layout_equal(plain([2, 3]), plain([2, 3])))
    #expect(!dnx_layout_equal(plain([2, 3]), plain([3, 2])))
    #expect(!dnx_layout_equal(plain([2, 3]), strided([2, 3], [3, 1], type: DNX_INT32)))
  }

  @Test func bytesFollowTheType() {
    #expect(dnx_layout_bytes(plain([5, 7])) == 140)
    #expect(dnx_layout_bytes(strided([5, 7], [7, 1], type: DNX_BFLOAT16)) == 70)
    #expect(dnx_layout_bytes(strided([5, 7], [7, 1], type: DNX_UINT8)) == 35)
    #expect(dnx_layout_bytes(free([5, 7])) == 0)
  }

  @Test func aChannelBlockThatIsNotFullIsPadding() throws {
    let weights = free([10, 20, 3, 3])
    let source = free([2, 20, 8, 8])
    let destination = free([2, 10, 8, 8])
    let primitive = try made(
      dnx_convolution_forward(true, Int32(DNX_DIRECT), source, weights, nil, destination, [1, 1], [1, 1], [1, 1], [1, 1], nil, 0))
    defer { dnx_primitive_free(primitive) }
    let chosen = try #require(dnx_primitive_layout(primitive, Int32(DNX_WEIGHTS)))
    #expect(shape(of: chosen) == [10, 20, 3, 3])
    #expect(!dnx_layout_is_plain(chosen))
    #expect(dnx_layout_is_padded(chosen) == (dnx_layout_bytes(chosen) > 4 * 10 * 20 * 9))
    let values = numbers(10 * 20 * 9)
    #expect(try Buffer(values, chosen).values == values)
  }

  @Test func stridesAreGivenBack() {
    var strides: [Int64] = [0, 0]
    #expect(dnx_layout_strides(strided([2, 3], [1, 2]), &strides))
    #expect(strides == [1, 2])
    #expect(!dnx_layout_strides(free([2, 3]), &strides))
  }

  @Test func reshapingKeepsTheElementsInPlace() throws {
    let flat = try #require(dnx_layout_reshaped(plain([2, 3, 4]), 2, [6, 4]))
    #expect(dnx_layout_equal(flat, plain([6, 4])))
    #expect(dnx_layout_reshaped(plain([2, 3]), 1, [7]) == nil)
    #expect(dnx_layout_reshaped(strided([2, 3], [1, 2]), 1, [6]) == nil, "columns are no single row")
    dnx_layout_free(flat)
  }

  @Test func impossibleLayoutsAreRefused() {
    #expect(dnx_layout_strided(0, [], [], Int32(DNX_FLOAT32)) == nil)
    #expect(dnx_layout_strided(13, [Int64](repeating: 1, count: 13), [Int64](repeating: 1, count: 13), 0) == nil)
    #expect(dnx_layout_any(2, [2, 3], 9) == nil)
    #expect(dnx_layout_any(2, [2, -3], 0) == nil)
  }
}
