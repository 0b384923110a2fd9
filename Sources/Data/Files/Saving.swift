// `load` and `save`: the ending of a file's name says how it is read and written.

import Catalog
import Tensor

extension Catalog {
  func addFiles() {
    addReader("csv") { path, _ in .record(try CSVTable.read(path)) }
    addReader("tsv") { path, _ in .record(try CSVTable.read(path)) }
    addReader("png") { path, _ in .thing(try PictureFile.read(path)) }
    addReader("npy") { path, _ in .thing(try NumPyFile.read(path)) }
    addReader("npz") { path, _ in
      let members = try ZipArchive.members(Files.read(path), path).filter { $0.name.hasSuffix(".npy") }
      return .record(
        Record(try members.map { (String($0.name.dropLast(4)), .thing(try NumPyFile.tensor($0.bytes, "\(path): \($0.name)"))) }))
    }
    addReader("txt") { path, _ in
      do {
        return .text(String(decoding: try Files.read(path, limit: 1 << 30), as: UTF8.self))
      } catch is UnknownNumbers { return .unknown(.text) }
    }
    addLoad()
    addSave()
  }

  private func addLoad() {
    add(
      .file, "load",
      "Reads a file; its ending says how. A table gives a record of columns, an .npz one of tensors, a picture values in 0..1.",
      examples: [
        Example(
          "save(record(size: [1, 2.5], kind: [\"cat\", \"dog\"]), \"pets.csv\")\nload(\"pets.csv\").kind", gives: "[\"cat\", \"dog\"]"),
        Example("save([[0, 1], [1, 0]], \"check.png\")\nload(\"check.png\").shape", gives: "1x2x2"),
        Example("save([1, 2.5], \"row.npy\")\nload(\"row.npy\")", gives: "[1, 2.5]"),
      ],
      path("path", "the file, looked for in the out folder first, then beside the notebook"), surroundings()
    ) { (path: String, context: Context) -> Value in
      guard let read = context.catalog.readers[Files.ending(of: path)] else {
        throw unknownEnding(path, "read", Array(context.catalog.readers.keys))
      }
      if Checking.isOn, let saved = context.foreseenFiles[path] { return try loaded(saved, Files.ending(of: path)) }
      return try read(try context.found(path), context)
    }
    addForeign("read_csv", "imread", "loadtxt", means: "load")
  }

  private func addSave() {
    add(
      .file, "save", "Writes a value to a file; its ending says how.",
      examples: [Example("[[0, 0.5], [0.5, 1]] |> save(\"ramp.png\")"), Example("save([[1, 2], [3, 4]], \"table.csv\")")],
      hasEffect: true, mindsChecking: true,
      given("value", "a tensor, a table (a record of columns), a text, a figure, a net", Value.self),
      path("path", "the file, in the out folder"), surroundings()
    ) { (value: Value, path: String, context: Context) in
      if Checking.isOn { return try foreseeSaving(value, path, context) }
      try Files.write(try savedBytes(value, path, context), to: context.target(path))
      return Nothing()
    }
    addForeign("write", "to_csv", "imsave", "savefig", means: "save")
  }
}

/// Where nothing acts: whether the value can go into such a file, and that the file would be there from now on.
private func foreseeSaving(_ value: Value, _ path: String, _ context: Context) throws -> Nothing {
  if case .thing(let unknown as Unknown) = value, let endings = unknown.endings, !endings.contains(Files.ending(of: path)) {
    throw unknownEnding(path, "made of a figure", endings)
  }
  defer { context.foreseenFiles[path] = value }
  do { if !value.holdsUnknown { _ = try savedBytes(value, path, context) } } catch is UnknownNumbers {}
  return Nothing()
}

/// What a value that was saved is when it is read again, its numbers unknown.
private func loaded(_ saved: Value, _ ending: String) throws -> Value {
  switch (ending, saved) {
  case ("png", .thing(let tensor as Tensor)):
    return .thing(Tensor(awaiting: tensor.rank == 2 ? [1] + tensor.shape : tensor.shape, type: .float32))
  case ("csv", .record), ("tsv", .record), ("npz", .record), ("npy", .thing), ("safetensors", .thing): return saved.forgotten
  case ("txt", _): return .unknown(.text)
  default: return .unknown
  }
}

/// What the file will hold.
private func savedBytes(_ value: Value, _ path: String, _ context: Context) throws -> [UInt8] {
  let ending = Files.ending(of: path)
  switch value {
  case .thing(let thing as any Savable):
    guard type(of: thing).endings.contains(ending) else { throw unknownEnding(path, "made of \(thing.kind)", type(of: thing).endings) }
    return try thing.bytes(ending: ending, context)
  case .record(let table):
    if ending == "npz" { return try archive(of: table) }
    guard ["csv", "tsv"].contains(ending) else { throw unknownEnding(path, "made of a record", ["csv", "tsv", "npz"]) }
    return try CSVTable.bytes(of: table, separator: ending == "tsv" ? "\t" : ",")
  case .text(let text):
    guard ending == "txt" else { throw unknownEnding(path, "made of a text", ["txt"]) }
    return Array(text.utf8)
  default:
    guard let tensor = try Tensor(value), tensor.rank > 0 else {
      throw Complaint(
        .type, "\(value.kind) cannot be saved", [.init(.position(0), "this is \(value.kind)")],
        why: "tensors, tables (records of columns), texts, figures and nets can")
    }
    return try savedBytes(.thing(tensor), path, context)
  }
}

/// A record of tensors as NumPy's archive.
private func archive(of record: Record) throws -> [UInt8] {
  try ZipArchive.bytes(
    of: record.fields.map { name, value in
      guard let tensor = try Tensor(value) else {
        throw Complaint(.type, "an .npz file holds tensors, and `\(name)` is \(value.kind)", [.init(.position(0), "")])
      }
      return (name + ".npy", try NumPyFile.bytes(of: tensor))
    })
}

/// A path whose ending is not among the known ones.
private func unknownEnding(_ path: String, _ action: String, _ known: [String]) -> Complaint {
  let ending = Files.ending(of: path)
  let what = ending.isEmpty ? "\(quote(path)) has no ending that says what it is" : "no .\(ending) file can be \(action)"
  let near = suggestion(for: ending, among: known)
  let label = near.map { "did you mean .\($0)?" } ?? (ending.isEmpty ? "no ending" : "the ending .\(ending)")
  let place = Complaint.Role.position(action == "read" ? 0 : 1)
  let stem = path.hasSuffix("." + ending) && !ending.isEmpty ? String(path.dropLast(ending.count + 1)) : path
  let other = near ?? (action == "read" ? nil : known.sorted().first)
  return Complaint(
    .file, what, [.init(place, label)], why: "known here: " + known.sorted().map { ".\($0)" }.joined(separator: " "),
    edits: other.map { [.replace(place, "\(quote("\(stem).\($0)"))")] } ?? [])
}

extension Tensor: Savable {
  public static var endings: [String] { ["png", "csv", "tsv", "npy"] }

  /// A picture of [channels, height, width] or [height, width]; a table of rank 1 or 2.
  public func bytes(ending: String, _ context: Context) throws -> [UInt8] {
    switch ending {
    case "png": try PictureFile.bytes(of: self, context)
    case "npy": try NumPyFile.bytes(of: self)
    case "tsv": try CSVTable.bytes(of: self, separator: "\t")
    default: try CSVTable.bytes(of: self, separator: ",")
    }
  }
}
