/** Lists of words in one segment, however long they are and however they are kept, against a look at every paragraph. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Saturator, saturated } from '../../../../src/index/rank.js';
import { findPlain } from '../../../../src/index/search/plain/find-plain.js';
import type { Join } from '../../../../src/index/search/plain/plain-query.js';
import type { Scored } from '../../../../src/index/search/top.js';
import { Best } from '../../../../src/index/search/top.js';
import { addBit, hasBit } from '../../../../src/index/segment/bits.js';
import { Table } from '../../../../src/index/segment/table.js';
import { Segment } from '../../../../src/index/segment.js';
import { SegmentWriter } from '../../../../src/index/writer.js';
import { readDocumentOf } from '../../../oracle/documents.js';
import { TIMES } from '../../../times.js';

/** Enough for lists of many blocks that have no table, which common words have. */
const PARAGRAPHS = 24_000;
const WORDS = 300;

interface Text {
  segment: Segment;
  saturator: Saturator;
  /** Of each word, how often each paragraph has it. */
  counts: Map<string, Uint8Array>;
}

/** Word i is about 1 / i as frequent as the first; lengths vary, so that blocks differ in what they can be worth. */
function textOf(seed: number, perDocument: number): Text {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const word = (): string => `w${Math.floor(WORDS ** (random(10_000) / 10_000)) - 1}`;
  const writer = new SegmentWriter();
  const counts = new Map<string, Uint8Array>();
  let paragraphs = 0;
  while (paragraphs < PARAGRAPHS) {
    const texts = Array.from({ length: perDocument }, () => Array.from({ length: 1 + random(9) }, word));
    for (const words of texts) {
      for (const one of words) {
        const had = counts.get(one) ?? new Uint8Array(PARAGRAPHS + perDocument);
        had[paragraphs] = (had[paragraphs] ?? 0) + 1;
        counts.set(one, had);
      }
      paragraphs++;
    }
    const intro = texts.map((words) => words.join(' '));
    writer.add(readDocumentOf({ title: '', intro, sections: [] }, String(paragraphs).padStart(6, '0')));
  }
  const segment = new Segment(writer.freeze());
  return { segment, saturator: new Saturator(segment.lengthSum / segment.paragraphCount), counts };
}

/** Of a word that is nowhere. */
const NONE = new Uint8Array(PARAGRAPHS);

interface Asked {
  word: string;
  worth: number;
}

/** Lists of one block, of which the shorter leads: the bound of the other was once taken from where it had ended. */
const RARE: [Asked, Asked][] = [
  [
    { word: 'w279', worth: 0.5 },
    { word: 'w175', worth: 0.5 },
  ],
];

/** A word that is nowhere beside one that many have, of which none is a full match. */
const LACKING: [Asked][] = [[{ word: 'w0', worth: 0.5 }], [{ word: `w${WORDS}`, worth: 0.5 }]];

/** Words that become sets when they are asked for often. */
const FREQUENT: [Asked][] = ['w60', 'w90', 'w0'].map((word, i) => [{ word, worth: 3 - i }]);

/** So many common words of equal worth that any paragraph with a few of them may be among the best. */
const MANY: [Asked][] = Array.from({ length: 30 }, (_, i) => [{ word: `w${i + 10}`, worth: 1 }]);

/** A set of about so many of 100 paragraphs of a segment; null where it is 0. */
function share(percent: number, seed: number, { paragraphCount }: Segment): Uint32Array | null {
  if (percent === 0) return null;
  const set = new Uint32Array(Math.ceil(paragraphCount / 32));
  for (let i = 0; i < paragraphCount; i++)
    if ((Math.imul(i + seed, 2_654_435_761) >>> 0) % 100 < percent) addBit(set, i);
  return set;
}

/** What `findPlain` is to find, by looking at every paragraph. */
function look(
  { segment, saturator, counts }: Text,
  clauses: readonly (readonly Asked[])[],
  extra: readonly Asked[],
  excluded: readonly Asked[],
  join: Join,
  wanted: number,
  removed: Uint32Array | null,
  passing: Uint32Array | null,
) {
  const listed = (asked: readonly Asked[]) =>
    asked.map(({ word, worth }) => ({ counts: counts.get(word) ?? NONE, worth }));
  const [parts, others, without] = [clauses.map(listed), listed(extra), listed(excluded)];
  const asked = [...parts.flat(), ...others];
  const { lengths, paragraphCount } = segment;
  const { norms } = saturator;
  const best: (Scored & { full: boolean })[] = [];
  const documents = new Set<number>();
  let hits = 0;
  for (let paragraph = 0; paragraph < paragraphCount; paragraph++) {
    // Most have none, and are soon passed.
    if (!asked.some(({ counts }) => counts[paragraph])) continue;
    const norm = norms[lengths[paragraph] ?? 1] ?? 0;
    let score = 0;
    const has = (list: ReturnType<typeof listed>): boolean => {
      let some = false;
      for (const { counts, worth } of list) {
        const count = counts[paragraph] ?? 0;
        if (count === 0) continue;
        some = true;
        score += worth * saturated(count, norm);
      }
      return some;
    };
    if (has(without)) continue;
    let matched = 0;
    for (const clause of parts) if (has(clause)) matched++;
    const isOther = has(others);
    const full = matched === parts.length;
    if (join === 'all' ? !full : matched === 0 && !isOther) continue;
    if (removed !== null && hasBit(removed, paragraph)) continue;
    if (passing !== null && !hasBit(passing, paragraph)) continue;
    hits++;
    documents.add(segment.documentOf(paragraph));
    if (join !== 'partial' || !full) best.push({ paragraph, score, full });
  }
  best.sort((a, b) => b.score - a.score || a.paragraph - b.paragraph);
  return { hits, documents: documents.size, best: best.slice(0, wanted) };
}

/** As a segment is for words that are rarer than those whose tables fill their room. */
function withoutRoom(text: Text): Text {
  const set = new Uint32Array(24 << 20);
  text.segment.tables.keep(-1, new Table({ matched: set, owned: set }, Number.POSITIVE_INFINITY, null));
  return text;
}

/** As a segment is of which every word was asked for often. */
function askedOften(text: Text): Text {
  const { tables } = text.segment;
  for (const word of text.counts.keys()) for (const term = text.segment.termNumber(word); !tables.isAskedOften(term); );
  return text;
}

/** The same bytes, of which nothing was asked yet. */
function opened(text: Text): Text {
  return { ...text, segment: new Segment(text.segment.bytes) };
}

const SHORT = textOf(1, 1);

describe.each([
  ['with a paragraph a document', SHORT],
  ['with a paragraph a document, each word asked for often', askedOften(opened(SHORT))],
  ['with 7 paragraphs a document', askedOften(textOf(7, 7))],
  ['without room for tables', withoutRoom(textOf(3, 1))],
])('%s', (_, text) => {
  const word = fc.record({
    // Of all frequencies, also none.
    word: fc.nat(WORDS + 20).map((number) => `w${number}`),
    worth: fc.double({ min: 0.5, max: 9, noNaN: true }),
  });
  const clause = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(word) },
    { weight: 1, arbitrary: fc.tuple(word, word).filter(([a, b]) => a.word !== b.word) },
  );

  it('finds a page of each word, however many paragraphs have it', () => {
    const { segment, saturator, counts } = text;
    for (const word of counts.keys()) {
      const clauses = [[{ type: 'word' as const, term: segment.termNumber(word), worth: 3 }]];
      const query = { clauses, needsAll: false, extra: [], excluded: [] };
      const { best: page, ...want } = look(text, [[{ word, worth: 3 }]], [], [], 'all', 20, null, null);
      for (const wanted of [0, 1, 20]) {
        const place = { segment, removed: null, passing: null, collects: wanted === 1 };
        const top = new Best(wanted);
        const found = findPlain(place, query, saturator, 'all', top);
        const best = top.sorted().map((hit) => ({ ...hit, full: found.isFull(hit.paragraph) }));
        expect(best).toEqual(page.slice(0, wanted));
        expect(found).toMatchObject(want);
        expect(bits(found.set)).toBe(wanted === 1 ? want.hits : 0);
      }
    }
  });

  it.each(['all', 'any', 'partial'] as const)('finds the best and counts all: %s', (join) => {
    const narrowing = fc.constantFrom(0, 0, 0, 3, 60);
    fc.assert(
      fc.property(
        // One clause has no partial matches.
        fc.uniqueArray(clause, {
          minLength: join === 'partial' ? 2 : 1,
          maxLength: 4,
          selector: (parts) => parts.map(({ word }) => word).join(),
        }),
        fc.constantFrom(0, 1, 10, 300),
        narrowing,
        narrowing,
        fc.boolean(),
        fc.array(word, { maxLength: 2 }),
        fc.array(word, { maxLength: 1 }),
        (clauses, wanted, gone, passed, collects, extra, excluded) => {
          const { segment, saturator } = text;
          const removed = share(gone, 1, segment);
          const passing = share(passed, 2, segment);
          const place = { segment, removed, passing, collects };
          const partsOf = (asked: readonly Asked[]) =>
            asked.flatMap(({ word, worth }) => {
              const term = segment.termNumber(word);
              return term < 0 ? [] : [{ type: 'word' as const, term, worth }];
            });
          const query = {
            clauses: clauses.map(partsOf),
            needsAll: false,
            extra: partsOf(extra),
            excluded: partsOf(excluded),
          };
          const top = new Best(wanted);
          const found = findPlain(place, query, saturator, join, top);
          const want = look(text, clauses, extra, excluded, join, wanted, removed, passing);
          const best = top.sorted().map((hit) => ({ ...hit, full: found.isFull(hit.paragraph) }));
          expect(best).toEqual(want.best);
          expect([found.hits, found.documents]).toEqual([want.hits, want.documents]);
          if (!collects) return;
          const all = look(text, clauses, extra, excluded, join, 0, removed, null);
          expect(bits(found.set)).toBe(all.hits);
        },
      ),
      {
        numRuns: 40 * TIMES,
        examples: [
          [MANY, 10, 0, 0, false, [], []],
          [FREQUENT.slice(0, 2), 10, 0, 0, false, [], []],
          [FREQUENT.slice(0, 2), 10, 3, 60, true, [], []],
          [FREQUENT, 10, 0, 0, false, [], []],
          [LACKING, 1, 0, 0, false, [], []],
          [join === 'partial' ? MANY : RARE, 10, 0, 0, false, [], []],
        ],
      },
    );
  });
});

function bits(set: Uint32Array | null): number {
  let count = 0;
  for (const word of set ?? []) for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
