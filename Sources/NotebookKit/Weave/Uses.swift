// STUB until the references are merged.
extension References {
  struct Use: Equatable, Sendable {
    var page: String
    var chapter: Int?
    var section: String
    var title: String
  }
  func uses(of name: String) -> [Use] { [] }
}
