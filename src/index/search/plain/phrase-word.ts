/** A word of a phrase, or two neighbours in it, in one segment: its list, and what is kept of it. */

import { giveBack, type PostingsCursor, takeCursor } from '../../segment/cursor.js';
import { IN_HEADING, type PositionStarts } from '../../segment/position-starts.js';
import type { Table } from '../../segment/table.js';
import type { Segment } from '../../segment.js';
import { isCommon, tableOf } from './make-table.js';

export class PhraseWord {
  /** How many paragraphs own it. */
  readonly owners: number;
  /** Its table where that is kept and nothing is lent. */
  readonly table: Table | null;
  readonly starts: PositionStarts | null;
  /** Whether `places` are found with the candidates. */
  isPlaced = false;
  private taken: PostingsCursor | null = null;
  /** Of the positions read last: how many they are, and the place by which `starts` told them; -1 where the cursor did. */
  private size = 0;
  private told = -1;

  /** @param places scratch space: where each candidate stands in its list (`PostingsCursor.standAt`), if `isPlaced` */
  constructor(
    private readonly segment: Segment,
    private readonly term: number,
    readonly places: Int32Array,
  ) {
    const { tables, starts } = segment;
    const kept = tables.get(term) ?? null;
    if (kept !== null && !kept.isLent && isCommon(segment, kept.owners)) {
      this.table = kept;
      this.owners = kept.owners;
    } else {
      const { owners, context } = this.cursor;
      this.owners = owners;
      // Words that headings lend get no table for it: what is lent has no positions, and so no part in a phrase.
      this.table = context.length === 0 && isCommon(segment, owners) ? tableOf(segment, [term]) : null;
    }
    this.starts = starts.known(term) ?? starts.of(term, this.cursor);
  }

  /** Taken when asked for: of a common word the table and the starts are mostly enough, and no line of its postings is waited for. */
  get cursor(): PostingsCursor {
    this.taken ??= takeCursor(this.segment, this.term);
    return this.taken;
  }

  /**
   * Writes the positions in a paragraph that owns it into `into`; returns how many. Calls must ascend.
   * @param place where the paragraph stands in its list; -1 where that is not known
   */
  read(paragraph: number, place: number, into: number[]): number {
    this.size = place < 0 ? 0 : (this.starts?.read(place, into) ?? 0);
    this.told = this.size > 0 ? place : -1;
    if (this.size > 0) return this.size;
    const { cursor } = this;
    if (place < 0) cursor.advance(paragraph);
    else cursor.standAt(place, paragraph);
    this.size = cursor.readPositions(into);
    return this.size;
  }

  /** How many of the positions read last are in the text, and how many behind those are in headings. */
  get inBody(): number {
    if (this.told < 0) return this.cursor.inBody();
    return this.starts?.aboveOf(this.told) === 0 ? this.size : this.size - 1;
  }

  get inHeadings(): number {
    if (this.told < 0) return this.cursor.inHeadings();
    return this.starts?.aboveOf(this.told) === IN_HEADING ? 1 : 0;
  }

  /** Gives back the cursor. */
  end(): void {
    if (this.taken !== null) giveBack(this.taken);
  }
}
