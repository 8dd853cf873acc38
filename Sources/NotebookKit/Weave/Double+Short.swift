// Numbers in messages and on pages: as many digits as a reader needs.

import Foundation

extension Double {
  /// Two significant digits, as for errors and tolerances: `0.084`, `3.1e-11`, `1e-06`.
  var short: String { isNaN ? "nan" : String(format: "%.2g", self) }

  /// Without a fraction that is zero, as for seconds: `10`, `0.5`.
  var plain: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}
