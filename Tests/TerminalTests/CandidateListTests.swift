import Language
import Notebook
import Testing

@testable import Terminal

@Suite struct CandidateListTests {
  @Test func notesStandBeside() {
    let candidates = [Candidate("epochs: ", shown: "epochs", note: "passes over the data"), Candidate("批", note: "batch")]
    #expect(CandidateList.lines(candidates, columns: 60, rows: 20) == ["epochs  passes over the data", "批      batch"])
    #expect(CandidateList.lines(candidates, columns: 30, rows: 20) == ["epochs  passes over the data", "批      batch"])
    #expect(CandidateList.lines(candidates, columns: 20, rows: 20) == ["epochs  批"])
  }

  @Test func namesStandInColumns() {
    let candidates = ["a", "bb", "损失", "d", "e"].map { Candidate($0) }
    #expect(CandidateList.lines(candidates, columns: 18, rows: 20) == ["a     损失  e", "bb    d"])
  }

  @Test(arguments: [10, 20, 33, 80]) func nothingIsWiderOrHigherThanTheTerminal(_ columns: Int) {
    let candidates = (1...300).map { Candidate("name\($0)损失", note: "what it is, at some length, 说明") }
    for count in [1, 5, 300] {
      let lines = CandidateList.lines(Array(candidates.prefix(count)), columns: columns, rows: 10)
      #expect(lines.count <= 8 && lines.allSatisfy { DisplayWidth.of($0) < columns })
      #expect((lines.last?.hasPrefix("...") == true) == (count == 300))
    }
  }
}
