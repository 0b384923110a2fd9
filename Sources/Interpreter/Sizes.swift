// Shape annotations: promises that are checked, and names of sizes that bind on first use.

import Catalog
import Language

/// The named sizes of one cell or call.
final class Sizes {
  private var known: [String: (size: Int, line: Int)] = [:]

  func copy() -> Sizes {
    let twin = Sizes()
    twin.become(self)
    return twin
  }

  func become(_ other: Sizes) { known = other.known }

  /// Checks a promise about [what], and binds the names of sizes that are new.
  /// Gives the names it bound; throws a complaint whose whole is the annotation.
  func check(_ annotation: ShapeAnnotation, _ shape: [Int], of what: String, line: Int) throws -> [(String, Int)] {
    let matched = try match(annotation, shape, what)
    var bound: [(String, Int)] = []
    for (promised, size) in matched {
      switch promised {
      case .number(let number) where number != size:
        throw broken(annotation, shape, what, "\(number) was promised, but it is \(size)")
      case .name(let name):
        if let old = known[name], old.size != size {
          throw broken(annotation, shape, what, "\(name) = \(old.size) since line \(old.line), but here \(size)")
        }
        if known[name] == nil { known[name] = (size, line) }
        bound.append((name, size))
      case .number, .rest: break
      }
    }
    return bound
  }

  /// Pairs promised sizes with those of the value; `...` stands for those that are left.
  private func match(_ annotation: ShapeAnnotation, _ shape: [Int], _ what: String) throws -> [(ShapeAnnotation.Size, Int)] {
    let promised = annotation.sizes
    if let rest = promised.firstIndex(of: .rest), shape.count >= promised.count - 1 {
      let behind = promised.count - rest - 1
      return Array(zip(promised.prefix(rest), shape)) + Array(zip(promised.suffix(behind), shape.suffix(behind)))
    }
    guard promised.count == shape.count else {
      throw broken(annotation, shape, what, "\(counted(promised.count, "size")) promised, but it has \(shape.count)")
    }
    return Array(zip(promised, shape))
  }

  private func broken(_ annotation: ShapeAnnotation, _ shape: [Int], _ what: String, _ label: String) -> Complaint {
    Complaint(.shape, "\(what) has the shape \(bracketed(shape)), not \(annotation.text)", [.init(.whole, label)])
  }

  /// A text with sizes called by their names.
  func named(_ text: String, _ elsewhere: [String: Int]) -> String {
    SizeNames(elsewhere.merging(known.mapValues(\.size)) { $1 }).applied(to: text).text
  }

  /// The complaint with sizes called by their names: `[256, 2]` becomes `[n, 2]`, and a label adds `n = 256`.
  func named(in complaint: Complaint, _ elsewhere: [String: Int]) -> Complaint {
    guard [.shape, .memory].contains(complaint.kind) else { return complaint }
    let sizes = elsewhere.merging(known.mapValues(\.size)) { $1 }
    let names = SizeNames(sizes)
    guard !names.isEmpty else { return complaint }
    var result = complaint
    result.message = names.applied(to: complaint.message).text
    result.why = complaint.why.map { names.applied(to: $0).text }
    var explained: Set<String> = []
    result.marks = complaint.marks.map { mark in
      let (text, used) = names.applied(to: mark.label)
      let news = used.filter { explained.insert($0).inserted }.map { ", \($0) = \(sizes[$0] ?? 0)" }
      return Complaint.Mark(mark.role, text + news.joined())
    }
    return result
  }
}

/// Puts names in the place of sizes inside brackets.
private struct SizeNames {
  /// Smaller sizes are too often the same by chance.
  private static let smallest = 8
  private var names: [Int: String] = [:]

  init(_ sizes: [String: Int]) {
    for (name, size) in sizes.sorted(by: { $0.key > $1.key }) where size >= SizeNames.smallest { names[size] = name }
  }

  var isEmpty: Bool { names.isEmpty }

  /// The text with names, and the names that were put in.
  func applied(to text: String) -> (text: String, used: [String]) {
    var result = ""
    var used: [String] = []
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      result += rest[...open]
      let sizes = rest[rest.index(after: open)..<close].split(separator: ",", omittingEmptySubsequences: false)
      result += sizes.map { size -> String in
        guard let number = Int(size.drop { $0 == " " }), let name = names[number] else { return String(size) }
        if !used.contains(name) { used.append(name) }
        return size.prefix { $0 == " " } + name
      }.joined(separator: ",")
      rest = rest[close...]
      if rest.first == "]" { result += String(rest.removeFirst()) }
    }
    return (result + rest, used)
  }
}

extension ShapeAnnotation {
  var text: String {
    let words = sizes.map { size in
      switch size {
      case .number(let number): String(number)
      case .name(let name): name
      case .rest: "..."
      }
    }
    return "[" + words.joined(separator: ", ") + "]"
  }
}

extension Session {
  /// Holds a value to the shape that was promised for it.
  func keepPromise(_ annotation: ShapeAnnotation?, _ value: Value, of what: String, _ frame: Frame) throws {
    guard let annotation else { return }
    try placing(annotation.span, frame) {
      let line = frame.source.line(at: annotation.span.start)
      for (name, size) in try frame.sizes.check(annotation, try shape(of: value, what), of: what, line: line) {
        knownSizes[name] = size
      }
    }
  }

  private func shape(of value: Value, _ what: String) throws -> [Int] {
    switch value.first {
    case .number, .truth: return []
    case .size(let sizes): return [sizes.count]
    case .thing(let unknown as Unknown) where unknown.sort == .number || unknown.sort == .truth: return []
    case .thing(let unknown as Unknown) where unknown.sort == .anything: throw UnknownNumbers()
    case .thing(let thing):
      if case .size(let sizes)? = try thing.field("shape", context) { return sizes }
      fallthrough
    default:
      throw Complaint(.type, "\(what) is \(value.kind), which has no shape", [.init(.whole, "this promises a tensor")])
    }
  }
}

func bracketed(_ sizes: [Int]) -> String { "[" + sizes.map(String.init).joined(separator: ", ") + "]" }

/// "1 size", "3 sizes".
func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
