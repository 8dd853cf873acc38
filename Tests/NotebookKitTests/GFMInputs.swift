// Markdown of every construct, for comparison with cmark-gfm.

enum GFMInputs {
  /// All written inputs.
  static let all: [String] = blocks + lists + html + links + emphasis + tables + footnotes + bytes

  /// Splits a list of inputs at lines of tildes and a percent sign.
  private static func inputs(_ text: String) -> [String] {
    text.split(separator: "\n~%~\n", omittingEmptySubsequences: true).map { $0 + "\n" }
  }

  // MARK: Headings, paragraphs, code, quotes

  private static let blocks = inputs(
    ###"""
    One line.
    ~%~
    Two lines
    of one paragraph.
    ~%~
    First paragraph.

    Second paragraph.
    ~%~
    Far apart.



    Still two.
    ~%~
       Three blanks in front.
    ~%~
    Ends with two blanks.  
    ~%~
    A hard  
    break.
    ~%~
    A hard\
    break with a backslash.
    ~%~
    A soft 
    break after one blank.
    ~%~
    A break of many      
    blanks.
    ~%~
    continued
         by an indented line
    ~%~
    # One
    ~%~
    ## Two
    ~%~
    ### Three
    ~%~
    #### Four
    ~%~
    ##### Five
    ~%~
    ###### Six
    ~%~
    ####### Seven is no heading
    ~%~
    #NoBlank
    ~%~
    #
    ~%~
    ##  
    ~%~
    # #
    ~%~
    # Closed #
    ~%~
    # Closed with more ####
    ~%~
    # Closed with blanks ##   
    ~%~
    # Not closed#
    ~%~
    # Escaped \#
    ~%~
    # Escaped among ##\##
    ~%~
       # Indented by three
    ~%~
        # Indented by four
    ~%~
    \# escaped from the start
    ~%~
    # A *heading* with `code` and [a link](/u)
    ~%~
    text
    # interrupts
    text
    ~%~
    #	tab after the mark
    ~%~
    Underlined
    ==========
    ~%~
    Underlined thinly
    -
    ~%~
    Two lines
    underlined
    ===
    ~%~
    Indented underline
       ---
    ~%~
    Too indented underline
        ---
    ~%~
    Broken underline
    = =
    ~%~
    Thin but broken
    - -
    ~%~
    Underline with blanks   
    ===   
    ~%~
    Backslash before\
    ---
    ~%~
    `code
    ----
    over` a line
    ~%~
    > quoted heading
    > ===
    ~%~
    > lazy
    ===
    ~%~
    - item
    ---
    ~%~
    ===
    ~%~
    ===
    ===
    ~%~
    one
    ===
    two
    ---
    three
    ~%~
    *emphasis
    over*
    ===
    ~%~
    ---
    ~%~
    ***
    ~%~
    ___
    ~%~
    - - -
    ~%~
     **  * ** * ** * **
    ~%~
    -     -      -      -
    ~%~
    _____________________________________
    ~%~
    --
    ~%~
    **
    ~%~
    __
    ~%~
    +++
    ~%~
    - - - x
    ~%~
    _-_
    ~%~
        ***
    ~%~
    text
    ***
    text
    ~%~
    * item
    * * *
    * item
    ~%~
    - one
    - * * *
    ~%~
        indented code
    ~%~
        indented

        with a gap
    ~%~
        indented


          deeper after two gaps

    ~%~
      not code
    ~%~
    text
        not code either
    ~%~
        code
    text
    ~%~
    # heading
        code
    heading
    ------
        code
    ----
    ~%~
    	tab makes code
    ~%~
      	two blanks and a tab
    ~%~
        <b> & "quoted"
    ~%~
            eight blanks
        four
    ~%~

        
        leading blank lines
        

    ~%~
    ```
    fenced
    ```
    ~%~
    ~~~
    tildes
    ~~~
    ~%~
    ``
    not a fence
    ``
    ~%~
    ```
    other kind
    ~~~
    ```
    ~%~
    ~~~
    other kind
    ```
    ~~~
    ~%~
    ````
    longer
    ```
    ````
    ~%~
    ````
    closed by longer
    ``````
    ~%~
    ```
    never closed
    ~%~
    ```
    ~%~
    `````

    ```
    aaa
    ~%~
    > ```
    > in a quote

    outside
    ~%~
    ```

      
    ```
    ~%~
    ```
    ```
    ~%~
     ```
     one blank
    less
     ```
    ~%~
      ```
    none
      two
        four
      ```
    ~%~
       ```
       three
        four
      two
       ```
    ~%~
        ```
        code, no fence
        ```
    ~%~
    ```
    closed deeper
      ```
    ~%~
    ```
    not closed by
        ```
    ~%~
    ``` ```
    inline
    ~%~
    ~~~~~~
    with text after
    ~~~ ~~
    ~%~
    text
    ```
    interrupts
    ```
    text
    ~%~
    ```swift
    let x = 1 < 2 && "a" > "b"
    ```
    ~%~
    ~~~~    swift run hidden id=a   
    words
    ~~~~
    ~%~
    ````;
    ````
    ~%~
    ``` aa ```
    inline again
    ~%~
    ~~~ aa ``` ~~~
    tilde info may have backticks
    ~~~
    ~%~
    ``` a&amp;b\*c
    entities and escapes in the info
    ```
    ~%~
    ``` föö+bär&#46;
    other letters
    ```
    ~%~
    ```	tab
    info after a tab
    ```
    ~%~
    ``` a	b
    tab in the info
    ```
    ~%~
    > quoted
    ~%~
    >no blank
    ~%~
       > indented
    ~%~
        > code
    ~%~
    > two
    > lines
    ~%~
    > lazy
    line
    ~%~
    > # heading
    > text
    ~%~
    > - list
    - list
    ~%~
    >     code
        code
    ~%~
    > ```
    text
    ```
    ~%~
    > lazy
        - not a list
    ~%~
    >
    ~%~
    >
    >  
    > 
    ~%~
    >
    > inner
    >  
    ~%~
    > one

    > two
    ~%~
    > one
    >
    > two
    ~%~
    text
    > interrupts
    ~%~
    > one
    ***
    > two
    ~%~
    > text
    outside lazily
    ~%~
    > text

    outside
    ~%~
    > text
    >
    outside
    ~%~
    > > > nested
    lazy
    ~%~
    >>> tight
    > one
    >> two
    ~%~
    >     code

    >    not code
    ~%~
    >	tab
    ~%~
    >		two tabs
    ~%~
    > <div>
    > html
    > </div>
    ~%~
    > a  
    > b\
    > c
    ~%~
    >> # heading
    > text
    ~%~
    text with trailing blanks in quotes
    >    
    > x
    """###)

  // MARK: Lists

  private static let lists = inputs(
    ###"""
    - one
    - two
    ~%~
    * star
    * star
    ~%~
    + plus
    + plus
    ~%~
    - minus
    * star
    + plus
    ~%~
    1. one
    2. two
    ~%~
    1) one
    2) two
    ~%~
    1. point
    2) parenthesis
    ~%~
    7. seven
    9. nine
    1. one
    ~%~
    0. zero
    ~%~
    003. zeros
    ~%~
    123456789. long
    ~%~
    1234567890. too long
    ~%~
    -1. negative
    ~%~
    -none
    ~%~
    2.none
    ~%~
    - loose

    - loose
    ~%~
    - one
    - two

    - three
    ~%~
    - paragraphs

      of one item
    - other
    ~%~
    - tight
      - nested
        - deeper
    ~%~
    - loose

      - nested tight
      - nested tight
    ~%~
    - a

      - b

        - c
    - d
    ~%~
    - a
      - b

      - c
    - d
    ~%~
    - item

     not in it
    ~%~
    - item

      in it
    ~%~
     -    item

         code?
    ~%~
     -    item

          in it
    ~%~
    -     code in an item
    ~%~
    -      deeper code
    ~%~
    - item

          code

      text
    ~%~
    1.  A paragraph
        of two lines.

            code

        > quote
    ~%~
      1.  A paragraph
          of two lines.

              code

          > quote
    ~%~
    1. lazy
    line
    ~%~
    - lazy
    line
    - lazy
      line
    ~%~
    > 1. > lazy
    line
    ~%~
    > 1. > not
    > lazy
    ~%~
    - a
     - b
      - c
       - d
        - e
    ~%~
    - a
      - b
       - c
         - d
    ~%~
    10) ten
        - nested
    ~%~
    10) ten
       - not nested
    ~%~
    - - nested at once
    ~%~
    1. - 2. three deep
    ~%~
    - # heading
    - heading
      ---
      text
    ~%~
    -
      text after
    -
      ```
      code
      ```
    -
          code
    ~%~
    -   
      text
    ~%~
    -

      not in it
    ~%~
    - one
    -
    - three
    ~%~
    - one
    -   
    - three
    ~%~
    1. one
    2.
    3. three
    ~%~
    *
    ~%~
    text
    *

    text
    1.
    ~%~
    text
    - interrupts
    ~%~
    text
    1. interrupts
    ~%~
    text
    2. does not
    ~%~
    text
    14.  does not either
    ~%~
    - one

    - two


    - three
    ~%~
    - one
      - two
        - three


          text
    ~%~
    - one
    - two

    <!-- separator -->

    - other
    ~%~
    -   one

        more

    -   two

    <!-- -->

        code
    ~%~
    - a
     - b

     - c
    ~%~
    1. a

      2. b

       3. c
    ~%~
    - a
     - b
      - c
       - d
        - no item
    ~%~
    1. a

      2. b

        3. code
    ~%~
    * a
    *

    * c
    ~%~
    - a
    - b

      c
    - d
    ~%~
    - a
    - b

      [ref]: /url
    - d
    ~%~
    - a
    - ```
      b


      ```
    - c
    ~%~
    - a
      - b

        c
    - d
    ~%~
    * a
      > b
      >
    * c
    ~%~
    - a
      > b
      ```
      c
      ```
    - d
    ~%~
    - a
    ~%~
    - a
      - b
    ~%~
    1. ```
       code
       ```

       text
    ~%~
    * one
      * two

      three
    ~%~
    - a
      - b
      - c

    - d
      - e
      - f
    ~%~
    - one

     two
    ~%~
    -	tab item
    -	tab item
    ~%~
    -	a

    	b
    ~%~
    -		code in a tab item
    ~%~
    - a

    		code
    ~%~
     - a
       - b
    	 - c
    ~%~
    1.	tab
    	more
    ~%~
    - item
    # heading ends it
    ~%~
    - item
    > quote ends it
    ~%~
    - item
    ```
    fence ends it
    ```
    ~%~
    - item
    ***
    ~%~
    - [ ] open
    - [x] done
    - [X] done as well
    ~%~
    * [ ] star
    + [x] plus
    ~%~
    1. [ ] ordered
    2. [x] ordered
    ~%~
    - [ ] parent
      - [x] child
      - [ ] child
    ~%~
    - [ ] loose

    - [x] loose
    ~%~
    - [ ]not a task
    - [] not a task
    - [y] not a task
    - [  ] not a task
    ~%~
    - [ ]
    - [x]
    ~%~
    - [x] two lines
      of a task
    ~%~
    - [ ] task

      with a paragraph
    ~%~
    - [ ] ~~gone~~ **strong**
    - [x] [link](/u)
    ~%~
    - text [ ] later
    ~%~
    > - [ ] in a quote
    > - [x] in a quote
    ~%~
    - [ ] a [x] b
    ~%~
    -    [ ] far
    ~%~
    - [ ] # heading in a task
    ~%~
    - [ ]     code?
    ~%~
    [ ] not in a list
    ~%~
    - [ ] one
    - two
    - [x] three
    """###)

  // MARK: HTML

  private static let html = inputs(
    ###"""
    <script>
    one < two

    & more
    </script>
    text
    ~%~
    <pre>
    kind 1

    </pre>
    ~%~
    <style>p { color: red }</style>
    ~%~
    <script>never closed

    *text*
    ~%~
    <SCRIPT src="a">x</SCRIPT> *after*
    ~%~
    <pre>one</pre> after
    ~%~
    <!-- kind 2 -->
    ~%~
    <!-- over

    lines --> *raw*
    *text*
    ~%~
    <!-- never closed

    text
    ~%~
    <?php kind 3

    ?>
    text
    ~%~
    <?one?> <?two?>
    ~%~
    <!DOCTYPE html>
    ~%~
    <!ELEMENT kind 4
    over lines>
    text
    ~%~
    <!lower case>
    ~%~
    <![CDATA[
    kind 5

    ]]>
    text
    ~%~
    <![CDATA[ one line ]]> *raw*
    ~%~
    <div>
    kind 6
    *raw*

    *text*
    </div>
    ~%~
    <DIV CLASS="foo">
    <p>text</p>
    ~%~
    </div>
    *raw*
    ~%~
    <div id="a"
    class="b">
    ~%~
    <div id="a
    b"
    ~%~
    <table><tr><td>

    *cell*

    </td></tr></table>
    ~%~
    <hr/>
    <hr />
    <p
    ~%~
    <divx>
    ~%~
    <h1>heading</h1>
    ~%~
    text
    <div>
    interrupts
    ~%~
    <a href="kind 7">
    *raw*
    </a>
    ~%~
    </ins>
    *raw*
    ~%~
    <del>

    *text*

    </del>
    ~%~
    <del>*text*</del>
    ~%~
    text
    <i>
    does not interrupt
    ~%~
    <custom-tag attr='x' y=z>
    raw
    ~%~
    <33>
    ~%~
    <a h*ref="x">
    ~%~
       <!-- indented -->
    ~%~
        <!-- code -->
    ~%~
    - <div>
      in an item
    - text
    ~%~
    - <!-- one line -->
    - <?x?>
    ~%~
    > <!-- in a quote

    text -->
    ~%~
    <title>filtered</title>
    ~%~
    <div>
    <textarea>filtered</textarea>
    <xmp>filtered</xmp>
    <iframe src=x>filtered</iframe>
    <noembed>x</noembed><noframes>x</noframes><plaintext>
    </div>
    ~%~
    text <title>, <style>, <script>, <xmp> and <iframe> inline
    ~%~
    text </title> </textarea > <plaintext/> <noembed /> inline
    ~%~
    text <titles> <Title> <tITLE a="b"> <script-x> inline
    ~%~
    <div><script/><style/ x><xmp
    ></div>
    ~%~
    a <b>bold</b> <i/> <br /> c
    ~%~
    a <b2
    data="foo" > c
    ~%~
    <a foo="bar" bam = 'baz <em>"</em>'
    _boolean zoop:33=zoop:33 />
    ~%~
    inline <responsive-image src="foo.jpg" />
    ~%~
    inline </a></foo >
    ~%~
    inline </a href="foo">
    ~%~
    inline <!-- comment --> text
    ~%~
    inline <!-- a -- b --> text
    ~%~
    inline <!--> text --> and <!---> text -->
    ~%~
    inline <?php echo 1; ?> text
    ~%~
    inline <!ELEMENT br EMPTY> text
    ~%~
    inline <![CDATA[>&<]]> text
    ~%~
    inline <a href="&ouml;"> text
    ~%~
    inline <a href="\*"> text
    ~%~
    inline <a href="\""> text
    ~%~
    inline <a  /><b2/>
    ~%~
    inline < a> <
    b> <a / > text
    ~%~
    inline <a b='c'd> <a b=c"> text
    ~%~
    *a <b title="*"> c*
    ~%~
    `<b>` <b title="`">`
    ~%~
    1 < 2 > 0 & 3
    ~%~
    <!-- a -->
    # heading after
    ~%~
    <div></div>
    ```
    swallowed
    ```
    ~%~
    <!---->
    text
    ~%~
    <?
    ?>
    <div>
    """###)

  // MARK: Links, pictures, addresses

  private static let links = inputs(
    ###"""
    [link](/uri "title")
    ~%~
    [link](/uri)
    ~%~
    [](/uri)
    ~%~
    [link]()
    ~%~
    [link](<>)
    ~%~
    [](<> "")
    ~%~
    [link](/my uri)
    ~%~
    [link](</my uri>)
    ~%~
    [link](foo
    bar)
    ~%~
    [link](<foo
    bar>)
    ~%~
    [a](<b)c>)
    ~%~
    [a](<b\>c>)
    ~%~
    [a](<b)c
    [a](<b>c)
    ~%~
    [link](\(foo\))
    ~%~
    [link](foo(and(bar)))
    ~%~
    [link](foo(and(bar))
    ~%~
    [link](foo\(and\(bar\))
    ~%~
    [link](foo\)\:)
    ~%~
    [link](#fragment) [link](http://a.example#b) [link](?q=1&r=2#c)
    ~%~
    [link](foo\bar)
    ~%~
    [link](foo%20b&auml;)
    ~%~
    [link]("title")
    ~%~
    [link](/url 'single') [link](/url (round)) [link](/url "dou\"ble &quot;")
    ~%~
    [link](/url "no"break")
    ~%~
    [link](   /uri
      "title"  )
    ~%~
    [link] (/uri)
    ~%~
    [link [nested [brackets]]](/uri)
    ~%~
    [link] closed](/uri)
    ~%~
    [link [open](/uri)
    ~%~
    [link \[escaped](/uri)
    ~%~
    [*emphasis* `code` **strong**](/uri)
    ~%~
    [a [link](/in) out](/uri)
    ~%~
    [a *b [c](/in) d* e](/uri)
    ~%~
    ![a [link](/in) out](/uri)
    ~%~
    *[a*](/uri)
    ~%~
    [a *b](c*)
    ~%~
    *a [b* c]
    ~%~
    [a <b c="](d)">
    ~%~
    [a`](b)`
    ~%~
    [a<http://b.example/?c=](d)>
    ~%~
    [text][label]

    [label]: /url "title"
    ~%~
    [text][LaBeL]

    [label]: /url
    ~%~
    [label][]

    [label]: /url 'title'
    ~%~
    [label]

    [label]: /url (title)
    ~%~
    [label] []

    [label]: /url
    ~%~
    [text] [label]

    [label]: /url
    ~%~
    [text][*label*]

    [*label*]: /url
    ~%~
    [text][missing]

    [text]: /url
    ~%~
    [a][b][c]

    [b]: /b
    [c]: /c
    ~%~
    [a][b][c]

    [a]: /a
    [c]: /c
    ~%~
    [a][b][c]

    [a]: /a
    [b]: /b
    ~%~
    [label]: /first
    [label]: /second

    [label]
    ~%~
    [label]: 
       /url
       'title over
    two lines'

    [label]
    ~%~
    [label]: /url 'title

    broken'

    [label]
    ~%~
    [label]:

    [label]
    ~%~
    [label]: <>

    [label]
    ~%~
    [label]: <b a>(c)

    [label]
    ~%~
    [label]: /url\bar\*baz "foo\"bar\baz"

    [label]
    ~%~
    [label]

    [label]: url
    ~%~
    [label]: /url
    text after
    ~%~
    [label]: /url "title" text

    [label]
    ~%~
    [label]: /url
    "title" text

    [label]
    ~%~
        [label]: /url

    [label]
    ~%~
    text
    [label]: /url

    [label]
    ~%~
    # [label]
    [label]: /url
    > text
    ~%~
    [label]: /url
    heading
    ===
    [label]
    ~%~
    [label]: /url
    ===
    [label]
    ~%~
    [a]: /a "A"
    [b]: /b
      "B"
    [c]: /c
    [a],
    [b],
    [c]
    ~%~
    [label]

    > [label]: /url
    ~%~
    [ΑΓΩ]: /φου

    [αγω]
    ~%~
    [ẞ]

    [SS]: /url
    ~%~
    [a
      b]: /url

    [A b] [a	B]
    ~%~
    [a\]b]: /url

    [a\]b]
    ~%~
    [a\\]: /url

    [a\\]
    ~%~
    []

    []: /url
    ~%~
    [
     ]

    [
     ]: /url
    ~%~
    [[a]]: /url

    [[a]]
    ~%~
    [a]: /u

    [a]: not a definition

    [a][a] [[a]] ![a] !\[a] \![a] [a]\(b)
    ~%~
    ![picture](/p.png)
    ~%~
    ![picture](/p.png "title")
    ~%~
    ![*nested **alt** `code`* <b>](/p.png)
    ~%~
    ![a ![b](/c) d](/e "t&t")
    ~%~
    ![a [b](/c) d](/e)
    ~%~
    ![](/p.png)
    ~%~
    ![a  
    b\
    c
    d](/p.png)
    ~%~
    ![alt "quoted" & <x>](/p?a=b&c='d')
    ~%~
    ![label]

    [label]: /p.png "title"
    ~%~
    ![text][label] and ![label][]

    [label]: <p q.png>
    ~%~
    ![~~gone~~ www.a.example](/p)
    ~%~
    My ![picture](/p.png)
    ~%~
    [![picture](/p.png)](/link)
    ~%~
    !\[no picture](/p.png)
    ~%~
    ![unclosed](/p.png
    ~%~
    <http://a.example>
    ~%~
    <https://a.example/x?y=z&w=%20q#"'`>
    ~%~
    <irc://a.example:2233/b>
    ~%~
    <MAILTO:A@B.EXAMPLE>
    ~%~
    <a+b+c:d> <made-up-scheme://x,y> <localhost:5001/z>
    ~%~
    <http://a.example/x y>
    ~%~
    <http://a.example/\[\>
    ~%~
    <http://a.example/&amp;&ouml;>
    ~%~
    <mail@a.example.com> <mail+x-y.z@a-b.example>
    ~%~
    <mail\+x@a.example>
    ~%~
    <> < http://a.example > <m:abc> <a.b.c>
    ~%~
    www.a.example
    ~%~
    see www.a.example/help and www.b.example.
    ~%~
    www.a.example/search?q=(business)) (www.a.example/(b)) www.a.example/x(y)z)
    ~%~
    www.a.example/q?x=y&hl;. www.a.example/q?x=y&amp;
    ~%~
    www.a.example/he<lp
    ~%~
    http://a.example and https://b.example/c_(d) and ftp://e.example/f*
    ~%~
    (http://a.example) "http://b.example" 'https://c.example!'
    ~%~
    xhttp://a.example http:/a.example http:// https://.
    ~%~
    a@b.example a.b-c_d@e-f.example a@b.example. a@b.example- a@b.example_
    ~%~
    mailto:a@b.example xmpp:a@b.example/c mmmmailto:a@b.example
    ~%~
    a@b a@@b.example @b.example a@b..example a@.example
    ~%~
    *www.a.example* ~www.b.example~ _http://c.example_ **a@b.example**
    ~%~
    [www.a.example](/u) [http://b.example](/v) [a@b.example](/w)
    ~%~
    [www.a.example] [http://b.example] [a@b.example]
    ~%~
    www.under_score.example www.a_b.c.d.example http://a_b.example
    ~%~
    http://a.example/ü?ö=ß#漢 www.bücher.example
    ~%~
    http://a.example:8080/x;y:z,w!? http://[::1]/
    ~%~
    text.www.a.example awww.a.example (www.a.example,www.b.example)
    ~%~
    `www.a.example` <b>www.b.example</b> <b title="www.c.example">
    ~%~
    a.w+1@x.example&b@c.example a@b.example/c?d=e
    ~%~
    www. www.a www..a www.-a.example
    ~%~
    [ü](/ü?ä=ö 'é') [x](<ö ä>) [y](http://ä.example/"q"'r')
    ~%~
    [x](/a[b]c{d}e|f^g`h) [y](/100%) [z](/%zz)
    """###)

  // MARK: Emphasis, code spans, escapes, entities

  private static let emphasis = inputs(
    ###"""
    *a* _b_ **c** __d__ ***e*** ___f___
    ~%~
    a * b* *c * d_ _e _ f
    ~%~
    a*"b"* _(c)_. *(d)* e*f*g h_i_j
    ~%~
    *a*b _c_d e_f_ g__h__i
    ~%~
    **a*b*c** *a**b**c* __a_b_c__ _a__b__c_
    ~%~
    *a **b** c* **a *b* c** *a*b* **a**b**
    ~%~
    ***a** b* ***a* b** *a **b*** **a *b***
    ~%~
    ****a**** *****b***** ******c******
    ~%~
    *a **b **c*
    ~%~
    **a _b **c_ d*
    ~%~
    *a _b* c_ _a *b_ c*
    ~%~
    *foo [bar* baz](x) _foo **bar_ baz**
    ~%~
    ** * ** __ _ __ *** ___
    ~%~
    * a * ** b ** _ c _
    ~%~
    \*a* *a\* **a\** *\*a*
    ~%~
    *a
    b* **a
    b**
    ~%~
    *a

    b*
    ~%~
    foo***bar***baz foo******bar*********baz
    ~%~
    *a`*`b* **a<b c="**">** *a<http://b.example/*>*
    ~%~
    *ü*ö _ä_ß é*é*é 漢*字*漢 漢_字_漢
    ~%~
    *«a»* _‹b›_ “*c*” —*d*— *€5* £*6*
    ~%~
    *a *b *c *d* e* f* g*
    ~%~
    **bold*italic*bold** __bold_italic_bold__
    ~%~
    *(**a**)* **(*a*)** _(__a__)_ __(_a_)__
    ~%~
    *a**b* **a*b** _a__b_ *****a*** b**
    ~%~
    ~~a~~ ~b~ ~~~c~~~ ~~~~d~~~~
    ~%~
    a~~b~~c ~ d ~ ~~ e ~~ ~~f~
    ~%~
    ~~a *b~~ c* *a ~~b* c~~ ~~**a**~~ **~~a~~**
    ~%~
    ~~a

    b~~
    ~%~
    ~~a
    b~~ \~~c~~ ~~d\~~
    ~%~
    text ~~~ text
    ~~ a ~~b~~ c ~~
    ~%~
    ~~[a](/b)~~ [~~a~~](/b) ~~`c`~~ ~~www.a.example~~
    ~%~
    `code` ``co`de`` ` `` ` `` ` ``
    ~%~
    ` a ` `  b  ` ` c` `d ` ` ` `  `
    ~%~
    `` a
    b   
    c ``
    ~%~
    ` 
    a
     `
    ~%~
    `a\`b` `\` \`a`
    ~%~
    `a``b` ``a`b`
    ~%~
    ```not closed `` here
    ~%~
    `a *b` c* *a `b* c`
    ~%~
    `<a href="`">` `<http://a.`b`>`
    ~%~
    `&amp; < > "` `é漢`
    ~%~
    [a `](/b)` c](/d)
    ~%~
    ```` four ``` three ````
    ~%~
    \!\"\#\%\&\'\(\)\*\+\,\-\.\/\:\;\<\=\>\?\@\[\\\]\^\_\`\{\|\}\~
    ~%~
    \a \1 \ü \  \	x \«
    ~%~
    \\*a* \\\*b\\\* \\
    ~%~
    \<b> \[a](/b) \`c` 1\. d \- e \> f
    ~%~
    \- not a list
    ~%~
    1\. not a list
    ~%~
    \> not a quote
    ~%~
    \    not code
    ~%~
    a\
    ~%~
    # a\
    ~%~
    [a](/b\*c "d\*e") [f\*][f\*]

    [f\*]: /g\*h 'i\*j'
    ~%~
    &nbsp; &amp; &copy; &AElig; &Dcaron; &frac34; &HilbertSpace; &DifferentialD; &ngE;
    ~%~
    &#35; &#1234; &#992; &#0; &#X22; &#XD06; &#xcab; &#x10FFFF; &#x110000; &#xD800;
    ~%~
    &nbsp &x; &#; &#x; &#87654321; &#abcdef0; &ThisIsNotDefined; &hi?; &copy
    ~%~
    &#42;a&#42; &#42; b &#9;tab &#10;line &#32;
    ~%~
    [a](/&ouml;&amp;b "&ouml;&quot;") `&ouml;` <b title="&ouml;">
    ~%~
    &lt;b&gt; &quot;q&quot; &apos;s&apos; &ast;a&ast;
    ~%~
    & && &; a&b &amp;amp; &amp&amp;
    ~%~
    "quotes" 'single' -- --- ... (c) %
    ~%~
    a  b   c	d
    ~%~
    one  
    two   
    three\
    four
    five
    ~%~
    *a  
    b* `c  
    d` <e  
    f>
    ~%~
    a  
         b
    ~%~
    ### a  
    ~%~
    !a ![ ! [ ] ]( ) ![]
    ~%~
    snake_case_name __init__ a__b c_d_e_
    ~%~
    2*3*4 2 * 3 * 4 **kwargs *args
    """###)

  // MARK: Tables

  private static let tables = inputs(
    ###"""
    | a | b |
    | - | - |
    | 1 | 2 |
    ~%~
    | a | b | c | d |
    | --- | :-- | :-: | --: |
    | 1 | 2 | 3 | 4 |
    ~%~
    a | b
    - | -
    1 | 2
    ~%~
    | a |
    | - |
    ~%~
    | a | b |
    | - |
    | 1 | 2 |
    ~%~
    | a |
    | - | - |
    ~%~
    | a | b | c |
    |-|-|-|
    | 1 |
    | 1 | 2 |
    | 1 | 2 | 3 | 4 |
    ~%~
    | a \| b | `c \| d` | **e \| f** |
    | - | - | - |
    | \| | `\|` | \\| |
    ~%~
    | a | b |
    | - | - |
    | `1 | 2` |
    ~%~
    | *a* | [b](/c) | ![d](/e) | ~~f~~ | `g` | <i>h</i> |
    | - | - | - | - | - | - |
    | www.a.example | <b>x</b> | &amp; | \* | a@b.example | <title> |
    ~%~
    | a | b |
    | - | - |
    | 1 | 2 |
    text
    ~%~
    | a | b |
    | - | - |
    | 1 | 2 |

    text
    ~%~
    | a | b |
    | - | - |
    > quote
    ~%~
    | a | b |
    | - | - |
    - item
    ~%~
    | a | b |
    | - | - |
    # heading
    ~%~
    | a | b |
    | - | - |
    ```
    code
    ```
    ~%~
    | a | b |
    | - | - |
        code
    ~%~
    | a | b |
    | - | - |
    <div>
    ~%~
    text above
    | a | b |
    | - | - |
    | 1 | 2 |
    ~%~
    two lines
    above \| it
    | a | b |
    | - | - |
    ~%~
    [a]: /url
    | a | b |
    | - | - |
    | [a] | 2 |
    ~%~
    text
    a | b
    - | -
    1 | 2
    ~%~
    > | a | b |
    > | - | - |
    > | 1 | 2 |
    ~%~
    > | a | b |
    > | - | - |
    | 1 | 2 |
    ~%~
    - | a | b |
      | - | - |
      | 1 | 2 |
    ~%~
    - | a | b |
    - | - | - |
    ~%~
    1. text

       | a |
       | :-: |
       | 1 |
    ~%~
      | a | b |
       | - | - |
     | 1 | 2 |
    ~%~
        | a | b |
        | - | - |
    ~%~
    | a | b |
        | - | - |
    ~%~
    |a|b|
    |-|-|
    |1|2|
    ~%~
    | a | b |
    |:-----|------:|
    | long text here | x |
    ~%~
    | a | b |
    | :: | - |
    ~%~
    | a | b |
    | -- - | - |
    ~%~
    | a || b |
    | - | - | - |
    || 1 ||
    ~%~
    | | |
    | - | - |
    | | x |
    ~%~
    |
    | - |
    ~%~
    | a |
    |:-:|
    |  |
    |
    ~%~
    a
    -
    ~%~
    a
    |-
    ~%~
    a
    -|
    b
    ~%~
    | a | b |
    | - | - |
    1 | 2 | 3
    only one
    | 4
    5 |
    ~%~
    | a	|	b |
    |	-	|	-	|
    |	1	|	2	|
    ~%~
    | a | b |   
    | - | - |   
    | 1 | 2 |   
    ~%~
    | a\ | b |
    | - | - |
    | 1\\ | 2 |
    ~%~
    | é | 漢字 |
    | - | - |
    | ü | “q” |
    ~%~
    | a[^n] | b |
    | - | - |
    | x | y[^n] |

    [^n]: note
    ~%~
    | a | b |
    | - | - |
    | 1 | 2 |
    | - | - |
    | 3 | 4 |
    ~%~
    | a |
    | - |
    | 1 |

    | b |
    | - |
    | 2 |
    ~%~
    | a | b |
    | - | - |
    ***
    ~%~
    | a | b |
    ===
    ~%~
    | a | b |
    | = | = |
    ~%~
    | a  
    b |
    | - |
    ~%~
    | <b | c="d"> |
    | - | - |
    ~%~
    | [a|b](/c) | d |
    | - | - |
    """###)

  // MARK: Footnotes

  private static let footnotes = inputs(
    ###"""
    text[^1]

    [^1]: note
    ~%~
    text[^a] text[^b] text[^a]

    [^b]: B
    [^a]: A
    ~%~
    [^a][^a][^a][^b]

    [^a]: many
    [^b]: one
    ~%~
    missing[^x]
    ~%~
    unused

    [^x]: note
    ~%~
    text[^LaBel]

    [^label]: note
    ~%~
    text[^a]

    [^a]: first

        second

        - list
    ~%~
    text[^a]

    [^a]: > quote
    ~%~
    text[^a]

    [^a]: ```
        code
        ```
    ~%~
    text[^a]

    [^a]:
        indented

    after
    ~%~
    text[^a]

    [^a]: lazy
    line
    ~%~
    text[^a]

    [^a]: one
    [^a]: two
    ~%~
    text[^a]

    [^a]: see[^b]

    [^b]: see[^a]
    ~%~
    text[^b]

    [^a]: unused, see[^b]

    [^b]: used
    ~%~
    text

    [^a]: only from[^b]

    [^b]: unused
    ~%~
    > text[^a]
    >
    > [^a]: in a quote
    ~%~
    - text[^a]

      [^a]: in a list

    after[^a]
    ~%~
    # heading[^a]

    [^a]: note
    ~%~
    *text[^a]* **text[^a]** [text[^a]](/u) ![text[^a]](/p)

    [^a]: note
    ~%~
    [^ a] [^] [^a b] [^a]b] ![^a]

    [^a]: note
    ~%~
    [^é漢&"<>'%] text

    [^é漢&"<>'%]: odd label
    ~%~
    [^a][b] [^a](/c) [^a][]

    [^a]: note
    [b]: /b
    ~%~
    [^*a*] [^`b`] [^www.c.example]

    [^*a*]: one
    [^`b`]: two
    [^www.c.example]: three
    ~%~
    [^a]: note
    text[^a]
    ~%~
    text[^a]

    [^a]: | a | b |
        | - | - |
        | 1 | 2 |
    ~%~
    text[^a]

    [^a]: # heading
    ~%~
    text[^a]

    [^a]: one

    [^b]: unused

        with more
    after[^a]
    ~%~
    text[^a]

        [^a]: code
    ~%~
    text
    [^a]: interrupts
    text[^a]
    ~%~
    text[^a]

    [^a]: outer[^b]

        [^b]: inner
    ~%~
    `[^a]` \[^a] [\^a] <b title="[^a]">

    [^a]: note
    ~%~
    [^a
    b] text

    [^a b]: note
    ~%~
    text[^1] and [^2], [^1].

    [^2]: - list
        - list

    [^1]: <div>html</div>
    """###)

  // MARK: Bytes

  private static let bytes: [String] = [
    "", " ", "\n", "\n\n\n", "\t", "no line end", "# no line end", "- no line end",
    "> no line end", "```\nno line end", "    no line end", "<div>no line end", "| a |\n| - |",
    "[a]: /b", "carriage\r\nreturn\r\n\r\nparagraph\r\n", "old\rmac\r\rparagraph\r",
    "mixed\r\n\n\r\rlines\n\r\n", "```\r\ncode\r\n\r\n```\r\n", "- a\r\n- b\r\n\r\n  c\r\n",
    "| a | b |\r\n| - | - |\r\n| 1 | 2 |\r\n", "a  \r\nb\\\r\nc",
    "    code\r\n\r\n    code\r\n", "<!-- a\r\nb -->\r\ntext\r\n",
    "a[^n]\r\n\r\n[^n]: note\r\n", "heading\r\n===\r\n", "`a\r\nb`\r\n", "[a](/b\r\n'c')\r\n",
    "*a\r\nb*\r\n", "```\rcode\r```\r", "\u{0}", "a\u{0}b", "`a\u{0}b` *\u{0}*",
    "[a](/\u{0}) <b \u{0}>", "```\n\u{0}\n```\n", "| \u{0} |\n| - |\n", "\u{0}\n\u{0}",
    "    \u{0}", "# \u{0}", "<!-- \u{0} -->", "\u{FEFF}# heading", "\u{FEFF}text",
    "\u{FEFF}- item\n- item", "\u{FEFF}\n\ntext", "text\n\u{FEFF}# no heading",
    "\u{FEFF}    code", "\u{FEFF}```\ncode\n```", "\u{FEFF}", "\u{A0}text\u{A0}",
    "a\u{A0}*b*\u{A0}c *\u{A0}d\u{A0}*", "\u{2003}em space", "*\u{2003}a*",
    "a\u{200B}b *\u{200B}c*", "\u{C}form feed", "a\u{B}b", "*\u{C}a* #\u{C}b", "-\u{A0}no item",
    "#\u{A0}no heading", "1.\u{A0}no item", "e\u{301} *e\u{301}* _\u{301}_",
    "<\u{338}b> &\u{301}amp;", "[a](/e\u{301}) [^e\u{301}]\n\n[^e\u{301}]: note",
    "🙂 *🙂* [🙂](/🙂) ![🙂](🙂 '🙂')", "👩‍👩‍👧 **👩‍👩‍👧**", "\u{1F600}_a_\u{1F600}",
    "\u{E000}\u{FFFD}\u{FFFE}\u{10FFFF}", "\u{7F}\u{1}\u{1B}[0m", "عربي *عربي* [عربي](/عربي)",
    "tab\there\t*and*\tthere\t", "\t\tcode", " \tcode", "  \tcode", "   \tcode", "    \tcode",
    "-\ta\n\n\tb", "-\t\ta", ">\t\ta", "1.\ta\n\n\t\tb", "- a\n\t- b\n\t\t- c",
    ">\t- a\n>\n>\t  b", "> -\ta\n>\n> \tb", "#\t\ta\t#\t", "*\t*\t*", "[a]:\t/b\t'c'\n\n[a]",
    "[a](\t/b\t'c'\t)", "```\n\ta\n```", "  ```\n\ta\n  ```", "- ```\n\ta\n  ```",
    "> ```\n>\ta\n> ```", "|\ta\t|\n|\t-\t|", "\t\n\t\ntext", "a\t\nb", "a\\\tb", "`\ta\t`",
    "<b\tc=d\t>", "[^a]\n\n[^a]:\tnote\n\n\tmore", "- [ ]\ttask", "-\t[x]\ttask",
  ]

  // MARK: At random

  /// Pieces that are combined at random.
  static let fragments: [String] = [
    "plain words", "*emphasis*", "**strong**", "***both***", "_under_", "__score__", "~~gone~~",
    "~one~", "`code`", "``a ` b``", "[link](/to \"title\")", "[ref]", "[ref][ref]",
    "[ref]: /where 'T'", "![alt *x*](/p.png)", "<https://a.example/b?c=d&e>",
    "www.example.org/x", "https://example.org.", "mail@example.org", "<b>", "</b>", "<div>",
    "</div>", "<!-- c -->", "<script>", "<?php ?>", "&amp;", "&copy;", "&#35;", "&nope;", "\\*",
    "\\", "\\\n", "  \nnext", "# heading", "## heading ##", "===", "---", "***", "- item",
    "* item", "+ item", "1. one", "2) two", "- [ ] task", "- [x] done", "> quote", ">",
    "    indented", "\ttab", "```", "``` swift x=1", "~~~", "| a | b |", "|---|:-:|",
    "| 1 | \\| |", "| *x* | `|` |", "[^n]", "[^n]: note", "[^m]", "[^m]: other\n\n    more",
    "é ü 漢字", "  ", "", "<title>", "<a href='x'>", "![", "](", "[", "]", "!", "**", "*", "_",
    "~", "|", "--", ":--", "<", ">", "&", "`", "\u{FEFF}", "a@b.c", "http://", "www.",
    "[a](<b c>)", "[a](b 'c", "[x]: <", "[ref]:", "1.", "-", "+", "10. ten",
  ]

  /// What stands between the pieces.
  static let joints = ["\n", "\n", "\n\n", " ", "", "\n> ", "\n  ", "\n    "]

  /// Returns a short random text of Markdown's special characters.
  static func random(withDollars: Bool, using random: inout SeededGenerator) -> String {
    let letters = withDollars ? alphabet + dollars + dollars : alphabet
    return (0..<Int.random(in: 1...40, using: &random)).map { _ in
      letters.randomElement(using: &random) ?? ""
    }.joined()
  }

  private static let alphabet = [
    "*", "_", "`", "[", "]", "(", ")", "<", ">", "!", "#", "-", "+", "=", "|", ":", "~", "\\",
    "&", ";", "\"", "'", "^", "@", ".", "/", "a", "b", "w", "1", "é", " ", " ", "\n", "\n",
    "\n\n", "\t", "    ", "  ", "x y", "[^a]", "[^a]: ", "- ", "1. ", "> ", "```", "www.",
    "http://", "|-|-|\n", "<b>", "]: ", "\r\n",
  ]

  private static let dollars = [
    "$", "$", "$$", "$$\n", "\n$$", "\\$", "$`", "`$", "$x$", "$$x$$", "\\|", "+ ", "\\text{",
  ]
}
