import COneDNN
import Testing

@Suite struct MatmulTests {
  let rows = 5, inner = 7, columns = 6
  var a: [Float] { numbers(rows * inner, seed: 1) }
  var b: [Float] { numbers(inner * columns, seed: 2) }
  var bias: [Float] { numbers(columns, seed: 3) }

  /// The product of two matrices by definition: `[rows, inner]` and `[inner, columns]`.
  private func product(_ left: [Float], _ right: [Float], inner: Int) -> [Float] {
    let rows = left.count / inner
    let columns = right.count / inner
    var result = [Float](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        for k in 0..<inner { result[row * columns + column] += left[row * inner + k] * right[k * columns + column] }
      }
    }
    return result
  }

  private func product(_ finish: (Float, Int) -> Float) -> [Float] {
    product(a, b, inner: inner).enumerated().map { finish($1, $0) }
  }

  private func matmul(bias: Bool = false, _ posts: [dnx_post] = [], shares: [Int: Buffer] = [:]) throws -> [Float] {
    let primitive = dnx_matmul(
      plain([rows, inner]), free([inner, columns]), bias ? plain([1, columns]) : nil, plain([rows, columns]), posts, Int32(posts.count))
    let reads = bias ? [DNX_SOURCE: a, DNX_WEIGHTS: b, DNX_BIAS: self.bias] : [DNX_SOURCE: a, DNX_WEIGHTS: b]
    let buffers = try run(primitive, reads: reads, shares: shares, writes: shares[DNX_DESTINATION] == nil ? [DNX_DESTINATION] : [])
    return try buffers[DNX_DESTINATION]?.values ?? []
  }

  @Test func biasAndReluAreFolded() throws {
    let bias = bias
    let expected = product { max(0, $0 + bias[$1 % columns]) }
    #expect(expected.contains(0) && expected.contains { $0 > 0 })
    #expect(distance(expected, try matmul(bias: true, [dnx_post(kind: Int32(DNX_POST_RELU), alpha: 0, beta: 0, layout: nil)])) < 1e-5)
  }

  @Test func stridesTranspose() throws {
    let right = numbers(rows * columns, seed: 4)
    let turned = try Buffer(strided([inner, rows], [1, inner]))
    turned.address.copyMemory(from: a, byteCount: a.count * MemoryLayout<Float>.stride)
    let primitive = dnx_matmul(turned.layout, plain([rows, columns]), nil, plain([inner, columns]), nil, 0)
    let buffers = try run(primitive, reads: [DNX_WEIGHTS: right], shares: [DNX_SOURCE: turned], writes: [DNX_DESTINATION])
    let expected = product(try turned.values, right, inner: rows)
    #expect(try turned.values[1] == a[inner])
    #expect(distance(expected, try buffers[DNX_DESTINATION]?.values) < 1e-5)
  }

  @Test func leadingAxesAreBatchesAndBroadcast() throws {
    let left = numbers(3 * 2 * 4, seed: 5)
    let right = numbers(4 * 2, seed: 6)
    let primitive = dnx_matmul(plain([3, 2, 4]), plain([1, 4, 2]), nil, plain([3, 2, 2]), nil, 0)
    let buffers = try run(primitive, reads: [DNX_SOURCE: left, DNX_WEIGHTS: right], writes: [DNX_DESTINATION])
    #expect(distance(product(left, right, inner: 4), try buffers[DNX_DESTINATION]?.values) < 1e-5)
  }

  struct Activation: Sendable {
    let kind: Int, input: Float, output: Float

    static let all = [
      Activation(kind: DNX_POST_RELU, input: -1, output: -0.1), Activation(kind: DNX_POST_RELU, input: 1, output: 1),
      Activation(kind: DNX_POST_TANH, input: 1, output: 0.761594), Activation(kind: DNX_POST_SIGMOID, input: 1, output: 0.731059),
      Activation(kind: DNX_POST_GELU_TANH, input: 1, output: 0.841192), Activation(kind: DNX_POST_GELU_ERF, input: 1, output: 0.841345),
    ]
  }

  @Test(arguments: Activation.all)
  func activationsKeepTheirMeaning(activation: Activation) throws {
    let post = [dnx_post(kind: Int32(activation.kind), alpha: 0.1, beta: 0, layout: nil)]
    let primitive = dnx_matmul(plain([1, 1]), plain([1, 1]), nil, plain([1, 1]), post, 1)
    let buffers = try run(primitive, reads: [DNX_SOURCE: [activation.input], DNX_WEIGHTS: [1]], writes: [DNX_DESTINATION])
    #expect(distance([activation.output], try buffers[DNX_DESTINATION]?.values) < 1e-5)
  }

  @Test func sumAddsWhatTheDestinationHeld() throws {
    let before = numbers(rows * columns, seed: 7)
    let held = try Buffer(before, plain([rows, columns]))
    let sum = dnx_post(kind: Int32(DNX_POST_SUM), alpha: 2, beta: 0, layout: nil)
    #expect(distance(product { $0 + 2 * before[$1] }, try matmul([sum], shares: [DNX_DESTINATION: held])) < 1e-5)
  }

  @Test func otherOperandsAreNumberedByTheirPost() throws {
    let added = numbers(rows * columns, seed: 8)
    let factor = numbers(columns, seed: 9)
    let posts = [
      dnx_post(kind: Int32(DNX_POST_BINARY_ADD), alpha: 0, beta: 0, layout: plain([rows, columns])),
      dnx_post(kind: Int32(DNX_POST_RELU), alpha: 0, beta: 0, layout: nil),
      dnx_post(kind: Int32(DNX_POST_BINARY_MULTIPLY), alpha: 0, beta: 0, layout: plain([1, columns])),
    ]
    let shares = [DNX_POST_0: try Buffer(added, plain([rows, columns])), DNX_POST_0 + 2: try Buffer(factor, plain([1, columns]))]
    #expect(distance(product { max(0, $0 + added[$1]) * factor[$1 % columns] }, try matmul(posts, shares: shares)) < 1e-5)
  }

  @Test func reordersThereAndBack() throws {
    let values = numbers(2 * 3 * 4 * 5)
    let channelsLast = try Buffer(values, strided([2, 3, 4, 5], [60, 1, 15, 3]))
    #expect(try channelsLast.values == values)
    let second = channelsLast.address.assumingMemoryBound(to: Float.self)[1]
    #expect(second == values[20], "the second number lies in the next channel, at the same place")
    let short = try Buffer(strided([2, 3, 4, 5], [60, 20, 5, 1], type: DNX_BFLOAT16))
    try channelsLast.reorder(to: short)
    #expect(distance(values, try short.values) < 1.0 / 256)
  }
}
