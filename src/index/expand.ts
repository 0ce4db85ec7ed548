/** The words of the index that a prefix or a mistyped word stands for. */
import type { LiveSegment } from './generation.js';
import { nearTerms } from './near.js';

/** Most words of one segment that one prefix may stand for, in the order of the dictionary. Beyond it the answer says so. */
export const MAX_EXPANSIONS = 1 << 16;

/** Numbers of terms, for each segment. */
export interface Expansion {
  numbers: readonly (readonly number[])[];
  /** Different words that live paragraphs have; where there are more than `few`, some number above it. */
  words: number;
  /** What a cap left out, as a sentence. */
  note: string | null;
}

/**
 * Words that begin with `prefix`; with `longer`, without the one that is the prefix itself.
 * @param few up to how many words the count must be exact
 */
export function expandPrefix(
  segments: readonly LiveSegment[],
  prefix: string,
  longer: boolean,
  few: number,
): Expansion {
  const numbers: number[][] = [];
  let cut = 0;
  for (const live of segments) {
    const [from, to] = live.segment.prefixRange(prefix);
    const first = longer && live.segment.termNumber(prefix) === from ? from + 1 : from;
    const last = Math.min(to, first + MAX_EXPANSIONS);
    cut = Math.max(cut, to - last);
    numbers.push(alive(live, first, last));
  }
  const note = cut > 0 ? `“${prefix}” begins ${cut} more words than are searched; type another letter.` : null;
  return { numbers, words: countWords(segments, numbers, few), note };
}

/** Words one edit away from `word` (an insertion, deletion, substitution, or swap of neighbours) that begin with the same letter. */
export function expandFuzzy(segments: readonly LiveSegment[], word: string): Expansion & { terms: string[] } {
  const terms = new Set<string>();
  const numbers = segments.map((live) => {
    const near = nearTerms(live.segment, word).filter((number) => isAlive(live, number));
    for (const number of near) terms.add(live.segment.term(number));
    return near;
  });
  return { numbers, words: terms.size, note: null, terms: [...terms] };
}

function alive(live: LiveSegment, from: number, to: number): number[] {
  const numbers: number[] = [];
  for (let number = from; number < to; number++) if (isAlive(live, number)) numbers.push(number);
  return numbers;
}

/** Whether a term stands in a paragraph that was not deleted. */
function isAlive({ segment, removed }: LiveSegment, number: number): boolean {
  return removed === null || segment.frequency(number) > (removed.frequencies.get(segment.term(number)) ?? 0);
}

function countWords(segments: readonly LiveSegment[], numbers: readonly number[][], few: number): number {
  const most = Math.max(0, ...numbers.map((list) => list.length));
  if (most > few || segments.length === 1) return most;
  const words = new Set<string>();
  for (const [i, { segment }] of segments.entries())
    for (const number of numbers[i] ?? []) words.add(segment.term(number));
  return words.size;
}
