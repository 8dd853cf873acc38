// Several arrays by name, as a model's weights are kept.

/// Named arrays in the order of their file.
///
///     let archive = try NumericArchive(contentsOfSafetensors: "weights.safetensors")
///     let W = try archive.array("weight_ih_l0").matrix
///
/// Two archives are equal when their names, in order, their arrays and their metadata are.
public struct NumericArchive: Equatable, Sendable {
  /// The names of the arrays in the order of the file.
  public private(set) var names: [String] = []
  /// What a safetensors file says about itself; `.npz` has no place for it.
  public var metadata: [String: String] = [:]
  private var arrays: [String: NumericArray] = [:]

  /// Makes an archive without arrays.
  public init() {}

  /// The array with a name; nil when there is none.
  ///
  /// A new name is set at the end, a known one in its place; setting nil removes the array.
  public subscript(name: String) -> NumericArray? {
    get { arrays[name] }
    set {
      let old = arrays[name]
      arrays[name] = newValue
      if old == nil && newValue != nil { names.append(name) }
      if old != nil && newValue == nil { names.removeAll { $0 == name } }
    }
  }

  /// The array with a name.
  ///
  /// - Parameter name: the name as it is in the file.
  /// - Returns: the array.
  /// - Throws: `FileError`, with the names that there are, when there is none.
  public func array(_ name: String) throws(FileError) -> NumericArray {
    if let array = arrays[name] { return array }
    let known = names.isEmpty ? "none" : names.map(FileError.quoted).joined(separator: ", ")
    throw FileError("no array \(FileError.quoted(name)); there are: \(known)")
  }

  /// Adds an array that a file holds; throws when the file already had one of that name.
  mutating func add(_ array: NumericArray, named name: String) throws(FileError) {
    if arrays[name] != nil { throw FileError("the name \(FileError.quoted(name)) is there twice") }
    self[name] = array
  }

  /// The arrays with their names, in order.
  var named: [(name: String, array: NumericArray)] {
    names.compactMap { name in arrays[name].map { (name, $0) } }
  }
}

extension NumericArchive: ExpressibleByDictionaryLiteral {
  /// Makes an archive from names and arrays in order; traps when a name is there twice.
  public init(dictionaryLiteral elements: (String, NumericArray)...) {
    for (name, array) in elements {
      if self[name] != nil { trap("NumericArchive: \(FileError.quoted(name)) is there twice") }
      self[name] = array
    }
  }
}
