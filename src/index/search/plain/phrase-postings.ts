/**
 * The postings of a phrase, for queries of several clauses: found once, and then searched like those of a word. They
 * are kept, as while one types the phrase is soon asked for again, with one more letter after it.
 */

import type { Segment } from '../../segment.js';
import { type Flat, flatOf } from './flat.js';
import { giveBackCursors, ownersOf, wordingsIn } from './phrase-wordings.js';
import type { PlainPhrase } from './plain-query.js';

/** So many postings of phrases are kept for a segment at most, 9 bytes each; where it has more paragraphs, as many as those. */
const MAX_POSTINGS = 1 << 18;

interface Kept {
  phrases: Map<string, Flat>;
  postings: number;
}

const KEPT = new WeakMap<Segment, Kept>();

/** The paragraphs that have a phrase, owned or lent. */
export function postingsOfPhrase(segment: Segment, phrase: PlainPhrase): Flat {
  const name = nameOf(phrase);
  const kept = KEPT.get(segment) ?? { phrases: new Map(), postings: 0 };
  KEPT.set(segment, kept);
  let flat = kept.phrases.get(name);
  if (flat === undefined) {
    flat = find(segment, phrase);
    kept.postings += flat.size;
    kept.phrases.set(name, flat);
  }
  return flat;
}

/** Whether the postings of a phrase are known from an earlier search. */
export function isKept(segment: Segment, phrase: PlainPhrase): boolean {
  return KEPT.get(segment)?.phrases.has(nameOf(phrase)) ?? false;
}

/** In how many paragraphs words may stand as a phrase: those of the rarest word, for each wording. */
export function candidatesOf(segment: Segment, { wordings }: PlainPhrase): number {
  let candidates = 0;
  for (const terms of wordings) {
    let least = Number.POSITIVE_INFINITY;
    for (const term of terms) {
      const number = segment.termNumber(term);
      least = Math.min(least, number < 0 ? 0 : segment.frequency(number));
    }
    candidates += least;
  }
  return candidates;
}

/** After a search: lets go of what is kept where it has become too much. */
export function boundPhrases(segment: Segment): void {
  const { postings } = KEPT.get(segment) ?? { postings: 0 };
  if (postings > Math.max(MAX_POSTINGS, segment.paragraphCount)) KEPT.delete(segment);
}

function nameOf({ wordings, slop, field }: PlainPhrase): string {
  return JSON.stringify([wordings, slop, field]);
}

function find(segment: Segment, phrase: PlainPhrase): Flat {
  const wordings = wordingsIn(segment, phrase);
  const { paragraphs, counts, lent } = ownersOf(wordings);
  const flat = flatOf(paragraphs, counts, lent);
  giveBackCursors(wordings);
  return flat;
}
