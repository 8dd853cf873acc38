// One snippet changed: its chapter is compiled, linked and run again, and nothing else should take
// time.

import Foundation

extension Bench {
  /// A statement more in the middle snippet of each chapter.
  ///
  /// The figure is a ratio of times by the clock: the build, over the commands that this very build
  /// started (compiler, linker, program) repeated by hand, programs beside each other as in the
  /// tool. Above 1 is what the tool itself takes: reading the book, checking what is kept, weaving,
  /// rendering and writing. Build and repetition take turns, so that a busy machine slows both; both
  /// start the toolchain itself, since a recording one would take time of its own.
  func snippet() throws {
    let library = try recorder.recorded { try build(keeping: false) }.library()
    // What one toolchain made is nothing to the other.
    for isRecorded in [true, false] { try run(["build"], on: book.folder, isRecorded: isRecorded) }
    for name in book.chaptersWithSnippets {
      let first = try recorder.recorded { try build(book.statement(in: name)) }
      let hand = try HandBuild(
        first.programs, library: library, with: recorder.bin, in: "\(scratch)/hand-\(name)")
      _ = try hand.repeated()
      var builds: [Double] = []
      var repetitions: [Double] = []
      var programs: [Double] = []
      var own: [Double] = []
      let report = scratch + "/report.json"
      for _ in 0..<runs {
        let edit = try book.statement(in: name)
        try book.save(edit.text, as: edit.name)
        let ending = try run(
          ["build", "--json", report], on: book.folder, isRecorded: false)
        builds.append(ending.seconds)
        let costs = try costs(report).filter { !$0.kept }
        if costs.count != first.programs.count {
          throw BenchmarkError(
            "'\(name)': \(costs.count) programs ran, not \(first.programs.count)")
        }
        if costs.count(where: { $0.link > 0 }) != first.programs.count(where: \.isLinked) {
          throw BenchmarkError("'\(name)': the linker is called in another way than is known here")
        }
        programs.append(costs.reduce(0) { $0 + $1.compile + $1.link + $1.run })
        own.append(ending.cpu - (programs.last ?? 0))
        repetitions.append(try hand.repeated())
      }
      try book.save(book.texts[name] ?? "", as: name)
      let count = first.programs.count
      Figure(
        name: "snippet \(name)", of: builds, to: repetitions, bar: .atMost(1.15),
        notes: [
          "build \(builds.medianTime)", "by hand \(repetitions.medianTime)",
          "CPU of \(count == 1 ? "its program" : "its \(count) programs") \(programs.medianTime)",
          "CPU of the rest \(own.medianTime)",
        ]
      ).report()
    }
  }

  private func build(_ edit: Edit) throws {
    try book.save(edit.text, as: edit.name)
    try run(["build"], on: book.folder)
  }

  /// Builds the book, without the store if nothing is to be kept.
  func build(keeping: Bool) throws {
    try run(keeping ? ["build"] : ["build", "--no-cache"], on: book.folder)
  }
}
