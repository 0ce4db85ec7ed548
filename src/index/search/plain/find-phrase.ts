/**
 * Finds the best paragraphs for one phrase, and how many there are. Pairs of frequent words that stand side by side
 * have lists of their own (segment/neighbours.ts), so that a phrase of two is searched as one list. Else every word
 * must be there, and the positions decide.
 */

import type { Saturator } from '../../rank.js';
import { END } from '../../segment/postings.js';
import type { Best } from '../top.js';
import { findPlain, nothing } from './find-plain.js';
import { Hits, type PlainFound, type Scope } from './hits.js';
import { endWordings, type Walk, walkOf, wordingsIn } from './phrase-wordings.js';
import type { PlainClause, PlainPhrase } from './plain-query.js';

/** As `findPlain`. */
export function findPhrase(scope: Scope, phrase: PlainPhrase, saturator: Saturator, best: Best): PlainFound {
  const { worth } = phrase;
  const wordings = wordingsIn(scope.segment, phrase);
  const [first, second] = wordings;
  let found: PlainFound;
  if (first === undefined) {
    found = nothing(scope);
  } else if (second === undefined && first.side !== null && first.above === null) {
    const clauses: PlainClause[] = [[{ type: 'word', term: first.side, worth }]];
    found = findPlain(scope, { clauses, needsAll: false, extra: [], excluded: [] }, saturator, 'all', best);
  } else {
    found = walked(scope, walkOf(wordings), worth, saturator, best);
  }
  endWordings(wordings);
  return found;
}

function walked(scope: Scope, phrase: Walk, worth: number, saturator: Saturator, best: Best): PlainFound {
  const { lengths } = scope.segment;
  const hits = new Hits(scope);
  for (let paragraph = phrase.next(); paragraph < END; paragraph = phrase.next()) {
    if (!hits.takes(paragraph)) continue;
    best.offer(paragraph, worth * saturator.saturate(phrase.count, lengths[paragraph] ?? 1));
  }
  return { hits: hits.hits, documents: hits.documents, set: hits.set, isFull: () => true };
}
