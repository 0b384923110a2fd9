// Did you mean: the known word nearest to an unknown one.

/// The candidate a few slips away from [word], or one that contains it; nil when none is near.
public func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
  let wanted = word.lowercased()
  let allowed = max(1, word.count / 3)
  var best: (distance: Int, hasOtherLetters: Int, name: String)?
  for candidate in candidates where candidate != word {
    let distance = editDistance(wanted, candidate.lowercased())
    guard distance <= allowed else { continue }
    // Of two that are as near, the one with the letters that were typed: `rleu` is `relu` rather than `bleu`.
    let found = (distance, candidate.lowercased().sorted() == wanted.sorted() ? 0 : 1, candidate)
    if let known = best, known <= found { continue }
    best = found
  }
  if let best { return best.name }
  guard word.count >= 4 else { return nil }
  return candidates.filter { $0.lowercased().contains(wanted) || (wanted.contains($0.lowercased()) && $0.count >= 4) }
    .min { ($0.count, $0) < ($1.count, $1) }
}

/// Whether one slip of the fingers turns one word into the other.
public func isOneSlipAway(_ a: String, _ b: String) -> Bool { editDistance(a, b) == 1 }

/// Insertions, deletions, changes and swaps of neighbours that turn one word into the other (Damerau 1964).
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a)
  let b = Array(b)
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      let change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      var distance = min(last[j] + 1, row[j - 1] + 1, change)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { distance = min(distance, beforeLast[j - 2] + 1) }
      row.append(distance)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
