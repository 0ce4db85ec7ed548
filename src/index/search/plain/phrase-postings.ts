/**
 * The postings of phrases, for queries of several clauses: found once, where that costs less than to look for them in
 * windows, and then searched like those of a word. They are kept, as while one types the phrase is soon asked for again,
 * with one more letter after it.
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

/**
 * A phrase is found whole where at most this many times the paragraphs of the rarest clause are to be looked at. Among
 * 800,000 real paragraphs a window takes .3 to 4 µs for each paragraph of the rarest clause, a phrase .07 µs for each
 * that is looked at, and less when it is asked for again.
 */
const MOST_TO_RAREST = 8;

/**
 * Whether the phrases of a query that needs all its clauses are best found whole. Windows look for a phrase only where the
 * other clauses are: that costs less where one of these is far rarer.
 */
export function areBestFoundWhole(segment: Segment, query: PlainQuery): boolean {
  const { clauses, excluded } = query;
  const known = new Map([...clauses.flat(), ...excluded].map((part) => [part, mostOwners(segment, part)]));
  const most = (part: PlainPart): number => known.get(part) ?? 0;
  const rarest = Math.min(...clauses.map((clause) => clause.reduce((sum, part) => sum + most(part), 0)));
  return phrasesIn(query).every((phrase) => most(phrase) <= rarest * MOST_TO_RAREST || isKept(segment, phrase));
}

/** At most how many paragraphs own a part of a clause; where that is not known, no limit. */
function mostOwners(segment: Segment, part: PlainPart): number {
  switch (part.type) {
    case 'word':
      return segment.frequency(part.term);
    case 'words':
      return part.numbers.reduce((sum, number) => sum + segment.frequency(number), 0);
    case 'flat':
      return part.flat.size;
    case 'set':
      return Number.POSITIVE_INFINITY;
    case 'phrase':
      return candidatesOf(segment, part);
  }
}

/** Whether the postings of a phrase are known from an earlier search. */
function isKept(segment: Segment, phrase: PlainPhrase): boolean {
  return KEPT.get(segment)?.phrases.has(nameOf(phrase)) ?? false;
}

/** In how many paragraphs words may stand as a phrase: those of the rarest word, for each wording. */
function candidatesOf(segment: Segment, { wordings }: PlainPhrase): number {
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
  endWordings(wordings);
  return flat;
}
