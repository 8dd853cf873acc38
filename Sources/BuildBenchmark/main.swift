// `make bench-build`: the times of the edit loop with the executable as built, on a copy of the
// book.

import Foundation

do {
  let options = try Options(Array(CommandLine.arguments.dropFirst()))
  try Scratch.with { scratch in
    let bench = try Bench(
      tool: options.tool, book: options.book, scratch: scratch, runs: options.runs,
      chapters: options.chapters)
    let others = Others()
    for name in options.cases { try options.work(of: name)(bench)() }
    others.warn()
  }
} catch let error as BenchmarkError {
  FileHandle.standardError.write(Data("error: \(error.message)\n".utf8))
  exit(70)
} catch {
  FileHandle.standardError.write(Data("error: \(error.localizedDescription)\n".utf8))
  exit(70)
}
