// "Did you mean": the nearest word of a closed set.

/// Returns the word of `candidates` that is nearest to `word`, when it is near enough to be meant; of several the one that
/// differs in capitals only.
func nearest(to word: String, among candidates: [String]) -> String? {
  func isOther(_ candidate: String) -> Int { candidate.lowercased() == word.lowercased() ? 0 : 1 }
  let ranked = candidates.map { (word: $0, distance: editDistance(word, $0)) }
    .sorted { ($0.distance, isOther($0.word), $0.word) < ($1.distance, isOther($1.word), $1.word) }
  guard let best = ranked.first, best.distance <= max(1, min(word.count, best.word.count) / 2)
  else { return nil }
  return best.word
}

/// The least number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a)
  let b = Array(b)
  var rows = [Array(0...b.count)]
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var cost = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, rows[i - 1][j - 1] + 1)
      }
      row.append(cost)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
