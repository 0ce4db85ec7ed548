/**
 * The postings of phrases, for queries of several clauses: found once, and then searched like those of a word. They are
 * kept, as while one types the phrase is soon asked for again, with one more letter after it.
 */

import { kept } from '../../kept.js';
import type { Segment } from '../../segment.js';
import { type Flat, flatOf } from './flat.js';
import { endWordings, ownersOf, wordingsIn } from './phrase-wordings.js';
import type { PlainPart, PlainPhrase, PlainQuery } from './plain-query.js';

/** So many postings of phrases are kept for a segment at most, 9 bytes each; where it has more paragraphs, as many as those. */
const MAX_POSTINGS = 1 << 18;

interface Kept {
  phrases: Map<string, Flat>;
  /** A phrase counts as many more as its name has characters: most phrases that are made up stand nowhere. */
  postings: number;
}

const KEPT = new WeakMap<Segment, Kept>();

/** The paragraphs that have a phrase, owned or lent. */
export function postingsOfPhrase(segment: Segment, phrase: PlainPhrase): Flat {
  const known = kept(KEPT, segment, () => ({ phrases: new Map(), postings: 0 }));
  const name = nameOf(phrase);
  return kept(known.phrases, name, () => {
    const flat = find(segment, phrase);
    known.postings += flat.size + name.length;
    return flat;
  });
}

/** The phrases of a query; the parts of compounds are words. */
export function phrasesIn({ clauses, excluded }: PlainQuery): (PlainPart & { type: 'phrase' })[] {
  return [...clauses.flat(), ...excluded].flatMap((part) => (part.type === 'phrase' ? part : []));
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
  endWordings(wordings);
  return flat;
}
