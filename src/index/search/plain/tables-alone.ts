/** Finds paragraphs that only tables have, where any word is enough: chunk by chunk, those in enough tables to be among the best. */

import { hasBit } from '../../segment/bits.js';
import { CHUNK, CHUNK_WORDS } from '../../segment/table.js';
import type { FlatList } from './flat-list.js';
import type { PlainSearch } from './plain-search.js';
import type { TableList } from './table-list.js';

/** How many tables are combined; more would make too many sets of tables. */
const MAX_ORDERED = 5;

/** Offers the paragraphs that only tables have. */
export class TablesAlone {
  /** The tables worth most, in descending order; and the remaining ones. */
  private readonly ordered: readonly TableList[];
  private readonly others: readonly TableList[];
  /** The paragraphs of the ordered ones. */
  private readonly matched: readonly Uint32Array[];
  /** For the current chunk: the bound of each table, and the sum of its bound and those of all tables after it. */
  private readonly bounds = new Float64Array(MAX_ORDERED);
  private readonly rests = new Float64Array(MAX_ORDERED + 1);
  /** What is still needed for the threshold once the first tables are decided on. */
  private readonly needs = new Float64Array(MAX_ORDERED + 1);
  /** Minimal sets of the ordered tables, a bit each: a paragraph must be in all tables of one of the sets to be worth enough. */
  private readonly sets = new Int32Array(1 << MAX_ORDERED);
  private size = 0;

  constructor(
    private readonly search: PlainSearch,
    private readonly tables: readonly TableList[],
    byBound: readonly TableList[],
    /** The other lists: what they have is not offered here. */
    private readonly flats: readonly FlatList[],
    private readonly hits: Uint32Array | null,
  ) {
    this.ordered = byBound.slice(0, MAX_ORDERED);
    this.others = byBound.slice(MAX_ORDERED);
    this.matched = this.ordered.map(({ table }) => table.matched);
  }

  /** @param chunkBounds by chunk: an upper bound of what its paragraphs are worth by all tables */
  offerAll(chunkBounds: Float64Array): void {
    const { best } = this.search;
    const { length } = chunkBounds;
    for (let chunk = 0; chunk < length; chunk++) if ((chunkBounds[chunk] ?? 0) > best.threshold) this.offer(chunk);
  }

  private offer(chunk: number): void {
    const { search, ordered, others, bounds, rests, needs } = this;
    const { best, segment } = search;
    let rest = 0;
    for (const table of others) rest += table.chunkBound(chunk);
    if (rest > best.threshold) {
      this.offerAny(chunk);
      return;
    }
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
        const score = search.worthOf(this.tables, paragraph);
        if (score >= best.threshold && this.isAlone(paragraph)) search.keep(paragraph, score);
      }
    }
  }

  /** Offers the paragraphs of any table, where each may be among the best: their scores are summed table by table, which takes a quarter of the time. */
  private offerAny(chunk: number): void {
    const { search } = this;
    const { best } = search;
    for (const table of this.tables) table.addWorths(chunk, SCORES);
    const first = chunk * CHUNK;
    for (let i = 0; i < CHUNK; i++) {
      const score = SCORES[i] ?? 0;
      if (score === 0) continue;
      SCORES[i] = 0;
      const paragraph = first + i;
      if (score >= best.threshold && this.isAlone(paragraph)) search.keep(paragraph, score);
    }
  }

  /** Whether a paragraph of a table is a hit that no other list has. */
  private isAlone(paragraph: number): boolean {
    if (this.hits !== null && !hasBit(this.hits, paragraph)) return false;
    for (const flat of this.flats) if (flat.has(paragraph)) return false;
    return true;
  }

  /** Collects the minimal sets that are worth enough: the chosen tables, with some of those from `t` on. */
  private collect(t: number, chosen: number): void {
    const { bounds, rests, needs, ordered } = this;
    const needed = needs[t] ?? 0;
    if ((rests[t] ?? 0) <= needed) return;
    if (needed < 0 || t === ordered.length) {
      if (!this.isKnown(chosen)) this.sets[this.size++] = chosen;
      return;
    }
    // In an array, as V8 would allocate a heap number for a fraction that is passed on. Without the table first: whatever
    // is enough without it comes before the same sets with it.
    needs[t + 1] = needed;
    this.collect(t + 1, chosen);
    needs[t + 1] = needed - (bounds[t] ?? 0);
    this.collect(t + 1, chosen | (1 << t));
  }

  /** Whether some of the chosen tables are enough already. */
  private isKnown(chosen: number): boolean {
    for (let s = 0; s < this.size; s++) {
      const set = this.sets[s] ?? 0;
      if ((set & chosen) === set) return true;
    }
    return false;
  }

  /** Of 32 paragraphs, those that are in all tables of one of the sets. */
  private matches(word: number): number {
    const { matched, sets, size } = this;
    let found = 0;
    for (let s = 0; s < size; s++) {
      const set = sets[s] ?? 0;
      let bits = -1;
      for (let t = 0; set >> t !== 0; t++) if (((set >> t) & 1) !== 0) bits &= matched[t]?.[word] ?? 0;
      found |= bits;
    }
    return found;
  }
}

/** What the paragraphs of a chunk are worth by all tables. All zeros before and after. */
const SCORES = new Float64Array(CHUNK);
