/** One term's postings: what a cursor reads is what was written, block by block and leap by leap; and the best of what it finds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FieldCounts, jointCount } from '../../../src/index/rank.js';
import { Best, type Scored } from '../../../src/index/search/top.js';
import { ByteWriter } from '../../../src/index/segment/bytes.js';
import { PostingsCursor } from '../../../src/index/segment/cursor.js';
import { KeptContexts } from '../../../src/index/segment/kept-contexts.js';
import { NumberList } from '../../../src/index/segment/number-list.js';
import { PADDING, viewOf } from '../../../src/index/segment/packed.js';
import { BLOCK, END, FIELD_GAP, IMPACT_BYTES } from '../../../src/index/segment/postings.js';
import { LeaderFinder } from '../../../src/index/write/find-leaders.js';
import { TermPostings } from '../../../src/index/write/term-postings.js';
import { type BlockTable, writePostings } from '../../../src/index/write/write-postings.js';
import { TIMES } from '../../times.js';

interface Posting {
  paragraph: number;
  count: FieldCounts;
  positions: number[];
}

/** Sizes around which blocks begin and end. */
const size = fc.oneof(
  fc.integer({ min: 1, max: 1000 }),
  fc.constantFrom(1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 1, 2 * BLOCK, 2 * BLOCK + 1, 7 * BLOCK, 7 * BLOCK + 1),
);

/** A list made from a seed, as fast-check would take long to make a thousand postings one by one. */
function randomPostings(length: number, seed: number): Posting[] {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const widest = [1, 3, 100, 5000][below(4)] ?? 1;
  let paragraph = -1;
  return Array.from({ length }, () => {
    paragraph += 1 + below(widest);
    const plain = below(3) > 0;
    const count = plain
      ? { body: 1, heading: 0, title: 0 }
      : { body: 1 + below(below(9) === 0 ? 80 : 9), heading: below(3), title: below(2) };
    let position = below(300);
    const positions = Array.from({ length: count.body + count.heading + count.title }, (_, i) => {
      position += 1 + below(200);
      // Headings and the title each stand apart from what is before them.
      if (i === count.body && count.heading > 0) position += FIELD_GAP;
      if (i === count.body + count.heading && count.title > 0) position += FIELD_GAP;
      return position;
    });
    return { paragraph, count, positions };
  });
}

const postings = fc.tuple(size, fc.nat()).map(([length, seed]) => randomPostings(length, seed));

/** Writes several terms behind each other, so that offsets and blocks do not begin at 0; cursors by term. */
function written(lists: readonly Posting[][], context: TermPostings['context'] = []) {
  const out = new ByteWriter(1);
  const table: BlockTable = { last: new NumberList(), offset: new NumberList(), impacts: new ByteWriter(1) };
  const lengths = new Uint8Array(Math.max(0, ...lists.map((list) => (list.at(-1)?.paragraph ?? 0) + 1)));
  // Of those that have one of the terms: there may be millions between them.
  for (const { paragraph } of lists.flat()) lengths[paragraph] = 1 + ((paragraph * 37) % 255);
  const leaders = new LeaderFinder({ lengths, documents: new Uint32Array(0) });
  const offsets = lists.map((list) => {
    const offset = out.length;
    const term = new TermPostings();
    for (const { paragraph, count, positions } of list) {
      term.add(paragraph, count.body, count.heading, count.title);
      for (const position of positions) term.positions.push(position);
    }
    term.context = context;
    writePostings(out, table, leaders, term, 5, 0);
    return offset;
  });
  for (let i = 0; i < PADDING; i++) out.byte(0);
  const source = {
    postings: out.view(),
    view: viewOf(out.view()),
    contexts: new KeptContexts(),
    blockLast: table.last.view(),
    blockOffset: table.offset.view(),
  };
  return { lengths, impacts: table.impacts.view(), cursor: (i: number) => new PostingsCursor(source, offsets[i] ?? 0) };
}

function read(cursor: PostingsCursor): Posting {
  cursor.loadCounts();
  const { at } = cursor;
  const count = { body: cursor.body[at] ?? 0, heading: cursor.heading[at] ?? 0, title: cursor.title[at] ?? 0 };
  if (cursor.count() !== jointCount(count)) throw new Error(`Joint count of ${cursor.paragraph} is ${cursor.count()}.`);
  return { paragraph: cursor.paragraph, count, positions: cursor.positions() };
}

describe('PostingsCursor', () => {
  it('steps through everything that was written', () => {
    fc.assert(
      fc.property(postings, postings, (first, second) => {
        const { cursor } = written([first, second]);
        for (const [i, list] of [first, second].entries()) {
          const walk = cursor(i);
          expect(walk.owners).toBe(list.length);
          const seen: Posting[] = [];
          while (walk.next() !== END) seen.push(read(walk));
          expect(seen).toEqual(list);
          expect([walk.next(), walk.advance(0), walk.paragraph]).toEqual([END, END, END]);
        }
      }),
      { numRuns: 30 * TIMES },
    );
  });

  it('leaps to the first at or after a target, mixed with steps, reading counts now and then', () => {
    const moves = fc.array(fc.tuple(fc.boolean(), fc.nat(2000), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(postings, postings, moves, (before, list, steps) => {
        const walk = written([before, list]).cursor(1);
        let at = -1;
        for (const [step, leap, reads] of steps) {
          const target = Math.max(0, list[at]?.paragraph ?? 0) + leap;
          if (step) at++;
          else
            at = Math.max(
              at,
              list.findIndex((posting) => posting.paragraph >= target),
            );
          if (!step && (list.at(-1)?.paragraph ?? -1) < target) at = list.length;
          const want = list[at];
          expect(step ? walk.next() : walk.advance(target)).toBe(want?.paragraph ?? END);
          if (want === undefined) return;
          if (reads) expect(read(walk)).toEqual(want);
        }
      }),
      { numRuns: 60 * TIMES },
    );
  });

  it('tells where positions begin, where at most the last is not in the text, and of a short block if they are few', () => {
    fc.assert(
      fc.property(postings, postings, (before, list) => {
        const walk = written([before, list]).cursor(1);
        const starts = walk.noStarts();
        expect(starts.read(0, [])).toBe(0);
        walk.findStarts(starts);
        const told = Math.floor(list.length / BLOCK) * BLOCK;
        const read = list.map((_, place) => {
          const into: number[] = [];
          return [starts.read(place, into), into];
        });
        const expected = list.map(({ count, positions }, place) => {
          const above = count.heading + count.title;
          const few = positions.length <= 3 && (positions.at(-1) ?? 0) - above * FIELD_GAP < 512;
          return above <= 1 && (place < told || few) ? [positions.length, positions] : [0, []];
        });
        expect(read).toEqual(expected);
        // The cursor begins anew.
        expect([walk.next(), walk.positions()]).toEqual([list[0]?.paragraph, list[0]?.positions]);
      }),
      { numRuns: 30 * TIMES },
    );
  });

  it('leaves to the cursor what begins too far behind the first of a block', () => {
    const list = Array.from({ length: BLOCK }, (_, paragraph) => ({
      paragraph,
      count: { body: 60, heading: 0, title: 0 },
      positions: Array.from({ length: 60 }, (_, i) => (i + 1) * (paragraph === 0 ? 1 : 1000)),
    }));
    const walk = written([list]).cursor(0);
    const starts = walk.noStarts();
    walk.findStarts(starts);
    const told = list.map(({ paragraph, positions }) => {
      const into: number[] = [];
      const size = starts.read(paragraph, into);
      if (size > 0) expect(into).toEqual(positions);
      return size;
    });
    expect([told[0], told.at(-1)]).toEqual([60, 0]);
  });

  it('reads positions with counts packed or unpacked, of few postings of a block or many', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.boolean()), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(postings, postings, some, (before, list, leaps) => {
        const walk = written([before, list]).cursor(1);
        let at = -1;
        for (const [leap, unpacks] of leaps) {
          at += leap;
          const want = list[at];
          if (want === undefined) return;
          walk.advance(want.paragraph);
          if (unpacks) walk.loadCounts();
          expect(walk.positions()).toEqual(want.positions);
          expect([walk.inBody(), walk.inHeadings()]).toEqual([want.count.body, want.count.heading]);
        }
      }),
      { numRuns: 60 * TIMES },
    );
  });

  it('tells a block of another term which of it are its own, with counts, and with places to come back to', () => {
    fc.assert(
      fc.property(postings, postings, fc.nat(3), (lead, list, every) => {
        const { cursor } = written([lead, list]);
        const [block, met, numbers] = [new Int32Array(BLOCK), new Int32Array(BLOCK), new Int32Array(BLOCK)];
        const own = new Map(list.map((posting) => [posting.paragraph, posting]));
        const wanted = lead.filter(({ paragraph }) => own.has(paragraph)).map(({ paragraph }) => own.get(paragraph));
        const counting = cursor(0);
        const counted = cursor(1);
        const counts: number[] = [];
        for (let size = counting.nextBlock(0, block); size > 0; size = counting.nextBlock(counted.paragraph, block)) {
          const found = counted.meet(block, size, met, numbers);
          for (let i = 0; i < found; i++) counts.push(block[met[i] ?? -1] ?? -1, numbers[i] ?? -1);
        }
        expect(counts).toEqual(wanted.flatMap((own) => (own ? [own.paragraph, jointCount(own.count)] : [])));
        const leading = cursor(0);
        const placed = cursor(1);
        const seen: Posting[] = [];
        for (let size = leading.nextBlock(0, block), target = 0; size > 0; size = leading.nextBlock(target, block)) {
          const found = placed.meetPlaces(block, size, met, numbers);
          target = placed.paragraph;
          for (let i = 0; i < found; i++) {
            const want = own.get(block[met[i] ?? -1] ?? -1);
            if (want === undefined) throw new Error('Met what the term does not own.');
            seen.push(want);
            if (seen.length % (every + 1) > 0) continue;
            placed.standAt(numbers[i] ?? -1, want.paragraph);
            // Positions with counts as they are packed, then as they are unpacked.
            expect(placed.positions()).toEqual(want.positions);
            expect(read(placed)).toEqual(want);
          }
        }
        expect(seen).toEqual(wanted);
      }),
      { numRuns: 60 * TIMES },
    );
  });

  it('finds the block of a target from the table alone, never one before the current', () => {
    fc.assert(
      fc.property(postings, fc.array(fc.nat(100_000), { maxLength: 20 }), (list, targets) => {
        const walk = written([list]).cursor(0);
        walk.next();
        const blocks = Math.ceil(list.length / BLOCK);
        for (const target of targets.sort((a, b) => a - b)) {
          const from = walk.block;
          const index = list.findIndex((posting) => posting.paragraph >= target);
          const block = index < 0 ? blocks : Math.floor(index / BLOCK);
          // A term of one block has no table: its block is always looked at.
          expect(walk.blockAt(target)).toBe(blocks === 1 ? 0 : Math.max(from, block));
          expect(walk.block).toBe(from);
          if (walk.advance(target) === END) return;
        }
      }),
      { numRuns: 100 },
    );
  });

  it('knows each block’s last paragraph, and bounds that hold for all of it', () => {
    fc.assert(
      fc.property(postings, (list) => {
        const { cursor, impacts, lengths } = written([list]);
        const walk = cursor(0);
        for (let block = 0; walk.blocks > 1 && block < walk.blocks; block++) {
          const inside = list.slice(block * BLOCK, (block + 1) * BLOCK);
          expect(walk.lastOf(block)).toBe(inside.at(-1)?.paragraph);
          const [largest = 0, ...least] = impacts.subarray(block * IMPACT_BYTES, (block + 1) * IMPACT_BYTES);
          for (const { paragraph, count } of inside) {
            const joint = jointCount(count);
            const length = lengths[paragraph] ?? 0;
            const bucket = joint <= 2 ? joint - 1 : joint <= 4 ? 2 : 3;
            const bound = least[bucket] ?? 0;
            if (bound === 0 || bound > length) throw new Error(`Paragraph ${paragraph} is shorter than ${bound}.`);
            if (largest !== 255 && joint > largest) throw new Error(`Paragraph ${paragraph} has more than ${largest}.`);
          }
        }
      }),
      { numRuns: 30 * TIMES },
    );
  });

  it('keeps the context of a term that owns nothing', () => {
    const context = [
      { start: 0, end: 3, heading: 1, title: 0 },
      { start: 3, end: 900, heading: 2, title: 1 },
      { start: 5000, end: 5001, heading: 0, title: 1 },
    ];
    const walk = written([[]], context).cursor(0);
    expect([walk.owners, walk.contextParagraphs, [...walk.context]]).toEqual([0, 5, context]);
    expect([walk.next(), walk.advance(3)]).toEqual([END, END]);
  });

  it('holds the largest numbers of a paragraph', () => {
    const list: Posting[] = [0, 2 ** 24 - 1].flatMap((paragraph) => {
      const positions = Array.from(
        { length: 70_000 },
        (_, i) => i * 3 + (i < 69_000 ? 0 : i < 69_900 ? 1 : 2) * FIELD_GAP,
      );
      return [{ paragraph, count: { body: 69_000, heading: 900, title: 100 }, positions }];
    });
    const walk = written([list]).cursor(0);
    walk.next();
    walk.next();
    expect(read(walk)).toEqual(list[1]);
  });
});

describe('a full block', () => {
  const block = (change: (i: number, posting: Posting) => Posting): Posting[] =>
    Array.from({ length: BLOCK }, (_, i) =>
      change(i, { paragraph: i * 2, count: { body: 1, heading: 0, title: 0 }, positions: [i] }),
    );
  const body = (posting: Posting, positions: number[]): Posting => ({
    ...posting,
    count: { ...posting.count, body: positions.length },
    positions,
  });

  it.each([
    ['once each', block((_, posting) => posting)],
    [
      'one large count',
      block((i, posting) =>
        i === 77
          ? body(
              posting,
              Array.from({ length: 200 }, (_, at) => at),
            )
          : posting,
      ),
    ],
    [
      'one count too large for a byte',
      block((i, posting) =>
        i === 0
          ? body(
              posting,
              Array.from({ length: 400 }, (_, at) => at),
            )
          : posting,
      ),
    ],
    [
      'large counts at both ends',
      block((i, posting) => (i % 127 === 0 ? body(posting, [1, 2, 3, 4, 5, 6, 7]) : posting)),
    ],
    ['gaps beyond 24 bits', block((i, posting) => (i % 50 === 0 ? body(posting, [3, 2 ** 28, 2 ** 31 - 1]) : posting))],
    [
      'one title',
      block((i, posting) =>
        i === 5 ? { ...posting, count: { body: 0, heading: 0, title: 1 }, positions: [FIELD_GAP] } : posting,
      ),
    ],
  ])('of %s, read in any order', (_, list) => {
    for (const step of [1, 2, 15, 16, 17, 63, 127]) {
      const walk = written([list]).cursor(0);
      for (let i = 0; i < BLOCK; i += step) {
        expect(walk.advance(i * 2)).toBe(i * 2);
        // One count is read alone before the others of the block are.
        expect(walk.count()).toBe(jointCount(list[i]?.count ?? { body: 0, heading: 0, title: 0 }));
        if (i % 3 !== 1) expect(read(walk)).toEqual(list[i]);
      }
    }
  });
});

describe('Best', () => {
  it('is the beginning of the sorted whole', () => {
    // Few scores, so that many are equal.
    const score = fc.integer({ min: 0, max: 5 }).map((value) => value / 2);
    fc.assert(
      fc.property(fc.array(score, { maxLength: 200 }), fc.nat(30), (scores, limit) => {
        const all: Scored[] = scores.map((value, paragraph) => ({ paragraph, score: value }));
        const best = new Best(limit);
        for (const { paragraph, score: value } of all) {
          const { threshold } = best;
          expect(best.offer(paragraph, value)).toBe(value > threshold);
        }
        const sorted = [...all].sort((a, b) => b.score - a.score || a.paragraph - b.paragraph);
        expect(best.sorted()).toEqual(sorted.slice(0, limit));
      }),
      { numRuns: 200 * TIMES },
    );
  });
});
