/** What a plain search looks for in one segment: words, several that count as one, and phrases. */

import type { Field } from '../../search-types.js';
import type { Sets } from '../../segment/table.js';
import type { Wordings } from '../wordings.js';
import type { Flat } from './flat.js';

/** A word, several that count as one, or a phrase. `worth` is that of a saturated count of 1. */
export type PlainPart =
  | { type: 'word'; term: number; worth: number }
  /** Terms whose counts are summed (`words`), perhaps those in one field, and such terms unpacked already (`flat`). */
  | { type: 'words'; numbers: readonly number[]; field: Field; worth: number }
  | { type: 'flat'; flat: Flat; worth: number }
  /** Words of which a paragraph counts as having one, once, however many it has. */
  | { type: 'set'; sets: Sets; worth: number }
  | (PlainPhrase & { type: 'phrase' });

/** Alternatives, of which a paragraph must have one; empty where the segment has none of them. */
export type PlainClause = readonly PlainPart[];

/** What a plain search looks for in one segment. */
export interface PlainQuery {
  clauses: readonly PlainClause[];
  /** Whether every clause is needed, however the words of queries are joined. */
  needsAll: boolean;
  /** The parts of compounds: they add to scores, and make hits where not every clause is needed. */
  extra: PlainClause;
  /** Words and phrases that no hit may have. */
  excluded: PlainClause;
}

/**
 * `all`: paragraphs with every clause. `any`: paragraphs with at least one. `partial`: counts as `any`, but keeps only
 * those that lack a clause.
 */
export type Join = 'all' | 'any' | 'partial';

/** A phrase to be found in any of its wordings. */
export interface PlainPhrase {
  /** Each as the terms of its words, in order. */
  wordings: Wordings;
  /** How many other words may stand between its words, in all. */
  slop: number;
  field: Field;
  /** That of a saturated count of 1. */
  worth: number;
}
