// The cover's front matter: what it says about the book, and what is said about a wrong one.

import Testing

@testable import NotebookKit

struct ConfigurationCase: CustomTestStringConvertible {
  var name: String
  var text: String
  var configuration = Configuration()

  var testDescription: String { name }
}

struct WrongConfigurationCase: CustomTestStringConvertible {
  var name: String
  var text: String
  var messages: String

  var testDescription: String { name }
}

@Suite("Configuration") struct ConfigurationTests {
  private func read(
    _ text: String
  ) -> (configuration: Configuration, rest: Source, findings: [Diagnostic]) {
    var result = Configuration.read(from: Source(path: "chapters/index.md", text: text))
    result.configuration.moduleMentions = []
    return result
  }

  @Test(
    "the front matter is the book's configuration",
    arguments: [
      ConfigurationCase(name: "no text", text: ""),
      ConfigurationCase(name: "no front matter", text: "# Title\n\n---\ntitle: x\n---\n"),
      ConfigurationCase(name: "a blank before it", text: "\n---\ntitle: x\n---\n"),
      ConfigurationCase(name: "an empty one", text: "---\n---\n"),
      ConfigurationCase(name: "only a comment", text: "---\n# title: x\n---\n"),
      ConfigurationCase(
        name: "all keys",
        text: """
          ---
          title: "Gradients: by hand"
          authors: [Ada, Grace Hopper]
          language: de
          licence: MIT
          repository: https://example.org/book
          modules:
            - Recurrent
            - Extra
          sandbox: true
          ---
          """,
        configuration: Configuration(
          title: "Gradients: by hand", authors: ["Ada", "Grace Hopper"], language: "de",
          licence: "MIT", repository: "https://example.org/book",
          modules: ["Recurrent", "Extra"], sandbox: true)),
      ConfigurationCase(name: "no sandbox", text: "---\nsandbox: false\n---\n"),
      ConfigurationCase(
        name: "one word for a list", text: "---\nauthors: Ada\nmodules: Recurrent\n---\n",
        configuration: Configuration(authors: ["Ada"], modules: ["Recurrent"])),
      ConfigurationCase(
        name: "no modules", text: "---\nmodules: []\n---\n",
        configuration: Configuration(modules: [])),
      ConfigurationCase(
        name: "numbers and truth values, which are text",
        text: "---\ntitle: 2026\nlicence: no\nauthors: [1.50]\n---\n",
        configuration: Configuration(title: "2026", authors: ["1.50"], licence: "no")),
      ConfigurationCase(
        name: "Windows line ends", text: "---\r\ntitle: x\r\nlicence: y\r\n---\r\n",
        configuration: Configuration(title: "x", licence: "y")),
    ])
  func configuration(_ item: ConfigurationCase) {
    #expect(read(item.text).configuration == item.configuration)
    #expect(read(item.text).findings == [])
  }

  @Test("the lines after the front matter keep their numbers")
  func lines() {
    let source = read("---\ntitle: x\n---\n# Ä\n\ntext\n").rest
    #expect(source == Source(path: "chapters/index.md", text: "\n\n\n# Ä\n\ntext\n"))
    #expect(source.lines == ["", "", "", "# Ä", "", "text"])
  }

  @Test("a text without front matter stays as it is")
  func unchanged() {
    let text = "# Title\r\n\r\ntext"
    #expect(read(text).rest == Source(path: "chapters/index.md", text: text))
  }

  @Test(
    "what is wrong is pointed at",
    arguments: [
      WrongConfigurationCase(
        name: "no end", text: "---\ntitle: x\n# Title\n",
        messages: """
          chapters/index.md:1:1: error: the front matter has no end
          ---
          ^~~
          help: end it with a line of '---'
          """),
      WrongConfigurationCase(
        name: "an unknown key near a known one", text: "---\nlanguage: en\nauthor: Ada\n---\n",
        messages: """
          chapters/index.md:3:1: error: unknown key 'author' in the front matter
          author: Ada
          ^~~~~~
          help: did you mean 'authors'?
          """),
      WrongConfigurationCase(
        name: "unknown keys near none", text: "---\ncolour: red\n  \nx-y: 1\n---\n",
        messages: """
          chapters/index.md:2:1: error: unknown key 'colour' in the front matter
          colour: red
          ^~~~~~
          help: allowed here: title, authors, language, licence, repository, modules, sandbox
          chapters/index.md:4:1: error: unknown key 'x-y' in the front matter
          x-y: 1
          ^~~
          help: allowed here: title, authors, language, licence, repository, modules, sandbox
          """),
      WrongConfigurationCase(
        name: "values of the wrong type", text: "---\ntitle: [a]\nauthors: {a: b}\n---\n",
        messages: """
          chapters/index.md:2:8: error: expected text
          title: [a]
                 ^~~
          chapters/index.md:3:10: error: expected text
          authors: {a: b}
                   ^~
          """),
      WrongConfigurationCase(
        name: "an author of the wrong type", text: "---\nauthors:\n  - Ada\n  - [b]\n---\n",
        messages: """
          chapters/index.md:4:5: error: expected text
            - [b]
              ^~~
          """),
      WrongConfigurationCase(
        name: "a sandbox that is neither on nor off", text: "---\nsandbox: yes\n---\n",
        messages: """
          chapters/index.md:2:10: error: expected 'true' or 'false'
          sandbox: yes
                   ^~~
          """),
      WrongConfigurationCase(
        name: "keys without a value", text: "---\ntitle:\nmodules:\nlicence: ''\n---\n",
        messages: """
          chapters/index.md:2:7: error: expected text
          title:
                ^
          chapters/index.md:3:9: error: expected text
          modules:
                  ^
          chapters/index.md:4:10: error: expected text
          licence: ''
                   ^~
          """),
      WrongConfigurationCase(
        name: "text instead of keys", text: "---\nGradients\n---\n",
        messages: """
          chapters/index.md:2:1: error: the front matter is not a list of 'key: value'
          Gradients
          ^~~~~~~~~
          """),
      WrongConfigurationCase(
        name: "a list instead of keys", text: "---\n- a\n- b\n---\n",
        messages: """
          chapters/index.md:2:1: error: the front matter is not a list of 'key: value'
          - a
          ^~~
          """),
      WrongConfigurationCase(
        name: "a bracket that nothing closes", text: "---\nauthors: [Ada\n---\n",
        messages: """
          chapters/index.md:3:1: error: the front matter is not YAML: did not find expected ',' or ']'
          ---
          ^~~
          """),
      WrongConfigurationCase(
        name: "a colon too many", text: "---\nlicence: MIT\ntitle: Gradients: by hand\n---\n",
        messages: """
          chapters/index.md:3:17: error: the front matter is not YAML: mapping values are not allowed in this context
          title: Gradients: by hand
                          ^
          """),
      WrongConfigurationCase(
        name: "a wrong author after wide letters", text: "---\nauthors: [Zoë, 日本, [b]]\n---\n",
        messages: """
          chapters/index.md:2:25: error: expected text
          authors: [Zoë, 日本, [b]]
                               ^~~~
          """),
      WrongConfigurationCase(
        name: "a control character", text: "---\nlicence: MIT\ntitle: a\u{1}b\n---\n",
        messages: """
          chapters/index.md:3:9: error: the front matter is not YAML: control characters are not allowed
          title: a␁b
                  ^~
          """),
      WrongConfigurationCase(
        name: "a reference to nothing", text: "---\ntitle: *other\n---\n",
        messages: """
          chapters/index.md:2:8: error: the front matter is not YAML: found undefined alias
          title: *other
                 ^~~~~~
          """),
      WrongConfigurationCase(
        name: "a key given twice", text: "---\nlicence: z\ntitle: x\ntitle: y\n---\n",
        messages: """
          chapters/index.md:3:1: error: the key 'title' is given twice
          title: x
          ^~~~~
          """),
    ])
  func wrong(_ item: WrongConfigurationCase) {
    let messages = read(item.text).findings.map(\.description)
    #expect(messages.joined(separator: "\n") == item.messages)
  }

  @Test("a NUL in the front matter is left to the reader of the file")
  func nul() {
    #expect(read("---\ntitle: a\0b\n---\n").findings == [])
  }

  @Test("values are nested as deep as YAML allows without an end of the stack")
  func nested() {
    let messages = read("---\nauthors: " + String(repeating: "[", count: 5_000) + "\n---\n")
      .findings.map(\.summary)
    #expect(messages == ["the front matter is nested too deep"])
  }

  @Test("a module that does not exist is pointed at, however the list is written")
  func unknownModules() {
    func messages(_ text: String) -> String {
      Configuration.read(from: Source(path: "chapters/index.md", text: text)).configuration
        .unknownModules(among: ["Recurrent", "RecurrentNotebook", "SnippetRuntime"])
        .map(\.description).joined(separator: "\n")
    }
    #expect(messages("---\nmodules: [Recurrent, RecurrentNotebook]\n---\n") == "")
    #expect(messages("---\nmodules: []\n---\n") == "")
    #expect(messages("# No front matter\n") == "")
    #expect(
      messages("---\nauthors: Zoë\nmodules: ['Recurent', Recurrent, \"Ünknown\"]\n---\n") == """
        chapters/index.md:3:11: error: unknown module 'Recurent'
        modules: ['Recurent', Recurrent, "Ünknown"]
                  ^~~~~~~~~~
        help: did you mean 'Recurrent'?
        chapters/index.md:3:34: error: unknown module 'Ünknown'
        modules: ['Recurent', Recurrent, "Ünknown"]
                                         ^~~~~~~~~
        help: name a target of the package, and build it with 'swift build -c release'
        """)
    #expect(
      messages("---\nmodules:\n  - Recurrent\n  - SnipetRuntime\n---\n") == """
        chapters/index.md:4:5: error: unknown module 'SnipetRuntime'
          - SnipetRuntime
            ^~~~~~~~~~~~~
        help: did you mean 'SnippetRuntime'?
        """)
    #expect(
      messages("---\nmodules: recurrent\n---\n") == """
        chapters/index.md:2:10: error: unknown module 'recurrent'
        modules: recurrent
                 ^~~~~~~~~
        help: did you mean 'Recurrent'?
        """)
  }
}
