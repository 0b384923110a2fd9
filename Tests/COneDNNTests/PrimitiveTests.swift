import COneDNN
import Glibc
import Testing

@Suite struct PrimitiveTests {
  @Test func theLibraryIntroducesItself() {
    #expect(dnx_start())
    #expect(String(cString: dnx_version()).split(separator: ".").count == 3)
    #expect(!String(cString: dnx_instruction_set()).isEmpty)
    if dnx_bfloat16_is_fast() { #expect(String(cString: dnx_instruction_set()).hasPrefix("avx512")) }
  }

  @Test func allFilesShareOneEngine() {
    #expect(dnx_engine() != nil)
    #expect(dnx_engine() == engineSeenElsewhere())
  }

  @Test func aFailureNamesItsReason() {
    #expect(dnx_matmul(plain([2, 3]), plain([4, 5]), nil, plain([2, 5]), nil, 0) == nil)
    #expect(String(cString: dnx_failure()) == "matmul: invalid_arguments")
    #expect(dnx_reorder(plain([2, 3]), plain([3, 2])) == nil)
    #expect(String(cString: dnx_failure()).hasPrefix("reorder: "))
    let unknown = [dnx_post(kind: 99, alpha: 0, beta: 0, layout: nil)]
    #expect(dnx_matmul(plain([2, 3]), plain([3, 5]), nil, plain([2, 5]), unknown, 1) == nil)
  }

  @Test func aLayoutIsOnlyGivenForArgumentsThatExist() throws {
    let primitive = try made(dnx_matmul(plain([2, 3]), plain([3, 5]), nil, plain([2, 5]), nil, 0))
    defer { dnx_primitive_free(primitive) }
    #expect(shape(of: try #require(dnx_primitive_layout(primitive, Int32(DNX_DESTINATION)))) == [2, 5])
    #expect(dnx_primitive_layout(primitive, Int32(DNX_BIAS)) == nil)
    #expect(dnx_primitive_layout(primitive, Int32(DNX_WORKSPACE)) == nil)
    #expect(!String(cString: dnx_primitive_kernel(primitive)).isEmpty)
  }

  @Test func tooManyArgumentsAreRefused() throws {
    let primitive = try made(dnx_matmul(plain([2, 3]), plain([3, 5]), nil, plain([2, 5]), nil, 0))
    defer { dnx_primitive_free(primitive) }
    let arguments = [Int32](repeating: Int32(DNX_SOURCE), count: 17)
    #expect(dnx_execute(primitive, 17, arguments, [UnsafeMutablePointer<dnx_memory>?](repeating: nil, count: 17)) != 0)
    #expect(dnx_execute(primitive, 0, arguments, [nil]) != 0, "a product of nothing")
  }

  /// A leak grows in every batch; what the tests beside this one hold grows in some.
  @Test func neitherFailureNorSuccessLeaks() throws {
    let left = plain([2, 3])
    let right = plain([4, 5])
    let good = plain([3, 5])
    let result = plain([2, 5])
    let relu = [dnx_post(kind: Int32(DNX_POST_RELU), alpha: 0, beta: 0, layout: nil)]
    func round() throws {
      guard dnx_matmul(left, right, nil, result, relu, 1) == nil else { throw Refused(reason: "a product that cannot be") }
      dnx_primitive_free(try made(dnx_matmul(left, good, nil, result, relu, 1)))
      dnx_memory_free(dnx_memory_new(left))
      dnx_layout_free(dnx_layout_copy(left))
    }
    let growth = try (0..<6).map { _ in
      let before = try residentPages()
      for _ in 0..<10_000 { try round() }
      return try residentPages() - before
    }
    #expect(try #require(growth.min()) < 64, "in pages: \(growth)")
  }

  /// The memory this process holds, in pages of 4 KB.
  private func residentPages() throws -> Int {
    let file = try #require(fopen("/proc/self/statm", "r"))
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    _ = fgets(&line, Int32(line.count), file)
    let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(separator: " ")
    return try #require(Int(words[1]))
  }
}
