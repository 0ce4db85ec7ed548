/**
 * Finds the best paragraphs for a list of words and phrases, and how many there are: what nearly every query asks,
 * without windows and nodes.
 *
 * A word, or several that count as one, is a list that is unpacked block by block (block-list.ts) or whole
 * (flat-list.ts), or a table that is looked up (table-list.ts); so is a phrase, once its paragraphs are found
 * (phrase-postings.ts). all.ts finds what has all words, any.ts what has any.
 */

import type { Saturator } from '../../rank.js';
import { giveBack, takeCursor } from '../../segment/cursor.js';
import type { Segment } from '../../segment.js';
import type { Best } from '../top.js';
import { allOf } from './all.js';
import { anyOf } from './any.js';
import { BlockList } from './block-list.js';
import { removedOrExcluded } from './excluded.js';
import { findWord } from './find-word.js';
import { areShort, unpacked, unpackedOf } from './flat.js';
import { FlatList } from './flat-list.js';
import { emptySet, isSimple, type PlainFound, type Scope } from './hits.js';
import { isCommon, isFrequent, tableOf, tableOfMany, tableOfSets } from './make-table.js';
import { postingsOfPhrase } from './phrase-postings.js';
import type { Join, PlainClause, PlainPart, PlainQuery } from './plain-query.js';
import { type List, NO_CLAUSE, PlainSearch } from './plain-search.js';
import { TableList } from './table-list.js';

/**
 * Searches one segment.
 * @param best keeps the best hits
 */
export function findPlain(
  around: Scope,
  { clauses, needsAll, extra, excluded }: PlainQuery,
  saturator: Saturator,
  joined: Join,
  best: Best,
): PlainFound {
  const scope = excluded.length === 0 ? around : { ...around, removed: removedOrExcluded(excluded, around) };
  const join = needsAll ? 'all' : joined;
  let hasAll = true;
  let parts = 0;
  for (const clause of clauses) {
    parts += clause.length;
    hasAll &&= clause.length > 0;
  }
  if (join === 'all' && !hasAll) return nothing(scope);
  if (parts === 1 && hasAll && extra.length === 0 && join !== 'partial') {
    const word = clauses[0]?.[0];
    const found = word?.type === 'word' ? findWord(scope, word.term, word.worth, saturator, best) : null;
    if (found !== null) return found;
  }
  const isAll = join === 'all' && (clauses.length > 1 || extra.length > 0);
  // A single list is walked block by block, and so are two where the lists alone tell the hits; others are unpacked whole.
  const flat = extra.length > 0 || (!isAll && parts > (isSimple(scope) ? 2 : 0));
  const form = isAll && areFrequent(scope.segment, clauses) ? 'sets' : flat ? 'flat' : 'blocks';
  const lists = listsOf(scope.segment, clauses, saturator, form);
  for (const part of extra) lists.push(listOf(scope.segment, part, NO_CLAUSE, saturator, form));
  if (lists.length === 0) return nothing(scope);
  const allFull = isAll || (clauses.length === 1 && extra.length === 0);
  // Where the segment lacks a clause, every hit is a partial one.
  const lacking = join === 'partial' && hasAll;
  const search = new PlainSearch(scope, lists, saturator, best, { clauses: clauses.length, allFull, lacking });
  const found = isAll ? allOf(search) : anyOf(search);
  for (const list of lists) if (!(list instanceof TableList)) list.end();
  if (!hasAll) found.isFull = () => false;
  return found;
}

/** The result where nothing can be found. */
export function nothing(scope: Scope): PlainFound {
  return { hits: 0, documents: 0, set: emptySet(scope), isFull: () => false };
}

/** What a word becomes that is not common: a list that is unpacked block by block, or whole; or, where it is frequent, a set. */
type Form = 'blocks' | 'flat' | 'sets';

/** Whether each clause is one frequent word. */
function areFrequent(segment: Segment, clauses: readonly PlainClause[]): boolean {
  for (const clause of clauses) {
    const [part, another] = clause;
    if (part?.type !== 'word' || another !== undefined) return false;
    if (!isFrequent(segment, part.term)) return false;
  }
  return true;
}

/** The lists of all clauses, in the order of the query. */
function listsOf(segment: Segment, clauses: readonly PlainClause[], saturator: Saturator, form: Form): List[] {
  const lists: List[] = [];
  for (let clause = 0; clause < clauses.length; clause++) {
    for (const part of clauses[clause] ?? []) lists.push(listOf(segment, part, clause, saturator, form));
  }
  return lists;
}

/** One list of a query, to be ended unless it is a table. */
export function listOf(segment: Segment, part: PlainPart, clause: number, saturator: Saturator, form: Form): List {
  switch (part.type) {
    case 'word':
      return listOfWord(segment, part, clause, saturator, form);
    case 'words': {
      const { numbers, field, worth } = part;
      const table = tableOfMany(segment, numbers, field);
      if (table !== null) return new TableList(table, clause, worth, segment, saturator);
      return new FlatList(unpackedOf(segment, numbers, field), true, clause, worth, segment.lengths, saturator);
    }
    case 'flat':
      return new FlatList(part.flat, false, clause, part.worth, segment.lengths, saturator);
    case 'phrase':
      return new FlatList(postingsOfPhrase(segment, part), false, clause, part.worth, segment.lengths, saturator);
    case 'set':
      return new TableList(tableOfSets(part.sets), clause, part.worth, segment, saturator);
  }
}

function listOfWord(
  segment: Segment,
  { term, worth }: PlainPart & { type: 'word' },
  clause: number,
  saturator: Saturator,
  form: Form,
): List {
  const { tables } = segment;
  const kept = tables.get(term) ?? null;
  // Where any word is enough, the tables of words that are frequent only would be in the way.
  if (kept !== null && (form === 'sets' || kept.isLent || isCommon(segment, kept.owners)))
    return new TableList(kept, clause, worth, segment, saturator);
  const cursor = takeCursor(segment, term);
  const isLent = cursor.context.length > 0;
  const isSet = isCommon(segment, cursor.owners) || (form === 'sets' && tables.isAskedOften(term));
  const table = isSet || (isLent && !areShort(segment, [term])) ? tableOf(segment, [term]) : null;
  if (table === null && !isLent && form !== 'flat') return new BlockList(cursor, clause, worth, segment, saturator);
  const list =
    table === null
      ? new FlatList(unpacked(cursor), true, clause, worth, segment.lengths, saturator)
      : new TableList(table, clause, worth, segment, saturator);
  giveBack(cursor);
  return list;
}
