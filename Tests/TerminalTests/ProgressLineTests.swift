// The line of a training, drawn on a terminal of paper.

import Catalog
import PseudoTerminal
import Testing

@testable import Terminal

@Suite struct ProgressLineTests {
  /// A line with a clock that is set by hand.
  private final class Trial {
    var time = 100.0
    var columns: Int? = 80
    var written = ""
    let isUTF8: Bool
    let movesCursor: Bool
    lazy var line = ProgressLine(
      ScreenTraits(columns: { [unowned self] in columns }, isUTF8: isUTF8, movesCursor: movesCursor, colors: false),
      write: { [unowned self] in written += $0 }, now: { [unowned self] in time })

    init(isUTF8: Bool = true, movesCursor: Bool = true) {
      self.isUTF8 = isUTF8
      self.movesCursor = movesCursor
    }

    /// An epoch of ten steps a second.
    func train(epochs: Int, steps: Int = 10, of all: Int? = nil) {
      line.show(TrainingProgress(.began, epoch: 1, of: all ?? epochs, step: 0, of: steps))
      for epoch in 1...epochs {
        for step in 1...steps {
          time += 0.1
          let loss = 1 / Double((epoch - 1) * steps + step)
          line.show(TrainingProgress(.step, epoch: epoch, of: all ?? epochs, step: step, of: steps, loss: loss, rate: 0.01))
        }
        let measured: [TrainingProgress.Measure] = [.init("validation", "0.25"), .init("accuracy", "90.1%")]
        line.show(
          TrainingProgress(.epoch, epoch: epoch, of: all ?? epochs, step: steps, of: steps, loss: 0.5, measured: measured, seconds: 1))
      }
    }

    func end(_ epochs: Int) { line.show(TrainingProgress(.over, epoch: epochs + 1, of: epochs, step: 0, of: 10)) }

    /// What stands in the rows of a terminal that was written to.
    func rows(_ columns: Int = 80) -> [String] {
      var screen = Screen(columns: columns, rows: 24)
      screen.feed(Array(written.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8))
      return screen.lines.filter { !$0.isEmpty }
    }
  }

  @Test func oneLineIsDrawnInItsPlace() {
    let trial = Trial()
    trial.train(epochs: 2, of: 4)
    #expect(trial.rows().count == 1)
    let row = trial.rows().first ?? ""
    #expect(row.hasPrefix("epoch 2/4  step 10/10  loss 0.05"))
    #expect(row.contains("  rate 0.01  2.0 s left  █"))
    #expect(row.hasSuffix("▁"))
    trial.end(2)
    #expect(trial.written.hasSuffix("\n"))
    #expect(trial.rows().count == 1)
    #expect(trial.rows()[0].hasPrefix("epoch 2/2  loss 0.5  2.0 s  █"))
  }

  @Test func noMoreThanTenDrawingsASecond() {
    let trial = Trial()
    trial.line.show(TrainingProgress(.began, epoch: 1, of: 1, step: 0, of: 1000))
    for step in 1...1000 {
      trial.time += 0.001
      trial.line.show(TrainingProgress(.step, epoch: 1, of: 1, step: step, of: 1000, loss: 1))
    }
    let drawings = trial.written.split(separator: "\r").count
    #expect((8...12).contains(drawings), "\(drawings)")
  }

  @Test func whatIsPrintedStandsOnALineOfItsOwn() {
    let trial = Trial()
    trial.train(epochs: 1, of: 2)
    trial.line.hide()
    trial.written += "hello\n"
    trial.time += 1
    trial.line.show(TrainingProgress(.step, epoch: 2, of: 2, step: 1, of: 10, loss: 0.4))
    #expect(trial.rows().first == "hello")
    #expect(trial.rows().count == 2)
    #expect(trial.rows()[1].hasPrefix("epoch 2/2  step 1/10  loss 0.4"))
  }

  @Test(arguments: [20, 40, 60, 79]) func itNeverFillsTheLastColumn(_ columns: Int) {
    let trial = Trial()
    trial.columns = columns
    trial.train(epochs: 3, of: 3)
    trial.end(3)
    #expect(trial.rows(columns).count == 1)
    #expect(trial.rows(columns)[0].count < columns)
    #expect(trial.rows(columns)[0].hasPrefix("epoch 3/3  loss 0."))
  }

  @Test func aTerminalThatBecameNarrowerKeepsNoRest() {
    let trial = Trial()
    trial.train(epochs: 1, of: 2)
    trial.written = ""
    trial.columns = 30
    trial.time += 1
    trial.line.show(TrainingProgress(.step, epoch: 2, of: 2, step: 1, of: 10, loss: 0.4))
    #expect(trial.written.hasPrefix("\u{1B}[2A\r\u{1B}[J"))
  }

  @Test func plainTerminalsGetPlainLetters() {
    for trial in [Trial(isUTF8: false), Trial(movesCursor: false)] {
      trial.train(epochs: 2)
      trial.end(2)
      #expect(trial.written.allSatisfy { $0.isASCII })
      #expect(trial.rows().count == 1)
      #expect(trial.movesCursor || !trial.written.contains("\u{1B}"))
    }
  }

  @Test func aPipeGetsALineAnEpoch() {
    let trial = Trial()
    trial.columns = nil
    trial.train(epochs: 2)
    trial.end(2)
    #expect(trial.written == (1...2).map { "epoch \($0)  loss 0.5  validation 0.25  accuracy 90.1%  1.00 s\n" }.joined())
  }
}

@Suite struct SparklineTests {
  @Test func manyNumbersKeepTheirWay() {
    var line = Sparkline()
    for number in 0..<1000 { line.append(Double(1000 - number), width: 16) }
    let text = line.text(isPlain: false)
    #expect((8...16).contains(text.count))
    #expect(text.first == "█" && text.last == "▁")
    #expect(line.text(isPlain: true).allSatisfy { $0.isASCII })
  }

  @Test func fewNumbersAndOddOnes() {
    var line = Sparkline()
    line.append(1, width: 4)
    #expect(line.text(isPlain: false).isEmpty)
    line.append(.nan, width: 4)
    line.append(1, width: 4)
    #expect(line.text(isPlain: false) == "▁▁")
  }
}
