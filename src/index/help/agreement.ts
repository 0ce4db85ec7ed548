/**
 * Picks the candidate that goes best with the other words of a query: one that occurs in paragraphs with them, best of
 * all side by side.
 */

import { isRemoved } from '../generation/removed.js';
import { frequency, type LiveSegment, totals } from '../generation.js';
import { inverseFrequency } from '../rank.js';
import { collectionOf } from '../search/collection.js';
import { END } from '../segment/postings.js';
import type { Range } from '../types.js';
import { stemKey } from '../words/term-keys.js';

/**
 * What a word counts that occurs in no paragraph with the others, where one that occurs with all counts 1; and how much
 * is added for each side on which it stands right beside one.
 */
const ALONE = 0.25;
const BESIDE = 1;
/** Most candidates whose context is looked at, and most steps through postings for one. */
const MAX_CANDIDATES = 6;
const MAX_LEAPS = 256;

/** A possible correction: `to` instead of the text from `start` to `end`. */
export interface Candidate extends Range {
  to: string;
  /** Its words; the first and the last of them have neighbours in the query. */
  terms: readonly string[];
  score: number;
  /** Whether it is taken only where it stands beside another word of the query somewhere. */
  doubtful?: boolean;
}

/** The known words of a query, by key: those right before and right after the unknown one, and the nearest ones. */
export interface Context {
  before: string | undefined;
  behind: string | undefined;
  /** The nearest ones, these two included. */
  others: readonly string[];
  /** The known words on its sides that it makes one word with, as `get` and `name` in `getUserName`. */
  bound: { before: string | undefined; behind: string | undefined };
}

export const NO_CONTEXT: Context = {
  before: undefined,
  behind: undefined,
  others: [],
  bound: { before: undefined, behind: undefined },
};

/** The best candidate by its own score times how well it goes with the other words of the query. Null if there is none. */
export function likeliest(
  segments: readonly LiveSegment[],
  candidates: readonly Candidate[],
  context: Context,
): Candidate | null {
  const likely = candidates
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.to < b.to ? -1 : 1))
    .slice(0, MAX_CANDIDATES);
  let best: Candidate | null = null;
  let bestScore = 0;
  for (const candidate of likely) {
    if (!holds(segments, candidate.terms, context)) continue;
    const agreed = agreement(segments, candidate.terms, context);
    const score = candidate.doubtful === true && agreed <= 1 ? 0 : candidate.score * agreed;
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** `ALONE` if words occur in no paragraph with any of the others, 1 if with all of them, more if side by side. */
function agreement(
  segments: readonly LiveSegment[],
  terms: readonly string[],
  { before, behind, others }: Context,
): number {
  const [first = '', last = first] = [terms[0], terms.at(-1)].map((term = '') => keyOf(segments, term));
  const { paragraphs } = totals(segments);
  let all = 0;
  let shared = 0;
  let sides = 0;
  for (const other of others) {
    const rarity = inverseFrequency(frequency(segments, other), paragraphs);
    const { together, adjacent } = other === before ? besides(segments, before, first) : besides(segments, last, other);
    all += rarity;
    if (together > 0) shared += rarity;
    if (adjacent > 0 && (other === before || other === behind)) sides++;
  }
  return all === 0 ? 1 : ALONE + ((1 - ALONE) * shared) / all + BESIDE * sides;
}

/** Whether words stand beside those that they make one word with: else the whole would find nothing. */
function holds(segments: readonly LiveSegment[], terms: readonly string[], { bound }: Context): boolean {
  const { before, behind } = bound;
  const [first = '', last = first] = [terms[0], terms.at(-1)];
  return (
    (before === undefined || besides(segments, before, first).adjacent > 0) &&
    (behind === undefined || besides(segments, last, behind).adjacent > 0)
  );
}

/** The key of a word that finds the most paragraphs. */
function keyOf(segments: readonly LiveSegment[], term: string): string {
  const keys = [term, ...collectionOf(segments).stems(term, term).map(stemKey)];
  return keys.reduce((best, key) => (frequency(segments, key) > frequency(segments, best) ? key : best));
}

/** In how many paragraphs two words, by key, occur together, and in how many side by side in this order. Stops after `MAX_LEAPS` steps. */
export function besides(
  segments: readonly LiveSegment[],
  left: string,
  right: string,
): { together: number; adjacent: number } {
  let together = 0;
  let adjacent = 0;
  let leaps = 0;
  for (const { segment, removed } of segments) {
    const numbers = [segment.listNumber(left), segment.listNumber(right)];
    const [a, b] = numbers.map((number) => (number < 0 ? null : segment.cursor(number)));
    if (a === null || b === null || a === undefined || b === undefined) continue;
    for (let paragraph = a.next(); paragraph < END && leaps < MAX_LEAPS; leaps++) {
      const next = b.advance(paragraph);
      if (next !== paragraph) {
        paragraph = a.advance(next);
        continue;
      }
      if (!isRemoved(removed, paragraph)) {
        together++;
        const places = new Set(b.positions());
        if (a.positions().some((place) => places.has(place + 1))) adjacent++;
      }
      paragraph = a.next();
    }
  }
  return { together, adjacent };
}
