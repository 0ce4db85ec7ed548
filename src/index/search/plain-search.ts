/** What all ways to find the paragraphs of a list of words share: where they look, and what a hit is worth. */

import { type Saturator, saturated } from '../rank.js';
import { countBits, intersect, nextBit } from '../segment/bits.js';
import type { Segment } from '../segment.js';
import type { FlatList } from './flat-list.js';
import type { WordList } from './list.js';
import { CHUNK, CHUNK_WORDS } from './table.js';
import type { TableList } from './table-list.js';
import type { Best } from './top.js';

export type List = WordList | FlatList | TableList;
/** A list that is walked. */
export type Walked = WordList | FlatList;

export interface PlainFound {
  best: Best;
  /** Exact. */
  hits: number;
  documents: number;
  /** Where that is wanted, a bit for each hit, also those that do not pass the filters. */
  set: Uint32Array | null;
  /** Whether a paragraph of `best` has all the clauses. */
  isFull: (paragraph: number) => boolean;
}

/** Where to look: a bit for each paragraph that is gone, and one for each that passes the filters. */
export interface Place {
  segment: Segment;
  removed: Uint32Array | null;
  passing: Uint32Array | null;
  /** Whether the set of all hits is wanted, filters apart. */
  collects: boolean;
}

/** Whether lists alone say what is a hit there, and how many there are. */
export function isSimple({ segment, removed, passing, collects }: Place): boolean {
  return removed === null && passing === null && !collects && segment.onlyOneEach;
}

/** A set for the length of a search that is not interrupted: making one anew each time kept the garbage collector busy. */
export function scratchSet({ paragraphCount }: Segment): Uint32Array {
  const words = Math.ceil(paragraphCount / 32);
  if (scratch.length < words) scratch = new Uint32Array(words);
  return scratch.subarray(0, words);
}
let scratch = new Uint32Array(0);

/** One search of one segment. */
export class PlainSearch {
  readonly segment: Segment;
  /** Whether paragraphs with the words are no hits, as they are gone or do not pass the filters. */
  readonly narrowed: boolean;
  /** Whether a word is lent to paragraphs that do not own it: then they are no hits for it alone. */
  readonly lent: boolean;
  private full: Set<number> | null = null;

  /**
   * @param lists in the order of the query
   * @param allFull whether every hit has all the clauses
   */
  constructor(
    readonly place: Place,
    readonly lists: readonly List[],
    readonly saturator: Saturator,
    readonly clauses: number,
    private readonly allFull: boolean,
    readonly best: Best,
  ) {
    this.segment = place.segment;
    this.narrowed = place.removed !== null || place.passing !== null;
    this.lent = isLent(lists);
  }

  /** Whether the lists alone say what is a hit, and how many there are. */
  get isSimple(): boolean {
    return isSimple(this.place);
  }

  /** Whether a paragraph that was kept as one of the best has all the clauses. */
  readonly isFull = (paragraph: number): boolean => this.allFull || this.full?.has(paragraph) === true;

  /** Takes out of a set of hits what is gone, keeps it where it is wanted, and takes out what does not pass. */
  collected(hits: Uint32Array): Uint32Array | null {
    const { removed, passing, collects } = this.place;
    if (removed !== null) for (let i = 0; i < hits.length; i++) hits[i] = (hits[i] ?? 0) & ~(removed[i] ?? 0);
    const set = collects ? hits.slice() : null;
    if (passing !== null) intersect(hits, passing);
    return set;
  }

  counted(hits: Uint32Array): { hits: number; documents: number } {
    const count = countBits(hits);
    return { hits: count, documents: this.segment.onlyOneEach ? count : countDocuments(this.segment, hits) };
  }

  /** In how many documents the owners of a word stand. Counted once, as a search for that word alone needs little else. */
  documentsOf({ table, size }: TableList): number {
    if (this.segment.onlyOneEach) return size;
    table.documents ??= countDocuments(this.segment, table.owned);
    return table.documents;
  }

  /** Offers the hits of a set that tables have, chunk by chunk, without those that cannot hold one of the best. */
  walk(hits: Uint32Array, tables: readonly TableList[]): void {
    const { best } = this;
    const bounds = chunkBounds(this.segment, tables);
    const chunks = Math.ceil(hits.length / CHUNK_WORDS);
    for (let chunk = 0; chunk < chunks; chunk++) {
      if ((bounds[chunk] ?? 0) <= best.threshold) continue;
      const end = Math.min(hits.length, (chunk + 1) * CHUNK_WORDS);
      for (let word = chunk * CHUNK_WORDS; word < end; word++) {
        for (let bits = hits[word] ?? 0; bits !== 0; bits &= bits - 1) {
          this.offerFrom(tables, word * 32 + 31 - Math.clz32(bits & -bits), false);
        }
      }
    }
  }

  /** `offer`, for a paragraph that no list has but tables. */
  offerFrom(tables: readonly TableList[], paragraph: number, lacking: boolean): void {
    const norm = this.normOf(paragraph);
    let score = 0;
    for (let i = 0; i < tables.length; i++) {
      const table = tables[i];
      if (table === undefined) continue;
      const count = table.countAt(paragraph);
      if (count > 0) score += table.worth * saturated(count, norm);
    }
    if (score >= this.best.threshold) this.keep(paragraph, score, lacking);
  }

  /** Offers a hit with what it is worth, summed in the order of the query so that equals stay equal. */
  offer(paragraph: number, lacking: boolean): void {
    const { lists, best } = this;
    const norm = this.normOf(paragraph);
    let score = 0;
    for (const list of lists) {
      const count = list.countAt(paragraph);
      if (count > 0) score += list.worth * saturated(count, norm);
    }
    if (score >= best.threshold) this.keep(paragraph, score, lacking);
  }

  /** Offers a hit of a known worth, summed in that order. */
  keep(paragraph: number, score: number, lacking: boolean): void {
    if (!lacking || !this.matchesAll(paragraph)) this.best.offer(paragraph, score);
  }

  /** Offers a hit of a known worth that has all the clauses. */
  keepFull(paragraph: number, score: number): void {
    if (!this.best.offer(paragraph, score) || this.allFull) return;
    this.full ??= new Set();
    this.full.add(paragraph);
  }

  /** Tells of the best which have all the clauses, by lists that can be asked again. */
  tell(): void {
    if (this.allFull || this.clauses > this.lists.length) return;
    const full = new Set<number>();
    for (const paragraph of this.best.kept) if (this.matchesAll(paragraph)) full.add(paragraph);
    this.full = full;
  }

  normOf(paragraph: number): number {
    return this.saturator.norms[this.segment.lengths[paragraph] ?? 1] ?? 0;
  }

  private matchesAll(paragraph: number): boolean {
    let clause = -1;
    let matched = 0;
    for (const list of this.lists) {
      if (list.clause === clause || !list.has(paragraph)) continue;
      clause = list.clause;
      matched++;
    }
    return matched === this.clauses;
  }
}

/** What no paragraph of each chunk is worth more than by its words that have tables; until it is asked for again. */
export function chunkBounds({ paragraphCount }: Segment, tables: readonly TableList[]): Float64Array {
  const chunks = Math.ceil(paragraphCount / CHUNK);
  if (sums.length < chunks) sums = new Float64Array(chunks);
  sums.fill(0, 0, chunks);
  for (const table of tables) table.addBounds(sums, chunks);
  return sums;
}
let sums = new Float64Array(0);

function isLent(lists: readonly List[]): boolean {
  for (const list of lists) if (list.isLent) return true;
  return false;
}

function countDocuments(segment: Segment, set: Uint32Array): number {
  const { paragraphCount } = segment;
  let documents = 0;
  let paragraph = nextBit(set, 0);
  while (paragraph < paragraphCount) {
    documents++;
    paragraph = nextBit(set, segment.documentEnd(paragraph));
  }
  return documents;
}
