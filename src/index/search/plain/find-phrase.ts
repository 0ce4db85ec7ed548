/**
 * Finds the best paragraphs for one phrase, and how many there are. Pairs of frequent words that stand side by side
 * have lists of their own (segment/neighbours.ts), so that a phrase of two is searched as one list. Else every word
 * must be there, and the positions decide.
 */

import type { Saturator } from '../../rank.js';
import { END } from '../../segment/postings.js';
import { type ContextPhrase, mostAbove } from '../context-phrase.js';
import { Best } from '../top.js';
import { findPlain, nothing, type PlainClause } from './find-plain.js';
import { Hits, type PlainFound, type Scope } from './hits.js';
import { giveBackCursors, type PlainPhrase, type Walk, walkOf, wordingsIn } from './phrase-wordings.js';

/** As `findPlain`. */
export function findPhrase(
  scope: Scope,
  phrase: PlainPhrase,
  saturator: Saturator,
  wanted: number,
  floor: number,
): PlainFound {
  const { worth } = phrase;
  const wordings = wordingsIn(scope.segment, phrase);
  const [first, second] = wordings;
  let found: PlainFound;
  if (first === undefined) {
    found = nothing(scope);
  } else if (second === undefined && first.side !== null && first.above === null) {
    const clauses: PlainClause[] = [[{ type: 'word', term: first.side, worth }]];
    found = findPlain(scope, { clauses, needsAll: false, extra: [], excluded: [] }, saturator, 'all', wanted, floor);
  } else {
    const above = wordings.flatMap((wording) => wording.above ?? []);
    found = walked(scope, walkOf(wordings), above, worth, saturator, new Best(wanted, floor));
  }
  giveBackCursors(wordings);
  return found;
}

function walked(
  scope: Scope,
  phrase: Walk,
  above: readonly ContextPhrase[],
  worth: number,
  saturator: Saturator,
  best: Best,
): PlainFound {
  const { segment } = scope;
  const hits = new Hits(scope);
  for (let paragraph = phrase.next(); paragraph < END; paragraph = phrase.next()) {
    if (!hits.takes(paragraph)) continue;
    const count = phrase.count + mostAbove(above, paragraph);
    best.offer(paragraph, worth * saturator.saturate(count, segment.lengths[paragraph] ?? 1));
  }
  return { best, hits: hits.hits, documents: hits.documents, set: hits.set, isFull: () => true };
}
