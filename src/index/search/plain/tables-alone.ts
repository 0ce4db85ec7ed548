/** Paragraphs that no list has but tables, where any word is enough: a chunk at a time, those that have enough of them. */

import { hasBit } from '../../segment/bits.js';
import type { PlainSearch } from './search.js';
import { CHUNK_WORDS } from './table.js';
import type { TableList } from './table-list.js';

/** So many tables are told apart; more would make too many sets of them. */
const MOST_ORDERED = 5;

/** Offers paragraphs that have no sum. */
export class TablesAlone {
  /** Those that are worth most, the first of them first; and those left over. */
  private readonly ordered: readonly TableList[];
  private readonly others: readonly TableList[];
  /** In the chunk that is looked at: what each is worth at most, and each with all behind it. */
  private readonly bounds = new Float64Array(MOST_ORDERED);
  private readonly rests = new Float64Array(MOST_ORDERED + 1);
  /** What is still needed once is decided on as many of them. */
  private readonly needs = new Float64Array(MOST_ORDERED + 1);
  /** Sets of tables, a bit each, of which a paragraph must be in all of some: fewer are not worth enough. */
  private readonly sets = new Int32Array(1 << MOST_ORDERED);
  private size = 0;

  constructor(
    private readonly search: PlainSearch,
    private readonly tables: readonly TableList[],
    byBound: readonly TableList[],
    /** What the paragraphs of a window are worth by other lists. */
    private readonly sums: Float64Array,
    private readonly hits: Uint32Array | null,
    private readonly lacking: boolean,
  ) {
    this.ordered = byBound.slice(0, MOST_ORDERED);
    this.others = byBound.slice(MOST_ORDERED);
  }

  /** @param start where the window of `sums` begins: what has a sum there is offered with that */
  offer(chunk: number, start: number): void {
    const { search, ordered, others, bounds, rests, needs, sums, hits } = this;
    const { best, segment } = search;
    let rest = 0;
    for (const table of others) rest += table.chunkBound(chunk);
    rests[ordered.length] = rest;
    for (let t = ordered.length - 1; t >= 0; t--) {
      const table = ordered[t];
      bounds[t] = table === undefined ? 0 : table.chunkBound(chunk);
      rest += bounds[t] ?? 0;
      rests[t] = rest;
    }
    this.size = 0;
    needs[0] = best.threshold;
    this.collect(0, 0);
    const first = chunk * CHUNK_WORDS;
    const end = Math.min(Math.ceil(segment.paragraphCount / 32), first + CHUNK_WORDS);
    for (let word = first; word < end; word++) {
      for (let bits = this.matches(word); bits !== 0; bits &= bits - 1) {
        const paragraph = word * 32 + 31 - Math.clz32(bits & -bits);
        if (sums[paragraph - start] === 0 && (hits === null || hasBit(hits, paragraph)))
          search.offerFrom(this.tables, paragraph, this.lacking);
      }
    }
  }

  /** The smallest sets of tables that are worth more than is needed, of those from `t` on, with what is chosen already. */
  private collect(t: number, chosen: number): void {
    const { bounds, rests, needs } = this;
    const needed = needs[t] ?? 0;
    if ((rests[t] ?? 0) <= needed) return;
    if (needed < 0 || t === this.ordered.length) {
      this.sets[this.size++] = chosen;
      return;
    }
    // In an array: a fraction that is handed on is put into a box.
    needs[t + 1] = needed - (bounds[t] ?? 0);
    this.collect(t + 1, chosen | (1 << t));
    needs[t + 1] = needed;
    this.collect(t + 1, chosen);
  }

  /** Of 32 paragraphs those that have all tables of one of the sets. */
  private matches(word: number): number {
    const { ordered, tables, sets, size } = this;
    let found = 0;
    for (let s = 0; s < size; s++) {
      const set = sets[s] ?? 0;
      let bits = 0;
      if (set === 0) {
        for (let t = 0; t < tables.length; t++) bits |= tables[t]?.table.matched[word] ?? 0;
      } else {
        bits = -1;
        for (let t = 0; set >> t !== 0; t++) if (((set >> t) & 1) !== 0) bits &= ordered[t]?.table.matched[word] ?? 0;
      }
      found |= bits;
    }
    return found;
  }
}
