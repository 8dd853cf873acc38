// The cases in which no compiler may start: nothing changed, and prose changed.

extension Bench {
  /// Nothing changed.
  func unchanged() throws {
    try run(["build"], on: book.folder)
    _ = try time("unchanged", building: book.folder, bar: quietBar(0.060), runs: runs) {}
  }

  /// A sentence changed, and a paragraph more, in the middle of the longest chapter.
  func prose() throws {
    try run(["build"], on: book.folder)
    let (book, name) = (book, book.longest)
    let bar = quietBar(0.120)
    _ = try time("prose", building: book.folder, bar: bar, runs: runs) {
      let edit = try book.sentence(in: name)
      try book.save(edit.text, as: edit.name)
    }
    _ = try time("prose moved", building: book.folder, bar: bar, runs: runs) {
      let edit = try book.paragraph(in: name)
      try book.save(edit.text, as: edit.name)
    }
    try book.save(book.texts[name] ?? "", as: name)
  }

  /// A bar that grows by two milliseconds with each chapter.
  private func quietBar(_ base: Double) -> Double { base + 0.002 * Double(book.count) }
}
