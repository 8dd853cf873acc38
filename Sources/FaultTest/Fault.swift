// What a fault is: a plausible mistake in one formula of the library, written as a change of its source.

/// A change of a function's source that makes its formula wrong.
struct Fault: Equatable {
  /// What kind of mistake it is.
  let kind: Kind
  /// The text that is replaced, which occurs once in the function.
  let original: String
  /// The text that takes its place.
  let replacement: String

  /// Makes a fault of some kind that replaces a text.
  init(_ kind: Kind, _ original: String, _ replacement: String) {
    self.kind = kind
    self.original = original
    self.replacement = replacement
  }

  /// The mistakes that derivations of these gradients are known for.
  enum Kind: String, CaseIterable {
    case sign, transpose
    case time = "index in time"
    case term = "dropped term"
    case gate = "wrong gate"
    case derivative = "wrong derivative"
    case state = "wrong state"
    case weight = "wrong weight"
  }
}

/// A function of the library with the faults that are put in it.
struct Site: Equatable {
  /// The file, from the library's folder on: `Cells/LSTMCell.swift`.
  let file: String
  /// How the function begins, a text that occurs once in the file: `func differentiate(`.
  let function: String
  /// The faults, one at a time.
  let faults: [Fault]

  /// Makes the list of the faults of a function.
  init(_ file: String, _ function: String, _ faults: Fault...) {
    self.init(file, function, faults)
  }

  /// Makes the list of the faults of a function.
  init(_ file: String, _ function: String, _ faults: [Fault]) {
    self.file = file
    self.function = function
    self.faults = faults
  }
}

/// A formula that is written by hand, the check that holds it, and the faults that the check must reject.
struct Formula {
  /// The name: `LSTM, a step`.
  let name: String
  /// The name of the check.
  let check: String
  /// Where the formula is written.
  let sites: [Site]

  /// Makes a formula held by the check of a name.
  init(_ name: String, heldBy check: String, _ sites: Site...) {
    self.name = name
    self.check = check
    self.sites = sites
  }
}

/// A fault with its number, by which it is switched on in the copy of the library.
struct NumberedFault {
  /// The number, from 1.
  let number: Int
  /// The formula that it belongs to.
  let formula: String
  /// The check that must reject it.
  let check: String
  /// The file, and the beginning of the function.
  let file: String, function: String
  /// The fault.
  let fault: Fault

  /// Numbers the faults of some formulas in their order.
  static func all(of formulas: [Formula]) -> [NumberedFault] {
    var faults: [NumberedFault] = []
    for formula in formulas {
      for site in formula.sites {
        for fault in site.faults {
          faults.append(
            NumberedFault(
              number: faults.count + 1, formula: formula.name, check: formula.check,
              file: site.file, function: site.function, fault: fault))
        }
      }
    }
    return faults
  }
}

/// A test that cannot be made, in words.
struct FaultTestError: Error, Equatable {
  /// What is wrong.
  let message: String

  /// Makes an error of a message.
  init(_ message: String) { self.message = message }
}
