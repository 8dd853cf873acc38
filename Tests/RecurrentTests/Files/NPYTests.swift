import Testing

@testable import Recurrent

/// What numpy wrote for some elements of one type in both byte orders.
struct NPYCase: CustomTestStringConvertible {
  let name: String
  let elementType: ElementType
  let elements: [Double]
  var testDescription: String { name }

  static let all: [NPYCase] = {
    let floats = [0, -0.0, 1, -2.5, .infinity, -.infinity, 65504]
    return [
      NPYCase(name: "f8", elementType: .float64, elements: floats + [6e-8]),
      NPYCase(name: "f4", elementType: .float32, elements: floats + [Double(Float(6e-8))]),
      NPYCase(name: "f2", elementType: .float16, elements: floats + [0x1p-24]),
      NPYCase(name: "i1", elementType: .int8, elements: [0, 1, -1, 127, -128]),
      NPYCase(name: "i2", elementType: .int16, elements: [0, 1, -1, 32767, -32768]),
      NPYCase(name: "i4", elementType: .int32, elements: [0, 1, -1, 0x1p31 - 1, -0x1p31]),
      NPYCase(name: "i8", elementType: .int64, elements: [0, 1, -1, 0x1p53, -0x1p53]),
      NPYCase(name: "u1", elementType: .uint8, elements: [0, 1, 255]),
      NPYCase(name: "u2", elementType: .uint16, elements: [0, 1, 65535]),
      NPYCase(name: "u4", elementType: .uint32, elements: [0, 1, 0x1p32 - 1]),
      NPYCase(name: "u8", elementType: .uint64, elements: [0, 1, 0x1p63]),
    ]
  }()
}

@Suite struct NPYTests {
  @Test(
    "every element type is read in both byte orders and written as numpy does",
    arguments: NPYCase.all)
  func elementTypes(_ recorded: NPYCase) throws {
    let bytes = try fileBytes("little_\(recorded.name).npy")
    let array = try NumericArray(npy: bytes)
    #expect(array.shape == [recorded.elements.count])
    #expect(array.elements.map(\.bitPattern) == recorded.elements.map(\.bitPattern))
    #expect(array.elementType == recorded.elementType)
    #expect(array.npyBytes() == bytes)
    #expect(try NumericArray(npy: fileBytes("big_\(recorded.name).npy")) == array)
  }

  @Test("truth values are read and written as numpy does")
  func bool() throws {
    let bytes = try fileBytes("bool.npy")
    let array = try NumericArray(npy: bytes)
    #expect(array == NumericArray(shape: [3], elements: [1, 0, 1], elementType: .bool))
    #expect(array.npyBytes() == bytes)
  }

  static let shaped: [String: NumericArray] = [
    "scalar": NumericArray(scalar: 2.5),
    "empty": NumericArray(shape: [3, 0, 2], elements: []),
    "row": NumericArray(shape: [5], elements: [0, 1, 2, 3, 4]),
    "matrix_f4": NumericArray(
      shape: [2, 3], elements: [0, 1, 2, 3, 4, 5], elementType: .float32),
    "matrix_i8": NumericArray(shape: [2, 3], elements: [0, 1, 2, 3, 4, 5], elementType: .int64),
    "box": NumericArray(shape: [2, 3, 4], elements: (0..<24).map(Double.init)),
    "block": NumericArray(shape: [0] + Array(repeating: 1, count: 35), elements: []),
  ]

  @Test("every shape is read and written as numpy does, byte for byte", arguments: shaped)
  func shapes(_ name: String, _ array: NumericArray) throws {
    let bytes = try fileBytes("\(name).npy")
    #expect(try NumericArray(npy: bytes) == array)
    #expect(array.npyBytes() == bytes)
  }

  @Test(
    "Fortran order and later versions hold the same array",
    arguments: ["box_fortran", "box_2", "box_3"])
  func variants(_ name: String) throws {
    #expect(try NumericArray(npy: fileBytes("\(name).npy")) == Self.shaped["box"])
  }

  @Test("bfloat16, which numpy lacks, is written as float32")
  func bfloat16() throws {
    let array = NumericArray(shape: [2], elements: [0.1, 3], elementType: .bfloat16)
    let read = try NumericArray(npy: array.npyBytes())
    #expect(read == NumericArray(shape: [2], elements: array.elements, elementType: .float32))
  }

  @Test("the bits of a NaN are kept")
  func nan() throws {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }"
    let array = try NumericArray(npy: npy(header, [1, 0, 0x80, 0xff]))
    #expect(array.npyBytes().suffix(4) == [1, 0, 0x80, 0xff])
  }

  @Test("keys come in any order, in either quotes, with or without the last comma")
  func grammar() throws {
    let byte = NumericArray(shape: [1], elements: [7], elementType: .uint8)
    for header in [
      "{\"shape\":(1,),'fortran_order':True,'descr':'|u1'}",
      " { 'fortran_order' : False , 'descr' : '<u1' , 'shape' : ( 1 , ) , } \n",
    ] {
      #expect(try NumericArray(npy: npy(header, [7])) == byte)
    }
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1,)}"
    #expect(try NumericArray(npy: npy(header, [7])).shape == [1, 1])
  }

  static let refused: [(header: String, problem: String)] = [
    ("", "header, byte 0: '{' expected"),
    ("{}", "header, byte 2: the key \"descr\" is missing"),
    ("{'descr': '<f8'}", "header, byte 16: the key \"fortran_order\" is missing"),
    (
      "{'descr': '<f8', 'fortran_order': False}",
      "header, byte 40: the key \"shape\" is missing"
    ),
    ("{'a': 1}", "header, byte 6: the key \"a\" is not one of an .npy file"),
    ("{'shape': (), 'shape': ()}", "header, byte 23: the key \"shape\" is there twice"),
    ("{'shape': (2)}", "header, byte 13: a shape is a tuple"),
    ("{'shape': (,)}", "header, byte 11: an integer expected"),
    ("{'shape': (2,,)}", "header, byte 13: an integer expected"),
    ("{'shape': (2 3)}", "header, byte 13: ',' or ')' expected"),
    ("{'shape': (-1,)}", "header, byte 11: an integer expected"),
    ("{'shape': (1.5,)}", "header, byte 12: ',' or ')' expected"),
    ("{'shape': (3L,)}", "header, byte 12: ',' or ')' expected"),
    ("{'shape': (01,)}", "header, byte 12: an integer does not begin with 0"),
    ("{'shape': (9223372036854775808,)}", "header, byte 29: the integer is too large"),
    ("{'shape': (2", "header, byte 12: ',' or ')' expected"),
    ("{'shape': [2]}", "header, byte 10: '(' expected"),
    ("{'fortran_order': Falsy}", "header, byte 22: True or False expected"),
    ("{'fortran_order': 0}", "header, byte 18: True or False expected"),
    ("{'descr': '<f8' 'shape': ()}", "header, byte 16: ',' or '}' expected"),
    ("{,}", "header, byte 1: a string expected"),
    ("{'descr': '<f8', , }", "header, byte 17: a string expected"),
    ("{'descr': u'<f8'}", "header, byte 10: a string expected"),
    ("{'descr': '\\x3cf8'}", "header, byte 12: a string of plain characters expected"),
    ("{'descr': '<f8", "header, byte 14: the header ends too early"),
    ("{'descr': __import__('os')}", "header, byte 10: a string expected"),
    ("{'descr': [('a', '<f8')]}", "header, byte 10: structured elements are not supported"),
  ]

  @Test("a header in any other grammar is refused where it goes wrong", arguments: refused)
  func refusals(_ header: String, _ expected: String) {
    #expect(problem { () throws(FileError) in try NumericArray(npy: npy(header)) } == expected)
  }

  @Test(
    "element types without a number are refused",
    arguments: [
      ("'|O'", "elements are Python objects, which would have to be run to be read"),
      ("'<c16'", "element type \"<c16\" is not supported"),
      ("'<f16'", "element type \"<f16\" is not supported"),
      ("'=f8'", "element type \"=f8\" is not supported"),
      ("'|f8'", "element type \"|f8\" is not supported"),
      ("'f8'", "element type \"f8\" is not supported"),
      ("'<u3'", "element type \"<u3\" is not supported"),
      ("''", "element type \"\" is not supported"),
    ])
  func elementTypes(_ description: String, _ expected: String) {
    let header = "{'descr': \(description), 'fortran_order': False, 'shape': ()}"
    #expect(problem { () throws(FileError) in try NumericArray(npy: npy(header)) } == expected)
  }

  @Test(
    "what numpy writes and this does not read is refused by name",
    arguments: [
      ("objects", "elements are Python objects, which would have to be run to be read"),
      ("structured", "header, byte 10: structured elements are not supported"),
      ("complex", "element type \"<c16\" is not supported"),
      ("text", "element type \"<U2\" is not supported"),
      ("large", "element 1: 9007199254740993 has no exact Double"),
    ])
  func unsupported(_ name: String, _ expected: String) throws {
    let bytes = try fileBytes("\(name).npy")
    #expect(problem { () throws(FileError) in try NumericArray(npy: bytes) } == expected)
  }

  @Test("a file of another kind, version or length is refused")
  func envelope() throws {
    func refusal(_ bytes: [UInt8]) -> String? {
      problem { () throws(FileError) in try NumericArray(npy: bytes) }
    }
    let row = try fileBytes("row.npy")
    #expect(refusal([]) == "not an .npy file")
    #expect(refusal(Array("PK\u{3}\u{4}".utf8)) == "not an .npy file")
    var other = row
    other[6] = 4
    #expect(refusal(other) == "version 4.0 of .npy: 1.0, 2.0 and 3.0 are known")
    (other[6], other[7]) = (1, 1)
    #expect(refusal(other) == "version 1.1 of .npy: 1.0, 2.0 and 3.0 are known")
    #expect(refusal(row + [0]) == "40 bytes expected for 5 f8, 41 found")
    #expect(refusal(row.dropLast()) == "40 bytes expected for 5 f8, 39 found")
    #expect(
      refusal(try fileBytes("scalar.npy").dropLast(8)) == "8 bytes expected for scalar f8, 0 found")
    #expect(refusal(Array(row[..<100])) == "the header ends too early")
    #expect(
      refusal(npy(String(repeating: " ", count: 10_001)))
        == "a header of 10001 bytes: at most 10000")
    var bool = try fileBytes("bool.npy")
    bool[bool.count - 1] = 2
    #expect(refusal(bool) == "element 2: the truth value is 2, not 0 or 1")
  }

  @Test(
    "a shape that multiplies beyond all bounds is refused before anything is allocated",
    arguments: [
      ("(4611686018427387904, 4)", "shape 4611686018427387904×4 is too large"),
      ("(4611686018427387904, 0)", "shape 4611686018427387904×0 is too large"),
      (
        "(1152921504606846975,)",
        "9223372036854775800 bytes expected for 1152921504606846975 f8, 0 found"
      ),
      ("(1048577, 0)", "shape 1048577×0 is too large for an array without elements"),
      (
        "(9223372036854775807, 9223372036854775807, 9223372036854775807)",
        "shape \(Int.max)×\(Int.max)×\(Int.max) is too large"
      ),
    ])
  func shapes(_ shape: String, _ expected: String) {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': \(shape)}"
    #expect(problem { () throws(FileError) in try NumericArray(npy: npy(header)) } == expected)
  }

  @Test("every truncation is an error", arguments: ["box_2", "matrix_f4", "scalar", "bool"])
  func truncations(_ name: String) throws {
    for bytes in try fileBytes("\(name).npy").truncations {
      #expect(throws: FileError.self) { try NumericArray(npy: bytes) }
    }
  }

  @Test(
    "every changed byte is an error or makes another whole array",
    arguments: ["box_fortran", "big_f2", "little_u8", "bool"])
  func flips(_ name: String) throws {
    var errors = 0
    for bytes in try fileBytes("\(name).npy").flips {
      do throws(FileError) {
        let array = try NumericArray(npy: bytes)
        let isWhole = try array.isWhole
        #expect(isWhole)
      } catch {
        #expect(error.path == nil)
        errors += 1
      }
    }
    #expect(errors > 100)
  }
}
