import Testing

@testable import Recurrent

@Suite struct NumericArchiveTests {
  let one = NumericArray(scalar: 1)
  let two = NumericArray(scalar: 2)

  @Test("names keep the order in which they were first set")
  func order() {
    var archive: NumericArchive = ["b": one, "a": one]
    archive["c"] = one
    archive["b"] = two
    #expect(archive.names == ["b", "a", "c"])
    #expect(archive["b"] == two)
    archive["a"] = nil
    archive["d"] = nil
    #expect(archive == ["b": two, "c": one])
    #expect(archive != ["c": one, "b": two])
    #expect(archive["a"] == nil)
  }

  @Test("an array that is not there is an error with the names that are")
  func missing() throws {
    let archive: NumericArchive = ["b": one, "a\n": two]
    #expect(try archive.array("b") == one)
    #expect(
      problem { () throws(FileError) in try archive.array("c") }
        == #"no array "c"; there are: "b", "a\n""#)
    #expect(
      problem { () throws(FileError) in try NumericArchive().array("c") }
        == #"no array "c"; there are: none"#)
  }

  @Test("a name that is there twice traps")
  func twice() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let array = NumericArray(scalar: 1)
      _ = ["a": array, "a": array] as NumericArchive
    }
    #expect(message(result).contains("NumericArchive: \"a\" is there twice"))
  }
}
