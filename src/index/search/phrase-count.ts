/** Counts how often a paragraph owns one wording of a phrase, and notes what of it stands in its title and headings. */

import { joint } from '../rank.js';
import type { Field } from '../search-types.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { FIELD_GAP } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { ContextPhrase } from './context-phrase.js';
import { forEachOccurrence } from './phrase-positions.js';

export class PhraseCount {
  /** What titles and headings lend of it; null where these do not lend all its words. */
  readonly above: ContextPhrase | null;
  /** Whether no other words may stand between its own. */
  readonly isExact: boolean;
  private readonly slop: number;
  private readonly first: PostingsCursor | undefined;

  /** @param cursors of the words in order, from a segment; that of the first is asked where occurrences stand */
  constructor(
    segment: Segment,
    cursors: readonly PostingsCursor[],
    slop: number,
    private readonly field: Field,
  ) {
    this.above = ContextPhrase.of(segment, cursors);
    this.isExact = slop === 0;
    // No occurrence reaches from one field into another.
    this.slop = Math.min(slop, FIELD_GAP - 2);
    this.first = cursors[0];
  }

  /**
   * The joint count at the current paragraph of the first word. Paragraphs must ascend, and be asked for once.
   * @param lists and `sizes`: the positions of each word there, as `forEachOccurrence` takes them
   */
  at(lists: readonly number[][], sizes: readonly number[]): number {
    const { first, above, slop } = this;
    if (first === undefined) return 0;
    /** Which of the positions in headings occurrences begin at. */
    const headings: number[] = [];
    let [body, title] = [0, 0];
    forEachOccurrence(lists, sizes, slop, (rank) => {
      const inBody = first.inBody();
      if (rank < inBody) body++;
      else if (rank < inBody + first.inHeadings()) headings.push(rank - inBody);
      else title++;
    });
    if (!this.wants('body')) body = 0;
    if (!this.wants('heading')) headings.length = 0;
    if (!this.wants('title')) title = 0;
    if (headings.length + title > 0) above?.add(first.paragraph, headings, title);
    return joint(body, headings.length, title);
  }

  private wants(field: Field): boolean {
    return this.field === 'any' || this.field === field;
  }
}
