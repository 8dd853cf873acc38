// Weaving with runs made by hand.

@testable import NotebookKit

extension Weaver {
  /// A chapter's page when its snippets, by the line of their opening fence, did this; lines in the runs are the program's.
  static func page(
    _ chapter: Chapter, _ plan: Plan, _ runs: [Int: Run], typeset: [TypesetKey: Typeset] = [:]
  ) -> Page {
    let results = plan.programs.map { program in
      let indexed = program.subjects.compactMap { index in
        runs[program.snippets[index].id.line].map { (index, $0) }
      }
      return (program, Transcript(runs: Dictionary(uniqueKeysWithValues: indexed)))
    }
    let references = References([(chapter.source, chapter.number, ChapterFacts(chapter, plan))])
    return Weaver(references: references, typeset: typeset).page(chapter, plan, results)
  }
}
