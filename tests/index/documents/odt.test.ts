import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOdt } from '../../../src/index/documents/odt.js';
import { inTime } from '../../in-time.js';
import { limited, sized } from '../../times.js';
import { odtFile, type Row, rows, zipOf } from './office-files.js';

const p = (text: string, style = ''): string => `<text:p text:style-name="${style}">${text}</text:p>`;
const h = (level: number, text: string): string => `<text:h text:outline-level="${level}">${text}</text:h>`;
const list = (style: string, ...items: string[]): string =>
  `<text:list${style === '' ? '' : ` text:style-name="${style}"`}>${items.map((item) => `<text:list-item>${item}</text:list-item>`).join('')}</text:list>`;
const table = (...lines: string[][]): string =>
  `<table:table>${lines.map((cells) => `<table:table-row>${cells.map((cell) => `<table:table-cell>${cell}</table:table-cell>`).join('')}</table:table-row>`).join('')}</table:table>`;

const STYLES =
  '<style:style style:name="P1" style:parent-style-name="Preformatted_20_Text"/>' +
  '<style:style style:name="P2" style:parent-style-name="P3"/><style:style style:name="P3" style:parent-style-name="P2"/>' +
  '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>' +
  '<style:style style:name="T2"><style:text-properties style:text-position="super 58%"/></style:style>' +
  '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>' +
  '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>' +
  '<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3"/></text:list-style>' +
  '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>';

const cases: [why: string, text: string, expected: Row[]][] = [
  [
    'white space is one space, and what its elements say',
    p('a\n  <text:span>b</text:span>c<text:s text:c="3"/>d<text:tab/>e<text:line-break/>f'),
    [['prose', 'a bc d e\nf']],
  ],
  [
    'headings, quotes, and code with its lines',
    h(1, 'One') + p('said', 'Quotations') + p('if', 'P1') + p('<text:s text:c="2"/>do', 'P1') + p('x', 'P2'),
    [
      ['heading', 'One', 1],
      ['quote', 'said'],
      ['code', 'if\n  do'],
      ['prose', 'x'],
    ],
  ],
  [
    'lists count, nest, and say what their places cannot',
    list('L1', p('a') + p('more') + list('', p('b') + list('', p('c'))), p('d')) + list('L2', p('☐ e')) + p('end'),
    [
      ['list', 'a', [1, 1]],
      ['list', 'more', [1, null]],
      ['list', '(a) b', [2, null]],
      ['list', '1.a.1 c', [3, null]],
      ['list', 'd', [1, 2]],
      ['list', 'e', [1, 'open']],
      ['prose', 'end'],
    ],
  ],
  [
    'all of a note is a quote: also its boxes, and tables of one cell',
    p(
      `a<text:note><text:note-body>${p(`b<draw:text-box>${p('c')}</draw:text-box>`)}${table([p('d')])}</text:note-body></text:note>`,
    ),
    [
      ['prose', 'a'],
      ['quote', 'b'],
      ['quote', 'c'],
      ['quote', 'd'],
    ],
  ],
  [
    'lists go on where they say so',
    list('L1', p('a')) +
      p('x') +
      list('L1', p('b')).replace('<text:list ', '<text:list text:continue-numbering="true" ') +
      list('L1', p('c')),
    [
      ['list', 'a', [1, 1]],
      ['prose', 'x'],
      ['list', 'b', [1, 2]],
      ['list', 'c', [1, 1]],
    ],
  ],
  ['tables are rows', table([p('a'), p('b')], [p(''), p('c')]), [['table', 'a | b\n | c']]],
  [
    'a paragraph goes on behind the words of a shape',
    p(`a <draw:custom-shape>${p('b')}<draw:enhanced-geometry/></draw:custom-shape>c`) +
      p(`<draw:g><draw:rect>${p('d')}</draw:rect><draw:ellipse/></draw:g>e<draw:line/>f`),
    [
      ['prose', 'a c'],
      ['prose', 'b'],
      ['prose', 'ef'],
      ['prose', 'd'],
    ],
  ],
  [
    'notes, remarks and boxes follow their paragraph or table',
    p(
      `a<text:note><text:note-citation>1</text:note-citation><text:note-body>${p('foot')}</text:note-body></text:note>b`,
    ) +
      table([
        p(`c<office:annotation><dc:creator>Ann</dc:creator><dc:date>2020</dc:date>${p('sure?')}</office:annotation>`),
        p('d'),
      ]) +
      p(`<draw:frame><draw:text-box>${p('in')}</draw:text-box><svg:title>t</svg:title></draw:frame>e`),
    [
      ['prose', 'ab'],
      ['quote', 'foot'],
      ['table', 'c | d'],
      ['quote', 'Ann: sure?'],
      ['prose', 'e'],
      ['prose', 'in'],
    ],
  ],
  [
    'hidden text, what was deleted and contents are not read; raised numbers are no part of words',
    `<text:tracked-changes><text:deletion>${p('old')}</text:deletion></text:tracked-changes>` +
      `<text:table-of-content>${p('One 1')}</text:table-of-content><text:section text:display="none">${p('x')}</text:section>` +
      p('a<text:span text:style-name="T1">b</text:span> words<text:span text:style-name="T2">1</text:span>'),
    [['prose', 'a words 1']],
  ],
];

describe('readOdt', () => {
  it.each(cases)('%s', (_, text, expected) => {
    expect(rows(readOdt(odtFile(text, { styles: STYLES, meta: '<dc:title>T</dc:title>' })).blocks)).toEqual(expected);
  });

  it('reads the numbers of headings, which are in no text', () => {
    const level = (at: number, format: string, shown: number): string =>
      `<text:outline-level-style text:level="${at}" style:num-format="${format}" style:num-suffix="." text:display-levels="${shown}"/>`;
    const styles = `<text:outline-style>${level(1, 'I', 1)}${level(2, '1', 1)}${level(3, 'a', 2)}${level(4, '', 1)}</text:outline-style>`;
    const free = h(1, 'Free').replace('<text:h ', '<text:h text:is-list-header="true" ');
    const text = h(1, 'A') + h(3, 'B') + h(2, 'C') + h(2, 'D') + h(3, 'E') + h(4, 'F') + free + h(1, 'G') + h(2, 'H');
    const { blocks } = readOdt(odtFile(text, { styles, meta: '<dc:title>T</dc:title>' }));
    expect(blocks.map((block) => block.text)).toEqual([
      'I A',
      '1.a B',
      '1 C',
      '2 D',
      '2.a E',
      'F',
      'Free',
      'II G',
      '1 H',
    ]);
  });

  it('knows its title, its first author, tags, dates and language', () => {
    const file = odtFile(p('The Title', 'Title') + p('Xyz'), {
      meta:
        '<dc:title>Other</dc:title><meta:initial-creator>Ann</meta:initial-creator><dc:creator>Bob</dc:creator><meta:keyword>wood</meta:keyword>' +
        '<meta:keyword>snow</meta:keyword><meta:creation-date>2021-03-04T00:00:00</meta:creation-date><dc:date>2022-01-01T00:00:00</dc:date>',
      styles:
        '<style:default-style style:family="paragraph"><style:text-properties fo:language="sv" fo:country="SE"/></style:default-style>',
    });
    expect(readOdt(file)).toEqual({
      title: 'The Title',
      language: 'sv-SE',
      metadata: new Map([
        ['tags', ['wood', 'snow']],
        ['created', ['2021-03-04']],
        ['modified', ['2022-01-01']],
        ['author', ['Ann']],
      ]),
      blocks: [{ kind: 'prose', text: 'Xyz', lines: [1, 1], list: undefined }],
    });
  });

  it('says what it cannot read', () => {
    const manifest =
      '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>';
    expect(() => readOdt(odtFile('', { manifest }))).toThrow(/password/);
    expect(() => readOdt(zipOf({ a: 'x' }))).toThrow(/no OpenDocument text/);
    expect(() => readOdt(Buffer.from('x'))).toThrow(/no OpenDocument text/);
  });

  it.each([
    ['lists', '<text:list><text:list-item>'],
    ['tables', '<table:table><table:table-row><table:table-cell>'],
    ['boxes', '<text:p><draw:text-box>'],
    ['spans', '<text:span>x'],
    ['notes', '<text:p><text:note-body>'],
  ])('stays fast for %s in each other', (_, element) => {
    const file = odtFile(`<text:p>${element.repeat(sized(50_000))}${p('x').repeat(sized(50_000))}`, { level: 0 });
    inTime(limited(3_000), () => readOdt(file));
  });

  it('reads a box of many paragraphs', () => {
    const file = odtFile(`<text:p><draw:text-box>${p('x').repeat(150_000)}</draw:text-box></text:p>`, { level: 0 });
    expect(readOdt(file).blocks).toHaveLength(150_000);
  });

  it('reads whatever its XML looks like', () => {
    const names = [
      'text:p',
      'text:h',
      'text:span',
      'text:list',
      'text:list-item',
      'table:table',
      'table:table-row',
      'table:table-cell',
      'text:note-body',
      'office:annotation',
      'draw:text-box',
      'dc:creator',
    ];
    const pieces = fc.constantFrom(
      ...names.flatMap((name) => [`<${name}>`, `</${name}>`]),
      'text',
      '<text:s text:c="9"/>',
      '<text:tab/>',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (xml) => {
        for (const { text } of readOdt(odtFile(xml.join(''), { styles: STYLES })).blocks)
          expect(text.trim()).not.toBe('');
      }),
    );
  });
});
