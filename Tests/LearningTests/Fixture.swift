// Numbers that PyTorch computed, from Tests/Fixtures/learning.

import Foundation
import Testing

@testable import Learning

enum Fixture {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/learning")

  /// A file's content; nil where it cannot be read, which a test of its own finds.
  static func read<Content: Decodable>(_ name: String) -> Content? {
    read(at: folder.appending(path: name).path)
  }

  static func read<Content: Decodable>(at path: String) -> Content? {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
    return try? JSONDecoder().decode(Content.self, from: data)
  }

  /// Where files lie that are shared by several projects; nil where there are none.
  static func shared(_ path: String) -> String? {
    let place = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "../../../shared/fixtures").appending(path: path).standardizedFileURL.path
    return FileManager.default.fileExists(atPath: place) ? place : nil
  }
}

/// A case with a name, as test reports show it.
protocol NamedCase: Decodable, Sendable, CustomTestStringConvertible {
  var name: String { get }
}

extension NamedCase {
  var testDescription: String { name }
}
