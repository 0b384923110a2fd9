// Steps at work: one column of images, changed while it is copied into a batch.

import Catalog
import Synchronization
import Tensor

/// A step and the key that it draws from.
struct KeyedStep {
  let word: String
  let step: ImageStep
  let key: RandomKey
}

/// What a data set does to its images. Its memory serves one image after the other, on one thread at a time.
final class Augmenting {
  let steps: [KeyedStep]
  let column: Int
  /// The shape of an image afterwards.
  let result: ImageShape
  private let source: ImageShape
  private let pixels: UnsafeMutablePointer<Float>
  private let spare: UnsafeMutablePointer<Float>
  private let lock = Mutex(())

  /// Throws where a step cannot serve the shape that reaches it.
  init(_ steps: [KeyedStep], column: Int, of source: ImageShape) throws {
    var shapes = [source]
    for step in steps { shapes.append(try step.step.result(shapes[shapes.count - 1])) }
    self.steps = steps
    self.column = column
    self.source = source
    result = shapes[shapes.count - 1]
    let room = max(1, shapes.map(\.itemCount).max() ?? 1)
    pixels = .allocate(capacity: room)
    spare = .allocate(capacity: room)
  }

  deinit {
    pixels.deallocate()
    spare.deallocate()
  }

  /// Writes the images of some samples, one after the other. Allocates nothing.
  func fill(
    _ places: UnsafeBufferPointer<Int32>, _ rows: Rows, epoch: Int, from start: UnsafeRawPointer, into target: UnsafeMutableRawPointer
  ) {
    let images = start.assumingMemoryBound(to: Float.self)
    let results = target.assumingMemoryBound(to: Float.self)
    lock.withLock { _ in
      for (index, place) in places.enumerated() {
        let row = rows[Int(place)]
        write(images + row * source.itemCount, sample: row, epoch: epoch, to: results + index * result.itemCount)
      }
    }
  }

  private func write(_ original: UnsafePointer<Float>, sample: Int, epoch: Int, to target: UnsafeMutablePointer<Float>) {
    pixels.update(from: original, count: source.itemCount)
    var image = Image(source, pixels: pixels, spare: spare)
    // By index: a debug build's array iterator allocates.
    for place in steps.indices {
      var draws = Draws(steps[place].key, epoch: epoch, sample: sample)
      steps[place].step.apply(&draws, &image)
    }
    target.update(from: image.pixels, count: result.itemCount)
  }

  /// What is drawn for a sample: a record by word, a word's second use as `flip2`.
  func drawn(_ sample: Int, epoch: Int) -> Record {
    var record = Record()
    var shape = source
    var uses: [String: Int] = [:]
    for step in steps {
      var draws = Draws(step.key, epoch: epoch, sample: sample)
      let use = uses[step.word, default: 0] + 1
      uses[step.word] = use
      record[use == 1 ? step.word : "\(step.word)\(use)"] = step.step.note(&draws, shape).map { .record($0) } ?? Value.none
      shape = (try? step.step.result(shape)) ?? shape
    }
    return record
  }
}
