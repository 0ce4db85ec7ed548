/** The paragraphs that have all of several clauses. */

import { saturated } from '../rank.js';
import { addBit, countOnes, hasBit, intersect } from '../segment/bits.js';
import { BLOCK, END } from '../segment/postings.js';
import { columnAt, keepMet, MET, PARAGRAPHS, WORTHS } from './candidates.js';
import { type List, type PlainFound, type PlainSearch, scratchSet, type Walked } from './plain-search.js';
import { CHUNK_WORDS } from './table.js';
import { TableList } from './table-list.js';

/** Words with tables alone: their sets are joined. Else the rarest word leads, and the others leap after it or are looked up. */
export function allOf(search: PlainSearch): PlainFound {
  const { lists, clauses } = search;
  const tables: TableList[] = [];
  const words: Walked[] = [];
  for (const list of lists) {
    if (list instanceof TableList) tables.push(list);
    else words.push(list);
  }
  if (lists.length > clauses) return allOfClauses(search);
  return words.length === 0 ? allOfTables(search, tables) : allOfWords(search, words, tables);
}

function allOfTables(search: PlainSearch, tables: readonly TableList[]): PlainFound {
  const { best, segment, lent, isFull } = search;
  if (search.isSimple && !lent) {
    const hits = offerShared(search, tables);
    return { best, hits, documents: hits, set: null, isFull };
  }
  const hits = scratchSet(segment);
  hits.fill(-1);
  for (const { table } of tables) intersect(hits, table.matched);
  if (lent) {
    for (let i = 0; i < hits.length; i++) {
      let owned = 0;
      for (const { table } of tables) owned |= table.owned[i] ?? 0;
      hits[i] = (hits[i] ?? 0) & owned;
    }
  }
  const set = search.collected(hits);
  search.walk(hits, tables);
  return { best, ...search.counted(hits), set, isFull };
}

/**
 * Where tables alone say what is a hit: their sets are joined, counted and walked chunk by chunk in one go, and bounds are computed where there are hits.
 * @returns how many there are
 */
function offerShared(search: PlainSearch, tables: readonly TableList[]): number {
  const { best } = search;
  const [first, second = first] = tables;
  if (first === undefined || second === undefined) return 0;
  const a = first.table.matched;
  const b = second.table.matched;
  let hits = 0;
  for (let start = 0; start < a.length; start += CHUNK_WORDS) {
    const end = Math.min(a.length, start + CHUNK_WORDS);
    const before = hits;
    for (let word = start; word < end; word++) {
      let bits = (a[word] ?? 0) & (b[word] ?? 0);
      for (let t = 2; t < tables.length && bits !== 0; t++) bits &= tables[t]?.table.matched[word] ?? 0;
      SHARED[word - start] = bits;
      if (bits !== 0) hits += countOnes(bits);
    }
    if (hits === before) continue;
    let bound = 0;
    for (let t = 0; t < tables.length; t++) {
      const list = tables[t];
      if (list !== undefined) bound += list.chunkBound(start / CHUNK_WORDS);
    }
    if (bound <= best.threshold) continue;
    for (let word = start; word < end; word++) {
      for (let bits = SHARED[word - start] ?? 0; bits !== 0; bits &= bits - 1)
        search.offerFrom(tables, word * 32 + 31 - Math.clz32(bits & -bits), false);
    }
  }
  return hits;
}

/** Scratch space of `offerShared`: the hits of a chunk. */
const SHARED = new Int32Array(CHUNK_WORDS);

/**
 * Of all words: the paragraphs of one block of the rarest are told by each other word in turn, tables first, as a look into one is no step in
 * a list; what is left is worth what the columns of counts say.
 */
function allOfWords(search: PlainSearch, words: readonly Walked[], tables: readonly TableList[]): PlainFound {
  const { lists, isFull, best } = search;
  const lead = rarest(words);
  if (lead === undefined) return allOfClauses(search);
  // What has a word that is lent to none owns that.
  const hits = new Hits(
    search,
    lists.every(({ isLent }) => isLent),
  );
  // By the place of each word in the query. The column of the rarest holds indexes into its block, until its count is asked for.
  const leading = columnAt(lists.indexOf(lead));
  const columns = [leading];
  const others: List[] = [];
  for (const table of tables) others.push(table);
  for (const word of words) if (word !== lead) others.push(word);
  // Tables first, then what leaves least.
  if (words.length > 2)
    others.sort((a, b) => Number(b instanceof TableList) - Number(a instanceof TableList) || a.size - b.size);
  for (const list of others) columns.push(columnAt(lists.indexOf(list)));
  let target = 0;
  for (let size = lead.nextBlock(0, PARAGRAPHS); size > 0; size = lead.nextBlock(target, PARAGRAPHS)) {
    leading.set(PLACES);
    for (let o = 0; o < others.length && size > 0; o++) {
      const met = others[o]?.meet(PARAGRAPHS, size, MET, columns[o + 1] ?? leading) ?? 0;
      size = keepMet(size, met, columns, o + 1);
    }
    if (size > 0) size = keepMet(size, hits.take(PARAGRAPHS, size, MET), columns, columns.length);
    for (let i = 0; i < size; i++) leading[i] = lead.countIn(leading[i] ?? 0);
    offer(search, size);
    // Before where another word stands nothing is met any more.
    for (let i = 0; i < words.length; i++) if (words[i] !== lead) target = Math.max(target, words[i]?.paragraph ?? 0);
  }
  return { best, hits: hits.count, documents: hits.documents, set: hits.set, isFull };
}

function rarest(words: readonly Walked[]): Walked | undefined {
  let lead = words[0];
  for (const word of words) if (lead !== undefined && word.size < lead.size) lead = word;
  return lead;
}

/**
 * Offers what is left of a block, column by column: lengths are far apart in memory, and a loop that does nothing else waits for
 * several at once.
 */
function offer({ lists, best, segment, saturator }: PlainSearch, size: number): void {
  const { lengths } = segment;
  const { norms } = saturator;
  for (let i = 0; i < size; i++) {
    NORMS[i] = norms[lengths[PARAGRAPHS[i] ?? 0] ?? 1] ?? 0;
    WORTHS[i] = 0;
  }
  for (let l = 0; l < lists.length; l++) {
    const worth = lists[l]?.worth ?? 0;
    const column = columnAt(l);
    for (let i = 0; i < size; i++) WORTHS[i] = (WORTHS[i] ?? 0) + worth * saturated(column[i] ?? 0, NORMS[i] ?? 0);
  }
  for (let i = 0; i < size; i++) {
    const score = WORTHS[i] ?? 0;
    if (score >= best.threshold) best.offer(PARAGRAPHS[i] ?? 0, score);
  }
}

/** The indexes of a block. */
const PLACES = Int32Array.from({ length: BLOCK }, (_, i) => i);
/** Scratch space of `offer`. */
const NORMS = new Float64Array(BLOCK);

/** Of clauses of any kind: the one with the fewest paragraphs leads. */
function allOfClauses(search: PlainSearch): PlainFound {
  const { lists, best, isFull } = search;
  const clauses = byClause(lists).sort((a, b) => sizeOf(a) - sizeOf(b));
  const [lead = [], ...others] = clauses;
  const hits = new Hits(search, search.lent);
  candidates: for (let paragraph = advance(lead, 0); paragraph < END; ) {
    for (let i = 0; i < others.length; i++) {
      const other = others[i] ?? lead;
      if (has(other, paragraph)) continue;
      paragraph = advance(lead, Math.max(paragraph + 1, nextAfterMiss(other)));
      continue candidates;
    }
    if (hits.takes(paragraph)) search.offer(paragraph, false);
    paragraph = advance(lead, paragraph + 1);
  }
  return { best, hits: hits.count, documents: hits.documents, set: hits.set, isFull };
}

/** Counts hits in ascending order. */
class Hits {
  count = 0;
  documents = 0;
  readonly set: Uint32Array | null;
  private documentEnd = 0;

  /** @param lent whether a paragraph may have all the words and own none */
  constructor(
    private readonly search: PlainSearch,
    private readonly lent: boolean,
  ) {
    const { place, segment } = search;
    this.set = place.collects ? new Uint32Array(Math.ceil(segment.paragraphCount / 32)) : null;
  }

  /** Tells which of some paragraphs with all the words are hits that pass the filters: `met` gets their indexes. Returns how many they are. */
  take(paragraphs: Int32Array, size: number, met: Int32Array): number {
    if (this.search.isSimple && !this.lent) {
      this.count += size;
      this.documents += size;
      return size;
    }
    let taken = 0;
    for (let i = 0; i < size; i++) if (this.takes(paragraphs[i] ?? 0)) met[taken++] = i;
    return taken;
  }

  /** The same of one. */
  takes(paragraph: number): boolean {
    const { search, set, lent } = this;
    const { removed, passing } = search.place;
    if ((removed !== null && hasBit(removed, paragraph)) || (lent && !owns(search.lists, paragraph))) return false;
    if (set !== null) addBit(set, paragraph);
    if (passing !== null && !hasBit(passing, paragraph)) return false;
    this.count++;
    if (paragraph >= this.documentEnd) {
      this.documents++;
      this.documentEnd = search.segment.documentEnd(paragraph);
    }
    return true;
  }
}

function byClause(lists: readonly List[]): List[][] {
  const clauses: List[][] = [];
  for (const list of lists) {
    const known = clauses[list.clause];
    if (known === undefined) clauses[list.clause] = [list];
    else known.push(list);
  }
  return clauses;
}

function sizeOf(clause: readonly List[]): number {
  return clause.reduce((sum, { size }) => sum + size, 0);
}

/** The first paragraph at or after `target` that has the clause. */
function advance(clause: readonly List[], target: number): number {
  let least = END;
  for (const list of clause) least = Math.min(least, list.advance(target));
  return least;
}

function has(clause: readonly List[], paragraph: number): boolean {
  for (const list of clause) if (list.has(paragraph)) return true;
  return false;
}

function owns(lists: readonly List[], paragraph: number): boolean {
  for (const list of lists) if (list.owns(paragraph)) return true;
  return false;
}

/** Where a clause that lacks the paragraph it was asked for goes on, as far as that is known. */
function nextAfterMiss(clause: readonly List[]): number {
  let least = END;
  for (let i = 0; i < clause.length; i++) {
    const list = clause[i];
    least = Math.min(least, list === undefined || list instanceof TableList ? 0 : list.paragraph);
  }
  return least;
}
