// What KaTeX's commands take: reading a formula's atoms needs to know which braces hold mathematics and which do not.

/// What follows a command.
enum TeXArgument: Sendable {
  /// Mathematics, in braces or one token.
  case mathematics
  /// Something else, or mathematics in another font: text, a name, a colour; in braces or one token.
  case other
  /// Something in brackets, if there are any.
  case optional
  /// A length, such as `3em`, in braces or without.
  case length
}

/// What is known of commands by their names.
enum TeXCommands {
  /// What follows each command; one that is not here takes nothing.
  static let arguments: [String: [TeXArgument]] = table([
    (
      "overline underline overbrace underbrace phantom hphantom vphantom boxed cancel",
      [.mathematics]
    ),
    (
      "bcancel xcancel sout mathop mathrel mathbin mathord mathopen mathclose mathpunct",
      [.mathematics]
    ),
    ("mathinner mathllap mathrlap mathclap substack bra ket", [.mathematics]),
    (
      "frac dfrac tfrac cfrac binom dbinom tbinom stackrel overset underset",
      [.mathematics, .mathematics]
    ),
    ("sqrt smash xleftarrow xrightarrow xleftrightarrow xmapsto", [.optional, .mathematics]),
    ("xLeftarrow xRightarrow xLeftrightarrow", [.optional, .mathematics]),
    ("textcolor", [.other, .mathematics]),
    (accents, [.other]), (fonts, [.other]),
    ("text textrm textbf textit textsf texttt textnormal textup textmd mbox hbox fbox", [.other]),
    ("llap rlap clap tag label ref eqref color end operatornamewithlimits hspace vspace", [.other]),
    ("left right middle not char", [.other]),
    ("big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr", [.other]),
    ("bigm Bigm biggm Biggm", [.other]),
    ("colorbox raisebox htmlClass htmlId htmlStyle htmlData href url", [.other, .other]),
    ("begin", [.other, .optional]), ("rule", [.optional, .other, .other]),
    ("fcolorbox", [.other, .other, .other]),
    ("genfrac", [.other, .other, .other, .other, .mathematics, .mathematics]),
    ("mathchoice", [.mathematics, .mathematics, .mathematics, .mathematics]),
    ("kern mkern hskip mskip above", [.length]),
  ])

  /// The environments whose columns are described in a further argument.
  static let environmentsWithColumns: Set<String> = [
    "array", "darray", "subarray", "alignat", "alignat*", "alignedat",
  ]

  /// The commands after which a formula's words may mean anything.
  static let definitions = commands(
    """
    def gdef edef xdef let futurelet global long newcommand renewcommand providecommand verb
    """)

  /// The commands that set the rest of their group in another font.
  static let switches = commands("rm bf it sf tt cal frak")

  /// The commands that are letters or stand for one: none of them is an operator, a relation or a mark.
  static let letters = commands(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron pi
    varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma Alpha Beta Gamma Delta Epsilon Zeta
    Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau Upsilon Phi Chi Psi Omega varGamma varDelta varTheta
    varLambda varXi varPi varSigma varUpsilon varPhi varPsi varOmega ell hbar imath jmath eth Re Im wp nabla partial
    infty aleph beth gimel
    """
  ).union(commands(accents)).union(commands(fonts))

  private static let accents = """
    hat tilde bar dot ddot vec check breve acute grave mathring widehat widetilde widecheck overrightarrow
    overleftarrow overleftrightarrow overgroup undergroup utilde underrightarrow underleftarrow
    """

  private static let fonts = """
    mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathbb mathnormal mathrm boldsymbol pmb bm bold Bbb
    operatorname
    """

  private static func commands(_ names: String) -> Set<String> {
    Set(names.split(whereSeparator: \.isWhitespace).map { "\\" + $0 })
  }

  private static func table(_ rows: [(String, [TeXArgument])]) -> [String: [TeXArgument]] {
    rows.reduce(into: [:]) { table, row in
      for name in commands(row.0) { table[name] = row.1 }
    }
  }
}
