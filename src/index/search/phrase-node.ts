/** A phrase as a node (nodes.ts). */

import { jointCount, type Saturator } from '../rank.js';
import { addBit, forEachBit } from '../segment/bits.js';
import type { PostingsCursor } from '../segment/cursor.js';
import { END, FIELD_GAP } from '../segment/postings.js';
import type { Field } from '../types.js';
import { inContext, nextInAny } from './context.js';
import type { ContextPhrase } from './context-phrase.js';
import { type Node, WINDOW, WindowNode, type WindowSet } from './nodes.js';
import { forEachOccurrence } from './phrase.js';

/** Words that stand together. Every word must be there first; then the positions decide. */
export class PhraseNode extends WindowNode implements Node {
  private readonly counts = new Float64Array(WINDOW);
  private start = 0;
  private readonly distinct: readonly PostingsCursor[];
  /** Positions of each word of the phrase at the paragraph under the cursors; a repeated word shares its list. */
  private readonly lists: number[][];
  private readonly sizes: number[];

  /** @param cursors one for each word of the phrase; the same object where a word is repeated */
  constructor(
    private readonly cursors: readonly PostingsCursor[],
    private readonly slop: number,
    private readonly field: Field,
    private readonly worth: number,
    private readonly lengths: Uint8Array,
    private readonly saturator: Saturator,
    private readonly contextPhrase: ContextPhrase,
  ) {
    super();
    this.distinct = [...new Set(cursors)].sort((a, b) => a.owners - b.owners);
    const lists = new Map(this.distinct.map((cursor) => [cursor, [] as number[]]));
    this.lists = cursors.map((cursor) => lists.get(cursor) ?? []);
    this.sizes = cursors.map(() => 0);
  }

  nextMatch(from: number): number {
    let candidate = from;
    for (let agreed = false; !agreed && candidate < END; ) {
      agreed = true;
      for (const cursor of this.distinct) {
        const next = nextInAny(cursor, candidate);
        agreed &&= next === candidate;
        candidate = next;
      }
    }
    return candidate;
  }

  look(start: number): void {
    this.start = start;
    this.matched.fill(0);
    this.owned.fill(0);
    this.counts.fill(0);
    const end = start + WINDOW;
    for (let paragraph = this.nextMatch(start); paragraph < end; paragraph = this.nextMatch(paragraph + 1)) {
      const own = this.distinct.every((cursor) => cursor.paragraph === paragraph) ? this.countOwn() : 0;
      const above = this.distinct.every((cursor) => inContext(cursor, paragraph)) ? this.contextPhrase(paragraph) : 0;
      const i = paragraph - start;
      this.counts[i] = own + above;
      if (own > 0) addBit(this.owned, i);
      if (own + above > 0) addBit(this.matched, i);
    }
  }

  score(wanted: WindowSet, into: Float64Array): void {
    forEachBit(wanted, (i) => {
      const count = this.counts[i] ?? 0;
      if (count > 0)
        into[i] = (into[i] ?? 0) + this.worth * this.saturator.saturate(count, this.lengths[this.start + i] ?? 1);
    });
  }

  /** Occurrences in what the current paragraph owns; joint count. */
  private countOwn(): number {
    const { cursors, lists, sizes } = this;
    for (let i = 0; i < cursors.length; i++) {
      const cursor = cursors[i];
      const before = cursor === undefined ? -1 : cursors.indexOf(cursor);
      sizes[i] = before < i ? (sizes[before] ?? 0) : (cursor?.readPositions(lists[i] ?? []) ?? 0);
    }
    const first = cursors[0];
    if (first === undefined) return 0;
    const inBody = first.inBody();
    const inHeadings = first.inHeadings();
    let count = 0;
    forEachOccurrence(lists, sizes, Math.min(this.slop, FIELD_GAP - 2), (rank) => {
      const field = rank < inBody ? 'body' : rank < inBody + inHeadings ? 'heading' : 'title';
      if (this.field === 'any' || this.field === field) count += jointCount({ ...NO_COUNTS, [field]: 1 });
    });
    return count;
  }
}

const NO_COUNTS = { body: 0, heading: 0, title: 0 };
