import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readPptx } from '../../../src/index/documents/pptx.js';
import type { Block } from '../../../src/index/types.js';
import { inTime } from '../../in-time.js';
import { limited, sized } from '../../times.js';
import { damagedAt, pptxFile, rows, type SlideParts, zipOf } from './office-files.js';

const run = (text: string, properties = ''): string => `<a:r><a:rPr ${properties}/><a:t>${text}</a:t></a:r>`;
const p = (text: string, properties = ''): string => `<a:p>${properties}${run(text)}</a:p>`;
const at = (level: number, bullet = ''): string => `<a:pPr lvl="${level}">${bullet}</a:pPr>`;
/** A shape in a place for something; `''` is a box of text. */
const shape = (place: string, ...paragraphs: string[]): string =>
  `<p:sp><p:nvSpPr><p:nvPr>${place === '' ? '' : `<p:ph type="${place}"/>`}</p:nvPr></p:nvSpPr><p:txBody>${paragraphs.join('')}</p:txBody></p:sp>`;
const content = (...paragraphs: string[]): string =>
  shape('', ...paragraphs).replace('<p:nvPr>', '<p:nvPr><p:ph idx="1"/>');
const title = (text: string): string => shape('title', p(text));
const table = (...lines: string[][]): string =>
  `<p:graphicFrame><a:tbl>${lines.map((cells) => `<a:tr>${cells.map((cell) => `<a:tc><a:txBody>${p(cell)}</a:txBody></a:tc>`).join('')}</a:tr>`).join('')}</a:tbl></p:graphicFrame>`;

/** Slide, kind, text, and the level of a heading or the place in a list. */
const rowsOf = (blocks: readonly Block[]): unknown[] => rows(blocks).map((row, i) => [blocks[i]?.lines[0], ...row]);

const cases: [why: string, slides: Parameters<typeof pptxFile>[0], expected: unknown[]][] = [
  [
    'a slide is a section under its title, wherever that stands on it',
    [title('Deck'), content(p('Text of one.')) + title('One'), title('Two')],
    [
      [2, 'heading', 'One', 1],
      [2, 'prose', 'Text of one.'],
      [3, 'heading', 'Two', 1],
    ],
  ],
  [
    'a slide that goes on with the title of the one before is of the same section',
    [title('Deck'), title('One') + content(p('It begins.')), title('One') + content(p('It goes on.'))],
    [
      [2, 'heading', 'One', 1],
      [2, 'prose', 'It begins.'],
      [3, 'prose', 'It goes on.'],
    ],
  ],
  [
    'without a title it has its first line, if that looks like one, or its number; without words it is none',
    [title('Deck'), shape('', p('By hand')) + shape('', p('A text.')), shape('', p('A text. And more.')), ''],
    [
      [2, 'heading', 'By hand', 1],
      [2, 'prose', 'A text.'],
      [3, 'heading', '3', 1],
      [3, 'prose', 'A text. And more.'],
    ],
  ],
  [
    'several paragraphs in the place for content are a list that nests, unless they say that they are none',
    [
      title('Deck') +
        content(p('a'), p('b', at(1)), p('1', at(2, '<a:buAutoNum/>')), p('2', at(2, '<a:buAutoNum/>')), p('c')) +
        content(p('d', at(0, '<a:buNone/>')), p('e', at(0, '<a:buAutoNum startAt="4"/>'))) +
        shape('', p('f', at(0, '<a:buChar char="-"/>')), p(''), p('g')),
    ],
    [
      [1, 'list', 'a', [1, 'bullet']],
      [1, 'list', 'b', [2, 'bullet']],
      [1, 'list', '1', [3, 1]],
      [1, 'list', '2', [3, 2]],
      [1, 'list', 'c', [1, 'bullet']],
      [1, 'prose', 'd'],
      [1, 'list', 'e', [1, 4]],
      [1, 'list', 'f', [1, 'bullet']],
      [1, 'prose', 'g'],
    ],
  ],
  [
    'a list of one begins anew behind a paragraph further out',
    [
      title('Deck') +
        shape(
          '',
          p('a', at(1, '<a:buAutoNum/>')),
          p('x'),
          p('b', at(1, '<a:buAutoNum/>')),
          p('c', at(1, '<a:buAutoNum/>')),
        ),
    ],
    [
      [1, 'list', 'a', [2, 1]],
      [1, 'prose', 'x'],
      [1, 'list', 'b', [2, 1]],
      [1, 'list', 'c', [2, 2]],
    ],
  ],
  [
    'levels and numbers that are none count as the first',
    [
      title('Deck') +
        shape(
          '',
          ...['-1', '1.5', 'x'].map((level) =>
            p(level, `<a:pPr lvl="${level}"><a:buAutoNum startAt="${level}"/></a:pPr>`),
          ),
        ),
    ],
    [
      [1, 'list', '-1', [1, 1]],
      [1, 'list', '1.5', [1, 2]],
      [1, 'list', 'x', [1, 3]],
    ],
  ],
  [
    'control characters that are written out part words, and powers are those of the strict form, too',
    [title('Deck') + shape('', `<a:p>${run('one_x000B_two_x0041_ 10')}${run('9', 'baseline="30%"')}</a:p>`)],
    [[1, 'prose', 'one two_x0041_ 10^9']],
  ],
  [
    'what a picture shows is no title of its slide, and stands behind the texts',
    [title('Deck'), `<p:pic><p:cNvPr descr="A whale at sea"/></p:pic>${shape('', p('By hand'))}`],
    [
      [2, 'heading', 'By hand', 1],
      [2, 'prose', 'A whale at sea'],
    ],
  ],
  [
    'tables, breaks, powers and formulas are read, and pictures as somebody has described them',
    [
      title('Deck') +
        table(['day', 'height'], ['Mon', '3.9 m']) +
        shape(
          '',
          `<a:p>${run('m')}<a:br/>${run('10')}${run('9', 'baseline="30000"')}<m:t>x</m:t><m:sup><m:t>2</m:t></m:sup></a:p>`,
        ) +
        '<p:pic><p:cNvPr descr="A whale at sea"/></p:pic><p:pic><p:cNvPr descr="image1.png"/></p:pic>',
    ],
    [
      [1, 'table', 'day | height\nMon | 3.9 m'],
      [1, 'prose', 'm\n10^9x^2'],
      [1, 'prose', 'A whale at sea'],
    ],
  ],
  [
    'what all slides have is not read, and of two forms for programs of two ages the first one is',
    [
      title('Deck') +
        shape('ftr', p('Company')) +
        shape('sldNum', p('7')) +
        shape('dt', p('today')) +
        shape('', `<a:p>${run('of')}<a:fld type="slidenum"><a:t>7</a:t></a:fld></a:p>`) +
        `<mc:AlternateContent><mc:Choice>${shape('', p('new'))}</mc:Choice><mc:Fallback>${shape('', p('old'))}</mc:Fallback></mc:AlternateContent>`,
    ],
    [
      [1, 'prose', 'of'],
      [1, 'prose', 'new'],
    ],
  ],
  [
    'notes, remarks and answers to them follow the slide as quotes, diagrams and charts stand where they are',
    [
      [
        `${title('Deck')}<p:graphicFrame><dgm:relIds r:dm="d1"/></p:graphicFrame>${shape('', p('text'))}<p:graphicFrame><c:chart r:id="c1"/></p:graphicFrame>`,
        {
          notesSlide: shape('title', p('Deck')) + shape('body', p('say this'), p('and that')) + shape('sldNum', p('1')),
          comments: '<p:cm authorId="0"><p:text>why?</p:text></p:cm>',
          diagramData: `<a:p>${run('in a')}<a:br/>${run('circle')}</a:p>`,
          chart:
            '<c:tx><c:v>Sales</c:v></c:tx><c:multiLvlStrCache><c:v>East</c:v></c:multiLvlStrCache><c:numCache><c:v>7</c:v></c:numCache>',
        },
      ],
      [
        title('Two'),
        {
          comments:
            '<p188:cm authorId="0"><p188:replyLst><p188:reply authorId="{1}"><p188:txBody><a:p><a:t>so</a:t></a:p></p188:txBody></p188:reply></p188:replyLst><p188:txBody><a:p><a:t>how?</a:t></a:p><a:p><a:t>when?</a:t></a:p></p188:txBody></p188:cm>',
        },
      ],
    ],
    [
      [1, 'prose', 'in a circle'],
      [1, 'prose', 'text'],
      [1, 'prose', 'Sales\nEast'],
      [1, 'quote', 'say this'],
      [1, 'quote', 'and that'],
      [1, 'quote', 'Ann: why?'],
      [2, 'heading', 'Two', 1],
      [2, 'quote', 'Ann: how?\nwhen?'],
      [2, 'quote', 'Bo: so'],
    ],
  ],
];

describe('a PPTX file', () => {
  it.each(cases)('%s', (_, slides, expected) => {
    const authors = '<p:cmAuthor id="0" name="Ann"/><p188:author id="{1}" name="Bo"/>';
    const parsed = readPptx(pptxFile(slides, { authors }));
    expect(rowsOf(parsed.blocks)).toEqual(expected);
    expect(parsed.title).toBe('Deck');
  });

  it('has its slides in the order in which they are shown, each once', () => {
    const slides = [title('Second'), title('First')];
    const parsed = readPptx(pptxFile(slides, { order: [1, 0, 1, 7] }));
    expect([parsed.title, rowsOf(parsed.blocks)]).toEqual(['First', [[2, 'heading', 'Second', 1]]]);
  });

  it.each([
    ['of its first slide', title('Deck'), 'Said', 'Deck'],
    ['that it says, where the first slide has none', shape('', p('A text. And more.')), 'Said', 'Said'],
    ['not that of every new one', shape('', p('A text, and more')), 'PowerPoint-Präsentation', 'A text, and more'],
    ['nor in another language', shape('', p('A text, and more')), 'Présentation PowerPoint', 'A text, and more'],
  ])('has the title %s', (_, slide, said, expected) => {
    expect(readPptx(pptxFile([slide], { core: `<dc:title>${said}</dc:title>` })).title).toBe(expected);
  });

  it('has the language of its words, and what it says of itself', () => {
    const core =
      '<dc:creator>Ada</dc:creator><dc:description>generated using python-pptx</dc:description><dc:subject>two_x000d_\nlines</dc:subject>';
    const { language, metadata } = readPptx(pptxFile([title('Deck')], { core }));
    expect([language, [...metadata]]).toEqual([
      null,
      [
        ['subject', ['two lines']],
        ['author', ['Ada']],
      ],
    ]);
  });

  it.each([
    [
      'its first line',
      [shape('', p('A text. And more.')), shape('', p('Other text. And more.'))],
      'A text. And more.',
      '2',
    ],
    [
      'that of the first slide with words',
      ['', title('Plan') + shape('', p('A text. And more.')), title('B')],
      'Plan',
      'B',
    ],
    ['no number', ['', shape('', p('A text. And more.')), shape('', p('Third. More.'))], 'A text. And more.', '3'],
  ])('that has no title at first has %s for one', (_, slides, expected, next) => {
    const parsed = readPptx(pptxFile(slides));
    expect([parsed.title, parsed.blocks.find(({ kind }) => kind === 'heading')?.text]).toEqual([expected, next]);
  });

  const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
  it.each([
    ['a file of before 2007', Buffer.from(`${OLE}PowerPoint Document`, 'latin1'), /\.ppt\b.*save it as \.pptx/],
    ['an archive of something else', zipOf({ a: 'x' }), /no PowerPoint presentation/],
    ['a text', Buffer.from('text'), /no PowerPoint presentation.*save it as \.pptx/],
  ])('says of %s what it is', (_, bytes, reason) => {
    expect(() => readPptx(bytes)).toThrow(reason);
  });

  it('reads what is whole of a damaged file, and says how much is not', () => {
    const whole = pptxFile([title('Deck'), content(p('Lost words here.')), content(p('A text. And more.'))]);
    const { blocks, missing } = readPptx(damagedAt(whole, 'ppt/slides/slide1.xml'));
    expect(rowsOf(blocks).at(-1)).toEqual([3, 'prose', 'A text. And more.']);
    expect(missing).toMatch(/^1 of the \d+ parts of its archive is damaged/);
    expect(() => readPptx(damagedAt(whole, 'ppt/presentation.xml'))).toThrow(/is damaged/);
  });

  it('reads a part once, however many relations lead to it', () => {
    const parts = unzipSync(pptxFile([[title('Deck'), { comments: '<p:cm><p:text>why?</p:text></p:cm>' }]]));
    const relations = 'ppt/slides/_rels/slide0.xml.rels';
    const often = strFromU8(parts[relations] ?? new Uint8Array()).replace(/<Relationship .*?\/>/, (one) =>
      one.repeat(1_000),
    );
    const { blocks } = readPptx(zipSync({ ...parts, [relations]: strToU8(often) }, { level: 0 }));
    expect(rowsOf(blocks)).toEqual([[1, 'quote', 'why?']]);
  });

  const many = sized(100_000);
  it.each([
    ['groups in each other', '<p:grpSp>'.repeat(many) + shape('', p('x'))],
    ['tables that never end', '<a:tbl><a:tr><a:tc>'.repeat(many) + p('x')],
    ['paragraphs in each other', '<a:p>'.repeat(many) + run('x')],
    ['a shape of many paragraphs', content(p('x', at(3, '<a:buAutoNum/>')).repeat(many))],
    ['levels of any depth', content(p('x', at(4_000_000_000)).repeat(1_000))],
    ['raised text', `<p:sp><a:p>${run('1', 'baseline="30000"').repeat(many)}</a:p></p:sp>`],
    ['titles without number', title('x').repeat(sized(50_000))],
    ['a title of many paragraphs', shape('title', p('x').repeat(200_000))],
  ])('stays fast for %s', (_, shapes) => {
    inTime(limited(3_000), () => readPptx(pptxFile([shapes], { level: 0 })));
  });

  it('reads whatever its XML looks like', () => {
    const pieces = fc.constantFrom(
      ...['p:sp', 'p:pic', 'a:tbl', 'a:tr', 'a:tc', 'a:p', 'a:r', 'a:t', 'mc:AlternateContent', 'mc:Choice'].flatMap(
        (name) => [`<${name}>`, `</${name}>`],
      ),
      'text',
      '<p:ph type="title"/>',
      '<p:ph/>',
      '<a:pPr lvl="x"/>',
      '<a:buAutoNum startAt="-1"/>',
      '<c:chart r:id="c1"/>',
      '&#0;&#xD800;',
      '<!--',
    );
    const parts: SlideParts = { chart: p('x'), comments: '<p:cm><p:text>x' };
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (xml) => {
        for (const { text } of readPptx(pptxFile([[xml.join(''), parts]])).blocks) {
          expect(text.trim()).not.toBe('');
          expect(text).toBe(text.toWellFormed());
        }
      }),
    );
  });
});
