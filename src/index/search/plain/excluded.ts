/**
 * Marks what a query excludes, to count as deleted. What titles and headings lend is marked in ranges: all paragraphs
 * of a folder may stand below a title with the word.
 */

import type { Field } from '../../search-types.js';
import { addBit, addRange, newSet, unite } from '../../segment/bits.js';
import { giveBack, type PostingsCursor, takeCursor } from '../../segment/cursor.js';
import type { Segment } from '../../segment.js';
import { countAbove } from '../context.js';
import type { Flat } from './flat.js';
import type { Scope } from './hits.js';
import { isCommon, tableOf } from './make-table.js';
import { postingsOfPhrase } from './phrase-postings.js';
import type { PlainClause, PlainPart } from './plain-query.js';

/** The deleted paragraphs of a scope and those that have an excluded word or phrase, a bit for each paragraph of the segment. */
export function removedOrExcluded(excluded: PlainClause, { segment, removed }: Scope): Uint32Array {
  const set = removed?.slice() ?? newSet(segment.paragraphCount);
  for (const part of excluded) addMatched(set, segment, part);
  return set;
}

/** Adds the paragraphs that have a word or phrase, owned or lent. */
function addMatched(set: Uint32Array, segment: Segment, part: PlainPart): void {
  switch (part.type) {
    case 'word':
      addWord(set, segment, part.term, 'any');
      break;
    case 'words':
      for (const number of part.numbers) addWord(set, segment, number, part.field);
      break;
    case 'flat':
      addFlat(set, part.flat);
      break;
    case 'phrase':
      addFlat(set, postingsOfPhrase(segment, part));
      break;
    case 'set':
      unite(set, part.sets.matched);
  }
}

function addFlat(set: Uint32Array, { size, paragraphs }: Flat): void {
  for (let i = 0; i < size; i++) addBit(set, paragraphs[i] ?? 0);
}

function addWord(set: Uint32Array, segment: Segment, number: number, field: Field): void {
  if (field === 'any') {
    // A very common word is soon asked for again, and then its table has all of it.
    if (isCommon(segment, segment.owners(number))) tableOf(segment, [number]);
    segment.addOwners(set, number, set);
    return;
  }
  const cursor = takeCursor(segment, number);
  addOwnersIn(set, cursor, field);
  const { context } = cursor;
  for (let i = 0; i < context.length; i++) {
    if (countAbove(context, i, field) > 0) addRange(set, context.start(i), context.end(i));
  }
  giveBack(cursor);
}

/** Adds the paragraphs that own a word in one field. */
function addOwnersIn(set: Uint32Array, cursor: PostingsCursor, field: Exclude<Field, 'any'>): void {
  const counts = cursor[field];
  for (let block = 0; block < cursor.blocks; block++) {
    cursor.load(block);
    cursor.loadCounts();
    for (let i = 0; i < cursor.size; i++) if ((counts[i] ?? 0) > 0) addBit(set, cursor.paragraphs[i] ?? 0);
  }
}
