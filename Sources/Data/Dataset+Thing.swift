// A data set as a value of the language: how it prints, its fields, its samples.

import Catalog
import Tensor

extension Dataset {
  public var kind: String { "a data set" }

  /// `dataset("digits"): 1257 training and 540 test samples, 1x8x8, 10 classes`.
  public func text() throws -> String { "\(title): \(amount), \(content)" }

  private var amount: String {
    guard let parts else { return counted(count) }
    return "\(parts.train.count) training and \(counted(parts.test.count, "test "))"
  }

  /// The shapes of a sample and the number of classes: `1x8x8, 10 classes`.
  var content: String {
    let inputs = columns.enumerated().filter { classCount == nil || $0.offset != labelColumn }.map(\.element)
    let shapes = inputs.map { column in
      let shape = column.shape.isEmpty ? "one number" : sizeText(column.shape)
      return inputs.count == 1 ? shape : "\(column.name): \(shape)"
    }
    return (shapes + (classCount.map { ["\($0) classes"] } ?? [])).joined(separator: ", ")
  }

  public var outline: String { "\(amount), \(content)" }

  public var fieldNames: [String] {
    columns.map(\.name) + ["count", "shape"] + (classCount == nil ? [] : ["classes"]) + (classNames == nil ? [] : ["names"])
      + (inputNames == nil ? [] : ["inputs"])
      + (parts == nil ? [] : ["train", "test"]) + (augmenting == nil ? [] : ["drawn"])
  }

  public func field(_ name: String, _ context: Context) throws -> Value? {
    if let column = columns.firstIndex(where: { $0.name == name }) { return .thing(try tensor(of: column)) }
    switch name {
    case "count": return .number(Double(count))
    case "shape": return columns.first.map { .size($0.shape) }
    case "classes": return .number(Double(try known(classCount, "its labels are no classes", "whole numbers from 0 name classes")))
    case "names" where !areClassesKnown: return .unknown(.list)
    case "names": return classNames.map { .list($0.map { .text($0) }) }
    case "inputs": return inputNames.map { .list($0.map { .text($0) }) }
    case "train": return .thing(try known(parts, "it is not divided", "train, test = split(data, 80%)").train)
    case "test": return .thing(try known(parts, "it is not divided", "train, test = split(data, 80%)").test)
    case "drawn" where Checking.isOn: return augmenting == nil ? nil : .unknown(.list)
    case "drawn": return augmenting == nil ? nil : .list((0..<count).map { .record(drawn($0)) })
    default: return nil
    }
  }

  public func readyField(_ name: String) -> Value? {
    switch name {
    case "train": parts.map { .thing($0.train) }
    case "test": parts.map { .thing($0.test) }
    default: nil
    }
  }

  private func known<Part>(_ part: Part?, _ reason: String, _ remedy: String) throws -> Part {
    guard let part else { throw Complaint(.name, "this data set has no such part: \(reason)", [.init(.whole, reason)], why: remedy) }
    return part
  }

  /// What the augmentation draws for a sample: a record by word, none where a word's chance decided against it.
  public func drawn(_ place: Int, epoch: Int = 0) -> Record { augmenting?.drawn(rows[place], epoch: epoch) ?? Record() }

  /// One sample as a record, or a part of the set.
  public func element(_ index: [IndexItem], _ context: Context) throws -> Value {
    switch try ChosenSamples(index, of: count) {
    case .one(let place): return .record(try sample(place))
    case .several(.span(let span)): return .thing(taking(.span(span), title: "\(title)[\(span.lowerBound)..<\(span.upperBound)]"))
    case .several(let rows): return .thing(taking(rows, title: "\(title)[…]"))
    }
  }

  /// One sample, as in epoch 0: `record(x: …, y: …)`.
  private func sample(_ place: Int) throws -> Record {
    let tensors = try tensors([Int32(place)])
    return Record(try zip(columns, tensors).map { ($0.name, .thing(try $1.reshaped($0.shape))) })
  }

  public func equals(_ other: Value) throws -> Bool {
    if case .thing(let thing as Dataset) = other { thing === self } else { false }
  }

  public func items(_ context: Context) throws -> (any ItemSource)? { SampleSource(self) }

  /// The samples one after the other.
  private final class SampleSource: ItemSource {
    private let data: Dataset
    private var place = 0

    init(_ data: Dataset) { self.data = data }

    func next() throws -> Value? {
      guard place < data.count else { return nil }
      defer { place += 1 }
      return .record(try data.sample(place))
    }
  }
}

/// `1 sample`, `540 test samples`.
func counted(_ count: Int, _ adjective: String = "") -> String { "\(count) \(adjective)sample\(count == 1 ? "" : "s")" }
