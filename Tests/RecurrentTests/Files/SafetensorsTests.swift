import Testing

@testable import Recurrent

@Suite struct SafetensorsTests {
  static let floats: NumericArchive = {
    var archive: NumericArchive = [
      "weight_ih_l0": NumericArray(Matrix([[0, 1, 2], [3, 4, 5]])),
      "é\"\\\n\u{1}": NumericArray(shape: [0, 2], elements: []),
      "a": NumericArray(scalar: 1.5, elementType: .float32),
      "b": NumericArray(column: .column([0, 1, 2]), elementType: .float32),
    ]
    archive.metadata = ["format": "pt"]
    return archive
  }()

  @Test("what the reference writes is read, and written byte for byte")
  func floats() throws {
    let bytes = try fileBytes("floats.safetensors")
    #expect(try NumericArchive(safetensors: bytes) == Self.floats)
    #expect(try Self.floats.safetensorsBytes() == bytes)
    var other = NumericArchive()
    for name in Self.floats.names.reversed() { other[name] = Self.floats[name] }
    other.metadata = Self.floats.metadata
    #expect(try other.safetensorsBytes() == bytes)
  }

  @Test("every element type is read and written as the reference does")
  func kinds() throws {
    let bytes = try fileBytes("kinds.safetensors")
    let archive = try NumericArchive(safetensors: bytes)
    #expect(archive.names.compactMap { archive[$0]?.elementType } == ElementType.safetensorsOrder)
    #expect(archive.names.allSatisfy { archive[$0]?.elements == [1, 0] })
    #expect(try archive.safetensorsBytes() == bytes)
    #expect(Set(ElementType.safetensorsOrder.map { "\($0)" }).count == ElementType.allCases.count)
  }

  @Test("no tensors, and metadata in the order of its keys")
  func metadata() throws {
    let none = try fileBytes("none.safetensors")
    #expect(try NumericArchive(safetensors: none) == [:])
    #expect(try NumericArchive().safetensorsBytes() == none)
    var archive = NumericArchive()
    archive.metadata = ["b": "\u{1f}\u{8}\u{c}\r\t", "a": "\u{7f}😀/"]
    let header = #"{"__metadata__":{"a":"\#u{7f}😀/","b":"\u001f\b\f\r\t"}}"#
    let padding = String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    #expect(try archive.safetensorsBytes() == safetensors(header + padding))
    #expect(try NumericArchive(safetensors: archive.safetensorsBytes()) == archive)
  }

  @Test("escapes and white space are read as JSON has them")
  func json() throws {
    let header = """
      {"\\u00e9\\ud83d\\ude00\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000" :
       { "data_offsets":[0 , 1],\t"shape":[ ], "dtype":"U8"\r} , "__metadata__":{ } } \n
      """
    let archive = try NumericArchive(safetensors: safetensors(header, [7]))
    #expect(archive == ["é😀\"\\/\u{8}\u{c}\n\r\t\0": NumericArray(scalar: 7, elementType: .uint8)])
  }

  static let refused: [(header: String, problem: String)] = [
    ("", "header, byte 0: '{' expected"),
    (" {}", "header, byte 0: '{' expected"),
    ("[]", "header, byte 0: '{' expected"),
    ("{", "header, byte 1: a string expected"),
    ("{}x", "header, byte 2: nothing more expected"),
    ("{,}", "header, byte 1: a string expected"),
    ("{a:1}", "header, byte 1: a string expected"),
    (#"{"a"}"#, "header, byte 4: ':' expected"),
    (#"{"a":1}"#, "tensor \"a\": header, byte 5: '{' expected"),
    (#"{"a":{}}"#, "tensor \"a\": header, byte 7: the key \"dtype\" is missing"),
    (
      #"{"a":{"dtype":"F8"}}"#,
      "tensor \"a\": header, byte 18: element type \"F8\" is not supported"
    ),
    (#"{"a":{"dtype":"F64"}}"#, "tensor \"a\": header, byte 20: the key \"shape\" is missing"),
    (
      #"{"a":{"dtype":"F64","shape":[]}}"#,
      "tensor \"a\": header, byte 31: the key \"data_offsets\" is missing"
    ),
    (#"{"a":{"b":1}}"#, "tensor \"a\": header, byte 10: the key \"b\" is not one of a tensor"),
    (
      #"{"a":{"shape":[],"shape":[]}}"#,
      "tensor \"a\": header, byte 25: the key \"shape\" is there twice"
    ),
    (#"{"a":{"shape":[1,]}}"#, "tensor \"a\": header, byte 17: an integer expected"),
    (#"{"a":{"shape":[-1]}}"#, "tensor \"a\": header, byte 15: an integer expected"),
    (#"{"a":{"shape":[1.0]}}"#, "tensor \"a\": header, byte 16: ',' or ']' expected"),
    (#"{"a":{"shape":[1e3]}}"#, "tensor \"a\": header, byte 16: ',' or ']' expected"),
    (#"{"a":{"shape":[[1]]}}"#, "tensor \"a\": header, byte 15: an integer expected"),
    (#"{"a":{"shape":[00]}}"#, "tensor \"a\": header, byte 16: an integer does not begin with 0"),
    (
      #"{"a":{"shape":[99999999999999999999]}}"#,
      "tensor \"a\": header, byte 33: the integer is too large"
    ),
    (
      #"{"a":{"shape":["# + String(repeating: "1,", count: 65),
      "tensor \"a\": header, byte 143: at most 64 integers expected"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[],"data_offsets":[0]}}"#,
      "tensor \"a\": header, byte 49: \"data_offsets\" are two integers"
    ),
    (#"{"__metadata__":null}"#, "header, byte 16: '{' expected"),
    (#"{"__metadata__":{"a":1}}"#, "header, byte 21: a string expected"),
    (
      #"{"__metadata__":{"a":"","a":""}}"#, "header, byte 30: the key \"a\" is there twice"
    ),
    (
      #"{"__metadata__":{},"__metadata__":{}}"#,
      "header, byte 34: the key \"__metadata__\" is there twice"
    ),
    (#"{"\x"}"#, "header, byte 4: unknown escape in a string"),
    (#"{"\u12g4"}"#, "header, byte 7: four hexadecimal digits expected"),
    (#"{"\ud800"}"#, "header, byte 8: '\\' expected"),
    (#"{"\ud800\u0041"}"#, "header, byte 14: half a pair of surrogates"),
    (#"{"\udc00"}"#, "header, byte 8: half a pair of surrogates"),
    ("{\"\n\"}", "header, byte 3: a control character in a string"),
    (#"{"a"#, "header, byte 3: the header ends too early"),
    (#"{"a\"#, "header, byte 4: the header ends too early"),
    (
      String(repeating: #"{"a":"#, count: 50),
      "tensor \"a\": header, byte 10: the key \"a\" is not one of a tensor"
    ),
  ]

  @Test(
    "a header that is not the JSON of the format is refused where it goes wrong",
    arguments: refused)
  func refusals(_ header: String, _ expected: String) {
    let bytes = safetensors(header)
    #expect(problem { () throws(FileError) in try NumericArchive(safetensors: bytes) } == expected)
  }

  static let misplaced: [(tensors: [String], bytes: Int, problem: String)] = [
    (
      [#""a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}"#], 8,
      "tensor \"a\": 16 bytes expected for 2 F64, 8 found"
    ),
    (
      [#""a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}"#], 3,
      "tensor \"a\": offsets 1 to 3 do not follow on byte 0 of the buffer"
    ),
    (
      [
        #""a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}"#,
        #""b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}"#,
      ], 3, "tensor \"b\": offsets 1 to 3 do not follow on byte 2 of the buffer"
    ),
    (
      [
        #""b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}"#,
        #""a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}"#,
      ], 5, "tensor \"b\": offsets 3 to 5 do not follow on byte 2 of the buffer"
    ),
    (
      [#""a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}"#], 3,
      "2 bytes of tensors expected after the header, 3 found"
    ),
    (
      [#""a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}"#], 1,
      "2 bytes of tensors expected after the header, 1 found"
    ),
    ([], 1, "0 bytes of tensors expected after the header, 1 found"),
    (
      [#""a":{"dtype":"F64","shape":[4611686018427387904,4],"data_offsets":[0,0]}"#], 0,
      "tensor \"a\": shape 4611686018427387904×4 is too large"
    ),
    (
      [#""a":{"dtype":"F64","shape":[0,2000000],"data_offsets":[0,0]}"#], 0,
      "tensor \"a\": shape 0×2000000 is too large for an array without elements"
    ),
    (
      [#""a":{"dtype":"U8","shape":[1],"data_offsets":[0,9223372036854775807]}"#], 1,
      "tensor \"a\": 1 bytes expected for 1 U8, 9223372036854775807 found"
    ),
    (
      [
        #""a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}"#,
        #""a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}"#,
      ], 2, "the name \"a\" is there twice"
    ),
    (
      [#""a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}"#], 2,
      "tensor \"a\": element 0: the truth value is 255, not 0 or 1"
    ),
    (
      [#""a":{"dtype":"U64","shape":[],"data_offsets":[0,8]}"#], 8,
      "tensor \"a\": element 0: 18446744073709551615 has no exact Double"
    ),
  ]

  @Test(
    "tensors that do not fill the buffer exactly, each with its own bytes, are refused",
    arguments: misplaced)
  func tiling(_ tensors: [String], _ count: Int, _ expected: String) {
    let data = [UInt8](repeating: 0xff, count: count)
    let bytes = safetensors("{\(tensors.joined(separator: ","))}", data)
    #expect(problem { () throws(FileError) in try NumericArchive(safetensors: bytes) } == expected)
  }

  @Test("a header longer than the file, or than the format allows, is refused")
  func length() {
    func refusal(_ bytes: [UInt8]) -> String? {
      problem { () throws(FileError) in try NumericArchive(safetensors: bytes) }
    }
    #expect(refusal([1, 2]) == "not a safetensors file: the length of the header is missing")
    #expect(refusal([1, 0, 0, 0, 0, 0, 0, 0]) == "a header of 1 bytes in a file of 8")
    #expect(
      refusal([1, 0xe1, 0xf5, 5, 0, 0, 0, 0]) == """
        not a safetensors file: its first 8 bytes ask for a header of 100000001 bytes, \
        at most 100000000 are allowed
        """)
    #expect(
      refusal(Array("<!DOCTYPE html>".utf8)) == """
        not a safetensors file: its first 8 bytes ask for a header of 5789751444030890300 bytes, \
        at most 100000000 are allowed
        """)
    #expect(
      refusal([UInt8](repeating: 0xff, count: 8)) == """
        not a safetensors file: its first 8 bytes ask for a header of 18446744073709551615 bytes, \
        at most 100000000 are allowed
        """)
    #expect(
      refusal([5, 0, 0, 0, 0, 0, 0, 0] + "{\"".utf8 + [0xff, 0x22, 0x7d])
        == "header, byte 4: the string is not UTF-8")
  }

  @Test("no array is written under the name of the metadata")
  func reserved() {
    let archive: NumericArchive = ["__metadata__": NumericArray(scalar: 1)]
    #expect(
      problem { () throws(FileError) in try archive.safetensorsBytes() }
        == "no tensor can have the name \"__metadata__\"")
  }

  @Test("every truncation is an error", arguments: ["floats", "kinds", "none"])
  func truncations(_ name: String) throws {
    for bytes in try fileBytes("\(name).safetensors").truncations {
      #expect(throws: FileError.self) { try NumericArchive(safetensors: bytes) }
    }
  }

  @Test(
    "every changed byte is an error or makes another whole archive",
    arguments: ["floats", "kinds", "none"])
  func flips(_ name: String) throws {
    var errors = 0
    for bytes in try fileBytes("\(name).safetensors").flips {
      do throws(FileError) {
        let archive = try NumericArchive(safetensors: bytes)
        for (_, array) in archive.named {
          let isWhole = try array.isWhole
          #expect(isWhole)
        }
      } catch {
        #expect(error.path == nil)
        errors += 1
      }
    }
    #expect(errors > 20)
  }
}
