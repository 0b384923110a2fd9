// How a training stands: told by who trains, shown by who watches.

/// A look at a running training.
public struct TrainingProgress {
  public enum Moment: Sendable {
    /// Nothing has moved yet: the step is being compiled.
    case began
    case step
    case measuring
    /// An epoch is over and measured.
    case epoch
    /// The training is over, whatever ended it.
    case over
  }

  /// What was measured after the last epoch.
  public struct Measure: Sendable {
    public let name: String
    public let text: String

    public init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  public var moment: Moment
  /// The epoch that runs, from 1, and how many there are to be.
  public var epoch: Int
  public var epochs: Int
  /// Finished steps of this epoch, and how many it has.
  public var step: Int
  public var steps: Int
  /// The mean over the epoch so far; nil before its first step.
  public var loss: Double?
  public var rate: Double?
  public var measured: [Measure]
  /// How long the epoch took; only when it is over.
  public var seconds: Double?

  public init(
    _ moment: Moment, epoch: Int, of epochs: Int, step: Int, of steps: Int, loss: Double? = nil, rate: Double? = nil,
    measured: [Measure] = [], seconds: Double? = nil
  ) {
    self.moment = moment
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.steps = steps
    self.loss = loss
    self.rate = rate
    self.measured = measured
    self.seconds = seconds
  }

  /// Finished steps of all epochs, and how many there are to be.
  public var done: Int { (epoch - 1) * steps + step }
  public var all: Int { epochs * steps }
}
