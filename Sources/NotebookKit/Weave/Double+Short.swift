// Numbers in messages and on pages: as many digits as a reader needs.

import Foundation

extension Double {
  /// Two significant digits, as for errors and tolerances: `0.084`, `3.1e-11`, `1e-06`.
  var short: String { isNaN ? "nan" : String(format: "%.2g", self) }

  /// Six significant digits without zeros at the end, as for seconds: `10`, `0.5`.
  var plain: String { String(format: "%.6g", self) }
}
