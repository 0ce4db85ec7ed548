/** Finds the paragraphs that have all of several clauses. */

import { saturated } from '../../rank.js';
import { BLOCK, END } from '../../segment/postings.js';
import { SETS } from '../../segment/set-kernel.js';
import { CHUNK_WORDS } from '../../segment/table.js';
import { columnAt, keepMet, MET, PARAGRAPHS, WORTHS } from './candidates.js';
import { emptySet, Hits, type PlainFound } from './hits.js';
import { type List, NO_CLAUSE, type PlainSearch, scratchSet, type Walked } from './plain-search.js';
import { TableList } from './table-list.js';

/**
 * Where all words have tables, their sets are intersected. Else the rarest word leads, and the others skip to its
 * paragraphs or are looked up.
 */
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

/**
 * Intersects the sets of tables, chunk by chunk, and walks what they share. Bounds are looked up only where there are
 * hits, and once some score is to be beaten: they are far apart in memory.
 */
function allOfTables(search: PlainSearch, tables: readonly TableList[]): PlainFound {
  const { best, segment, scope, isFull } = search;
  const [first, second = first, ...others] = tables.length > 2 ? tables.toSorted((a, b) => a.size - b.size) : tables;
  if (first === undefined || second === undefined) return allOfClauses(search);
  const set = emptySet(scope);
  const isSure = search.isSimple && !search.lent && others.length === 0;
  const all = segment.onlyOneEach ? null : scratchSet(segment).fill(0);
  const shared = SETS.meet(first.table.matched, second.table.matched);
  const { chunks, bits } = SETS;
  for (let at = 0; at < shared; at++) {
    const chunk = chunks[at] ?? 0;
    if (!isSure) keepHits(search, tables, chunk, bits, at, set);
    if (all !== null)
      for (let i = 0; i < CHUNK_WORDS; i++) all[chunk * CHUNK_WORDS + i] = bits[at * CHUNK_WORDS + i] ?? 0;
    if (best.threshold > 0 && boundOf(tables, chunk) <= best.threshold) continue;
    for (let i = 0; i < CHUNK_WORDS; i++) {
      for (let left = bits[at * CHUNK_WORDS + i] ?? 0; left !== 0; left &= left - 1) {
        const paragraph = (chunk * CHUNK_WORDS + i) * 32 + 31 - Math.clz32(left & -left);
        const score = search.worthOf(tables, paragraph);
        if (score >= best.threshold) search.keep(paragraph, score);
      }
    }
  }
  const hits = SETS.countMet(shared);
  return { hits, documents: all === null ? hits : search.documentsIn(all, hits), set, isFull };
}

function boundOf(tables: readonly TableList[], chunk: number): number {
  let bound = 0;
  for (let t = 0; t < tables.length; t++) bound += tables[t]?.chunkBound(chunk) ?? 0;
  return bound;
}

/** Of a chunk that two tables share, at place `at` of `bits`, leaves what is a hit: what the others have, too. @param set as in `hitsAmong` */
function keepHits(
  search: PlainSearch,
  tables: readonly TableList[],
  chunk: number,
  bits: Uint32Array,
  at: number,
  set: Uint32Array | null,
): void {
  for (let i = 0; i < CHUNK_WORDS; i++) {
    const word = chunk * CHUNK_WORDS + i;
    let left = bits[at * CHUNK_WORDS + i] ?? 0;
    for (let t = 0; t < tables.length && left !== 0; t++) left &= tables[t]?.table.matched[word] ?? 0;
    bits[at * CHUNK_WORDS + i] = left === 0 ? 0 : hitsAmong(search, tables, word, left, set);
  }
}

/**
 * Of 32 paragraphs with all the words, those that own one of them, are not deleted, and pass the filters.
 * @param set gets those that filters leave out, too
 */
function hitsAmong(
  { lent, scope: { removed, passing } }: PlainSearch,
  tables: readonly TableList[],
  word: number,
  matched: number,
  set: Uint32Array | null,
): number {
  let bits = matched;
  if (lent) {
    let owned = 0;
    for (const { table } of tables) owned |= table.owned[word] ?? 0;
    bits &= owned;
  }
  if (removed !== null) bits &= ~(removed[word] ?? 0);
  if (set !== null) set[word] = bits;
  return passing === null ? bits : bits & (passing[word] ?? 0);
}

/**
 * Takes the paragraphs of one block of the rarest word at a time, and keeps those that each other word has, one word
 * after the other; what is left is scored by the columns of counts.
 */
function allOfWords(search: PlainSearch, words: readonly Walked[], tables: readonly TableList[]): PlainFound {
  const { lists } = search;
  const lead = rarest(words);
  if (lead === undefined) return allOfClauses(search);
  // With a word that is lent to none, every match owns that word.
  const lent = lists.every(({ isLent }) => isLent);
  const hits = new Hits(search.scope);
  // A column of counts for each word, by its place in the query. That of the rarest holds indexes into its block at first.
  const leading = columnAt(lists.indexOf(lead));
  const columns = [leading];
  const others: List[] = [];
  for (const table of tables) others.push(table);
  for (const word of words) if (word !== lead) others.push(word);
  // Tables first, as a lookup takes no step in a list; then the words that leave the fewest paragraphs.
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
    if (size > 0) size = keepMet(size, takeHits(search, hits, lent, size), columns, columns.length);
    for (let i = 0; i < size; i++) leading[i] = lead.countIn(leading[i] ?? 0);
    offer(search, size);
    // No match is before the paragraph to which another word has stepped.
    for (let i = 0; i < words.length; i++) if (words[i] !== lead) target = Math.max(target, words[i]?.paragraph ?? 0);
  }
  return found(search, hits);
}

/**
 * Counts the candidates that are hits, and writes their indexes into `MET`; returns how many.
 * @param lent whether candidates may own none of the words
 */
function takeHits(search: PlainSearch, hits: Hits, lent: boolean, size: number): number {
  if (search.isSimple && !lent) {
    hits.takeAll(size);
    return size;
  }
  let taken = 0;
  for (let i = 0; i < size; i++) {
    const paragraph = PARAGRAPHS[i] ?? 0;
    if ((!lent || search.ownsClause(paragraph)) && hits.takes(paragraph)) MET[taken++] = i;
  }
  return taken;
}

function found({ isFull }: PlainSearch, { hits, documents, set }: Hits): PlainFound {
  return { hits, documents, set, isFull };
}

function rarest(words: readonly Walked[]): Walked | undefined {
  let lead = words[0];
  for (const word of words) if (lead !== undefined && word.size < lead.size) lead = word;
  return lead;
}

/**
 * Scores and offers what is left of a block, column by column: lengths are far apart in memory, and a loop that does
 * nothing else waits for several of them at once.
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
  const { lists, lent } = search;
  const clauses = byClause(lists).sort((a, b) => sizeOf(a) - sizeOf(b));
  const [lead = [], ...others] = clauses;
  const hits = new Hits(search.scope);
  candidates: for (let paragraph = advance(lead, 0); paragraph < END; ) {
    for (let i = 0; i < others.length; i++) {
      const other = others[i] ?? lead;
      if (has(other, paragraph)) continue;
      paragraph = advance(lead, Math.max(paragraph + 1, nextAfterMiss(other)));
      continue candidates;
    }
    if ((!lent || search.ownsClause(paragraph)) && hits.takes(paragraph)) search.offer(paragraph);
    paragraph = advance(lead, paragraph + 1);
  }
  return found(search, hits);
}

function byClause(lists: readonly List[]): List[][] {
  const clauses: List[][] = [];
  for (const list of lists) {
    if (list.clause === NO_CLAUSE) continue;
    const known = clauses[list.clause];
    if (known === undefined) clauses[list.clause] = [list];
    else known.push(list);
  }
  return clauses;
}

function sizeOf(clause: readonly List[]): number {
  return clause.reduce((sum, { size }) => sum + size, 0);
}

/** The first paragraph at or after `target` that has a clause. */
function advance(clause: readonly List[], target: number): number {
  let least = END;
  for (const list of clause) least = Math.min(least, list.advance(target));
  return least;
}

function has(clause: readonly List[], paragraph: number): boolean {
  for (const list of clause) if (list.has(paragraph)) return true;
  return false;
}

/** The next paragraph of a clause that lacks the one it was asked for, as far as known; 0 where it is not. */
function nextAfterMiss(clause: readonly List[]): number {
  let least = END;
  for (let i = 0; i < clause.length; i++) {
    const list = clause[i];
    least = Math.min(least, list === undefined || list instanceof TableList ? 0 : list.paragraph);
  }
  return least;
}
