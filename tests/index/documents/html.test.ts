import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHtml } from '../../../src/index/documents/html.js';
import { inTime } from '../../in-time.js';
import { limited, sized } from '../../times.js';

type Row = [kind: string, text: string, first: number, last: number];

const blocks: [why: string, source: string, expected: Row[]][] = [
  [
    'blocks part, inline elements do not',
    '<p>a<b>b</b> c<div>d</div>e',
    [
      ['prose', 'ab c', 1, 1],
      ['prose', 'd', 1, 1],
      ['prose', 'e', 1, 1],
    ],
  ],
  ['white space is one space', '<p>\n a \t b\n&nbsp;\n c</p>', [['prose', 'a b c', 2, 4]]],
  [
    'a line of the source that ends between Chinese or Japanese ends no word',
    '<p>これは\n  本<b>で\n す</b>\n。 Pilcrow\nは<br>本\n棚 だ<td>一\n二',
    [
      ['prose', 'これは本です。 Pilcrow は\n本棚 だ', 1, 6],
      ['prose', '一二', 6, 7],
    ],
  ],
  ['br is a line break', 'a<br>\nb<br/>c</br>d', [['prose', 'a\nb\nc\nd', 1, 2]]],
  [
    'what leads to a page where a section is edited is no text',
    '<h2>A <span class="mw-editsection"><span>[</span><a>edit</a><span>]</span></span></h2>b<h2>C</h2><span class="mw-editsection">[<a>edit</a>]</span>d',
    [
      ['heading', 'A', 1, 1],
      ['prose', 'b', 1, 1],
      ['heading', 'C', 1, 1],
      ['prose', 'd', 1, 1],
    ],
  ],
  [
    'two of them part paragraphs, but not headings, cells and code',
    '<b>a</b><br> <br/><br>b<br>c<h2>d<br><br>e</h2><pre>f<br><br>g</pre><table><td>h<br><br>i</table>',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'b\nc', 1, 1],
      ['heading', 'd e', 1, 1],
      ['code', 'f\n\ng', 1, 1],
      ['table', 'h i', 1, 1],
    ],
  ],
  [
    'a term does not show its link',
    '<dl><dt>a()<a href="#a">¶</a><dd>¶ <a href="b">#</a></dl>',
    [
      ['list', 'a()', 1, 1],
      ['list', '¶ #', 1, 1],
    ],
  ],
  ['entities', '&lt;b&gt; &amp;amp; &eacute;&#x1F600;', [['prose', '<b> &amp; é😀', 1, 1]]],
  [
    'an entity is no way in for controls',
    'a&#27;b&#0;&#xD800;c<img alt="d&#7;e&#10;f">',
    [['prose', 'a b\ufffd\ufffdc d e f', 1, 1]],
  ],
  [
    'what is not shown is not read',
    '<script>a</script><style>b</style><noscript>c</noscript><template>d</template><svg><title>e</title></svg><!-- f -->g',
    [['prose', 'g', 1, 1]],
  ],
  [
    'a field and a button are words of their own',
    'a<textarea>b</textarea><button>c</button>d',
    [['prose', 'a b c d', 1, 1]],
  ],
  [
    'the number of a note is no part of a word, a power is',
    'luminous<sup>12</sup> stars.<sup><a href="#n">13</a></sup> m<sup>2</sup> H<sub>2</sub>O 5<sup>th</sup>',
    [['prose', 'luminous 12 stars. 13 m2 H2O 5th', 1, 1]],
  ],
  [
    'nor is that of a note or a page of a book',
    'stars<a role="doc-noteref" href="#n">1</a> and<span epub:type="pagebreak">12</span> stars<sup class="n"><a epub:type="noteref">2</a></sup>',
    [['prose', 'stars 1 and stars 2', 1, 1]],
  ],
  [
    'the way back from a note is no text',
    '<p>A note.<a href="#n" role="doc-backlink">↩︎</a><p>Another.<a href="#m" epub:type="backlink">back</a>',
    [
      ['prose', 'A note.', 1, 1],
      ['prose', 'Another.', 1, 1],
    ],
  ],
  [
    'unless it is a heading that leads back to the contents, or the number of a note',
    '<h2><a role="doc-backlink" href="#i">Why?</a></h2><aside>[<a role="doc-backlink" href="#j">1</a>]<p>A note.',
    [
      ['heading', 'Why?', 1, 1],
      ['prose', '[1]', 1, 1],
      ['prose', 'A note.', 1, 1],
    ],
  ],
  [
    'a power of a number is no digit of it',
    '<p>10<sup>9</sup> 10<sup>-3</sup> 1963<sup><a href="#n">2</a></sup><p>10<sup>9</sup>',
    [
      ['prose', '10^9 10^-3 1963 2', 1, 1],
      ['prose', '10^9', 1, 1],
    ],
  ],
  [
    'what annotates a formula is not read',
    '<math><mi>E</mi><annotation>\\E</annotation></math>',
    [['prose', 'E', 1, 1]],
  ],
  [
    'the link of a heading to itself is none of its words',
    'x<h2>A<a href="#a">#</a></h2><h2><a href="#b">\n¶</a>B</h2><h2><a href="#c">C#</a></h2>',
    [
      ['prose', 'x', 1, 1],
      ['heading', 'A', 1, 1],
      ['heading', 'B', 2, 2],
      ['heading', 'C#', 2, 2],
    ],
  ],
  [
    'a picture in a heading says what it shows where the heading has no words of its own',
    'x<h2><img alt="Logo"><br>\nA</h2><h2>\n<img alt="B"><img alt="C"></h2><h2><a><img alt=""></a></h2><img alt="D">',
    [
      ['prose', 'x', 1, 1],
      ['heading', 'A', 2, 2],
      ['heading', 'B C', 3, 3],
      ['prose', 'D', 3, 3],
    ],
  ],
  [
    'the number of a line of code is no part of a word',
    '<pre><span>1</span><b>if</b> a\n<span> 2</span><b>b</b>(<i>3</i><i>L</i>)\n<i>4</i>.5</pre>',
    [['code', '1 if a\n 2 b(3L)\n4.5', 1, 3]],
  ],
  [
    'codes side by side are lines',
    '<pre><code>a</code><code>b</code>\n<code>c</code></pre>',
    [['code', 'a\nb\nc', 1, 2]],
  ],
  ['hidden is hidden', '<div hidden>a<div>b</div>c</div>d', [['prose', 'd', 1, 1]]],
  [
    'hidden within text ends where its heading or box ends, if its end is missing',
    '<h2>a<span class="mw-editsection">[b</h2>c<div>d<span hidden><div>e</div>f</div>g',
    [
      ['heading', 'a', 1, 1],
      ['prose', 'c', 1, 1],
      ['prose', 'd', 1, 1],
      ['prose', 'g', 1, 1],
    ],
  ],
  [
    'a box in a heading is of it',
    '<h4><div>a</div>b<div>OTP 20.1</div></h4><div>c</div><h4>d<p>e<div>f</div>',
    [
      ['heading', 'a b OTP 20.1', 1, 1],
      ['prose', 'c', 1, 1],
      ['heading', 'd', 1, 1],
      ['prose', 'e', 1, 1],
      ['prose', 'f', 1, 1],
    ],
  ],
  [
    'a line that ends between Chinese or Japanese ends no word whatever space is around',
    '<p>一 <b> </b>\t\n <i>二</i>\u00a0\n\n三 四',
    [['prose', '一二三 四', 1, 4]],
  ],
  ['until found is not', '<div hidden="until-found">a</div>', [['prose', 'a', 1, 1]]],
  ['nor what a tab opens', '<div role="tabpanel" hidden>a</div><p hidden>b', [['prose', 'a', 1, 1]]],
  [
    'hidden ends where its element ends unsaid',
    '<p hidden>a<p>b<ul><li hidden>c<li>d</ul>',
    [
      ['prose', 'b', 1, 1],
      ['list', 'd', 1, 1],
    ],
  ],
  [
    'lists',
    'a<ul><li>b<li>c</ul>d',
    [
      ['prose', 'a', 1, 1],
      ['list', 'b', 1, 1],
      ['list', 'c', 1, 1],
      ['prose', 'd', 1, 1],
    ],
  ],
  [
    'quotes, and lists left open in them',
    '<blockquote><ul><li>a</blockquote>b',
    [
      ['list', 'a', 1, 1],
      ['prose', 'b', 1, 1],
    ],
  ],
  ['pre keeps its lines', '<pre>\n  a\n    b\n</pre>', [['code', '  a\n    b', 2, 3]]],
  [
    'a row a line',
    '<table><tr><th>a<th>b</tr>\n<tr><td><p>c</p><p>d</p><td>e</table>',
    [['table', 'a | b\nc d | e', 1, 2]],
  ],
  [
    'layout tables are not data',
    '<table><tr><td><h2>a</h2><p>b</td></tr></table>',
    [
      ['heading', 'a', 1, 1],
      ['prose', 'b', 1, 1],
    ],
  ],
  [
    'captions',
    '<table><caption>a</caption><tr><td>b</table>',
    [
      ['prose', 'a', 1, 1],
      ['table', 'b', 1, 1],
    ],
  ],
  [
    'terms and figures',
    '<dl><dt>a<dd>b</dl><figure><img alt="c"><figcaption>d</figure>',
    [
      ['list', 'a', 1, 1],
      ['list', 'b', 1, 1],
      ['prose', 'c', 1, 1],
      ['prose', 'd', 1, 1],
    ],
  ],
  [
    'what a picture shows and its caption are one where they say the same',
    '<figure><img alt="a"><figcaption aria-hidden="true">a</figcaption></figure><p>a<figure><figcaption>b<b>c</b></figcaption><img alt="bc"></figure>',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'a', 1, 1],
      ['prose', 'bc', 1, 1],
    ],
  ],
  [
    'what is inside an element from the start is read, a template for later is not',
    '<a-b><template shadowrootmode="open"><p>a<slot></slot></template>b</a-b><template><p>c</template>',
    [['prose', 'ab', 1, 1]],
  ],
  [
    'words of a drawing are read, without what it does not show',
    'a <svg><title>b</title><style>c{}</style><defs><text>d</text></defs><text>e<tspan>f</tspan><tspan x="1">g</tspan></text><text>h</text></svg> i',
    [['prose', 'a ef g h i', 1, 1]],
  ],
  [
    'a drawing with a page in it, and one left open',
    '<svg><foreignObject><p>a<style>b</style></foreignObject><title>c</title></svg><svg><p>d<style></p></style>e',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'de', 1, 1],
    ],
  ],
  [
    'numbers in a formula stay apart, letters do not',
    '<math><mfrac><mn>1</mn><mn>2</mn></mfrac><mi>a</mi><mn>3</mn><mtable><mtr><mtd>b</mtd><mtd>c</mtd></mtr></mtable></math>',
    [['prose', '1 2a3 b c', 1, 1]],
  ],
  [
    'a formula and how it looks is one formula',
    '<span><span><math><mi>a</mi></math></span><span class="katex-html" aria-hidden="true"><span>a</span></span></span><span aria-hidden="true">b</span>',
    [['prose', 'ab', 1, 1]],
  ],
  [
    'what leads through a site is one paragraph, without headings',
    'a<nav><h2>b</h2><ul><li><a>c</a><li><a>d</a></ul>\n<nav>e</nav></nav><h2>f</h2>g<nav>h<p>i<main>j<p>k',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'b\nc\nd\ne', 1, 2],
      ['heading', 'f', 2, 2],
      ['prose', 'g', 2, 2],
      ['prose', 'h\ni', 2, 2],
      ['prose', 'j', 2, 2],
      ['prose', 'k', 2, 2],
    ],
  ],
  [
    'also where its role says so',
    '<h1>a</h1><div role="navigation"><h3>b</h3><div><a>c</a></div><nav>d</nav></div><p>e<ul role="navigation"><li>f<li>g</ul>h',
    [
      ['heading', 'a', 1, 1],
      ['prose', 'b\nc\nd', 1, 1],
      ['prose', 'e', 1, 1],
      ['list', 'f\ng', 1, 1],
      ['prose', 'h', 1, 1],
    ],
  ],
  [
    'navigation whose end is missing ends at the main part',
    '<div role="navigation"><div><a>a</a></div><div role="main"><h1>b</h1><p>c<p>d</div>',
    [
      ['prose', 'a', 1, 1],
      ['heading', 'b', 1, 1],
      ['prose', 'c', 1, 1],
      ['prose', 'd', 1, 1],
    ],
  ],
  [
    'a long cell of paragraphs is page layout, with those behind it',
    `<table><tr><td>a<td><p>b</p><p>${'c'.repeat(1_000)}</p>\n<p>d<td>e</table>`,
    [
      ['table', 'a', 1, 1],
      ['prose', `b ${'c'.repeat(1_000)}`, 1, 1],
      ['prose', 'd', 2, 2],
      ['prose', 'e', 2, 2],
    ],
  ],
  [
    'old code',
    '<listing>a\n  b</listing><xmp><c></xmp>',
    [
      ['code', 'a\n  b', 1, 2],
      ['code', '<c>', 2, 2],
    ],
  ],
  ['a self-closed script swallows nothing', '<script src="a"/>b', [['prose', 'b', 1, 1]]],
  [
    'unclosed and crossed tags',
    '<p><b>a<p><i>b</b></i></div></p>',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'b', 1, 1],
    ],
  ],
  [
    'a heading never closed ends with the next paragraph',
    'x<h2>a<p>b',
    [
      ['prose', 'x', 1, 1],
      ['heading', 'a', 1, 1],
      ['prose', 'b', 1, 1],
    ],
  ],
  ['ruby is read without its notes', '<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字', [['prose', '漢字', 1, 1]]],
  [
    'lines',
    '<p>a</p>\r\n\r\n<p>b\r\nc</p>',
    [
      ['prose', 'a', 1, 1],
      ['prose', 'b c', 3, 4],
    ],
  ],
];

const titles: [why: string, source: string, title: string, firstBlock: string][] = [
  ['the title element', '<title> A &amp;\n B </title><h1>C</h1>d', 'A & B', 'C'],
  ['a heading that says the same goes', '<title>A</title><h1>a</h1>d', 'A', 'd'],
  ['else the first of level 1', '<h1>A</h1>d', 'A', 'd'],
  ['else the first heading', '<p>d<h3>A</h3>e', 'A', 'd'],
  ['else the first line', '<p>a<br>b', 'a', 'a\nb'],
  ['not that of a drawing', '<svg><title>A</title></svg><p>b', 'b', 'b'],
];

const places: [
  why: string,
  source: string,
  expected: [text: string, depth: number, item: number | 'bullet' | null][],
][] = [
  [
    'lists in lists',
    '<ul><li>a<ul><li>b</ul><li>c</ul>',
    [
      ['a', 1, 'bullet'],
      ['b', 2, 'bullet'],
      ['c', 1, 'bullet'],
    ],
  ],
  [
    'numbers from where they start, and their own',
    '<ol start="3"><li>a<li value="7">b<li>c<li value="x">d</ol>',
    [
      ['a', 1, 3],
      ['b', 1, 7],
      ['c', 1, 8],
      ['d', 1, 9],
    ],
  ],
  [
    'an item of several blocks, after a list in it too',
    '<ul><li><p>a<pre>b</pre><ol><li>c</ol>d<table><tr><td>e</table></ul>',
    [
      ['a', 1, 'bullet'],
      ['b', 1, null],
      ['c', 2, 1],
      ['d', 1, null],
      ['e', 1, null],
    ],
  ],
  [
    'terms are items, which their meanings go on with',
    '<dl><dt>a<dd>b<dt>c</dl>',
    [
      ['a', 1, 'bullet'],
      ['b', 1, null],
      ['c', 1, 'bullet'],
    ],
  ],
  ['no item without a list', '<li>a', []],
  ['a hidden item is none', '<ul><li>a<li hidden>b</ul>', [['a', 1, 'bullet']]],
  ['as deep as anybody can tell', `${'<ul><li>'.repeat(100)}a`, [['a', 8, 'bullet']]],
];

describe('readHtml', () => {
  it.each(places)('knows the place in lists: %s', (_, source, expected) => {
    const { blocks: read } = readHtml(`<title>T</title>${source}`);
    expect(read.flatMap(({ text, list }) => (list ? [[text, list.depth, list.item]] : []))).toEqual(expected);
  });

  it.each(blocks)('%s', (_why, source, expected) => {
    // The title keeps the heading rules out of these rows.
    const parsed = readHtml(source.includes('<title>') ? source : `<title>T</title>${source}`);
    expect(parsed.blocks.map((block) => [block.kind, block.text, ...block.lines])).toEqual(expected);
  });

  it.each(titles)('title: %s', (_why, source, title, firstBlock) => {
    const parsed = readHtml(source);
    expect([parsed.title, parsed.blocks[0]?.text]).toEqual([title, firstBlock]);
  });

  it('reads language and metadata', () => {
    const parsed = readHtml(
      '<html lang="de_at"><meta name="Author" content="A &amp; B"><meta name=keywords content="c, d"><meta property="article:published_time" content="2020-01-02"><meta name=viewport content=x>',
    );
    expect(parsed.language).toBe('de-AT');
    expect([...parsed.metadata]).toEqual([
      ['author', ['A & B']],
      ['tags', ['c', 'd']],
      ['date', ['2020-01-02']],
    ]);
  });

  it('reads the language that only the body says', () => {
    expect(readHtml('<html><head><title>a</title></head><body lang=DE-AT>b').language).toBe('de-AT');
    expect(readHtml('<html lang=fr><body lang=de>b').language).toBe('fr');
    // As Word and LibreOffice write, which are set to one language and used for another.
    const german = 'Der Hafen ist nicht so groß, und die Schiffe liegen auf der anderen Seite, wo das Wasser tief ist.';
    expect(readHtml(`<body lang=en-US>${german}`).language).toBeNull();
    expect(readHtml(`<body lang=de-AT>${german}`).language).toBe('de-AT');
  });

  it.each([
    ['open', '<div>'.repeat(sized(200_000))],
    ['open and closed', `${'<div>'.repeat(sized(200_000))}x${'</div>'.repeat(sized(200_000))}`],
    ['closed by others', '<ul>'.repeat(sized(200_000)) + '</blockquote>'.repeat(sized(200_000))],
    ['tables', '<table><tr><td>'.repeat(sized(200_000))],
    ['cells on one line', `<table>${'<tr><td>a'.repeat(sized(200_000))}`],
    ['hidden', '<p hidden>'.repeat(sized(200_000))],
    ['navigation', '<nav><h2>a'.repeat(sized(200_000))],
    ['drawings', '<svg><text>a'.repeat(sized(200_000))],
    ['formatting', '<b> '.repeat(sized(200_000))],
    ['entities on one line', '&amp;'.repeat(sized(200_000))],
    ['a big attribute', `<a title="${'x'.repeat(sized(1_000_000))}">y`],
    ['many attributes', `<a ${'b=c '.repeat(sized(200_000))}>y`],
    ['keywords', `<meta name=keywords content="${','.repeat(sized(20_000_000))}">`],
  ])('takes many in time: %s', (_why, source) => {
    inTime(limited(4_000), () => readHtml(`${source}end`));
  });

  const sentence =
    'When the tide comes in, the boats that lie in the harbour are lifted by it\nwhatever they are made of, and so are those of people who look away.';
  const mail = `${`${sentence}\n\n`.repeat(8)}    ls     -l\n    cp     a\n`;

  it('reads prose in pre as plain text, with its lines', () => {
    const { blocks } = readHtml(`<h1>A</h1>\n<p>b</p>\n<pre>\n${mail}</pre>\n<p>c`);
    expect(blocks.map(({ kind, lines }) => [kind, ...lines])).toEqual([
      ['prose', 2, 2],
      ...Array.from({ length: 8 }, (_, i) => ['prose', 4 + 3 * i, 5 + 3 * i]),
      ['code', 28, 29],
      ['prose', 31, 31],
    ]);
    expect(blocks[1]?.text).toBe(sentence.replace('\n', ' '));
    expect(blocks[9]?.lineStarts).toEqual([28, 29]);
  });

  it.each([
    ['a short example', mail.slice(0, 900)],
    [
      'code whose remarks and statements are as long',
      [
        '# Split the data into two sets',
        'harbour_X_train = harbour_X[:-20]',
        'harbour_X_test = harbour_X[-20:]',
        '',
        '# Train the model on the first of the sets',
        'model.fit(harbour_X_train, harbour_y_train)',
        '\n',
      ]
        .join('\n')
        .repeat(8),
    ],
    ['code with a long remark', `${'if (a) {\n  b();\n}\n\n'.repeat(60)}/* ${sentence} */`],
  ])('leaves pre as it is where it holds %s', (_, source) => {
    expect(readHtml(`<pre>${source}</pre>`).blocks.map(({ kind }) => kind)).toEqual(['code']);
  });

  it('takes any text, and gives lines in order', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<ul>',
      '<li>',
      '</ul>',
      '<table>',
      '<tr>',
      '<td>',
      '</table>',
      '<pre>',
      '</pre>',
      '<h1>',
      '</h1>',
      '<p hidden>',
      '<br>',
      'a',
      ' ',
      '\n',
      '&lt;',
      '<',
      '</',
      '<!--',
      '-->',
      '<svg>',
      '</svg>',
      '<title>',
      '<foreignObject>',
      '<nav>',
      '</nav>',
      '<mn>1',
      '<script>',
      '"',
      '=',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (parts) => {
        const { title, blocks: read } = readHtml(parts.join(''));
        if (title === '') expect(read.map(({ text }) => text).join('')).not.toMatch(/[\p{L}\p{N}]/u);
        let line = 1;
        for (const block of read) {
          expect(block.text.trim()).not.toBe('');
          expect(block.lines[0]).toBeGreaterThanOrEqual(line);
          expect(block.lines[1]).toBeGreaterThanOrEqual(block.lines[0]);
          line = block.lines[0];
        }
      }),
    );
  });
});
