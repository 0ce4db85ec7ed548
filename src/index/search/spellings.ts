/** How a folder spells a word that is typed with other diacritics, or with none. */
import { frequency, type LiveSegment, liveFrequency } from '../generation.js';
import { exactKey } from '../words/term-keys.js';

/** Most spellings of one word that a segment is asked for. */
const MAX_SPELLINGS = 16;

/** The spellings of a term with diacritics, in lower case, that live paragraphs have: `zürich` of `zurich`. */
export function spellingsOf(segments: readonly LiveSegment[], term: string): string[] {
  const prefix = exactKey(term, '');
  const spellings = new Set<string>();
  for (const live of segments) {
    const [from, to] = live.segment.prefixRange(prefix);
    for (let number = from; number < Math.min(to, from + MAX_SPELLINGS); number++)
      if (live.removed === null || liveFrequency(live, number) > 0)
        spellings.add(live.segment.term(number).slice(prefix.length));
  }
  return [...spellings].sort();
}

/** How most paragraphs that have a term spell it, in lower case. */
export function usualSpelling(segments: readonly LiveSegment[], term: string): string {
  const counted = spellingsOf(segments, term).map((spelling) => ({
    spelling,
    have: frequency(segments, exactKey(term, spelling)),
  }));
  // What has none of them spells it without diacritics; a paragraph may spell it in two ways.
  const plain = frequency(segments, term) - counted.reduce((sum, { have }) => sum + have, 0);
  return [{ spelling: term, have: plain }, ...counted].reduce((best, one) => (one.have > best.have ? one : best))
    .spelling;
}
