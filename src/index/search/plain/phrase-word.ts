/** A word of a phrase, or two neighbours in it, in one segment: its list, and what is kept of it. */

import { type PostingsCursor, takeCursor } from '../../segment/cursor.js';
import type { PositionStarts } from '../../segment/position-starts.js';
import type { Table } from '../../segment/table.js';
import type { Segment } from '../../segment.js';
import { isCommon, tableOf } from './make-table.js';

/** With its table where that is kept and nothing is lent. */
export interface PhraseWord {
  cursor: PostingsCursor;
  table: Table | null;
  starts: PositionStarts | null;
  /** Where each candidate stands in its list (`PostingsCursor.standAt`), if `isPlaced`. */
  places: Int32Array;
  /** Whether `places` are found with the candidates. */
  isPlaced: boolean;
}

/** @param places scratch space. The cursor is to be given back. */
export function wordOf(segment: Segment, term: number, places: Int32Array): PhraseWord {
  const cursor = takeCursor(segment, term);
  // Words that headings lend get no table for it: what is lent has no positions, and so no part in a phrase.
  const hasTable = cursor.context.length === 0 && isCommon(segment, cursor.owners);
  const table = hasTable ? tableOf(segment, [term]) : null;
  return { cursor, table, places, isPlaced: false, starts: segment.starts.of(term, cursor) };
}
