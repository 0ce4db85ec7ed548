/** The words of the index that a prefix or a mistyped word stands for. */
import type { LiveSegment } from './generation.js';
import type { Segment } from './segment.js';

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
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  const bytes = Buffer.from(word);
  const terms = new Set<string>();
  const numbers = segments.map((live) => {
    const { segment } = live;
    const [from, to] = segment.prefixRange(first);
    const near: number[] = [];
    for (let number = from; number < to; number++) {
      if (!mayBeNear(segment, number, bytes)) continue;
      const term = segment.term(number);
      if (term === word || !oneEditApart(term, word) || !isAlive(live, number)) continue;
      near.push(number);
      terms.add(term);
    }
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

/** Cheap and never wrong to say no: compares bytes, as making a string of every word in the dictionary took most of the time. */
function mayBeNear(segment: Segment, number: number, word: Uint8Array): boolean {
  const { terms } = segment;
  const start = segment.termStart(number);
  const end = segment.termStart(number + 1);
  // An edit changes one code point, up to four bytes, or swaps two.
  if (Math.abs(end - start - word.length) > 4) return false;
  const most = Math.min(end - start, word.length);
  let same = 0;
  while (same < most && terms[start + same] === word[same]) same++;
  let sameEnd = 0;
  while (sameEnd < most - same && terms[end - 1 - sameEnd] === word[word.length - 1 - sameEnd]) sameEnd++;
  return Math.max(end - start, word.length) - same - sameEnd <= 8;
}

function oneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  if (a.length === b.length) {
    if (a.slice(start + 1) === b.slice(start + 1)) return true;
    return a[start] === b[start + 1] && a[start + 1] === b[start] && a.slice(start + 2) === b.slice(start + 2);
  }
  const [longer, shorter] = a.length > b.length ? [a, b] : [b, a];
  return longer.slice(start + 1) === shorter.slice(start);
}
