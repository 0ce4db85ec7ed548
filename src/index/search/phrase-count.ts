/** Counts how often a paragraph owns one wording of a phrase, and notes what of it stands in its title and headings. */

import { joint } from '../rank.js';
import type { Field } from '../search-types.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { FIELD_GAP } from '../segment/postings.js';
import type { Segment } from '../segment.js';
import { exactOccurrences, forEachOccurrence } from './phrase-positions.js';
import { ContextPhrase } from './windows/context-phrase.js';

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
   * @param inText whether the first word is known to stand in the text alone; its cursor is not asked then
   */
  at(lists: readonly number[][], sizes: readonly number[], inText = false): number {
    const { first, above, slop } = this;
    if (first === undefined) return 0;
    const found = slop === 0 ? exactOccurrences(lists, sizes, RANKS) : occurrences(lists, sizes, slop);
    if (found === 0) return 0;
    if (inText) return this.inText(found);
    const inBody = first.inBody();
    const title = inBody + first.inHeadings();
    /** Which of the positions in headings occurrences begin at. */
    const headings: number[] = [];
    let [bodies, titles] = [0, 0];
    for (let i = 0; i < found; i++) {
      const rank = RANKS[i] ?? 0;
      if (rank < inBody) bodies++;
      else if (rank >= title) titles++;
      else headings.push(rank - inBody);
    }
    if (!this.wants('body')) bodies = 0;
    if (!this.wants('heading')) headings.length = 0;
    if (!this.wants('title')) titles = 0;
    if (headings.length + titles > 0) above?.add(first.paragraph, headings, titles);
    return joint(bodies, headings.length, titles);
  }

  /** The joint count of that many occurrences, all in the text. */
  inText(occurrences: number): number {
    return this.wants('body') ? joint(occurrences, 0, 0) : 0;
  }

  private wants(field: Field): boolean {
    return this.field === 'any' || this.field === field;
  }
}

/** Scratch space: the indexes in the positions of the first word at which occurrences begin. */
const RANKS: number[] = [];

function occurrences(lists: readonly number[][], sizes: readonly number[], slop: number): number {
  let found = 0;
  forEachOccurrence(lists, sizes, slop, (rank) => {
    RANKS[found++] = rank;
  });
  return found;
}
