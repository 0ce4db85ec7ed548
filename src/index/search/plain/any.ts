/** Finds the paragraphs that have any of several words. */

import { SLACK, saturated } from '../../rank.js';
import { intersect } from '../../segment/bits.js';
import { END } from '../../segment/postings.js';
import { SETS } from '../../segment/set-kernel.js';
import type { Bounds } from '../../segment/table.js';
import { Best, nthGreatest } from '../top.js';
import { leadOfTwo, offerTwo } from './any-of-two.js';
import { BlockList } from './block-list.js';
import { PARAGRAPHS, WORTHS } from './candidates.js';
import { FlatList } from './flat-list.js';
import { Hits, type PlainFound } from './hits.js';
import { mark, unmark } from './marked.js';
import type { PlainSearch } from './plain-search.js';
import { sumFlats } from './sum-flats.js';
import { TableList } from './table-list.js';

/** The hits with any of the clauses. */
export function anyOf(search: PlainSearch): PlainFound {
  const { lists, best, scope, isFull } = search;
  const [only] = lists;
  if (lists.length === 1 && only instanceof BlockList) {
    bestOfWord(only, best);
    return { hits: only.size, documents: only.size, set: null, isFull };
  }
  if (lists.length === 1 && only instanceof TableList && !search.narrowed && !scope.collects) {
    best.threshold = Math.max(best.threshold, floorOf(search, [only]));
    bestOfTable(only, best);
    return { hits: only.size, documents: search.documentsOf(only), set: null, isFull };
  }
  const two = search.isSimple && !search.hasExtra ? leadOfTwo(lists) : null;
  if (two !== null) {
    const [lead, other] = two;
    const hits = lead.size + other.size - offerTwo(search, lead, other);
    return { hits, documents: hits, set: null, isFull };
  }
  // Lists that are walked block by block were dealt with above.
  const tables: TableList[] = [];
  const flats: FlatList[] = [];
  for (const list of lists) {
    if (list instanceof TableList) tables.push(list);
    else if (list instanceof FlatList) flats.push(list);
  }
  const [flat] = lists.length === 1 ? flats : [];
  if (flat !== undefined) return bestOfFlat(search, flat);
  const found = tables.length === 0 && !scope.collects ? ofFlats(search, flats) : withTables(search, flats, tables);
  if (!search.lacking) search.tell();
  return { ...found, isFull };
}

type Counted = Omit<PlainFound, 'isFull'>;

/** Offers the paragraphs of words that are all unpacked whole. */
function ofFlats(search: PlainSearch, flats: readonly FlatList[]): Counted {
  if (search.isSimple) {
    const hits = sumFlats(search, flats, [], null);
    return { hits, documents: hits, set: null };
  }
  const { set, hits, documents } = mark(search.scope, flats);
  sumFlats(search, flats, [], search.narrowed || search.lent ? set : null);
  unmark(flats);
  return { hits, documents, set: null };
}

/** Offers the paragraphs of words where some have tables, or where the set of all hits is wanted. */
function withTables(search: PlainSearch, flats: readonly FlatList[], tables: readonly TableList[]): Counted {
  const { best, scope } = search;
  const { removed, passing } = scope;
  const owners = ownersOfAny(search, flats, tables);
  if (removed !== null) for (let i = 0; i < owners.length; i++) owners[i] = (owners[i] ?? 0) & ~(removed[i] ?? 0);
  const set = scope.collects ? owners.slice() : null;
  if (passing !== null) intersect(owners, passing);
  if (!search.lacking && !search.narrowed) best.threshold = Math.max(best.threshold, floorOf(search, tables));
  const hits = SETS.count(owners);
  const documents = search.documentsIn(owners, hits);
  sumFlats(search, flats, tables, search.narrowed || search.lent ? owners : null);
  return { hits, documents, set };
}

/** Offers the paragraphs of one word, from those blocks that may have one of the best. */
function bestOfWord(list: BlockList, best: Best): void {
  if (best.limit === 0) return;
  while (list.leap(best.threshold) < END) {
    const found = list.takeAbove(best.threshold, PARAGRAPHS, WORTHS);
    offerTaken(best, found);
  }
}

/** Offers the paragraphs of one word with a table, from those chunks that may have one of the best. */
function bestOfTable(list: TableList, best: Best): void {
  const { chunks } = list.bounds;
  for (let chunk = 0; chunk < chunks.length; chunk++) {
    if (list.chunkBest(chunk) <= best.threshold) continue;
    const found = list.takeAbove(chunk, best.threshold, PARAGRAPHS, WORTHS);
    offerTaken(best, found);
  }
}

/** The hits of one word that is unpacked whole. */
function bestOfFlat(search: PlainSearch, { flat, worth }: FlatList): PlainFound {
  const { best, scope, isFull } = search;
  const { size, paragraphs, counts, owned } = flat;
  const hits = new Hits(scope);
  for (let i = 0; i < size; i++) {
    const paragraph = paragraphs[i] ?? 0;
    if (owned?.[i] === 0 || !hits.takes(paragraph)) continue;
    const score = worth * saturated(counts[i] ?? 0, search.normOf(paragraph));
    if (score >= best.threshold) search.keep(paragraph, score);
  }
  return { hits: hits.hits, documents: hits.documents, set: hits.set, isFull };
}

/** Offers the first of the candidates. */
function offerTaken(best: Best, size: number): void {
  for (let i = 0; i < size; i++) {
    const score = WORTHS[i] ?? 0;
    if (score > best.threshold) best.offer(PARAGRAPHS[i] ?? 0, score);
  }
}

/** A bit for each paragraph that owns any of the words. Valid as what `SETS.unite` gives. */
function ownersOfAny({ segment }: PlainSearch, flats: readonly FlatList[], tables: readonly TableList[]): Uint32Array {
  const sets = tables.map(({ table }) => table.owned);
  const owners = SETS.unite(sets, Math.ceil(segment.paragraphCount / 32));
  for (const flat of flats) flat.addOwners(owners);
  return owners;
}

/** How many paragraphs `floorOf` looks at. */
const PRIMED = 256;

/**
 * A score that at least as many hits as are wanted reach, found before the search: each chunk of a table has a
 * paragraph that is worth the bound of the chunk; and where there are tables alone, some owners of the rarest word are
 * scored, so that common words alone are not enough from the first paragraph on. Where there are other lists, these tell that.
 */
function floorOf(search: PlainSearch, tables: readonly TableList[]): number {
  const { lists, best } = search;
  let floor = Number.NEGATIVE_INFINITY;
  let rarest: TableList | null = null;
  for (const table of tables) {
    if (table.isLent) continue;
    if (table.bound > floor) floor = Math.max(floor, leastOfMost(table.bounds, best.limit) * table.worth);
    if (table.size >= best.limit && (rarest === null || table.worth > rarest.worth)) rarest = table;
  }
  if (rarest === null || tables.length === 1 || tables.length < lists.length) return floor * (2 - SLACK);
  const most = new Best(best.limit, floor);
  let paragraph = rarest.next();
  for (let i = 0; i < PRIMED && paragraph < END; i++, paragraph = rarest.next()) {
    const score = search.worthOf(tables, paragraph);
    if (score > most.threshold) most.offer(paragraph, score);
  }
  rarest.rewind();
  return Math.max(floor, most.isFull ? most.threshold : floor) * (2 - SLACK);
}

/** A saturated count that at least as many paragraphs as are wanted reach; 0 where none is known. */
function leastOfMost(bounds: Bounds, wanted: number): number {
  if (bounds.wanted !== wanted) {
    bounds.least = nthGreatest(bounds.chunks, wanted);
    bounds.wanted = wanted;
  }
  return bounds.least;
}
