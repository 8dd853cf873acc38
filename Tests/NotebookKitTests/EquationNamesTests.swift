// What is known of an equation and its checks from texts alone: the names in a snippet, and whether there is time.

import Testing

@testable import NotebookKit

struct EquationNamesCase: CustomTestStringConvertible {
  var code: String
  var names: [String]

  var testDescription: String { code }
}

struct TimeCase: CustomTestStringConvertible {
  var tex: String
  var runs: Bool

  var testDescription: String { tex }
}

@Suite("Equation names") struct EquationNamesTests {
  @Test(
    "the names that a snippet spells out are those of its calls, once each, in the order of the text",
    arguments: [
      EquationNamesCase(code: "", names: []),
      EquationNamesCase(code: #"verify("a", x, against: .tape(x))"#, names: ["a"]),
      EquationNamesCase(
        code: #"derive("b", at: p) { }; verify("a", 1); verify("b", 2)"#, names: ["b", "a"]),
      EquationNamesCase(code: "verify (\n  \"a\"\n  , x)", names: ["a"]),
      EquationNamesCase(code: #"session.verify("a", x)"#, names: ["a"]),
      EquationNamesCase(
        code: #"myverify("a"); verifying("b"); _derive("c"); verify2("d"); underive("e")"#,
        names: []),
      EquationNamesCase(code: #"verify(name, x); verify(equation: "a")"#, names: []),
      EquationNamesCase(code: #"verify("\(name)", x)"#, names: []),
      EquationNamesCase(code: #"verify("\(of("a"))", x); verify("b", x)"#, names: ["b"]),
      EquationNamesCase(code: #"verify("a\"b", x); verify("", x)"#, names: []),
      EquationNamesCase(code: ##"verify(#"a"#, x); verify("""##, names: []),
      EquationNamesCase(code: "let verify = 1; verify", names: []),
      // A name too many does no harm: the chapter is only made again when that equation changes.
      EquationNamesCase(code: #"// as in verify("a", x)"#, names: ["a"]),
      EquationNamesCase(code: #"print("verify(", "a")"#, names: [", "]),
    ])
  func names(_ item: EquationNamesCase) {
    #expect(Snippet.names(in: item.code, of: ["verify", "derive"]) == item.names)
  }

  @Test(
    "an equation runs through time when it relates steps or sums over them",
    arguments: [
      TimeCase(tex: #"h_t = \tanh(W x_t + U h_{t-1})"#, runs: true),
      TimeCase(tex: #"\delta_t = U^\top \delta_{ t + 1 }"#, runs: true),
      TimeCase(tex: #"c_{i,t-1}"#, runs: true),
      TimeCase(tex: #"\delta_{\tau+1}"#, runs: true),
      TimeCase(tex: #"h_{k-1}^{(l)}"#, runs: false),
      TimeCase(tex: #"\delta_{t,k} = \delta_{t,k+1}"#, runs: true),
      TimeCase(tex: #"h^{(t)} = \tanh(U h^{(t-1)})"#, runs: true),
      TimeCase(tex: #"\delta_{T-1}"#, runs: true),
      TimeCase(tex: #"\sum_{1\le t\le T} L_t"#, runs: true),
      TimeCase(tex: #"\sum_{j\in\text{set}} x_j"#, runs: false),
      TimeCase(tex: #"\sum_{t=1}^T L_t"#, runs: true),
      TimeCase(tex: #"\sum_{k=1}^{t} x_k"#, runs: true),
      TimeCase(tex: #"\sum\limits_{k = 1}^{T} x_k"#, runs: true),
      TimeCase(tex: #"\prod_{j=k+1}^{t} U^\top"#, runs: true),
      TimeCase(tex: #"\sum_t L_t"#, runs: true),
      TimeCase(tex: #"\sum_{\tau} L_\tau"#, runs: true),
      TimeCase(tex: #"\sum_{t, k} L"#, runs: true),
      TimeCase(tex: #"i_t = \sigma(a_t)"#, runs: false),
      TimeCase(tex: #"y = \sum_{i=1}^{n} x_i"#, runs: false),
      TimeCase(tex: #"\prod_{l=1}^{L} W_l"#, runs: false),
      TimeCase(tex: #"t - 1"#, runs: false),
      TimeCase(tex: #"x_{i-1} + x_{t}"#, runs: false),
      TimeCase(tex: #"\hat y_{\text{max}-1}"#, runs: false),
    ])
  func time(_ item: TimeCase) {
    #expect(item.tex.runsThroughTime == item.runs)
  }
}
