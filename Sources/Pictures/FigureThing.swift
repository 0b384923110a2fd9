// A figure as a value of the language.

import Catalog
import Graphics

/// A figure. Nothing is drawn before its bytes are asked for.
public struct FigureThing: Savable {
  public let figure: Figure

  public init(_ figure: Figure) { self.figure = figure }

  /// The heading, or that of the first panel that has one; empty when there is none. A good name for a file.
  public var title: String {
    let titles = [figure.title] + figure.panels.map(\.title)
    return titles.first { !$0.isEmpty } ?? ""
  }

  public var kind: String { "a figure" }

  /// `figure 640x420: Loss`.
  public func text() throws -> String {
    let size = sizeText([Int(figure.width.rounded()), Int(figure.height.rounded())])
    return "figure \(size)" + (title.isEmpty ? "" : ": \(title)")
  }

  public var outline: String { title }

  /// In points; a PNG has twice as many pixels.
  public var fieldNames: [String] { ["width", "height"] }

  public func field(_ name: String, _ context: Context) throws -> Value? {
    switch name {
    case "width": .number(figure.width.rounded())
    case "height": .number(figure.height.rounded())
    default: nil
    }
  }

  public func equals(_ other: Value) throws -> Bool {
    if case .thing(let thing as FigureThing) = other { thing.figure == figure } else { false }
  }
}

extension FigureThing {
  public static let endings = ["png", "svg"]

  /// The figure drawn. Letters that no font has become boxes, of which a note tells.
  public func bytes(ending: String, _ context: Context) throws -> [UInt8] {
    if Checking.isOn { return [] }
    do {
      try MissingLetters.note(in: figure, context)
      switch ending {
      case "png": return try figure.png()
      case "svg": return try figure.svg()
      default: throw Complaint(.file, "a figure is saved as .png or .svg, not as .\(ending)", why: "as in: save(figure, \"curve.png\")")
      }
    } catch let error as PictureError {
      throw error.complaint
    }
  }
}

extension FigureThing: Argument {
  public static var wanted: String { "a figure" }
  public static var unknown: Value { .thing(Unknown(endings: endings)) }
  public static func from(_ value: Value, _ context: Context) throws -> FigureThing? {
    if case .thing(let figure as FigureThing) = value { figure } else { nil }
  }
  public var value: Value { .thing(self) }
}

extension Figure.Panel {
  var title: String {
    switch self {
    case .chart(let chart): chart.title
    case .matrix(let matrix): matrix.title
    case .pictures(let grid): grid.title
    }
  }
}

extension PictureError {
  /// The same as a user's mistake.
  var complaint: Complaint { Complaint(.limit, message) }
}
