// Named values in the order in which they were given.

/// `record(slope: 3, bias: 0.5)`.
public struct Record {
  public private(set) var names: [String]
  public private(set) var values: [Value]

  public init(_ fields: [(name: String, value: Value)] = []) {
    names = fields.map(\.name)
    values = fields.map(\.value)
  }

  public subscript(_ name: String) -> Value? {
    get { names.firstIndex(of: name).map { values[$0] } }
    set {
      let place = names.firstIndex(of: name)
      switch (place, newValue) {
      case (let place?, let value?): values[place] = value
      case (let place?, nil):
        names.remove(at: place)
        values.remove(at: place)
      case (nil, let value?):
        names.append(name)
        values.append(value)
      case (nil, nil): break
      }
    }
  }

  public var fields: [(name: String, value: Value)] { Array(zip(names, values)).map { ($0.0, $0.1) } }

  /// The record with every value changed.
  public func map(_ change: (Value) throws -> Value) rethrows -> Record {
    var result = self
    result.values = try values.map(change)
    return result
  }
}
