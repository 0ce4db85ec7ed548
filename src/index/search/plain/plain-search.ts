/** What all ways to find the paragraphs of a list of words share: the lists, and the scores of hits. */

import { type Saturator, saturated } from '../../rank.js';
import { nextBit } from '../../segment/bits.js';
import { CHUNK } from '../../segment/table.js';
import type { Segment } from '../../segment.js';
import type { Best } from '../top.js';
import type { BlockList } from './block-list.js';
import type { FlatList } from './flat-list.js';
import { isSimple, type Scope } from './hits.js';
import type { TableList } from './table-list.js';

/** The paragraphs of a word, in the form that suits it. */
export type List = BlockList | FlatList | TableList;
/** A list that is stepped through. */
export type Walked = BlockList | FlatList;

/** A set to use until the search returns: a search is not interrupted, and a new set for each kept the garbage collector busy. */
export function scratchSet({ paragraphCount }: Segment): Uint32Array {
  const words = Math.ceil(paragraphCount / 32);
  if (scratch.length < words) scratch = new Uint32Array(words);
  return scratch.subarray(0, words);
}
let scratch = new Uint32Array(0);

/** The clause of a list that belongs to none (`PlainQuery.extra`). */
export const NO_CLAUSE = -1;

/** What is known of the clauses of a query. */
interface Clauses {
  clauses: number;
  /** Whether every hit has all of them. */
  allFull: boolean;
  /** Whether only hits that lack one are kept. */
  lacking: boolean;
}

/** One search of one segment. */
export class PlainSearch {
  readonly segment: Segment;
  /** Whether some paragraphs with the words are no hits, as they were deleted or do not pass the filters. */
  readonly narrowed: boolean;
  /** Whether headings lend a word to paragraphs that do not own it, which are no hits for that word alone. */
  readonly lent: boolean;
  /** Whether some lists belong to no clause. */
  readonly hasExtra: boolean;
  readonly clauses: number;
  readonly lacking: boolean;
  private readonly allFull: boolean;
  private full: Set<number> | null = null;

  /** @param lists in the order of the query */
  constructor(
    readonly scope: Scope,
    readonly lists: readonly List[],
    readonly saturator: Saturator,
    readonly best: Best,
    { clauses, allFull, lacking }: Clauses,
  ) {
    this.clauses = clauses;
    this.allFull = allFull;
    this.lacking = lacking;
    this.segment = scope.segment;
    this.narrowed = scope.removed !== null || scope.passing !== null;
    this.lent = isLent(lists);
    this.hasExtra = lists.at(-1)?.clause === NO_CLAUSE;
  }

  /** Whether the lists alone tell what is a hit, and how many hits there are. */
  get isSimple(): boolean {
    return isSimple(this.scope);
  }

  /** Whether a paragraph among the best has all the clauses. */
  readonly isFull = (paragraph: number): boolean => this.allFull || this.full?.has(paragraph) === true;

  /** In how many documents the hits of a set stand. @param count how many hits those are */
  documentsIn(hits: Uint32Array, count: number): number {
    return this.segment.onlyOneEach ? count : countDocuments(this.segment, hits);
  }

  /** How many documents have a word. Kept, as a search for that word alone needs little else. */
  documentsOf({ table, size }: TableList): number {
    if (this.segment.onlyOneEach) return size;
    table.documents ??= countDocuments(this.segment, table.owned);
    return table.documents;
  }

  /** What a paragraph is worth by some tables. A loop of its own, as V8 knows what it calls there. */
  worthOf(tables: readonly TableList[], paragraph: number): number {
    const norm = this.normOf(paragraph);
    let score = 0;
    for (let i = 0; i < tables.length; i++) {
      const table = tables[i];
      if (table === undefined) continue;
      const count = table.countAt(paragraph);
      if (count > 0) score += table.worth * saturated(count, norm);
    }
    return score;
  }

  /** Scores a hit and offers it to the best. Scores are summed in the order of the query, so that equals stay equal. */
  offer(paragraph: number): void {
    const { lists, best } = this;
    const norm = this.normOf(paragraph);
    let score = 0;
    for (const list of lists) {
      const count = list.countAt(paragraph);
      if (count > 0) score += list.worth * saturated(count, norm);
    }
    if (score >= best.threshold) this.keep(paragraph, score);
  }

  /** Offers a hit with a known score, which was summed in that order. */
  keep(paragraph: number, score: number): void {
    if (!this.lacking || !this.matchesAll(paragraph)) this.best.offer(paragraph, score);
  }

  /** Offers a hit with a known score that has all the clauses. */
  keepFull(paragraph: number, score: number): void {
    if (!this.best.offer(paragraph, score) || this.allFull) return;
    this.full ??= new Set();
    this.full.add(paragraph);
  }

  /** Finds out which of the best have all the clauses, where lists can be asked again. */
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
    let clause = NO_CLAUSE;
    let matched = 0;
    for (const list of this.lists) {
      if (list.clause === NO_CLAUSE || list.clause === clause || !list.has(paragraph)) continue;
      clause = list.clause;
      matched++;
    }
    return matched === this.clauses && (!this.hasExtra || this.ownsClause(paragraph));
  }

  /** Whether a paragraph owns a clause. What owns only an extra word does not match all clauses, though headings may lend them. */
  ownsClause(paragraph: number): boolean {
    for (const list of this.lists) if (list.clause !== NO_CLAUSE && list.owns(paragraph)) return true;
    return false;
  }
}

/** By chunk: an upper bound of what its paragraphs are worth by words with tables. Valid until the next call. */
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
