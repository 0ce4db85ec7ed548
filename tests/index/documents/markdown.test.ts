import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarkdown } from '../../../src/index/documents/markdown.js';
import { inTime } from '../../in-time.js';
import { limited, sized, TIMES } from '../../times.js';

type Row = [kind: string, text: string, first: number, last: number];

const blocks: [why: string, source: string, expected: Row[]][] = [
  ['markup goes, text stays', 'a *b* **c** `d<e>` ~~f~~ [g](http://x) ![h](y)', [['prose', 'a b c d<e> f g h', 1, 1]]],
  [
    'so it does beside scripts without spaces',
    '**注意：**请用**“这个”**的 **"말"**은 ~~（旧）~~新',
    [['prose', '注意：请用“这个”的 "말"은 （旧）新', 1, 1]],
  ],
  ['but asterisks with spaces are text', '中 * 文 * 2**3** 4 ** 中', [['prose', '中 * 文 * 23 4 ** 中', 1, 1]]],
  ['soft breaks are spaces, hard ones stay', 'a\nb  \nc\\\nd</br>e', [['prose', 'a b\nc\nd\ne', 1, 4]]],
  ['entities and escapes are decoded', '&amp; &eacute; \\*', [['prose', '& é *', 1, 1]]],
  ['URLs that are text stay', '<http://a.b> http://c.d', [['prose', 'http://a.b http://c.d', 1, 1]]],
  [
    'inline tags vanish, breaks and images speak',
    'a <b>b</b><br>c <img alt="d"><!-- e -->',
    [['prose', 'a b\nc d', 1, 1]],
  ],
  [
    'the number of a note is no part of a word',
    'luminous<sup>12</sup> x<sup>2</sup> 10<sup>9</sup>',
    [['prose', 'luminous 12 x2 10^9', 1, 1]],
  ],
  [
    'the attributes of a heading are not its words, other braces are',
    'x\n\n## A {#a .b}\n\n## B {: .c}\n\n## C {d}',
    [
      ['prose', 'x', 1, 1],
      ['heading', 'A', 3, 3],
      ['heading', 'B', 5, 5],
      ['heading', 'C {d}', 7, 7],
    ],
  ],
  [
    'nor is a logo that is written as HTML',
    'x\n\n## <img src="a" alt="Logo"> A\n\n## <img src="a" alt="B">\n\n<h2><img alt="Logo"> C</h2>',
    [
      ['prose', 'x', 1, 1],
      ['heading', 'A', 3, 3],
      ['heading', 'B', 5, 5],
      ['heading', 'C', 7, 7],
    ],
  ],
  [
    'a badge is no part of a heading, a picture alone is one',
    'x\n\n## A [![b](c)](d)\n\n## ![e](f)\n\n## ![g](h) –',
    [
      ['prose', 'x', 1, 1],
      ['heading', 'A', 3, 3],
      ['heading', 'e', 5, 5],
      ['heading', 'g –', 7, 7],
    ],
  ],
  ['reference definitions vanish', '[a][1]\n\n[1]: http://x', [['prose', 'a', 1, 1]]],
  [
    'headings, both kinds',
    'x\n\nA\n-\n\n### B ###',
    [
      ['prose', 'x', 1, 1],
      ['heading', 'A', 3, 4],
      ['heading', 'B', 6, 6],
    ],
  ],
  [
    'an item is a block',
    '- a\n  b\n- c\n  - d',
    [
      ['list', 'a b', 1, 2],
      ['list', 'c', 3, 3],
      ['list', 'd', 4, 4],
    ],
  ],
  [
    'a loose item has several',
    '1. a\n\n   b\n2. c',
    [
      ['list', 'a', 1, 1],
      ['list', 'b', 3, 3],
      ['list', 'c', 4, 4],
    ],
  ],
  [
    'task boxes go',
    '- [ ] a\n- [x] b',
    [
      ['list', 'a', 1, 1],
      ['list', 'b', 2, 2],
    ],
  ],
  ['quotes', '> a\n> b', [['quote', 'a b', 1, 2]]],
  ['the marker of an alert goes', '> [!NOTE]\n> a', [['quote', 'a', 2, 2]]],
  ['whatever its kind', '> [!question]- a\n> b', [['quote', 'a b', 1, 2]]],
  ['what is no marker of one stays', '> [!a b]\n> c', [['quote', '[!a b] c', 1, 2]]],
  [
    'the signs of a box go, its title and what is in it stay',
    'a\n::: tip B *c*\nd\n\n- e\n:::\nf',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'B c', 2, 2],
      ['prose', 'd', 3, 3],
      ['list', 'e', 5, 5],
      ['prose', 'f', 7, 7],
    ],
  ],
  [
    'also where the title is in brackets or an attribute',
    ':::note[A]{.b}\n::::{.tip title="C"}\n:::image type="d" alt-text="E":::\n:::row:::\n::: f.g\n:::h i="j"',
    [
      ['prose', 'A', 1, 1],
      ['prose', 'C', 2, 2],
      ['prose', 'E', 3, 3],
      ['prose', 'f.g', 5, 5],
    ],
  ],
  [
    'a box in a list is part of its item',
    '- a\n  :::tip\n  b',
    [
      ['list', 'a', 1, 1],
      ['list', 'b', 3, 3],
    ],
  ],
  [
    'what is in an indented box is no code',
    '!!! note "A"\n    b\n    c\n\n        d\n\n    > e\n\nf',
    [
      ['prose', 'A', 1, 1],
      ['prose', 'b c', 2, 3],
      ['code', 'd', 5, 5],
      ['quote', 'e', 7, 7],
      ['prose', 'f', 9, 9],
    ],
  ],
  [
    'nor in a tab',
    '=== "A"\n    b',
    [
      ['prose', 'A', 1, 1],
      ['prose', 'b', 2, 2],
    ],
  ],
  ['a shout is no box', '!!! note\nb', [['prose', '!!! note b', 1, 2]]],
  [
    'notes at the foot are paragraphs, also those that look like the targets of links',
    'a[^1]\n[^1]: http://x\n[^b]: c\nd\n\n    e\n\nf\n\n[^g]: g\n- h',
    [
      ['prose', 'a[^1]', 1, 1],
      ['prose', '[^1]: http://x', 2, 2],
      ['prose', '[^b]: c d', 3, 4],
      ['prose', 'e', 6, 6],
      ['prose', 'f', 8, 8],
      ['prose', '[^g]: g', 10, 10],
      ['list', 'h', 11, 11],
    ],
  ],
  [
    'meanings of a term are paragraphs, and what is indented below them no code',
    'a\n: b\nc\n: d\n\n    e\n\n        f\n\n*g*\n\n:   !!! note\n\n        h\n\n- i\n  : j',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'b c', 2, 3],
      ['prose', 'd', 4, 4],
      ['prose', 'e', 6, 6],
      ['code', 'f', 8, 8],
      ['prose', 'g', 10, 10],
      ['prose', 'h', 14, 14],
      ['list', 'i', 16, 16],
      ['list', 'j', 17, 17],
    ],
  ],
  [
    'what follows a meaning that is no paragraph is text',
    'a\n: ---\nb\nc\n\nd\n: <div>\ne',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'b c', 3, 4],
      ['prose', 'd', 6, 6],
      ['prose', 'e', 8, 8],
    ],
  ],
  [
    'attributes of anything are no words, other braces and code are',
    'x {: .a #b}\n{: #c }\n\n1. `{: .d}`{: .e}\n{:toc}\n\n{:ok, f} {.g}',
    [
      ['prose', 'x', 1, 2],
      ['list', '{: .d}', 4, 5],
      ['prose', '{:ok, f} {.g}', 7, 7],
    ],
  ],
  [
    'links between notes say what is shown of them',
    'See [[A b|c]], [[A b#D]], [[#D]], [[A#^e1|f]] [[g/h#^e1]], [[i|300]], [[i]]s [[C#]] and 参见[[笔记]]. [[J k|j.k]] [[L m|l-m]]',
    [['prose', 'See c, A b > D, D, f g/h, 300, is C# and 参见笔记. J k j.k l-m', 1, 1]],
  ],
  [
    'so do notes and pictures that are embedded, without their sizes',
    '![[a b.png]] ![[a.png|300x200]] ![[a.png|c|300]] ![[d#e]] ![f|300](g) ![|20x30](h) ![i|j](k)',
    [['prose', 'a b.png a.png c d > e f i|j', 1, 1]],
  ],
  [
    'other double brackets are what they were',
    'x[[1]] [[ -f a ]] [[1]](http://x) [[b]][c] [[2]] `[[d|e]]` [f]([[g h]])\n\n[i]: [[j k]]\n\n[2]: http://y\n[c]: http://z',
    [
      ['prose', 'x[[1]] [[ -f a ]] [1] [b] [2] [[d|e]] f', 1, 1],
      ['prose', '[i]: j k', 3, 3],
    ],
  ],
  [
    'the words of a link between pages are kept, also where its target stands behind them',
    '[[Steps|guide/setup]] [[How to start|Getting-Started]] [[B|C#d]] [[E|https://f.g/h]] [[i/j|K-L]] [[m|n-o]] [[links|WikiLink]]',
    [['prose', 'Steps guide/setup How to start Getting-Started B C#d E https://f.g/h K-L n-o links WikiLink', 1, 1]],
  ],
  ['a link between notes in a table', '|a|\n|-|\n|[[b\\|c]]|', [['table', 'a\nc', 1, 3]]],
  [
    'the signs of marked words go, those of programs stay',
    '==a **b**== a==b==c == d == `==e==` ^^f^^ g^^h^^ ^^ i ^^ ==j^^ ==k^2 = l==',
    [['prose', 'a b a==b==c == d == ==e== f g^^h^^ ^^ i ^^ ==j^^ k^2 = l', 1, 1]],
  ],
  [
    'what programs for notes keep goes',
    '- a ^4f2a9c\n  id:: 6436f1a2-1111-2222-3333-444455556666\n  collapsed:: true\n- b ((6436f1a2-1111-2222-3333-444455556666)) c\n  :LOGBOOK:\n  CLOCK: [2023-01-01 Sun]--[2023-01-02 Mon] =>  1:00\n  :END:\n- 2 ^100000\n- `((6436f1a2-1111-2222-3333-444455556666))`\n\n^4f2a9c\n\n- logseq.order-list-type:: number\n  d\n  hl-color:: yellow\n  card-number:: 7\n  created-at:: home',
    [
      ['list', 'a', 1, 3],
      ['list', 'b c', 4, 7],
      ['list', '2 ^100000', 8, 8],
      ['list', '((6436f1a2-1111-2222-3333-444455556666))', 9, 9],
      ['list', 'd card-number:: 7 created-at:: home', 13, 17],
    ],
  ],
  [
    'signs of boxes of Logseq, places of contents and packed drawings are no text',
    'a\n\n[[toc]]\n\n[TOC]\n\n- b\n  #+BEGIN_NOTE\n  c\n  #+END_NOTE\n\n```compressed-json\nN4Kd\n```\n\n[toc] e',
    [
      ['prose', 'a', 1, 1],
      ['list', 'b', 7, 7],
      ['list', 'c', 9, 9],
      ['prose', '[toc] e', 16, 16],
    ],
  ],
  [
    'attributes right behind an element are no words',
    '[a](b){.c} ![d](e){ width=50% } `f`{.g} [h]{.i} :icon:{ .j }\n{ .k }\n[](){ #l } `$x$`{=m}',
    [['prose', 'a d f h :icon: $x$', 1, 3]],
  ],
  [
    'braces of formulas and programs are',
    '$\\sum_{i=1}^n [a]{b=1}$ `x`{y=1} [a][b]{: .c} f(x){.5} [=85% "85%"]{: .d}',
    [['prose', '$\\sum_{i=1}^n [a]{b=1}$ x{y=1} [a][b] f(x){.5} [=85% "85%"]', 1, 1]],
  ],
  [
    'targets of links may be filled in later',
    '[a]({{< ref "b c.md" >}}) [d]({% link e f.md %}) ![g]({{ site.url }}/h i) [j]({{ site.url }}/k "l")',
    [['prose', 'a d ![g]({{ site.url }}/h i) j', 1, 1]],
  ],
  [
    'of shortcodes what is shown stays',
    'a {{< term text="b" id="c" >}} d\n{{% notice tip %}}\ne\n{{% /notice %}}\n\n{{< figure src="f.png" title="g" >}}\n\n{{</* h */>}} `{{< i >}}`\n\n{{< figure\n  src="f.png"\n  caption="j"\n>}}\nk\n{{< highlight\n  go >}}\n# l\n{{< /highlight >}}\n{{< m\n\n- n\n{{< figure\n  src="f.png"\n>}}',
    [
      ['prose', 'a b d', 1, 1],
      ['prose', 'e', 3, 3],
      ['prose', 'g', 6, 6],
      ['prose', '{{</* h */>}} {{< i >}}', 8, 8],
      ['prose', 'j', 10, 13],
      ['prose', 'k', 14, 14],
      ['code', '# l', 17, 17],
      ['prose', '{{< m', 19, 19],
      ['list', 'n', 21, 21],
    ],
  ],
  [
    'lines of tags are no text but for their titles',
    '{% include a.html %}\n---\n{% tabs %} {% tab title="b" %}\nc {% d %}\n{% endtab %}\n\n{{ e }}\n\n    {% f %}',
    [
      ['prose', 'b', 3, 3],
      ['prose', 'c {% d %}', 4, 4],
      ['prose', '{{ e }}', 7, 7],
      ['code', '{% f %}', 9, 9],
    ],
  ],
  [
    'what stands between tags of code is code',
    '{% highlight ruby %}\n# a\n  b\n{% endhighlight %}\nc\n{{< highlight go >}}\n# d\n{{< /highlight >}}',
    [
      ['code', '# a\n  b', 2, 3],
      ['prose', 'c', 5, 5],
      ['code', '# d', 7, 7],
    ],
  ],
  [
    'a tag of code that does not end where it began is none, and what follows is read',
    '- a\n\n  {% highlight b %}\n  c\n{% endhighlight %}\n\n## d\n\n{{< codeblock file="e" />}}\n\nf\n\n{{< codeblock >}}\ng\n{{< /codeblock >}}',
    [
      ['list', 'a', 1, 1],
      ['list', 'c', 4, 4],
      ['heading', 'd', 7, 7],
      ['prose', 'f', 11, 11],
      ['code', 'g', 14, 14],
    ],
  ],
  [
    'a formula is taken as written',
    'a\n$$\nb*c*\n=\n- d\n\\\\\n$$\n\n- e\n  $$\n  f\n  $$ {#eq}\n\n$$\ng',
    [
      ['prose', 'a', 1, 1],
      ['code', 'b*c*\n=\n- d\n\\\\', 3, 6],
      ['list', 'e', 9, 9],
      ['code', 'f', 11, 11],
      ['prose', '$$ g', 14, 15],
    ],
  ],
  [
    'a sign that ends a formula begins none',
    'a $$b\n$$\n\n## c\n\nd\n\n$$\ne\n$$',
    [
      ['prose', 'a $$b $$', 1, 2],
      ['heading', 'c', 4, 4],
      ['prose', 'd', 6, 6],
      ['code', 'e', 9, 9],
    ],
  ],
  [
    'boxes in slashes',
    '/// tip | A *b*\n    c: d\n\ne\n///\n\n/// html | div.f\ng\n///\n\n/// H i',
    [
      ['prose', 'A b', 1, 2],
      ['prose', 'e', 4, 4],
      ['prose', 'g', 8, 8],
      ['prose', '/// H i', 11, 11],
    ],
  ],
  [
    'what an editor puts in the place of other text is none',
    '[!INCLUDE [a](b.md)]\n\n> [!div class="c"]\n> [d](e)\n\n- {{[[TODO]]}} f\n- [!INCLUDE [g](h)] i',
    [
      ['quote', 'd', 4, 4],
      ['list', 'f', 6, 6],
      ['list', '[!INCLUDE g] i', 7, 7],
    ],
  ],
  [
    'what begins with what is to be loaded is read as MDX',
    '## A\n\nimport B from \'@c/d\';\nimport { E,\n  F } from "g";\n\n<B>\n*h*\n</B>',
    [['prose', 'h', 8, 8]],
  ],
  [
    'what has it elsewhere is not',
    "a\n\nimport B from 'c'\n\n<B>\n*d*\n</B>",
    [
      ['prose', 'a', 1, 1],
      ['prose', "import B from 'c'", 3, 3],
      ['prose', '*d*', 6, 6],
    ],
  ],
  ['a heading in a quote is not the document’s', '> # a', [['quote', 'a', 1, 1]]],
  [
    'code keeps its lines',
    '```js\n\na\n  b\n```\n\n    c',
    [
      ['code', 'a\n  b', 3, 4],
      ['code', 'c', 7, 7],
    ],
  ],
  ['a row a line', '|a|b|\n|-|-|\n|c *d*|e|', [['table', 'a | b\nc d | e', 1, 3]]],
  ['an empty head keeps its row', '| | |\n|-|-|\n|a|b|', [['table', ' | \na | b', 1, 3]]],
  [
    'HTML is read as HTML',
    'x\n\n<div>a<!-- b --><script>c</script>\n<p>d</div>',
    [
      ['prose', 'x', 1, 1],
      ['prose', 'a', 3, 3],
      ['prose', 'd', 4, 4],
    ],
  ],
  ['front matter shifts lines', '---\na: b\n---\n\nx', [['prose', 'x', 5, 5]]],
  [
    'CRLF',
    '---\r\na: b\r\n---\r\nx\r\n\r\ny',
    [
      ['prose', 'x', 4, 4],
      ['prose', 'y', 6, 6],
    ],
  ],
];

const titles: [why: string, source: string, title: string, firstBlock: string][] = [
  ['front matter first', '---\ntitle: T\n---\n# H\n\nx', 'T', 'H'],
  ['a heading that says the same goes', '---\ntitle: T  t\n---\n# *T* t\n\nx', 'T t', 'x'],
  ['else the first of level 1', '# H\n\nx\n\n# I', 'H', 'x'],
  ['preferred to one before it, which keeps its place', '## A\n\nx\n\n# B\n\ny', 'B', 'A'],
  ['else the first heading, gone if it begins the document', '## A\n\nx', 'A', 'x'],
  ['and kept if not', 'x\n\n## A\n\ny', 'A', 'x'],
  ['a heading in HTML counts', '<h1 align="center">H</h1>\n\nx', 'H', 'x'],
  ['else the first line', '*a* b\n\nc', 'a b', 'a b'],
];

const frontMatter: [why: string, yaml: string, key: string, values: string[] | undefined][] = [
  ['keys in lower case', 'MS.Topic: how-to', 'ms.topic', ['how-to']],
  ['a date under the name that some give it', 'ms.date: 07/10/2023', 'date', ['07/10/2023']],
  ['and that others do', 'created_at: 2023-07-10', 'created', ['2023-07-10']],
  ['scalars as written', 'version: 1.10', 'version', ['1.10']],
  ['lists', 'tags: [a, b, a]', 'tags', ['a', 'b']],
  ['lists in one string, under the common name', 'keywords: a, b', 'tags', ['a', 'b']],
  ['names of people', 'authors:\n  - name: Ann\n    mail: x\n  - Bob', 'author', ['Ann', 'Bob']],
  ['nested keys are dotted', 'a:\n  b: c', 'a.b', ['c']],
  ['nothing is nothing', 'date: null', 'date', undefined],
  ['names of object members are names', '__proto__: x', '__proto__', ['x']],
  // What YAML refuses, and people write.
  ['a colon in a value', 'title: Foo: bar baz\ndate: 2021-01-02', 'title', ['Foo: bar baz']],
  ['what stands beside one', 'title: Foo: bar baz\ndate: 2021-01-02', 'date', ['2021-01-02']],
  ['a value that begins with a sign', 'title: @foo handle\ntags:\n  - a\n  - "b"', 'tags', ['a', 'b']],
  ['a list with a sign in it', '# note\ntags: [#a, b]\nauthor: *Ann*', 'tags', ['a', 'b']],
  ['a tab before a key', 'title: x\n\tdate: 2021-01-02', 'date', ['2021-01-02']],
  ['a title between asterisks', 'title: *star*\ndate: 2021-01-02', 'title', ['*star*']],
  ['what stands beside that', 'title: *star*\ndate: 2021-01-02', 'date', ['2021-01-02']],
  ['a value over several lines', 'title: A: b\nabout: >-\n  long\n  text\ndate: 2021', 'about', ['long text']],
  ['what comes after one', 'title: A: b\nabout: >-\n  long\n  text\ndate: 2021', 'date', ['2021']],
  ['a list over several lines', 'title: A: b\ntags: [a,\n  b]', 'tags', ['a', 'b']],
  ['a comma between quotes', `title: A: b\nauthors: ["Doe, Ann", Bob's, 'C']`, 'author', ['Doe, Ann', "Bob's", 'C']],
  ['names in a list', 'title: A: b\nauthors:\n  - name: Ann\n    mail: x\n  - name: Bob', 'author', ['Ann', 'Bob']],
  ['nothing there too', 'title: A: b\ndate: null', 'date', undefined],
];

const toml: [why: string, source: string, key: string, values: string[] | undefined][] = [
  ['strings of both kinds', `title = "A: \\"b\\""\nauthor = 'C\\D'`, 'title', ['A: "b"']],
  ['a literal one as it stands', `title = "A"\nauthor = 'C\\D'`, 'author', ['C\\D']],
  ['dates and numbers as written', 'date = 2021-01-02T10:00:00Z # then', 'date', ['2021-01-02T10:00:00Z']],
  ['a date and a time with a space', 'date = 2021-01-02 10:00:00', 'date', ['2021-01-02 10:00:00']],
  ['lists', `tags = ["a", 'b', "c"]`, 'tags', ['a', 'b', 'c']],
  ['lists over several lines', 'tags = [\n  "a", # one\n  # none\n  "#b",\n]\ndate = 2021', 'tags', ['a', 'b']],
  ['what comes after one', 'tags = [\n  "a",\n]\ndate = 2021', 'date', ['2021']],
  ['keys of tables are dotted', '[params]\na = "b"', 'params.a', ['b']],
  ['inline tables are left out', 'a = { b = "c" }\ndate = 2021', 'a', undefined],
];

const json: [why: string, source: string, key: string, values: string[] | undefined][] = [
  ['strings', '"title": "A: \\"b\\""', 'title', ['A: "b"']],
  ['numbers and truth', '"weight": 3, "draft": true', 'draft', ['true']],
  ['lists', '"tags": ["a", "b"]', 'tags', ['a', 'b']],
  ['nested keys are dotted', '"a": {"b": 1, "__proto__": "c"}', 'a.__proto__', ['c']],
  ['nothing is nothing', '"date": null, "a": []', 'date', undefined],
];

describe('readMarkdown', () => {
  it.each(blocks)('%s', (_why, source, expected) => {
    const parsed = readMarkdown(source);
    // A heading that became the title and left is not what these rows are about: they begin otherwise.
    expect(parsed.blocks.map((block) => [block.kind, block.text, ...block.lines])).toEqual(expected);
  });

  it.each(titles)('title: %s', (_why, source, title, firstBlock) => {
    const parsed = readMarkdown(source);
    expect([parsed.title, parsed.blocks[0]?.text]).toEqual([title, firstBlock]);
  });

  it.each(frontMatter)('front matter: %s', (_why, yaml, key, values) => {
    const parsed = readMarkdown(`---\n${yaml}\n---\nx`);
    expect(parsed.metadata.get(key)).toEqual(values);
    expect(parsed.blocks.map(({ text }) => text)).toEqual(['x']);
  });

  it.each(toml)('front matter in TOML: %s', (_why, source, key, values) => {
    const parsed = readMarkdown(`+++\n${source}\n+++\nx`);
    expect(parsed.metadata.get(key)).toEqual(values);
    expect(parsed.blocks.map(({ text }) => text)).toEqual(['x']);
  });

  it.each(json)('front matter in JSON: %s', (_why, source, key, values) => {
    const parsed = readMarkdown(`{\n${source}\n}\n\nx`);
    expect(parsed.metadata.get(key)).toEqual(values);
    expect(parsed.blocks.map(({ text, lines }) => [text, ...lines])).toEqual([['x', 5, 5]]);
  });

  it.each([
    ['not closed', '---\ntitle: x\n\ntext'],
    ['not YAML', '---\n{text\n---\n'],
    ['a sentence between rules', '---\nSome text: of a kind: here, and {more\nof it\n---\n'],
    ['not a mapping', '---\ntext\n---\n'],
    ['not TOML', '+++\na = "b"\ntext\n+++\n'],
    ['not JSON', '{\n"a": [text\n}\n'],
    ['words in braces', '{\n  text that stays\n}\n'],
    ['code in braces', '{\ntext a: b;\n}\n'],
    ['a list of JSON', '[\n"text"\n]\n'],
    ['JSON without end', `{\n"a": ${'['.repeat(60_000)}text\n}\n`],
    ['closed by another fence', '+++\na = "text"\n---\n'],
    ['nested without end', `---\n${'['.repeat(60_000)}text\n---\n`],
  ])('front matter that is %s is text', (_why, source) => {
    const parsed = readMarkdown(source);
    expect(parsed.metadata.size).toBe(0);
    expect(`${parsed.title} ${parsed.blocks.map((block) => block.text).join(' ')}`).toContain('text');
  });

  it.each([
    ['all of it', '% A *b*\n% Ann Lee; Bob\n% 2021-01-02\n\nx', ['A *b*', 'Ann Lee,Bob', '2021-01-02', 'x']],
    ['no date', '% A\n% Ann\n\nx', ['A', 'Ann', undefined, 'x']],
    ['no author', '% A\n%\n% 2021\n\nx', ['A', undefined, '2021', 'x']],
    ['nothing but it, as manuals have', '% a(1)\n\n## NAME\n\nx', ['a(1)', undefined, undefined, 'NAME']],
    ['a text', '% A\nb\n\nx', ['% A b', undefined, undefined, '% A b']],
    ['more of them', '% A\n% B\n% C\n% D\n\nx', ['% A % B % C % D', undefined, undefined, '% A % B % C % D']],
  ])('the title of Pandoc: %s', (_why, source, expected) => {
    const { title, metadata, blocks } = readMarkdown(source);
    expect([title, metadata.get('author')?.join(), metadata.get('date')?.[0], blocks[0]?.text]).toEqual(expected);
  });

  it.each<[why: string, source: string, expected: (string | undefined)[]]>([
    [
      'as others have them',
      'Title: A: b\nDate: 2021-10-05\nAuthor: Ann Lee\nTags: c, d\n\nx',
      ['A: b', 'Ann Lee', 'c,d', 'x'],
    ],
    ['a title alone, which may be text', 'Title: A\n\nx', ['Title: A', undefined, undefined, 'Title: A']],
    [
      'a line that has none',
      'Title: A\nAuthor: B\nx\n\ny',
      ['Title: A Author: B x', undefined, undefined, 'Title: A Author: B x'],
    ],
  ])('labels without fences: %s', (_why, source, expected) => {
    const { title, metadata, blocks } = readMarkdown(source);
    expect([title, metadata.get('author')?.join(), metadata.get('tags')?.join(), blocks[0]?.text]).toEqual(expected);
  });

  it('takes the language, in canonical form', () => {
    expect(readMarkdown('---\nlang: pt_br\n---\nx').language).toBe('pt-BR');
    expect(readMarkdown('---\nlanguage: "!"\n---\nx').language).toBeNull();
  });

  it('has no title where there is nothing', () => {
    expect(readMarkdown('\n\n')).toMatchObject({ title: '', blocks: [] });
  });

  it('takes a paragraph that no one wrote as it stands, in time', () => {
    const { blocks } = inTime(limited(2_000), () =>
      readMarkdown(`*one* paragraph\n\n${'*a_'.repeat(sized(1_000_000))}\n\n*two*`),
    );
    expect(blocks.map(({ text }) => text.slice(0, 9))).toEqual(['one parag', '*a_*a_*a_', 'two']);
  });

  it.each(['[', '![', '[[a|', '[a][', '[a]([[', '{{', '{/*'])('takes linear time for paragraphs of “%s”', (piece) => {
    const paragraph = piece.repeat(30_000 / piece.length);
    const source = `${`${paragraph}\n\n`.repeat(sized(16))}end`;
    const { blocks } = inTime(limited(1_500), () => readMarkdown(source, '.mdx'));
    expect(blocks.at(-1)?.text).toBe('end');
  });

  it.each([
    '>',
    '[',
    '*',
    '- ',
    '<div>',
    '> ',
    '![',
    '`',
    '<![CDATA[',
    'a **b',
    '[^a]:',
    '!!! a ',
    '!!! a\n',
    ':::a\n',
    ': ',
    '{: .',
    '% ',
    '[[a',
    '[[a]]',
    '==a ',
    '[a]{.b',
    '[a]{.b}',
    '[a]({{ b',
    '[a]([[b]]',
    '{{< "',
    '{% a %}\n',
    '{% highlight a %}\n',
    '$$\n',
    '/// a\n',
    'a ^4f2a9',
  ])('takes many of %j in time', (piece) => {
    const { blocks } = inTime(limited(2_500), () => readMarkdown(`${piece.repeat(sized(100_000))}end`));
    // Behind backticks it is the language of the code.
    expect(blocks.at(-1)?.text.endsWith('end') ?? false).toBe(piece !== '`');
  });

  it.each([
    ['treasure', `${'> '.repeat(5_000)}treasure`],
    ['treasure', `Of the treasure\n\n${'> '.repeat(5_000)}a`],
    ['treasure', `---\ntitle: A\n---\nOf the treasure\n\n${'> '.repeat(5_000)}a`],
  ])('loses nothing to nesting: what is too deep is read as text', (word, source) => {
    const { blocks } = readMarkdown(source);
    expect(blocks.map((block) => block.text).join('')).toContain(word);
  });

  it('loses no word, whatever stands around it', () => {
    const piece = fc.constantFrom(
      ...['W', 'W', 'W', ' ', '\n', '\n\n', '    ', '- ', '1. ', '- [ ] ', '> ', '# ', '**', '_', '\\', '&amp;'],
      ...['---', '===', '```', '~~~', '<div>', '</div>', '<!-- x -->', ':::'].map((line) => `\n${line}\n`),
      ...['///', '$$', '{% a %}', '{{< a >}}', '<A>', '</A>'].map((line) => `\n${line}\n`),
      ...['==', '[[W]]', '[W]{.a}', '[W](b){.c}', ' ^4f2a9c\n'],
      ...[': ', '[^a]: ', '=== "W"\n    ', '!!! note "W"\n    ', '| W | W |\n|---|---|\n'].map((start) => `\n${start}`),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('.md', '.mdx'), (pieces, ending) => {
        let count = 0;
        const { title, blocks: read } = readMarkdown(
          pieces.join('').replaceAll('W', () => `w${count++}q`),
          ending,
        );
        const found = new Set([title, ...read.map(({ text }) => text)].join(' ').match(/w\d+q/g));
        expect(found.size).toBe(count);
      }),
      { numRuns: 300 * TIMES },
    );
  });

  it('takes any text', () => {
    const piece = fc.constantFrom(
      '#',
      ' ',
      '\n',
      '- ',
      '> ',
      '`',
      '|',
      '-',
      '<b>',
      '<!--',
      '[',
      '](',
      '*',
      'a',
      '---\n',
      '+++\n',
      '{\n',
      '}\n',
      ':::',
      '!!! a\n    ',
      '[^a]: ',
      ': ',
      '{: .a}',
      '% ',
      'a: ',
      'a = ',
      '"',
      '&lt;',
      '\t',
      ...[']', '=', '{', '}', '{{< ', ' >}}', '{% ', ' %}', '$$', '<A', '>', '{/*', '*/}', 'import ', '::'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), fc.constantFrom('.md', '.mdx'), (parts, ending) => {
        const { title, blocks: read } = readMarkdown(parts.join(''), ending);
        if (title === '') expect(read.map(({ text }) => text).join('')).not.toMatch(/[\p{L}\p{N}]/u);
        for (const block of read) {
          expect(block.text.trim()).not.toBe('');
          expect(block.lines[0]).toBeGreaterThan(0);
          expect(block.lines[1]).toBeGreaterThanOrEqual(block.lines[0]);
        }
      }),
    );
  });

  it('reads nothing of pictures that are written out', () => {
    const picture = (kind: string) => `data:image/${kind};base64,${'aB+/'.repeat(20_000)}=`;
    const source = `# T\n\n![a](${picture('png')}) b\n\n![][c] <img src="${picture('svg+xml')}" alt="d"> e\n\n[c]: <${picture('svg+xml;charset=utf-8')}>\n\n    f(${picture('gif')})\n    data:image/png;base64,aB==`;
    expect(readMarkdown(source).blocks.map(({ text, lines }) => [text, ...lines])).toEqual([
      ['a b', 3, 3],
      ['d e', 5, 5],
      ['f(…)\ndata:image/png;base64,aB==', 9, 10],
    ]);
    inTime(limited(2_000), () => readMarkdown(`${'data:a/b;c'.repeat(sized(1e5))};base64,`));
  });

  it('reads what is text of MDX', () => {
    const source =
      "import A from 'a';\nimport B from 'b';\n\nexport const c = () => (\n  <b>d</b>\n);\n\n# <A>One</A>\n\n{/* e\nf */}\n\n<B label=\"g\">\n\n- import h\n\n</B>\n\nWe import {i}.";
    const read = (ending: string) => readMarkdown(source, ending).blocks.map(({ text }) => text);
    expect(read('.mdx')).toEqual(['g', 'import h', 'We import {i}.']);
    expect(read('.md')).toEqual(read('.mdx'));
  });

  it.each([
    'import duties are high on "a"',
    'import goods come from "China" and\nelsewhere.',
    "# Trade\nimport it from 'a' then",
  ])('takes %j for text, not for what is to be loaded', (begin) => {
    const { blocks } = readMarkdown(`${begin}\n\nexport duties rose`);
    expect(blocks.map(({ text }) => text)).toEqual([
      begin.replace('# Trade\n', '').replace('\n', ' '),
      'export duties rose',
    ]);
  });

  it.each(["import A, { B as C } from 'a';", 'import * as A from "a"', 'import {\n  A,\n  B,\n} from "a"; // c'])(
    'takes %j for what is to be loaded',
    (begin) => {
      expect(readMarkdown(`${begin}\n\nd`).blocks.map(({ text }) => text)).toEqual(['d']);
    },
  );

  it.each<[why: string, source: string, expected: Row[]]>([
    [
      'what is in components is Markdown, however it is indented',
      'x\n\n<A>\n## b\n- c\n  ```js\n  d\n  ```\n</A>\n\n<A>\n  <A.B c="d">\n\n      - e\n        - f\n\n    *g*\n  </A.B>\nh\n</A>',
      [
        ['prose', 'x', 1, 1],
        ['heading', 'b', 4, 4],
        ['list', 'c', 5, 5],
        ['code', 'd', 7, 7],
        ['list', 'e', 14, 14],
        ['list', 'f', 15, 15],
        ['prose', 'g', 17, 17],
        ['prose', 'h', 19, 19],
      ],
    ],
    [
      'code in them may end in a line that is not indented',
      'x\n\n<A>\n\n  ```yaml\n  b:\n    c\n```\n\n</A>\n\n## d',
      [
        ['prose', 'x', 1, 1],
        ['code', 'b:\n  c', 6, 7],
        ['heading', 'd', 12, 12],
      ],
    ],
    [
      'what they show is read',
      'x\n\n<Tabs items={["a b", "c"]}>\n<Tab label="d" id="e">f</Tab>\n<Card\n  title="g"\n  text={`import { h } from "i"`}\n/>\n</Tabs>',
      [
        ['prose', 'x', 1, 1],
        ['prose', 'a b c', 3, 3],
        ['prose', 'd f', 4, 4],
        ['prose', 'g import { h } from "i"', 5, 8],
      ],
    ],
    [
      'so is what they show of things in lists, in other lists too',
      'a\n<Tabs\n  id="os"\n  values={[\n    {label: \'B\', value: \'b\'},\n    {\n      type: "Array<C>",\n      more: [{ d:\n        \'E {f}\' }],\n    },\n  ]}\n>\ng\n</Tabs>\n<H i={\n  j: "k"\n\n} />',
      [
        ['prose', 'a', 1, 1],
        ['prose', 'B Array<C> E {f}', 2, 12],
        ['prose', 'g', 13, 13],
        ['prose', '<H i={ j: "k"', 15, 16],
        ['prose', '} />', 18, 18],
      ],
    ],
    [
      'braces within quotes are text',
      '<A b={1} title="C {d}" label="{e}"\n{...f} />\n\ng',
      [
        ['prose', 'C {d} {e}', 1, 2],
        ['prose', 'g', 4, 4],
      ],
    ],
    [
      'what may be text stays as it is written',
      '<A b={[\n  { c: "d" },\n]}} />\n\n<div>\n*e*\n\n</div>',
      [
        ['prose', '<A b={[ { c: "d" }, ]}} />', 1, 3],
        ['prose', '*e*', 6, 6],
      ],
    ],
    [
      'a remark may hold whole sections, and ends where it says',
      'x\n\n<A />\n{/*\n## b\n\n```\nc\n``` */}\n\n{/* d\n\n## e\n\n{/*\nf\n*/}\n\n## g',
      [
        ['prose', 'x', 1, 1],
        ['prose', '{/* d', 11, 11],
        ['heading', 'e', 13, 13],
        ['heading', 'g', 19, 19],
      ],
    ],
    ['remarks are no text', "a {/* b\nc */} d{' '}\ne {f}", [['prose', 'a d e {f}', 1, 3]]],
    [
      'programs end at a blank line',
      "a\nimport b\n\nexport const c = {\n  d: 'e',\n};\n\nf",
      [
        ['prose', 'a import b', 1, 2],
        ['prose', 'f', 8, 8],
      ],
    ],
  ])('of MDX: %s', (_why, source, expected) => {
    const parsed = readMarkdown(source, '.mdx');
    expect(parsed.blocks.map((block) => [block.kind, block.text, ...block.lines])).toEqual(expected);
  });

  it.each([
    '<A b={{\n',
    '<A b={\n}\n',
    '<A\n',
    '- <A b={}\n',
    '{{< a\n',
    '{% a\n',
    ' <A>\n',
    '{/* ',
    '{/*\n',
    'import a\n',
    '<A ',
  ])('takes many of %j in MDX in time', (piece) => {
    const { blocks } = inTime(limited(2_500), () => readMarkdown(`${piece.repeat(sized(50_000))}\n\nend`, '.mdx'));
    expect(blocks.at(-1)?.text.endsWith('end')).toBe(true);
  });

  it('marks tasks as Roam has them', () => {
    const { blocks: read } = readMarkdown('- {{[[TODO]]}} a\n- {{[[DONE]]}} b\n- {{TODO}} c\n- [X] d');
    expect(read.map(({ list }) => list?.item)).toEqual(['open', 'done', 'open', 'done']);
  });

  it.each([
    ['a note without headings', 'x', 'Honey bees', ['Honey bees', 'x']],
    ['or with none of level 1, which keeps those it has', '## A\n\nx', '蜜蜂', ['蜜蜂', 'A', 'x']],
    ['one that has a title keeps it', '# A\n\nx', 'Honey bees', ['A', 'x']],
    ['also in front matter', '---\ntitle: A\n---\nx', 'Honey bees', ['A', 'x']],
    ['a name that may be given by a program is none', '## A\n\nx', 'install-guide', ['A', 'x']],
    ['nor is one that says nothing', '## A\n\nx', 'Untitled 1', ['A', 'x']],
  ])('the name of a file is the title of %s', (_why, source, name, expected) => {
    const { title, blocks: read } = readMarkdown(source, '.md', name);
    expect([title, ...read.map(({ text }) => text)]).toEqual(expected);
  });

  it('takes the properties of Logseq, and links between notes as values', () => {
    const logseq = readMarkdown('title:: A b\ntags:: [[c]], [[d e]]\n\n- x');
    expect([logseq.title, logseq.metadata.get('tags'), logseq.blocks[0]?.text]).toEqual(['A b', ['c', 'd e'], 'x']);
    expect(readMarkdown('a:: b\n\nx').blocks[0]?.text).toBe('a:: b');
    const obsidian = readMarkdown('---\nauthor:\n  - "[[people/Ann Lee|Ann]]"\n---\nx');
    expect(obsidian.metadata.get('author')).toEqual(['Ann']);
  });
});
