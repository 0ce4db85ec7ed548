/** The reader's parts as pure functions: tables cut into cells, headings into an outline, places into a map, a document into parts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Paragraph } from '../../src/index/types.js';
import { DocumentPage, type DocumentPageProps } from '../../views/document.js';
import { stringsOf } from '../../views/language.js';
import { fragment, page } from '../../views/layout.js';
import { documentHref } from '../../views/links.js';
import { HEIGHT, ticksOf } from '../../views/minimap.js';
import { outlineOf, shortened } from '../../views/outline.js';
import { PARAGRAPHS_PER_PART, partOf, partStart } from '../../views/parts.js';
import { rangesWithin } from '../../views/pieces.js';
import { SimilarPage } from '../../views/similar.js';
import { beginsWithHead, rowsOf, Structure } from '../../views/structure.js';
import { document, HOSTILE, hit, ledBy, paragraph, STATS } from './data.js';
import { elements, type Found, hrefs, named, textOf } from './html.js';

function render(
  text: string,
  kind: Paragraph['kind'],
  ranges: { start: number; end: number }[] = [],
  hasHead = false,
): string {
  return fragment(<Structure paragraph={paragraph({ kind, text })} ranges={ranges} hasHead={hasHead} />);
}

describe('a table', () => {
  test('has its cells, its head and its marks, also one across two cells', () => {
    const text = 'day | height\nMon | 3.9 m\n | none';
    const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
    const html = render(text, 'table', [at('height'), at('Mon | 3.9')], true);
    expect(named(html, 'th').map((cell) => cell.text)).toEqual(['day', 'height']);
    expect(named(html, 'td').map((cell) => cell.text)).toEqual(['Mon', '3.9 m', '', 'none']);
    expect(named(html, 'mark').map((mark) => mark.text)).toEqual(['height', 'Mon', '3.9']);
  });

  test.each([
    ['a cell that holds the sign between cells', 'a | b\nc | d | e'],
    ['one column', 'a\nb'],
    ['rows of another reader', 'a\tb\nc\td'],
  ])('that cannot be told apart stays as it is: %s', (_, text) => {
    expect(rowsOf(text)).toBeNull();
    expect(named(render(text, 'table'), 'pre').map((pre) => pre.text)).toEqual([text]);
  });

  test('keeps its columns where the end of a cut piece was trimmed', () => {
    const html = render('a | b | c\nd | e |', 'table');
    expect(named(html, 'td').map((cell) => cell.text)).toEqual(['a', 'b', 'c', 'd', 'e', '']);
  });

  test('is told by its cells exactly: they and what stood between them are the text', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', 'ß', ' ', '|', '😀', '<') })
      .filter((text) => !text.includes(' | '));
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
      );
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map((row) => row.join(' | ')).join('\n');
        const cells = rowsOf(text);
        for (const { start, end, text: own } of cells?.flat() ?? []) expect(text.slice(start, end)).toBe(own);
        if (cells !== null) expect(cells.map((row) => row.map((one) => one.text).join(' | ')).join('\n')).toBe(text);
      }),
    );
  });

  test('marks of its cells are the marks of its text, less what stands between', () => {
    const cuts = fc.uniqueArray(fc.nat({ max: 22 }), { maxLength: 8 }).map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(cuts, (all) => {
        const text = 'aa | bb | cc\ndd | ee | ff';
        const ranges = all.flatMap((start, i) => (i % 2 === 0 && all[i + 1] ? [{ start, end: all[i + 1] ?? 0 }] : []));
        const marked = (index: number) => ranges.some(({ start, end }) => index >= start && index < end);
        for (const cell of rowsOf(text)?.flat() ?? []) {
          const inside = rangesWithin(ranges, cell);
          for (let index = cell.start; index < cell.end; index++) {
            const own = inside.some(({ start, end }) => index - cell.start >= start && index - cell.start < end);
            expect(own).toBe(marked(index));
          }
        }
      }),
    );
  });

  test('has a head where it is Markdown and does not go on from the paragraph before', () => {
    const table = (first: number, last: number) => paragraph({ kind: 'table', lines: [first, last] });
    expect(beginsWithHead('md', table(5, 9), paragraph({ lines: [3, 3] }))).toBe(true);
    expect(beginsWithHead('md', table(5, 9), undefined)).toBe(true);
    expect(beginsWithHead('md', table(10, 20), table(5, 9))).toBe(false);
    expect(beginsWithHead('md', table(11, 20), table(5, 9))).toBe(true);
    expect(beginsWithHead('html', table(5, 9), undefined)).toBe(false);
  });

  test.each(HOSTILE)('%s stays text in every shape', (text) => {
    for (const kind of ['prose', 'list', 'quote', 'code', 'table', 'heading'] as const) {
      expect(textOf(render(kind === 'table' ? `${text} | x` : text, kind))).toContain(text);
    }
    const table = render(`${text} | x\n1 | 2`, 'table', [{ start: 0, end: 3 }], true);
    const names = new Set(elements(table).map(({ name }) => name));
    expect(
      [...names].filter(
        (name) => !['mark', 'wbr', 'td', 'th', 'tr', 'thead', 'tbody', 'table', 'figure'].includes(name),
      ),
    ).toEqual([]);
  });
});

describe('the outline', () => {
  test('has every heading at its level, and those without text below them', () => {
    const paragraphs = [
      paragraph({ ordinal: 1 }),
      paragraph({ ordinal: 2, headings: ['A', 'A1'], opens: 2 }),
      paragraph({ ordinal: 3, headings: ['A', 'A1'] }),
      paragraph({ ordinal: 4, headings: ['A'], kind: 'heading', text: 'A2' }),
    ];
    expect(outlineOf(paragraphs)).toEqual([
      { text: 'A', level: 0, ordinal: 2 },
      { text: 'A1', level: 1, ordinal: 2 },
      { text: 'A2', level: 1, ordinal: 4 },
    ]);
  });

  test('leaves out inner levels, and in the end the last headings, above what can be taken in', () => {
    const entry = (level: number, ordinal: number) => ({ text: 'x', level, ordinal });
    const chapters = Array.from({ length: 50 }, (_, i) => entry(0, i * 10));
    const sections = Array.from({ length: 400 }, (_, i) => entry(1, i));
    expect(shortened([...chapters, ...sections])).toEqual(chapters);
    expect(shortened(sections)).toEqual(sections.slice(0, 300));
    expect(shortened(chapters)).toEqual(chapters);
  });

  test('holds more headings than a call can have arguments', () => {
    const all = Array.from({ length: 200_000 }, (_, i) => ({ text: 'x', level: i % 2_000 === 0 ? 0 : 1, ordinal: i }));
    expect(shortened(all)).toHaveLength(100);
  });
});

test('the map has a mark for every place, in order, within its height, and few', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ length: fc.integer({ min: 1, max: 3000 }), marked: fc.boolean() }), { minLength: 1 }),
      (all) => {
        const paragraphs = all.map(({ length }, i) => paragraph({ ordinal: i + 1, text: 'x'.repeat(length) }));
        const marked = new Set(all.flatMap((one, i) => (one.marked ? [i + 1] : [])));
        const ticks = ticksOf(paragraphs, marked);
        expect(ticks.length > 0).toBe(marked.size > 0);
        for (const [i, { ordinal, at }] of ticks.entries()) {
          expect(marked.has(ordinal)).toBe(true);
          expect(at).toBeGreaterThanOrEqual((ticks[i - 1]?.at ?? -3) + 3);
          expect(at).toBeLessThan(HEIGHT + 1);
        }
      },
    ),
  );
});

test('a PDF says where each of its pages begins, and leads to it in the file; slides are only named', () => {
  const shown = (
    [
      [1, 1],
      [1, 2],
      [2, 2],
      [4, 4],
    ] as const
  ).map((lines, i) => ({
    paragraph: paragraph({ ordinal: i + 1, lines }),
    highlights: [],
    headingHighlights: [],
  }));
  const props = { paragraphs: shown, titleHighlights: [], ...ledBy(''), stats: STATS };
  const labels = (format: 'pdf' | 'pptx' | 'txt'): string[] => {
    const html = page(<DocumentPage {...props} document={document({ format })} />);
    return named(html, 'span').flatMap(({ attributes, text }) => (attributes.class === 'page' ? [text] : []));
  };
  expect(labels('pdf')).toEqual(['page 1', 'page 2', 'page 4']);
  expect(labels('txt')).toEqual([]);
  expect(labels('pptx')).toEqual(['slide 1', 'slide 2', 'slide 4']);
  const slides = page(<DocumentPage {...props} document={document({ format: 'pptx' })} />);
  expect(hrefs(slides).some((href) => href.includes('#page'))).toBe(false);
  const html = page(<DocumentPage {...props} document={document({ format: 'pdf' })} />);
  expect(hrefs(html)).toEqual(expect.arrayContaining(['/doc/d1/original', '/doc/d1/original#page=4']));
});

describe('a long document', () => {
  const total = 2 * PARAGRAPHS_PER_PART + 5;
  const shown = Array.from({ length: total }, (_, i) => ({
    paragraph: paragraph({ ordinal: i + 1, text: 'so it is' }),
    highlights: [2, 1500, 2003].includes(i + 1) ? [{ start: 0, end: 2 }] : [],
    headingHighlights: [],
  }));
  const props: DocumentPageProps = {
    document: document({ paragraphs: total }),
    paragraphs: shown,
    titleHighlights: [],
    ...ledBy('so'),
    stats: STATS,
  };

  test('shows one part, with links to the others and to the places there', () => {
    const html = page(<DocumentPage {...props} place={1500} />);
    const ids = elements(html).flatMap(({ attributes }) => (/^p\d+$/.test(attributes.id ?? '') ? [attributes.id] : []));
    expect([ids[0], ids.at(-1), ids.length]).toEqual(['p1001', 'p2000', 1000]);
    expect(hrefs(html)).toEqual(expect.arrayContaining(['/doc/d1?q=so#p2', '/doc/d1?q=so&p=2003#p2003', '#p1500']));
    expect(textOf(html)).toContain('Paragraphs 1,001 to 2,000 of 2,005');
    expect(named(html, 'a').filter(({ attributes }) => attributes['aria-current'] === 'page')).toHaveLength(2);
    // Who says what is seen must find it in the name.
    const folios = named(html, 'a').filter(({ attributes }) => attributes.class === 'folio');
    expect(folios.filter(({ attributes, text }) => !attributes['aria-label']?.endsWith(` ${text}`))).toEqual([]);
    const german = page(<DocumentPage {...props} place={1500} />, stringsOf('de'));
    expect(textOf(german)).toContain('Absätze 1.001 bis 2.000 von 2.005');
  });

  test('has its part in its title, but for the first', () => {
    const title = (html: string) => named(html, 'title').map(({ text }) => text);
    expect(title(page(<DocumentPage {...props} />))).toEqual(['A title – letters – Pilcrow']);
    expect(title(page(<DocumentPage {...props} place={1500} />))).toEqual([
      'A title – Paragraphs 1,001 to 2,000 of 2,005 – letters – Pilcrow',
    ]);
  });

  test('begins with the first part, and says where the bar’s arrows lead', () => {
    const html = page(<DocumentPage {...props} />);
    const to = (id: string) => named(html, 'a').find(({ attributes }) => attributes.id === id)?.attributes.href;
    expect([to('next-place'), to('previous-place')]).toEqual(['#p2', '/doc/d1?q=so&p=2003#p2003']);
  });

  test('is shown from its title on while it comes, and a short one when it is there', () => {
    const shownFrom = (html: string): Found[] => {
      const { href = '' } = named(html, 'link').find(({ attributes }) => attributes.rel === 'expect')?.attributes ?? {};
      return elements(html).filter(({ attributes }) => `#${attributes.id}` === href);
    };
    expect(shownFrom(page(<DocumentPage {...props} />))).toEqual([
      expect.objectContaining({ name: 'header', text: expect.stringContaining('A title') }),
    ]);
    const short = page(<DocumentPage {...props} paragraphs={shown.slice(0, 100)} />);
    expect(shownFrom(short).map(({ name }) => name)).toEqual(['dialog']);
  });

  test('every paragraph is in the part that its address names', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (ordinal) => {
        const part = partOf(ordinal);
        expect(ordinal).toBeGreaterThanOrEqual(partStart(part));
        expect(ordinal).toBeLessThan(partStart(part + 1));
        const url = new URL(documentHref('d', { q: 'q' }, ordinal), 'http://x');
        expect(partOf(Number(url.searchParams.get('p') ?? 1))).toBe(part);
        expect(url.hash).toBe(`#p${ordinal}`);
      }),
    );
  });
});

test.each(['*', 'type:md', '* -ships', ''])(
  'who came by “%s” looks for no words, and is not told that there are none',
  (q) => {
    const html = page(
      <DocumentPage document={document()} paragraphs={[]} titleHighlights={[]} {...ledBy(q)} stats={STATS} />,
    );
    expect(textOf(html)).not.toContain('is in no paragraph here');
    expect(textOf(html)).not.toContain('0 places');
    expect(named(html, 'input').find(({ attributes }) => attributes.id === 'find-q')?.attributes.value).toBe('');
  },
);

test('the field of the document has `/` for its key, and not the one above it', () => {
  const props = { document: document(), paragraphs: [], titleHighlights: [], ...ledBy(''), stats: STATS };
  const html = page(<DocumentPage {...props} />);
  const fields = elements(html).filter(({ attributes }) => attributes['aria-keyshortcuts'] !== undefined);
  expect(fields.map(({ attributes }) => [attributes.id, attributes['aria-keyshortcuts']])).toEqual([
    ['q', 'Control+K'],
    ['find-q', '/'],
  ]);
  expect(elements(html).some(({ attributes }) => attributes.class === 'key')).toBe(false);
});

test('what a document says of itself is told, but not its title again', () => {
  const facts = (title: string): string[] => {
    const metadata = new Map([
      ['title', [title]],
      ['tags', ['a', 'b']],
    ]);
    const shown = [{ paragraph: paragraph(), highlights: [], headingHighlights: [] }];
    const html = page(
      <DocumentPage
        document={document({ metadata })}
        paragraphs={shown}
        titleHighlights={[]}
        {...ledBy('')}
        stats={STATS}
      />,
    );
    return named(html, 'li').map(({ text }) => text);
  };
  expect(facts('A title')).toContain('tags a, b');
  expect(facts('A title')).not.toContain('title A title');
  expect(facts('Another')).toContain('title Another');
});

test('related paragraphs are named with their place and shown as text', () => {
  const [text = ''] = HOSTILE;
  const found = hit({
    document: document({ id: 'd2', title: text, path: 'b.md' }),
    paragraph: paragraph({ ordinal: 7, text }),
  });
  const like = { document: document(), paragraph: paragraph({ ordinal: 1, text: 'This one.' }), stats: STATS };
  const html = page(<SimilarPage {...like} hits={[found]} />);
  expect(hrefs(html)).toEqual(expect.arrayContaining(['/doc/d2#p7', '/doc/d1#p1']));
  expect(textOf(html)).toContain(`${text}b.md · Paragraph 7 of 9${text}`);
  expect(textOf(html)).toContain('This one.');
  const code = paragraph({ ordinal: 2, kind: 'code', text: 'one\n  two' });
  const lines = page(<SimilarPage {...like} paragraph={code} hits={[hit({ paragraph: code })]} />);
  // Its lines are kept, also where it is what the others are like.
  expect(named(lines, 'pre')).toHaveLength(2);
  const none = page(<SimilarPage {...like} hits={[]} />);
  expect(textOf(none)).toContain('No other paragraph is much like this one.');
});
