// How tensors print.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct TensorTextTests {
    @Test func vectorsPrintInALine() throws {
      #expect(try Tensor([1, 2.5, -0.1]).text() == "[1, 2.5, -0.1]")
      #expect(try Tensor([1e-5, 1e20, .nan, .infinity, -0.0]).text() == "[1e-05, 1e+20, nan, inf, -0]")
      #expect(try Tensor([true, false], shape: [2]).text() == "[true, false]")
      #expect(try Tensor([3, -4] as [Int32], shape: [2]).text() == "[3, -4]")
      #expect(try Tensor(2.5).text() == "2.5")
    }

    @Test func matricesPrintARowALine() throws {
      let x = Tensor((1...8).map { Float($0) }, shape: [2, 4])
      #expect(try x.text() == "[[1, 2, 3, 4],\n [5, 6, 7, 8]]")
      #expect(try x.reshaped([2, 2, 2]).text() == "[[[1, 2],\n  [3, 4]],\n [[5, 6],\n  [7, 8]]]")
    }

    @Test func emptyTensorsPrint() throws {
      #expect(try Tensor([Float](), shape: [0]).text() == "[]")
      #expect(try Tensor([Float](), shape: [2, 0]).text() == "[[],\n []]")
    }

    @Test func aCellShowsShapeAndType() throws {
      #expect(try Tensor([1, 2]).display() == "[1, 2]  [2] float32")
      #expect(try Tensor([1, 2, 3, 4] as [Int32], shape: [2, 2]).display() == "[[1, 2],\n [3, 4]]\n2x2 int32")
      #expect(try Tensor(7).display() == "7")
    }

    @Test func largeTensorsPrintAsASummary() throws {
      let text = try Tensor((0..<2000).map { Float($0) }, shape: [20, 100]).text()
      let lines = text.split(separator: "\n")
      #expect(lines[0] == "20x100 float32, min 0, mean 999.5, max 1999")
      #expect(lines[1] == "[[0, 1, 2, ..., 97, 98, 99],")
      #expect(lines.count == 8 && lines[4] == " ...,")
      #expect(lines[7] == " [1900, 1901, 1902, ..., 1997, 1998, 1999]]")
      #expect(try Tensor((0..<2000).map { Float($0) }, shape: [20, 100]).display() == text)
    }

    @Test func aSummaryCountsWhatIsNotFinite() throws {
      var numbers = [Float](repeating: 1, count: 1500)
      numbers[3] = .nan
      numbers[4] = .infinity
      #expect(try Tensor(numbers).text().hasPrefix("[1500] float32, min 1, mean 1, max 1, 2 not finite\n[1, 1, 1, ..., 1, 1, 1]"))
      #expect(try Tensor([Float](repeating: .nan, count: 1500)).text().hasPrefix("[1500] float32, min none, mean 0, max none"))
    }
  }
}
