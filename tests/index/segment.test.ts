/** A segment gives back what was written into it, and damage of every kind is noticed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/index/analyze.js';
import { BadSegment, HEADER_BYTES } from '../../src/index/segment/format.js';
import { END, FIELD_GAP } from '../../src/index/segment/postings.js';
import { Segment } from '../../src/index/segment.js';
import type { ReadDocument } from '../../src/index/types.js';
import { foundBy, indexKeys } from '../../src/index/words/term-keys.js';
import { SegmentWriter } from '../../src/index/writer.js';
import { randomDocument, readDocumentOf } from '../oracle/documents.js';

function write(documents: readonly ReadDocument[]): Uint8Array {
  const writer = new SegmentWriter();
  for (const document of documents) writer.add(document);
  return writer.freeze();
}

/** In path order: their folders come in any. */
const documents = fc
  .array(randomDocument, { minLength: 1, maxLength: 8 })
  .map((randoms) => randoms.map((random, i) => readDocumentOf(random, `${i}`)))
  .map((written) => written.toSorted((a, b) => (a.document.path < b.document.path ? -1 : 1)));

const odd: ReadDocument = {
  document: {
    id: '__proto__',
    path: 'odd/ü “x” 🎉.html',
    title: 'Title \ud83c\udf89 </script>\u0000',
    format: 'html',
    language: 'zh-Hant',
    metadata: new Map([
      ['__proto__', ['a', '']],
      ['constructor', []],
    ]),
    contentHash: 'f'.repeat(64),
    modifiedAt: 1_700_000_000_000.5,
    size: 2 ** 40,
    stamp: '1:2:3',
    paragraphs: 2,
    titleAt: 1,
  },
  paragraphs: [
    {
      ordinal: 1,
      kind: 'code',
      headings: ['constructor', 'two\nlines'],
      opens: 2,
      text: '__proto__ 𐐷 \ue000\n\tx',
      lines: [1, 99_999_999],
    },
    { ordinal: 2, kind: 'heading', headings: [], opens: 0, text: `${'long '.repeat(5000)}𝐀 ﬀ \ufffd`, lines: [2, 2] },
  ],
};

/** Each term of the documents with its owners and its positions there: those of the text, then of headings and title, gaps between. */
function termsOf(documents: readonly ReadDocument[]): Map<string, [paragraph: number, positions: number[]][]> {
  const terms = new Map<string, [number, number[]][]>();
  // The list of a stem is written where a word has the stem without being it.
  const written = new Set<string>();
  let number = 0;
  for (const { document, paragraphs } of documents) {
    for (const { ordinal, headings, opens, text } of paragraphs) {
      let position = 0;
      const record = (part: string): void => {
        const tokens = analyze(part, document.language);
        for (const token of tokens) {
          for (const key of foundBy(token)) {
            const owners = terms.get(key) ?? [];
            terms.set(key, owners);
            const last = owners.at(-1);
            if (last?.[0] === number) last[1].push(position + token.position);
            else owners.push([number, [position + token.position]]);
          }
          for (const key of indexKeys(token)) written.add(key);
        }
        position += (tokens.at(-1)?.position ?? -1) + 1;
      };
      record(text);
      for (const part of [
        ...headings.slice(headings.length - opens),
        ...(ordinal === document.titleAt ? [document.title] : []),
      ]) {
        position += FIELD_GAP;
        record(part);
      }
      number++;
    }
  }
  return new Map([...terms].filter(([key]) => written.has(key)));
}

function expectEqual(segment: Segment, documents: readonly ReadDocument[]): void {
  expect(segment.intact()).toBe(true);
  expect(segment.documentCount).toBe(documents.length);
  let number = 0;
  for (const [i, { document, paragraphs }] of documents.entries()) {
    expect(segment.document(i)).toEqual(document);
    expect(segment.documentFirst[i]).toBe(number);
    for (const paragraph of paragraphs) {
      expect(segment.documentOf(number)).toBe(i);
      expect(segment.paragraph(number)).toEqual(paragraph);
      number++;
    }
  }
  expect(segment.paragraphCount).toBe(number);
  const terms = termsOf(documents);
  const sorted = [...terms.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(Array.from({ length: segment.termCount }, (_, i) => segment.term(i))).toEqual(sorted);
  for (const [i, term] of sorted.entries()) {
    expect(segment.termNumber(term)).toBe(i);
    const cursor = segment.cursor(i);
    const owners: [number, number[]][] = [];
    while (cursor.next() !== END) owners.push([cursor.paragraph, cursor.positions()]);
    expect({ term, owners }).toEqual({ term, owners: terms.get(term) });
    expect(segment.frequency(i)).toBe(cursor.owners + cursor.contextParagraphs);
  }
}

describe('a segment', () => {
  it('gives back every document, paragraph and term', () => {
    fc.assert(
      fc.property(documents, (written) => expectEqual(new Segment(write(written)), written)),
      { numRuns: 100 },
    );
  });

  it('gives back odd names, texts and numbers', () => {
    expectEqual(new Segment(write([odd])), [{ ...odd, paragraphs: odd.paragraphs }]);
  });

  it('has the sign for half a character, which no reader lets through', () => {
    const [paragraph] = odd.paragraphs;
    if (paragraph === undefined) throw new Error('The document has paragraphs.');
    const halves = { ...odd, paragraphs: [{ ...paragraph, text: 'a\ud800b \udc00' }] };
    expect(new Segment(write([halves])).paragraph(0).text).toBe('a\ufffdb \ufffd');
  });

  it('of nothing has nothing', () => {
    const segment = new Segment(write([]));
    expect(segment.intact()).toBe(true);
    expect([segment.documentCount, segment.paragraphCount, segment.termCount]).toEqual([0, 0, 0]);
    expect([segment.termNumber('a'), segment.prefixRange('')]).toEqual([-1, [0, 0]]);
  });

  it('keeps its terms in the order of code points, where beginnings stand together', () => {
    const text = 'a ab abc b 京都 京 z \ue000 𐐷 𐐷x ﬀ';
    const [paragraph] = odd.paragraphs;
    if (paragraph === undefined) throw new Error('The document has paragraphs.');
    const segment = new Segment(write([{ ...odd, paragraphs: [{ ...paragraph, text }] }]));
    const all = Array.from({ length: segment.termCount }, (_, i) => segment.term(i));
    for (const prefix of ['', 'a', 'ab', 'abcd', '京', '\u{10428}', 'zz', 'b', 'pro']) {
      const [from, to] = segment.prefixRange(prefix);
      expect(all.slice(from, to)).toEqual(all.filter((term) => term.startsWith(prefix)));
    }
    expect(segment.termNumber('abcd')).toBe(-1);
    expect(segment.termNumber('')).toBe(-1);
  });

  it('has an end of its paragraphs', () => {
    expect(() => new Segment(write([odd])).paragraph(2)).toThrow(BadSegment);
  });

  it('is written in path order alone', () => {
    const writer = new SegmentWriter();
    writer.add(odd);
    expect(() => writer.add(odd)).toThrow(/path order/);
  });
});

describe('damage', () => {
  const bytes = write([odd]);
  /** Whether a damaged copy is noticed: refused at opening, or by its checksum. */
  const noticed = (damaged: Uint8Array): boolean => {
    try {
      return !new Segment(damaged).intact();
    } catch (error) {
      if (error instanceof BadSegment) return true;
      throw error;
    }
  };
  const flipped = (bit: number): Uint8Array => {
    const copy = Uint8Array.from(bytes);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return copy;
  };

  it('is not seen where there is none', () => {
    expect(noticed(Uint8Array.from(bytes))).toBe(false);
  });

  it('is noticed in every bit of the header', () => {
    const missed = Array.from({ length: HEADER_BYTES * 8 }, (_, bit) => bit).filter((bit) => !noticed(flipped(bit)));
    expect(missed).toEqual([]);
  });

  it('is noticed in any bit', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => noticed(flipped(bit))),
      { numRuns: 500 },
    );
  });

  it('is noticed where the end is missing, or too much stands there', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => noticed(bytes.slice(0, length))),
      { numRuns: 500 },
    );
    expect(noticed(Uint8Array.from([...bytes, 0, 0, 0, 0]))).toBe(true);
  });

  it('says what it is', () => {
    expect(() => new Segment(new Uint8Array(8))).toThrow('It is shorter than a header.');
    expect(() => new Segment(new Uint8Array(1000))).toThrow('It is not a segment of Pilcrow.');
    expect(() => new Segment(flipped(4 * 8))).toThrow('It was made by another version of Pilcrow.');
    expect(() => new Segment(bytes.slice(0, -4))).toThrow('It is cut off or has grown.');
  });
});
