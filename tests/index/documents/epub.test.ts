import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEpub } from '../../../src/index/documents/epub.js';
import { Skip } from '../../../src/index/documents/open-file.js';
import type { Block } from '../../../src/index/types.js';
import { inTime } from '../../in-time.js';
import { limited, sized } from '../../times.js';
import { damagedAt, type EpubParts, epubFile, zipOf } from './office-files.js';

type Row = [kind: string, text: string, level?: number];

function rows(blocks: readonly Block[]): Row[] {
  return blocks.map(({ kind, text, level }): Row => (level === undefined ? [kind, text] : [kind, text, level]));
}

const NAV = { items: { 'nav.xhtml': 'properties="nav"' } };
const nav = (...lines: string[]): string => `<nav epub:type="toc"><h1>Contents</h1><ol>${lines.join('')}</ol></nav>`;
const line = (href: string, text: string, inner = ''): string =>
  `<li><a href="${href}">${text}</a>${inner === '' ? '' : `<ol>${inner}</ol>`}</li>`;
const point = (src: string, text: string, inner = ''): string =>
  `<navPoint><navLabel><text>${text}</text></navLabel><content src="${src}"/>${inner}</navPoint>`;
const ncx = (...points: string[]): EpubParts => ({
  others: { 'OEBPS/toc.ncx': `<ncx><navMap>${points.join('')}</navMap></ncx>` },
});

const books: [why: string, pages: Record<string, string>, parts: EpubParts, expected: Row[]][] = [
  [
    'pages come in the order of the spine, with what HTML has',
    { 'b.xhtml': '<h1>One</h1><p>first</p>', 'a.xhtml': '<h1>Two</h1><table><tr><td>a</td><td>b</td></tr></table>' },
    {},
    [
      ['heading', 'One', 1],
      ['prose', 'first'],
      ['heading', 'Two', 1],
      ['table', 'a | b'],
    ],
  ],
  [
    'the table of contents is no text, in whatever form',
    {
      'nav.xhtml': `${nav(line('a.xhtml', 'One'), '<li><span>An author</span></li>', line('b.xhtml', 'Two', line('c.xhtml', 'Three')))}<nav epub:type="landmarks"><ol>${line('a.xhtml', 'Begin here')}</ol></nav>`,
      'toc.xhtml': '<h2>Contents</h2><p><a href="a.xhtml">One</a></p><p>Two . . . 7</p><p>Three</p>',
      'a.xhtml': '<h1>One</h1><p>text</p>',
      'b.xhtml': '<h1>Two</h1><p>more</p>',
      'c.xhtml': '<h1>Three</h1><p>end</p>',
    },
    { items: { 'nav.xhtml': 'properties="nav"' }, ...ncx() },
    [
      ['heading', 'One', 1],
      ['prose', 'text'],
      ['heading', 'Two', 1],
      ['prose', 'more'],
      ['heading', 'Three', 2],
      ['prose', 'end'],
    ],
  ],
  [
    'but a page that also has one is read',
    { 'nav.xhtml': `${nav(line('#a', 'One'))}<section id="a"><h1>One</h1><p>text</p></section>` },
    NAV,
    [
      ['heading', 'One', 1],
      ['prose', 'text'],
    ],
  ],
  [
    'what it names is told by the headings of all pages, and what stands before it is read',
    {
      'toc.xhtml': `<h1>Manual</h1><p>${'This introduces the manual. '.repeat(5)}</p><ul><li>1. One<ul><li>1.1. Sub</li></ul></li><li>2. Two</li></ul>`,
      'a.xhtml': '<h1>1. One</h1><h2>1.1. Sub</h2><p>text</p>',
      'b.xhtml': '<h1>2. Two</h1><p>more</p>',
    },
    {},
    [
      ['heading', 'Manual', 1],
      ['prose', 'This introduces the manual. '.repeat(5).trim()],
      ['heading', '1. One', 1],
      ['heading', '1.1. Sub', 2],
      ['prose', 'text'],
      ['heading', '2. Two', 1],
      ['prose', 'more'],
    ],
  ],
  [
    'also where that is short, but for the title of the table',
    {
      'toc.xhtml':
        '<h1>Manual</h1><ul><li>© Ann Lee</li></ul><p>Contents</p><p>One</p><p>Two</p><p>Three</p><p>Four</p><p>Five</p>',
      'a.xhtml': '<h1>One</h1><h1>Two</h1><h1>Three</h1><h1>Four</h1><h1>Five</h1><p>text</p>',
    },
    {},
    [
      ['heading', 'Manual', 1],
      ['list', '© Ann Lee'],
      ...['One', 'Two', 'Three', 'Four', 'Five'].map((heading): Row => ['heading', heading, 1]),
      ['prose', 'text'],
    ],
  ],
  [
    'covers and empty pages are no text',
    {
      'cover.xhtml': '<img alt="Cover"/>',
      'x.xhtml': '<svg><image href="y"/></svg>',
      'front.xhtml': '<img alt="Front"/>',
      'a.xhtml': '<p>text</p>',
    },
    { rest: '<guide><reference type="cover" href="front.xhtml"/></guide>' },
    [['prose', 'text']],
  ],
  [
    'a chapter without a heading has that of the table of contents',
    { 'a.xhtml': '<p>ONE</p><p>text</p>', 'b b.xhtml': '<p>more</p>' },
    ncx(point('a.xhtml', 'One'), point('b%20b.xhtml#x', 'Two')),
    [
      ['heading', 'One', 1],
      ['prose', 'text'],
      ['heading', 'Two', 1],
      ['prose', 'more'],
    ],
  ],
  [
    'and stands beside those that have one, at whatever level it is written with',
    { 'a.xhtml': '<p>text</p>', 'b.xhtml': '<h2>Two</h2><h3>Sub</h3><p>more</p>', 'c.xhtml': '<p>end</p>' },
    ncx(point('a.xhtml', 'One'), point('b.xhtml', 'Two'), point('c.xhtml', 'Three')),
    [
      ['heading', 'One', 2],
      ['prose', 'text'],
      ['heading', 'Two', 2],
      ['heading', 'Sub', 3],
      ['prose', 'more'],
      ['heading', 'Three', 2],
      ['prose', 'end'],
    ],
  ],
  [
    'chapters stand below their part, whatever level they are written with, and so do their further pages',
    {
      'p.xhtml': '<h1>Part</h1>',
      'a.xhtml': '<h1>One</h1><h2>Sub</h2><p>a</p>',
      'b.xhtml': '<h2>More</h2><p>b</p>',
      'c.xhtml': '<h2>Two</h2><p>c</p>',
    },
    ncx(point('p.xhtml', 'Part', point('a.xhtml', 'One') + point('c.xhtml', 'Two'))),
    [
      ['heading', 'Part', 1],
      ['heading', 'One', 2],
      ['heading', 'Sub', 3],
      ['prose', 'a'],
      ['heading', 'More', 3],
      ['prose', 'b'],
      ['heading', 'Two', 2],
      ['prose', 'c'],
    ],
  ],
  [
    'the numbers of notes and printed pages are no part of words',
    { 'a.xhtml': '<p>Words<a epub:type="noteref" href="#n">1</a> go<span role="doc-pagebreak">12</span> on</p>' },
    {},
    [['prose', 'Words 1 go on']],
  ],
];

describe('readEpub', () => {
  it.each(books)('%s', (_, pages, parts, expected) => {
    const { blocks } = readEpub(epubFile(pages, { metadata: '<dc:title>T</dc:title>', ...parts }));
    expect(rows(blocks)).toEqual(expected);
    expect(blocks.every(({ lines, lineStarts }) => lines[0] === 1 && lines[1] === 1 && lineStarts === undefined)).toBe(
      true,
    );
  });

  it('takes no date of programs that know none for its own', () => {
    const metadata = '<dc:title>T</dc:title><dc:date>0101-01-01T00:00:00+00:00</dc:date>';
    expect(readEpub(epubFile({ 'a.xhtml': '<p>x</p>' }, { metadata })).metadata).toEqual(new Map());
  });

  it('knows its title, authors, subjects, dates and language, as EPUB 2 says them', () => {
    const metadata =
      '<dc:title xmlns:dc="x">The Book</dc:title><dc:creator opf:role="ill">Eve</dc:creator><dc:creator opf:role="aut">Ann Lee; Bob; Unknown</dc:creator>' +
      '<dc:subject>Wood, winter</dc:subject><dc:language>de_at</dc:language><dc:date opf:event="modification">2020</dc:date>' +
      '<dc:date opf:event="publication">1999-01-02</dc:date><dc:description>&lt;p&gt;A &lt;b&gt;tale&lt;/b&gt;.&lt;/p&gt;</dc:description>';
    expect(
      readEpub(epubFile({ 'half.xhtml': '<h1>The Book</h1>', 'a.xhtml': '<h1>The  Book</h1><p>x</p>' }, { metadata })),
    ).toEqual({
      title: 'The Book',
      titleAt: 0,
      language: 'de-AT',
      metadata: new Map([
        ['author', ['Ann Lee', 'Bob']],
        ['tags', ['Wood', 'winter']],
        ['description', ['A tale.']],
        ['date', ['1999-01-02']],
      ]),
      blocks: [{ kind: 'prose', text: 'x', lines: [1, 1] }],
    });
  });

  it('and as EPUB 3 says them', () => {
    const metadata =
      '<dc:title id="s">A Subtitle</dc:title><meta refines="#s" property="title-type">subtitle</meta>' +
      '<dc:title id="m">The Book</dc:title><meta refines="#m" property="title-type">main</meta>' +
      '<dc:creator id="t">Eve</dc:creator><meta refines="#t" property="role">trl</meta><dc:creator id="a">Ann</dc:creator>' +
      '<meta property="dcterms:modified">2021-02-03T00:00:00Z</meta>';
    const parsed = readEpub(epubFile({ 'a.xhtml': '<p>x</p>' }, { metadata }));
    expect(parsed.title).toBe('The Book');
    expect(parsed.metadata).toEqual(
      new Map([
        ['author', ['Ann']],
        ['modified', ['2021-02-03']],
      ]),
    );
  });

  it('reads nothing outside the archive, and no page twice', () => {
    const rest =
      '<manifest><item id="e" href="../../../etc/passwd" media-type="text/html"/><item id="f" href="http://x/y" media-type="text/html"/></manifest>' +
      '<spine><itemref idref="e"/><itemref idref="f"/><itemref idref="i0"/></spine>';
    expect(rows(readEpub(epubFile({ 'a.xhtml': '<p>x</p>' }, { rest })).blocks)).toEqual([['prose', 'x']]);
  });

  const encryption = (way: string, name: string): EpubParts => ({
    others: {
      'META-INF/encryption.xml': `<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm="${way}"/><enc:CipherData><enc:CipherReference URI="${name}"/></enc:CipherData></enc:EncryptedData></encryption>`,
    },
  });
  it.each<[string, Record<string, string>, number]>([
    ['the page that says it', { 'b.xhtml': '<h1>One</h1><p>x</p>' }, 1],
    ['the last of those', { 'b.xhtml': '<h1>The Book</h1><p>x</p>', 'c.xhtml': '<h1>One</h1><p>x</p>' }, 2],
  ])('begins the title at %s, not at what stands above', (_, further, titleAt) => {
    const pages = { 'a.xhtml': '<p>An e-book of ours.</p><h1>The Book</h1><p>by Ann Lee</p>', ...further };
    const parsed = readEpub(epubFile(pages, { metadata: '<dc:title xmlns:dc="x">The Book</dc:title>' }));
    expect([parsed.titleAt, parsed.blocks.some(({ text }) => text === 'The Book')]).toEqual([titleAt, false]);
  });

  it('says of a book that only its shop can read that it is one, not of one that keeps its fonts', () => {
    const pages = { 'a.xhtml': '<p>x</p>' };
    const aes = 'http://www.w3.org/2001/04/xmlenc#aes128-cbc';
    expect(() => readEpub(epubFile(pages, encryption(aes, 'OEBPS/a.xhtml')))).toThrow(/DRM/);
    expect(readEpub(epubFile(pages, encryption(aes, 'OEBPS/font.otf'))).blocks).toHaveLength(1);
    expect(
      readEpub(epubFile(pages, encryption('http://www.idpf.org/2008/embedding', 'OEBPS/a.xhtml'))).blocks,
    ).toHaveLength(1);
  });

  it('says what is no book', () => {
    expect(() => readEpub(Buffer.from('text'))).toThrow(/no EPUB book/);
    expect(() => readEpub(zipOf({ a: 'x' }))).toThrow(/no pages/);
    expect(() => readEpub(epubFile({}))).toThrow(/no pages/);
  });

  it('puts no chapter below more headings than other formats have, however deep its table of contents is', () => {
    const names = Array.from({ length: 50 }, (_, i) => `p${i}.xhtml`);
    const pages = Object.fromEntries(names.map((name) => [name, '<p>text</p>']));
    const contents = names.reduceRight((inner, name) => point(name, name, inner), '');
    // But for the first, which is the title.
    const levels = readEpub(epubFile(pages, ncx(contents))).blocks.flatMap(({ level }) => level ?? []);
    expect([levels.length, Math.max(...levels)]).toEqual([49, 6]);
  });

  it('reads a book whose container is missing', () => {
    const book = zipOf({
      'x.opf':
        '<package><manifest><item id="a" href="a.html" media-type="text/html"/></manifest><spine><itemref idref="a"/></spine></package>',
      'a.html': '<p>x',
    });
    expect(rows(readEpub(book).blocks)).toEqual([['prose', 'x']]);
  });

  it('stays fast for large and strange books', () => {
    const many = Array.from({ length: sized(3_000) }, (_, i) => `p${i}.xhtml`);
    const pages = Object.fromEntries(many.map((name) => [name, '<p>text</p>']));
    const labels = many.map((name) => point(name, name).repeat(3)).join('');
    const dots = '. '.repeat(sized(500_000));
    const strange: [Record<string, string>, EpubParts][] = [
      [pages, ncx(labels)],
      [{ 'a.xhtml': `<p>${dots}x</p>` }, ncx(point('a.xhtml', dots))],
      [{ 'a.xhtml': '<p>x</p>' }, ncx('<navPoint>'.repeat(sized(100_000)))],
      [
        { 'a.xhtml': '<div>'.repeat(sized(100_000)) },
        { metadata: '<meta refines="#x">y</meta>'.repeat(sized(50_000)) },
      ],
    ];
    for (const [content, parts] of strange) {
      const file = epubFile(content, parts);
      inTime(limited(3_000), () => {
        try {
          readEpub(file);
        } catch (error) {
          expect(error).toBeInstanceOf(Skip);
        }
      });
    }
  });

  it('reads or refuses whatever its package looks like', () => {
    const pieces = fc.constantFrom(
      '<manifest>',
      '<item id="a" href="a.xhtml"/>',
      '<itemref idref="a"/>',
      '</metadata>',
      '<metadata>',
      '<dc:title>',
      'x',
      '&#0;',
      '<!--',
      '<spine toc="a">',
      '<reference type="cover" href="a.xhtml"/>',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (xml) => {
        try {
          readEpub(epubFile({ 'a.xhtml': '<p>x</p>' }, { metadata: xml.join('') }));
        } catch (error) {
          expect(error).toBeInstanceOf(Skip);
        }
      }),
    );
  });
});

it('reads the other pages of a book with damaged ones, and those of a book without its package', () => {
  const whole = epubFile({ 'a.xhtml': '<p>a</p>', 'b.xhtml': '<p>b</p>', 'c.xhtml': '<p>c</p>' });
  const page = readEpub(damagedAt(damagedAt(whole, 'OEBPS/a.xhtml'), 'OEBPS/c.xhtml'));
  expect(page.blocks.map(({ text }) => text)).toEqual(['b']);
  expect(page.missing).toBe('2 of the 6 parts of its archive are damaged; copy or save it once more');
  const unpackaged = readEpub(damagedAt(whole, 'OEBPS/book.opf'));
  expect(unpackaged.blocks.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
});
