import COneDNN
import Testing

@Suite struct PoolingTests {
  static let windows = [
    Window(name: "halves", input: 4, height: 6, width: 6, kernel: 2, stride: 2, low: 0, high: 0),
    Window(name: "padded", input: 4, low: 1, high: 1), Window(name: "uneven", input: 4, kernel: 3, stride: 2, low: 0, high: 1),
    Window(name: "full block", batch: 1, input: 16, kernel: 2, stride: 2, low: 0, high: 1),
  ]
  static let kinds = [DNX_MAX, DNX_AVERAGE_EXCLUDING, DNX_AVERAGE_INCLUDING]

  /// Result and gradient by definition: each source that reaches a destination does so with a share.
  private func expected(_ window: Window, _ kind: Int, _ source: [Float], _ upstream: [Float]) -> (result: [Float], gradient: [Float]) {
    let inArea = window.height * window.width
    let outArea = window.outHeight * window.outWidth
    var result = [Float](repeating: 0, count: upstream.count)
    var gradient = [Float](repeating: 0, count: source.count)
    for plane in 0..<window.batch * window.input {
      var reached = [[Int]](repeating: [], count: outArea)
      window.eachTap { from, _, to in reached[to].append(plane * inArea + from) }
      for (place, sources) in reached.enumerated() {
        let best = sources.max { source[$0] < source[$1] }
        let size = kind == DNX_AVERAGE_INCLUDING ? window.kernel * window.kernel : sources.count
        for from in kind == DNX_MAX ? sources.filter({ $0 == best }) : sources {
          let share: Float = kind == DNX_MAX ? 1 : 1 / Float(size)
          result[plane * outArea + place] += share * source[from]
          gradient[from] += share * upstream[plane * outArea + place]
        }
      }
    }
    return (result, gradient)
  }

  @Test(arguments: windows, kinds)
  func forwardAndBackward(window: Window, kind: Int) throws {
    let destination = [window.batch, window.input, window.outHeight, window.outWidth]
    let source = numbers(window.source.reduce(1, *), seed: 1)
    let upstream = numbers(destination.reduce(1, *), seed: 2)
    let expected = expected(window, kind, source, upstream)
    let kernel = [Int64(window.kernel), Int64(window.kernel)]
    let (strides, dilations, low, high) = (window.strides, window.dilations, window.paddingLow, window.paddingHigh)

    for layout in [plain(window.source), strided(window.source, channelsLast(window.source))] {
      let forward = try run(
        dnx_pooling_forward(true, Int32(kind), layout, free(destination), kernel, strides, dilations, low, high),
        reads: [DNX_SOURCE: source], writes: [DNX_DESTINATION, DNX_WORKSPACE])
      let pooled = try #require(forward[DNX_DESTINATION])
      #expect(distance(expected.result, try pooled.values) < 1e-5)
      #expect((forward[DNX_WORKSPACE] != nil) == (kind == DNX_MAX))

      let backward = try run(
        dnx_pooling_backward(
          Int32(kind), layout, pooled.layout, free(window.source), pooled.layout, kernel, strides, dilations, low, high),
        reads: [DNX_DIFF_DESTINATION: upstream], shares: forward.filter { $0.key == DNX_WORKSPACE }, writes: [DNX_DIFF_SOURCE])
      #expect(distance(expected.gradient, try backward[DNX_DIFF_SOURCE]?.values) < 1e-5)
    }
  }

  private func channelsLast(_ shape: [Int]) -> [Int] {
    [shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]]
  }
}
