/** The words of the index that a prefix or a mistyped word stands for. */
import type { LiveSegment } from './generation.js';

/** Most words that one prefix or typo may stand for: the most frequent ones. Beyond it the answer says so. */
export const MAX_EXPANSIONS = 512;

export interface Expansion {
  terms: readonly string[];
  /** How many words there were before the cap. */
  found: number;
}

/** Words that begin with `prefix`, without the one that is the prefix itself where `longer` is set. */
export function expandPrefix(segments: readonly LiveSegment[], prefix: string, longer: boolean): Expansion {
  const frequencies = new Map<string, number>();
  for (const { segment } of segments) {
    const [from, to] = segment.prefixRange(prefix);
    for (let number = from; number < to; number++) {
      const term = segment.term(number);
      if (longer && term === prefix) continue;
      frequencies.set(term, (frequencies.get(term) ?? 0) + segment.frequency(number));
    }
  }
  return mostFrequent(frequencies);
}

/** Words one edit away from `word` (an insertion, deletion, substitution, or swap of neighbours) that begin with the same letter. */
export function expandFuzzy(segments: readonly LiveSegment[], word: string): Expansion {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  const frequencies = new Map<string, number>();
  for (const { segment } of segments) {
    const [from, to] = segment.prefixRange(first);
    for (let number = from; number < to; number++) {
      const term = segment.term(number);
      if (term === word || !oneEditApart(term, word)) continue;
      frequencies.set(term, (frequencies.get(term) ?? 0) + segment.frequency(number));
    }
  }
  return mostFrequent(frequencies);
}

function mostFrequent(frequencies: ReadonlyMap<string, number>): Expansion {
  const terms = [...frequencies]
    .sort(([termA, a], [termB, b]) => b - a || (termA < termB ? -1 : 1))
    .slice(0, MAX_EXPANSIONS)
    .map(([term]) => term);
  return { terms, found: frequencies.size };
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
