/** Finds the most frequent words with a prefix. */
import { frequency, type LiveSegment } from '../generation.js';
import type { Segment } from '../segment.js';
import { FIRST_FORM } from '../words/term-keys.js';

/** Most words that are considered, and how many words of a segment are looked at to find them. */
const MAX_WORDS = 256;
const MAX_RANGE = 1 << 16;

/** A word, how many live paragraphs have it, and its number in each segment, -1 where that lacks it. */
export interface Word {
  term: string;
  have: number;
  numbers: readonly number[];
}

/** The words with a prefix, most frequent first; at most `MAX_WORDS`. */
export function frequentWords(segments: readonly LiveSegment[], prefix: string): Word[] {
  const terms = new Set<string>();
  for (const { segment } of segments) {
    const [from, to] = segment.prefixRange(prefix);
    const end = Math.min(to, from + MAX_RANGE, segment.lowerBound(FIRST_FORM));
    for (const number of mostFrequent(segment, from, end)) terms.add(segment.term(number));
  }
  return [...terms]
    .map((term) => wordOf(segments, term))
    .filter(({ have }) => have > 0)
    .sort((a, b) => b.have - a.have || (a.term < b.term ? -1 : 1))
    .slice(0, MAX_WORDS);
}

function wordOf(segments: readonly LiveSegment[], term: string): Word {
  return { term, have: frequency(segments, term), numbers: segments.map(({ segment }) => segment.termNumber(term)) };
}

/** The `MAX_WORDS` most frequent words of a range. Only those with the highest powers of two are sorted. */
function mostFrequent(segment: Segment, from: number, to: number): number[] {
  const frequencies = new Uint32Array(Math.max(0, to - from));
  const sizes = new Uint32Array(33);
  for (let number = from; number < to; number++) {
    const have = segment.frequency(number);
    frequencies[number - from] = have;
    const size = 32 - Math.clz32(have);
    sizes[size] = (sizes[size] ?? 0) + 1;
  }
  let least = 32;
  for (let sum = sizes[32] ?? 0; least > 0 && sum < MAX_WORDS; ) sum += sizes[--least] ?? 0;
  const numbers: number[] = [];
  for (let i = 0; i < frequencies.length; i++) {
    if (32 - Math.clz32(frequencies[i] ?? 0) >= least) numbers.push(from + i);
  }
  if (numbers.length <= MAX_WORDS) return numbers;
  return numbers.sort((a, b) => (frequencies[b - from] ?? 0) - (frequencies[a - from] ?? 0)).slice(0, MAX_WORDS);
}
