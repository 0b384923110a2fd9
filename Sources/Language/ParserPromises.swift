// `#=>`: which promise belongs to which statement.

extension Parser {
  /// The promise behind a statement. Several lines of `#=>` are one promise.
  mutating func promise(behind span: Span, for kind: Statement.Kind) -> Promise? {
    let next = isAt(.semicolon) && index + 1 < tokens.count ? tokens[index + 1] : tokens[index]
    passStrayPromises(before: span.end)
    var result: Promise?
    while nextPromise < promises.count, promises[nextPromise].span.start < next.span.start {
      result = result?.joined(promises[nextPromise]) ?? promises[nextPromise]
      nextPromise += 1
    }
    guard let result else { return nil }
    switch kind {
    case .expression, .conditional: return result
    default:
      let message = "`#=>` states the value of an expression"
      report(message, at: Span(result.span.start, result.span.start + 3), label: "the line before has no value")
      return nil
    }
  }

  /// Promises inside a statement or before the first one belong to nothing.
  private mutating func passStrayPromises(before offset: Int) {
    while nextPromise < promises.count, promises[nextPromise].span.start < offset {
      strayPromises.append(promises[nextPromise])
      nextPromise += 1
    }
  }

  /// Said last, and only if all else is well: an unreadable statement loses its promises, too.
  mutating func blameStrayPromises() {
    passStrayPromises(before: .max)
    guard diagnostics.isEmpty else { return }
    for promise in strayPromises {
      let sign = Span(promise.span.start, promise.span.start + 3)
      report("`#=>` stands behind the expression whose value it states", at: sign, label: "no expression ends before it")
    }
  }
}
