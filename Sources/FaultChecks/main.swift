// The checks that `make mutation` runs, built with the library or with a faulty copy of it:
// `FaultChecks NAME` makes one check and prints, separated by tabs, `agreed` and the worst errors, or
// `rejected`, the tensor, its errors and the problem at which it was rejected. The errors are those
// against the tape and against the differences.

import Foundation
import Recurrent

/// Prints what came of a check and ends.
func finish(_ fields: String..., status: Int32) -> Never {
  print(fields.joined(separator: "\t"))
  exit(status)
}

// What takes two minutes is taken for something that never ends.
alarm(120)

guard CommandLine.arguments.count == 2,
  let check = Check.all.first(where: { $0.name == CommandLine.arguments[1] })
else {
  finish("usage", Check.all.map(\.name).joined(separator: "; "), status: 64)
}
var (tape, differences) = (0.0, 0.0)
for makeComparison in check.comparisons {
  let comparison = makeComparison()
  if let (tensor, tape, differences) = comparison.disagreement {
    finish("rejected", tensor, "\(tape)", "\(differences)", comparison.problem, status: 1)
  }
  if let tensor = comparison.vacuous {
    finish("vacuous", tensor, comparison.problem, status: 2)
  }
  tape = max(tape, comparison.tape.worst)
  differences = max(differences, comparison.differences.worst)
}
finish("agreed", "\(tape)", "\(differences)", status: 0)
