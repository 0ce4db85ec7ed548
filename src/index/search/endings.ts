/** What a path, an address or another name may become while its last word is being typed: `@hono/node-ser`. */

import type { LiveSegment } from '../generation.js';
import type { Query } from '../search-types.js';
import { stands } from './plain/phrase-wordings.js';
import { MAX_WORDINGS, type PhraseWordings } from './wordings.js';

/** Where more words of a segment begin as the last one does, it has too few letters to tell what was meant. */
const MAX_WORDS = 512;

/** The phrases that some paragraph has and that go on in the last word; null where there are none. */
export function endingsOf(
  segments: readonly LiveSegment[],
  { terms, slop, field }: Query & { type: 'phrase' },
): PhraseWordings | null {
  const words = new Set<string>();
  for (const { segment } of segments) {
    const [from, to] = segment.prefixRange(terms.at(-1) ?? '');
    if (to - from > MAX_WORDS) return null;
    for (const number of segment.termsIn(from, to)) words.add(segment.term(number));
  }
  const before = terms.slice(0, -1);
  const found = [...words]
    .sort()
    .map((word) => [...before, word])
    .filter((wording) => stands(segments, { wordings: [wording], slop, field, worth: 0 }));
  return found.length === 0
    ? null
    : { wordings: found.slice(0, MAX_WORDINGS), left: Math.max(0, found.length - MAX_WORDINGS) };
}
