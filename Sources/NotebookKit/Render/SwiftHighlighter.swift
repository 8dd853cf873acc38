// Swift code with its words marked: by the compiler's own classifier, sourcekitd, loaded from beside the compiler.
// Where it is missing, code is plain text.

import CSourceKit
import Foundation
import Synchronization

/// Marks the words of Swift code.
struct SwiftHighlighter: Sendable {
  /// The classifier's path, which is loaded when the first code is marked; nil for none.
  let library: String?
  /// Code that is marked already.
  var known: [String: HTML] = [:]

  /// Pieces of code as HTML.
  func html(_ pieces: Set<String>) -> [String: HTML] {
    Dictionary(uniqueKeysWithValues: pieces.map { ($0, html($0)) })
  }

  /// The code as HTML: text and spans.
  func html(_ code: String) -> HTML {
    if let html = known[code] { return html }
    let service = library.flatMap(Service.loaded)
    let bytes = Array(code.utf8)
    var html = HTML()
    var position = 0
    for token in service?.tokens(of: code) ?? [] {
      let end = token.offset + token.length
      guard let name = Self.classes[token.kind], token.offset >= position, end <= bytes.count else {
        continue
      }
      html.append(escaping: String(decoding: bytes[position..<token.offset], as: UTF8.self))
      let word = String(decoding: bytes[token.offset..<end], as: UTF8.self)
      html.append("<span class=\"\(name)\">\(word)</span>")
      position = end
    }
    html.append(escaping: String(decoding: bytes[position...], as: UTF8.self))
    return html
  }

  /// The style sheet's class of each kind of word; identifiers have none.
  private static let classes = [
    "source.lang.swift.syntaxtype.keyword": "k",
    "source.lang.swift.syntaxtype.typeidentifier": "t",
    "source.lang.swift.syntaxtype.comment": "c",
    "source.lang.swift.syntaxtype.doccomment": "c",
    "source.lang.swift.syntaxtype.comment.mark": "c",
    "source.lang.swift.syntaxtype.string": "s",
    "source.lang.swift.syntaxtype.number": "n",
    "source.lang.swift.syntaxtype.attribute.builtin": "a",
    "source.lang.swift.syntaxtype.attribute.id": "a",
    "source.lang.swift.syntaxtype.pounddirective.keyword": "a",
  ]
}

/// A word and its kind; offsets count UTF-8 bytes.
private struct Token {
  var kind: String
  var offset: Int
  var length: Int
}

/// The functions of the loaded library, which takes requests from any thread.
private final class Service: @unchecked Sendable {
  /// The library starts once in a process, even when it is stopped in between; so it is never stopped.
  private static let services = Mutex<[String: Service?]>([:])

  /// The service of a library; nil when it or one of its functions is missing.
  static func loaded(_ library: String) -> Service? {
    services.withLock { services in
      if let known = services[library] { return known }
      let service = EngineStart.withoutSignals { Service(library: library) }
      services[library] = .some(service)
      return service
    }
  }

  private let uid: sk_uid_get_from_cstr
  private let string: sk_uid_get_string_ptr
  private let createRequest: sk_request_dictionary_create
  private let setString: sk_request_dictionary_set_string
  private let setInt: sk_request_dictionary_set_int64
  private let setUID: sk_request_dictionary_set_uid
  private let releaseRequest: sk_request_release
  private let send: sk_send_request_sync
  private let isError: sk_response_is_error
  private let value: sk_response_get_value
  private let dispose: sk_response_dispose
  private let member: sk_variant_dictionary_get_value
  private let int: sk_variant_dictionary_get_int64
  private let uidMember: sk_variant_dictionary_get_uid
  private let count: sk_variant_array_get_count
  private let element: sk_variant_array_get_value

  private init?(library: String) {
    guard let handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL) else { return nil }
    func function<Function>(_ name: String, _ type: Function.Type) -> Function? {
      dlsym(handle, "sourcekitd_" + name).map { unsafeBitCast($0, to: type) }
    }
    guard let initialize = function("initialize", sk_initialize.self),
      let uid = function("uid_get_from_cstr", sk_uid_get_from_cstr.self),
      let string = function("uid_get_string_ptr", sk_uid_get_string_ptr.self),
      let create = function("request_dictionary_create", sk_request_dictionary_create.self),
      let setString = function(
        "request_dictionary_set_string", sk_request_dictionary_set_string.self),
      let setInt = function("request_dictionary_set_int64", sk_request_dictionary_set_int64.self),
      let setUID = function("request_dictionary_set_uid", sk_request_dictionary_set_uid.self),
      let release = function("request_release", sk_request_release.self),
      let send = function("send_request_sync", sk_send_request_sync.self),
      let isError = function("response_is_error", sk_response_is_error.self),
      let value = function("response_get_value", sk_response_get_value.self),
      let dispose = function("response_dispose", sk_response_dispose.self),
      let member = function(
        "variant_dictionary_get_value", sk_variant_dictionary_get_value.self),
      let int = function("variant_dictionary_get_int64", sk_variant_dictionary_get_int64.self),
      let uidMember = function("variant_dictionary_get_uid", sk_variant_dictionary_get_uid.self),
      let count = function("variant_array_get_count", sk_variant_array_get_count.self),
      let element = function("variant_array_get_value", sk_variant_array_get_value.self)
    else {
      dlclose(handle)
      return nil
    }
    self.uid = uid
    self.string = string
    createRequest = create
    self.setString = setString
    self.setInt = setInt
    self.setUID = setUID
    releaseRequest = release
    self.send = send
    self.isError = isError
    self.value = value
    self.dispose = dispose
    self.member = member
    self.int = int
    self.uidMember = uidMember
    self.count = count
    self.element = element
    initialize()
  }

  /// How many documents were opened; each has a name of its own, for two of one name that are open at
  /// the same time get each other's answers.
  private let documents = Atomic(0)

  func tokens(of code: String) -> [Token] {
    let name = "snippet\(documents.add(1, ordering: .relaxed).newValue).swift"
    defer { close(name) }
    guard let request = createRequest(nil, nil, 0) else { return [] }
    defer { releaseRequest(request) }
    setUID(request, uid("key.request"), uid("source.request.editor.open"))
    setString(request, uid("key.name"), name)
    setString(request, uid("key.sourcetext"), code)
    setInt(request, uid("key.enablesyntaxmap"), 1)
    setInt(request, uid("key.enablesubstructure"), 0)
    setInt(request, uid("key.syntactic_only"), 1)
    guard let response = send(request) else { return [] }
    defer { dispose(response) }
    if isError(response) { return [] }
    let map = member(value(response), uid("key.syntaxmap"))
    return (0..<count(map)).compactMap { index in
      let entry = element(map, index)
      guard let kind = uidMember(entry, uid("key.kind")), let name = string(kind) else {
        return nil
      }
      return Token(
        kind: String(cString: name), offset: Int(int(entry, uid("key.offset"))),
        length: Int(int(entry, uid("key.length"))))
    }
  }

  /// Lets the library forget a document.
  private func close(_ name: String) {
    guard let request = createRequest(nil, nil, 0) else { return }
    defer { releaseRequest(request) }
    setUID(request, uid("key.request"), uid("source.request.editor.close"))
    setString(request, uid("key.name"), name)
    if let response = send(request) { dispose(response) }
  }
}
