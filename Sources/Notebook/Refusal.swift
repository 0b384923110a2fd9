// A complaint about a part of a text, placed by the interpreter as if that part had thrown it.

import Catalog
import Interpreter
import Language

import struct Language.Argument

/// Is called by a line that was never written, and answers with a complaint.
private struct Refusal: Thing {
  let complaint: Complaint

  var kind: String { "a refusal" }
  func text() throws -> String { complaint.message }
  var isCallable: Bool { true }
  func call(_ given: Given, _ context: Context) throws -> Value { throw complaint }
}

/// The failure of a complaint about [span]. Its role `callee` is that place, `position(0)` is [other].
func failure(_ complaint: Complaint, at span: Span, and other: Span? = nil, in source: Source) -> any Error {
  let session = Session(Context(catalog: Catalog()))
  session.bind("refusal", .thing(Refusal(complaint: complaint)))
  let arguments = other.map { [Argument(name: nil, value: Expression(.none, $0))] } ?? []
  let call = Expression(.call(Expression(.name("refusal"), span), arguments), span)
  do {
    _ = try session.execute(Statement(.expression(call), span), in: source)
    return complaint
  } catch {
    return error
  }
}
