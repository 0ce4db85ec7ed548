/** The front-coded dictionary against the sorted list of its terms. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dictionary, DictionaryWriter } from '../../../src/index/segment/dictionary.js';
import { TermWalk } from '../../../src/index/segment/term-walk.js';

/** Few letters, so that many terms begin alike; long beginnings and ends, as sizes above 14 are written in another way, and a walk makes room for those above 64. */
const term = fc
  .tuple(
    fc.constantFrom('', '\u{10fffc}', 'a'.repeat(20)),
    fc.array(fc.constantFrom('a', 'b', 'c', 'é', 'ж', '京', '𐐷'), { minLength: 1, maxLength: 5 }),
    fc.constantFrom('', '', '', 'b'.repeat(30), 'b'.repeat(50)),
  )
  .map(([start, letters, end]) => start + letters.join('') + end);
const terms = fc
  .uniqueArray(term, { minLength: 1, maxLength: 400 })
  .map((all) => all.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));

function dictionaryOf(sorted: readonly string[]): Dictionary {
  const writer = new DictionaryWriter();
  for (const one of sorted) writer.add(one);
  const { offsets, terms: bytes } = writer.finish();
  return new Dictionary(sorted.length, offsets.view(), bytes);
}

function textOf(walk: TermWalk): string {
  return Buffer.from(walk.bytes.subarray(0, walk.length)).toString();
}

function sharedBytes(a: string, b: string): number {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  let shared = 0;
  while (shared < x.length && shared < y.length && x[shared] === y[shared]) shared++;
  return shared;
}

describe('a dictionary', () => {
  it('gives each term by its number, and the number of each; of others, where they would stand', () => {
    fc.assert(
      fc.property(terms, fc.array(term, { maxLength: 20 }), (sorted, others) => {
        const dictionary = dictionaryOf(sorted);
        expect(sorted.map((_, number) => dictionary.term(number))).toEqual(sorted);
        for (const wanted of [...sorted, ...others, '', '\u{10ffff}']) {
          const bytes = Buffer.from(wanted);
          const number = sorted.indexOf(wanted);
          const behind = sorted.filter((one) => Buffer.compare(Buffer.from(one), bytes) < 0).length;
          expect([wanted, dictionary.find(bytes)]).toEqual([wanted, number < 0 ? -1 - behind : number]);
          expect([wanted, dictionary.numberOf(wanted)]).toEqual([wanted, number]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the numbers of the last terms that were asked for, and no more than 1,024 of them', () => {
    class Counting extends Dictionary {
      searches = 0;
      override find(wanted: Uint8Array): number {
        this.searches++;
        return super.find(wanted);
      }
    }
    const { offsets, bytes } = dictionaryOf(['a']);
    const dictionary = new Counting(1, offsets, bytes);
    for (let i = 0; i < 1024; i++) dictionary.numberOf(`w${i}`);
    expect(dictionary.numberOf('w0')).toBe(-1);
    expect(dictionary.searches).toBe(1024);
    dictionary.numberOf('one more');
    expect(dictionary.numberOf('w0')).toBe(-1);
    expect(dictionary.searches).toBe(1026);
  });

  it('of nothing finds nothing', () => {
    expect(dictionaryOf([]).find(Buffer.from('a'))).toBe(-1);
  });

  it('is walked term by term, and in leaps over those that begin alike', () => {
    // Many leaps go just behind a long beginning, over the blocks of those that have it.
    const length = fc.oneof(fc.nat(25), fc.constantFrom(0, 20));
    const moves = fc.array(fc.tuple(fc.nat(4), length, fc.constantFrom(0, 0, 0x62, 0x63, 0x7f)), { maxLength: 30 });
    fc.assert(
      fc.property(terms, fc.nat(399), fc.nat(399), moves, (sorted, first, cut, steps) => {
        const dictionary = dictionaryOf(sorted);
        let at = first % sorted.length;
        const to = sorted.length - (cut % sorted.length);
        const walk = new TermWalk(dictionary, at);
        for (const [kind, length, least] of steps) {
          const here = sorted[at] ?? '';
          const bytes = Buffer.from(here);
          const kept = Math.min(bytes.length, 1 + length);
          // Only one byte is compared with the least: the last of the beginning must be a whole character.
          const limit = (bytes[kept - 1] ?? 0) < 0x80 ? least : 0;
          const wanted = (one: string): boolean => {
            const shared = sharedBytes(here, one);
            return shared < kept && (shared < kept - 1 || (Buffer.from(one)[kept - 1] ?? 0) >= limit);
          };
          const next = kind === 0 ? at + 1 : sorted.findIndex((one, number) => number > at && wanted(one));
          const isThere = next > at && next < to;
          expect(kind === 0 ? walk.next(to) : walk.leap(kept, to, limit)).toBe(isThere);
          if (!isThere) return;
          expect([walk.number, textOf(walk)]).toEqual([next, sorted[next]]);
          expect(walk.shared).toBe(sharedBytes(here, sorted[next] ?? ''));
          at = next;
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is leapt in to the least byte that is wanted, over blocks, also where terms with that byte fill blocks', () => {
    const count = 40;
    const sorted = ['a', 'b', 'c'].flatMap((letter) =>
      Array.from({ length: count }, (_, i) => `${'a'.repeat(20)}${letter}${10 + i}`),
    );
    for (const [i, least] of ['b', 'c'].entries()) {
      const walk = new TermWalk(dictionaryOf(sorted), 0);
      expect(walk.leap(21, sorted.length, least.charCodeAt(0))).toBe(true);
      expect(walk.number).toBe((i + 1) * count);
    }
  });
});
