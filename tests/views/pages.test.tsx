/** The reader, the status page and the error page; the pager's numbers; numbers and units as words. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IndexerStatus } from '../../src/index/types.js';
import { DocumentPage } from '../../views/document.js';
import { ErrorPage } from '../../views/error.js';
import { stringsOf } from '../../views/language.js';
import { page } from '../../views/layout.js';
import { documentHref, searchHref } from '../../views/links.js';
import { pageNumbers } from '../../views/pager.js';
import { StatusPage } from '../../views/status.js';
import { document, HOSTILE, IDLE, ledBy, paragraph, STATS } from './data.js';
import { elements, hrefs, named, textOf } from './html.js';

function reader(q: string, paragraphs: Parameters<typeof paragraph>[0][], marked: number[] = []): string {
  const shown = paragraphs.map((overrides, index) => {
    const it = paragraph({ ordinal: index + 1, ...overrides });
    const highlights = marked.includes(index + 1) ? [{ start: 0, end: 2 }] : [];
    return { paragraph: it, highlights, headingHighlights: it.headings.map(() => []) };
  });
  const whole = document({ paragraphs: paragraphs.length });
  return page(<DocumentPage document={whole} paragraphs={shown} titleHighlights={[]} {...ledBy(q)} stats={STATS} />);
}

describe('the reader', () => {
  test('shows a heading once, where it opens, at its level', () => {
    const html = reader('', [
      {},
      { headings: ['Part', 'Chapter'], opens: 2 },
      { headings: ['Part', 'Chapter'] },
      { headings: ['Part', 'Next'], opens: 1 },
      { headings: ['Part', 'Next'], kind: 'heading', text: 'Last' },
    ]);
    const shown = elements(html).filter(({ name }) => /^h[2-6]$/.test(name));
    expect(shown.map(({ name, text }) => `${name} ${text}`)).toEqual(['h2 Part', 'h3 Chapter', 'h3 Next', 'h4 Last']);
  });

  test('matches lead to each other and each paragraph to itself', () => {
    const html = reader('so', [{}, {}, {}, {}], [2, 4]);
    expect(textOf(html)).toContain('“so” is marked in 2 of 4 paragraphs');
    const anchors = hrefs(html).filter((href) => href.startsWith('#p'));
    const bar = ['#p4', '#p2'];
    const map = ['#p2', '#p4'];
    expect(anchors).toEqual([...bar, '#p2', '#p1', '#p4', '#p2', '#p3', '#p2', '#p4', ...map]);
    expect(hrefs(html)).toContain('/?q=so');
  });

  test('code and tables keep their lines', () => {
    const html = reader('', [
      { kind: 'code', text: 'a\n  b' },
      { kind: 'table', text: 'c\td\ne\tf' },
    ]);
    expect(named(html, 'pre').map(({ text }) => text)).toEqual(['a\n  b', 'c\td\ne\tf']);
  });

  test('turns no bar of the browser, and no list of its searches', () => {
    const turning = document({ title: 'Notes \u202egpj.exe\u2066' });
    const stats = { ...STATS, folder: '\u202eletters' };
    const html = page(
      <DocumentPage document={turning} paragraphs={[]} titleHighlights={[]} {...ledBy('')} stats={stats} />,
    );
    expect(html).toContain('<title>Notes gpj.exe – letters – Pilcrow</title>');
    expect(html).toContain('title="¶ letters"');
  });

  test.each(HOSTILE)('%s is text in every field', (hostile) => {
    const shown = {
      paragraph: paragraph({ text: hostile, headings: [hostile], opens: 1 }),
      highlights: [],
      headingHighlights: [[]],
    };
    const metadata = new Map([[hostile, [hostile]]]);
    const html = page(
      <DocumentPage
        document={document({ title: hostile, path: hostile, metadata })}
        paragraphs={[shown]}
        titleHighlights={[]}
        {...ledBy(hostile)}
        stats={STATS}
      />,
    );
    const names = new Set(elements(html).map(({ name }) => name));
    for (const name of ['b', 'img', 'mark']) expect(names).not.toContain(name);
    expect(named(html, 'script').every(({ attributes }) => attributes.src?.startsWith('/assets/'))).toBe(true);
  });
});

const NO_QUERIES = { processBytes: 9e7, queries: null };

describe('the status page', () => {
  test('lists every skipped file with its reason, and what keeps the index back', () => {
    const skipped = [{ path: '<b>.pdf', reason: 'Not text.', stamp: null }];
    const html = page(
      <StatusPage stats={STATS} status={{ ...IDLE, skipped, problem: 'The disk is full.' }} {...NO_QUERIES} />,
    );
    for (const words of ['<b>.pdf', 'Not text.', 'The disk is full.', '1 file not searchable', '1.5 MB', 'of 90 MB']) {
      expect(textOf(html)).toContain(words);
    }
  });

  test('lists files that were read in part, with what is missing', () => {
    const partly = [{ path: 'scan.pdf', reason: '2 of its 3 pages are only pictures', stamp: null }];
    const html = page(<StatusPage stats={STATS} status={{ ...IDLE, partly }} {...NO_QUERIES} />);
    expect(textOf(html)).toContain('1 file searchable in part');
    expect(named(html, 'details')[0]?.text).toBe('2 of its 3 pages are only pictures 1 filescan.pdf');
    expect(textOf(html)).not.toMatch(/not searchable|Every file/);
  });

  test('says that all can be searched where that is known', () => {
    const says = (phase: 'starting' | 'indexing' | 'idle'): boolean =>
      textOf(page(<StatusPage stats={STATS} status={{ ...IDLE, phase }} {...NO_QUERIES} />)).includes('Every file');
    expect([says('starting'), says('indexing'), says('idle')]).toEqual([false, true, true]);
  });

  test('does not say that all is well where something is to be mended', () => {
    const phaseOf = (status: IndexerStatus) => {
      const html = page(<StatusPage stats={STATS} status={status} {...NO_QUERIES} />);
      const shown = named(html, 'p').find(({ attributes }) => attributes.id === 'phase');
      return [shown?.attributes.class, shown?.text, textOf(html).includes('Every file')];
    };
    const problem = 'the folder is missing';
    expect(phaseOf(IDLE)).toEqual(['phase idle', 'Up to date', true]);
    expect(phaseOf({ ...IDLE, problem })).toEqual(['phase', 'Needs a hand', false]);
    expect(phaseOf({ ...IDLE, phase: 'indexing', problem })).toEqual(['phase', 'Taking in a change', false]);
  });

  test('says a reason once for all its files, those with the most first, and never more than a page can hold', () => {
    const of = (count: number, reason: string) =>
      Array.from({ length: count }, (_, i) => ({ path: `${reason.slice(0, 3)}${i}.x`, reason, stamp: null }));
    const large = [3, 4].map((size) => ({ path: `${size}.txt`, reason: `too large: ${size}.5 MB`, stamp: null }));
    const odd = of(40, 'odd').map((file, i) => ({ ...file, reason: `odd: ${String.fromCodePoint(0x4e00 + i)}` }));
    const skipped = [...large, ...of(60, 'not text'), ...odd];
    const html = page(<StatusPage stats={STATS} status={{ ...IDLE, skipped }} {...NO_QUERIES} />);
    const groups = named(html, 'details');
    expect(groups).toHaveLength(30);
    expect(groups.slice(0, 2).map(({ text }) => text.slice(0, 28))).toEqual([
      'not text 60 filesnot0.xnot1.',
      'too large: 3.5 MB 2 files3.t',
    ]);
    // What differs from the first is said.
    expect(groups[1]?.text).toContain('4.txt too large: 4.5 MB');
    expect(groups[0]?.text).toContain('And 10 files more');
    expect('open' in (groups[0]?.attributes ?? {})).toBe(false);
    expect('open' in (groups[1]?.attributes ?? {})).toBe(true);
    expect(textOf(html)).toContain('102 files not searchable');
    expect(textOf(html)).toContain('And 12 files more: /status.json lists them all.');
  });

  test('tells progress, and loads again by itself where there is no JavaScript, until it is done', () => {
    const busy = { ...IDLE, phase: 'indexing', done: 3, total: 8 } as const;
    const html = page(<StatusPage stats={STATS} status={busy} {...NO_QUERIES} />);
    expect(named(html, 'progress')[0]?.attributes).toMatchObject({ value: '3', max: '8' });
    expect(html).toContain('<noscript><meta http-equiv="refresh" content="3"/></noscript>');
    expect(page(<StatusPage stats={STATS} status={IDLE} {...NO_QUERIES} />)).not.toContain('http-equiv');
  });

  test('names languages, the rebuild and its duration, in the language of the page', () => {
    const languages = new Map([
      ['en', 1200],
      ['', 3],
      ['zh-Hant', 2],
      ['not a tag', 1],
    ]);
    const status = { ...IDLE, lastRebuild: { at: 0, durationMs: 1234 } };
    const props = { stats: { ...STATS, languages }, status, ...NO_QUERIES };
    const english = textOf(page(<StatusPage {...props} />));
    for (const words of ['English 1,200', 'not told 3', 'Traditional Chinese 2', 'not a tag 1', 'took 1.2\u00a0s']) {
      expect(english).toContain(words);
    }
    const german = textOf(page(<StatusPage {...props} />, stringsOf('de')));
    for (const words of ['Englisch 1.200', 'ohne Angabe 3', 'dauerte 1,2\u00a0s']) expect(german).toContain(words);
  });

  test('shows the slowest questions and those without a hit as searches, and no list where none is kept', () => {
    const queries = {
      slowest: [{ query: '<b>nato', tookMs: 12.3, totalHits: 5 }],
      empty: [{ query: 'zyzzyva', times: 2 }],
    };
    const html = page(<StatusPage stats={STATS} status={IDLE} processBytes={1} queries={queries} />);
    expect(hrefs(html)).toEqual(expect.arrayContaining(['/?q=%3Cb%3Enato', '/?q=zyzzyva']));
    for (const words of ['<b>nato 12\u00a0ms, 5 paragraphs', 'zyzzyva 2 times']) expect(textOf(html)).toContain(words);
    expect(textOf(page(<StatusPage stats={STATS} status={IDLE} {...NO_QUERIES} />))).not.toContain('What was asked');
  });

  test('the rebuild button is a plain form', () => {
    const html = page(<StatusPage stats={STATS} status={IDLE} {...NO_QUERIES} />);
    const form = named(html, 'form').find(({ attributes }) => attributes.action === '/rebuild');
    expect(form?.attributes.method).toBe('post');
  });
});

test('an error page keeps what was searched for', () => {
  const html = page(<ErrorPage status={404} title="Not Found" detail="There is no such document." q="nato" />);
  expect(hrefs(html)).toContain('/?q=nato');
  expect(html.startsWith('<!doctype html><html lang="en">')).toBe(true);
});

test('a page number is never lost between two that are shown, and the list stays short', () => {
  expect(pageNumbers(1, 3)).toEqual([1, 2, 3]);
  expect(pageNumbers(5, 9)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(pageNumbers(6, 20)).toEqual([1, null, 4, 5, 6, 7, 8, null, 20]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }), (current, last) => {
      const numbers = pageNumbers(Math.min(current, last), last);
      expect(numbers.length).toBeLessThanOrEqual(9);
      expect(numbers).toContain(1);
      expect(numbers).toContain(last);
      expect(numbers).toContain(Math.min(current, last));
    }),
  );
});

test('addresses are encoded, whatever is in them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (q) => {
      const url = new URL(searchHref({ q, filters: [{ name: 'path', value: q }] }), 'http://x');
      expect(url.searchParams.get('q') ?? '').toBe(q.toWellFormed());
      expect(url.searchParams.get('path')).toBe(q.toWellFormed());
      expect(new URL(documentHref('a/b?c', { q }, 3), 'http://x').pathname).toBe('/doc/a%2Fb%3Fc');
    }),
  );
});

test('a long question is not repeated in the link of every hit', () => {
  const filters = (length: number) => [{ name: 'path', value: 'x'.repeat(length) }] as const;
  expect(documentHref('a', { q: 'nato', filters: filters(4) }, 3)).toBe('/doc/a?q=nato&path=xxxx#p3');
  expect(documentHref('a', { q: 'nato', filters: filters(4_000) }, 3)).toBe('/doc/a?q=nato#p3');
});

test('times and sizes in the unit that fits', () => {
  const en = stringsOf('en');
  expect([0.04, 0.4, 7.26, 42.4, 1530, 65_000].map(en.duration)).toEqual([
    '<0.1\u00a0ms',
    '0.4\u00a0ms',
    '7.3\u00a0ms',
    '42\u00a0ms',
    '1.5\u00a0s',
    '1\u00a0min',
  ]);
  expect([0, 999, 1500, 2_000_000].map(en.bytes)).toEqual(['0 bytes', '999 bytes', '1.5 kB', '2 MB']);
});
