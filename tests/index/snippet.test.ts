/** What is marked, and the stretch of a paragraph that shows it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/index/analyze.js';
import { Marker } from '../../src/index/marker.js';
import type { Field, Marks } from '../../src/index/search-types.js';
import { SNIPPET_LENGTH, snippet } from '../../src/index/snippet.js';
import type { Range } from '../../src/index/types.js';

const marksOf = (marks: {
  terms?: string;
  prefixes?: string;
  phrases?: string[];
  slop?: number;
  field?: Field;
}): Marks => {
  const field = marks.field ?? 'any';
  const words = (text = '') => analyze(text).map((token) => token.term);
  return {
    terms: words(marks.terms).map((term) => ({ term, field, stem: true })),
    prefixes: words(marks.prefixes).map((prefix) => ({ prefix, field })),
    phrases: (marks.phrases ?? []).map((phrase) => ({ terms: words(phrase), slop: marks.slop ?? 0, field })),
  };
};

/** A text with its ranges in brackets. */
function bracketed(text: string, ranges: readonly Range[]): string {
  return ranges.reduceRight(
    (shown, { start, end }) => `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`,
    text,
  );
}

const table: { why: string; marks: Parameters<typeof marksOf>[0]; in: string; want: string }[] = [
  {
    why: 'words in their own spelling',
    marks: { terms: 'zurich' },
    in: 'ZÜRICH, Zurich.',
    want: '[ZÜRICH], [Zurich].',
  },
  { why: 'possessives whole', marks: { terms: 'russia' }, in: 'Russia’s', want: '[Russia’s]' },
  { why: 'other forms of a word', marks: { terms: 'troop' }, in: 'Troops, troop’s', want: '[Troops], [troop’s]' },
  {
    why: 'the word around a part in capitals',
    marks: { terms: 'user' },
    in: 'the getUserName()',
    want: 'the [getUserName]()',
  },
  { why: 'the part between hyphens', marks: { terms: 'art' }, in: 'state-of-the-art', want: 'state-of-the-[art]' },
  {
    why: 'a phrase, not the compound it begins',
    marks: { phrases: ['state of'] },
    in: 'state-of-the-art',
    want: '[state]-[of]-the-art',
  },
  { why: 'no part of a word', marks: { terms: 'art' }, in: 'smart art', want: 'smart [art]' },
  { why: 'words that begin so, whole', marks: { prefixes: 'tro' }, in: 'troops tropical', want: '[troops] [tropical]' },
  {
    why: 'a phrase alone',
    marks: { phrases: ['central asia'] },
    in: 'asia central asia central',
    want: 'asia [central] [asia] central',
  },
  {
    why: 'a near phrase without what is between',
    marks: { phrases: ['a c'], slop: 1 },
    in: 'a b c',
    want: '[a] b [c]',
  },
  { why: 'Chinese pairs as one stretch', marks: { phrases: ['北京大学'] }, in: '去北京大学了', want: '去[北京大学]了' },
  { why: 'decomposed letters whole', marks: { terms: 'café' }, in: 'cafe\u0301!', want: '[cafe\u0301]!' },
  { why: 'emoji whole', marks: { terms: '👍' }, in: '👍🏽 ok', want: '[👍🏽] ok' },
  { why: 'what touches as one', marks: { terms: 'iphone 手机' }, in: 'iPhone手机', want: '[iPhone手机]' },
  { why: 'nothing of other fields', marks: { terms: 'nato', field: 'title' }, in: 'nato', want: 'nato' },
  { why: 'its own field', marks: { prefixes: 'na', field: 'body' }, in: 'nato', want: '[nato]' },
  { why: 'nothing in nothing', marks: { terms: 'a' }, in: '', want: '' },
];

/** Texts longer than a snippet now and then, with and without spaces, with everything that a cut could split. */
const piece = fc.constantFrom(
  'nato',
  'Nato’s',
  'troops',
  'x',
  '北京',
  '京大学',
  '👨‍👩‍👧',
  '🇩🇪',
  '👍🏽',
  'e\u0301',
  'ที่',
  '𠮷',
  '.',
  '—',
);
const longText = fc
  .tuple(
    fc.array(piece, { minLength: 1, maxLength: 60 }),
    fc.constantFrom(' ', ' ', '', '\n'),
    fc.integer({ min: 1, max: 30 }),
  )
  .map(([pieces, space, times]) => Array.from({ length: times }, () => pieces.join(space)).join(space));
const someMarks = fc
  .record({
    terms: fc.array(piece, { maxLength: 2 }).map((words) => words.join(' ')),
    prefixes: fc.constantFrom('', 'na', '京'),
    phrases: fc.array(
      fc.tuple(piece, piece).map((words) => words.join(' ')),
      { maxLength: 1 },
    ),
  })
  .map(marksOf);

describe('Marker', () => {
  it.each(table)('marks $why', ({ marks, in: text, want }) => {
    expect(bracketed(text, new Marker(marksOf(marks)).mark(text, 'body', 'en').ranges)).toBe(want);
  });

  it('names the terms that it found', () => {
    const { terms } = new Marker(marksOf({ terms: 'nato zebra', prefixes: 'tro' })).mark('NATO troops', 'body', 'en');
    expect([...terms]).toEqual(['nato', 'troops']);
  });

  it('marks stand inside the text on bounds of words, in order, and apart', () => {
    fc.assert(
      fc.property(longText, someMarks, (text, marks) => {
        const tokens = analyze(text, 'en');
        const [starts, ends] = [new Set(tokens.map((t) => t.start)), new Set(tokens.map((t) => t.end))];
        let last = -1;
        for (const { start, end } of new Marker(marks).mark(text, 'body', 'en').ranges) {
          expect(starts.has(start) && ends.has(end)).toBe(true);
          expect(start).toBeGreaterThan(last);
          last = end;
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('snippet', () => {
  const filler = (words: number) => 'word '.repeat(words);

  it('is the whole of a short text', () => {
    expect(snippet('a nato b', [{ start: 2, end: 6 }])).toEqual({
      text: 'a nato b',
      highlights: [{ start: 2, end: 6 }],
    });
  });

  it('is the beginning where nothing is marked', () => {
    const { text, highlights } = snippet(filler(200), []);
    expect(text).toMatch(/^word .* word…$/);
    expect(highlights).toEqual([]);
  });

  it('prefers different words to many of one', () => {
    const text = `nato nato nato ${filler(200)}nato troops ${filler(200)}`;
    const { ranges } = new Marker(marksOf({ terms: 'nato troops' })).mark(text, 'body', 'en');
    const shown = snippet(text, ranges);
    expect(bracketed(shown.text, shown.highlights)).toMatch(/^…word .*\[nato\] \[troops\] .*word…$/);
  });

  it('begins and ends at the parts of a path, and in no name', () => {
    const path = 'some-folder/any_file.text,'.repeat(60);
    const shown = snippet(path, [{ start: 780, end: 784 }]);
    expect(shown.text).toMatch(/^…(?:some|folder|any|file|text)(?=[-/_.,]).*[-/_.,]…$/);
    // No sign in reach: between characters.
    expect(snippet('x'.repeat(2000), []).text).toHaveLength(SNIPPET_LENGTH + 1);
  });

  it('shows a part of a mark that is longer than itself', () => {
    const shown = snippet(`${filler(50)}${'x'.repeat(2000)}`, [{ start: 250, end: 2250 }]);
    expect(shown.highlights).toHaveLength(1);
    expect(shown.text.slice(shown.highlights[0]?.start, shown.highlights[0]?.end)).toMatch(/^x{300,}$/);
  });

  it('is a stretch of the text, short enough, with its marks, and cuts no character', () => {
    const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(longText, someMarks, (text, marks) => {
        const { ranges } = new Marker(marks).mark(text, 'body', 'en');
        const shown = snippet(text, ranges);
        const lead = shown.text !== text && shown.text.startsWith('…') ? 1 : 0;
        const tail = shown.text !== text && shown.text.endsWith('…') ? 1 : 0;
        const inner = shown.text.slice(lead, shown.text.length - tail);
        expect(shown.text.length).toBeLessThanOrEqual(SNIPPET_LENGTH + 2);
        expect(shown.text.isWellFormed()).toBe(true);
        const bounds = new Set([...characters.segment(text)].map(({ index }) => index).concat(text.length));
        // The same words may stand at several places: one of them must fit in every respect.
        const places = [...bounds].filter((at) => text.startsWith(inner, at) && bounds.has(at + inner.length));
        const wanted = places.map((at) =>
          ranges
            .filter(({ start, end }) => start < at + inner.length && end > at)
            .map(({ start, end }) => ({
              start: Math.max(start, at) - at + lead,
              end: Math.min(end, at + inner.length) - at + lead,
            })),
        );
        expect(wanted).toContainEqual(shown.highlights);
        if (ranges.length > 0) expect(shown.highlights.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('shows a mark at the end of a text whose snippet would begin within a character', () => {
    const text = `${'👨‍👩‍👧'.repeat(100)}troops`;
    const highlights = [{ start: text.length - 6, end: text.length }];
    for (let more = 0; more < 8; more++) {
      const longer = 'x'.repeat(more) + text;
      const shown = snippet(
        longer,
        highlights.map(({ start, end }) => ({ start: start + more, end: end + more })),
      );
      expect(bracketed(shown.text, shown.highlights)).toMatch(/^….*\[troops\]$/u);
    }
  });

  it('ends between characters of a text of nothing but marks on one letter', () => {
    expect(snippet(`𠮷${'\u0301'.repeat(5000)}`, []).text.isWellFormed()).toBe(true);
  });
});
