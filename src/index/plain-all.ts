/** The paragraphs that have all of several clauses. */
import { addBit, hasBit, intersect } from './bits.js';
import type { FlatList } from './flat.js';
import { TableList, type WordList } from './list.js';
import { type List, type PlainFound, type PlainSearch, scratchSet } from './plain-search.js';
import { END } from './postings.js';

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

/** A list that is walked. */
type Walked = WordList | FlatList;

/** Of all words: as `allOfClauses`, straight over their postings. */
function allOfWords(search: PlainSearch, words: Walked[], tables: readonly TableList[]): PlainFound {
  const { best, isFull } = search;
  words.sort((a, b) => a.size - b.size);
  const hits = new Hits(search);
  const [lead] = words;
  if (lead === undefined) return allOfClauses(search);
  candidates: for (let paragraph = lead.next(); paragraph < END; ) {
    for (let i = 1; i < words.length; i++) {
      const next = words[i]?.advance(paragraph) ?? END;
      if (next === paragraph) continue;
      paragraph = lead.advance(next);
      continue candidates;
    }
    if (inAll(tables, paragraph) && hits.take(paragraph)) {
      // Bounds of blocks are worked out when they can save something.
      if (!best.isFull || boundOf(words, tables, paragraph) > best.threshold) search.offer(paragraph, false);
    }
    paragraph = lead.next();
  }
  return { best, hits: hits.count, documents: hits.documents, set: hits.set, isFull };
}

function inAll(tables: readonly TableList[], paragraph: number): boolean {
  for (let i = 0; i < tables.length; i++) if (tables[i]?.has(paragraph) === false) return false;
  return true;
}

function boundOf(words: readonly Walked[], tables: readonly TableList[], paragraph: number): number {
  let bound = 0;
  for (let i = 0; i < words.length; i++) bound += words[i]?.boundAt(paragraph) ?? 0;
  for (let i = 0; i < tables.length; i++) bound += tables[i]?.boundAt(paragraph) ?? 0;
  return bound;
}

/** Of clauses of any kind: the one with the fewest paragraphs leads. */
function allOfClauses(search: PlainSearch): PlainFound {
  const { lists, best, isFull } = search;
  const clauses = byClause(lists).sort((a, b) => sizeOf(a) - sizeOf(b));
  const [lead = [], ...others] = clauses;
  const hits = new Hits(search);
  candidates: for (let paragraph = advance(lead, 0); paragraph < END; ) {
    for (let i = 0; i < others.length; i++) {
      const other = others[i] ?? lead;
      if (has(other, paragraph)) continue;
      paragraph = advance(lead, Math.max(paragraph + 1, nextAfterMiss(other)));
      continue candidates;
    }
    if (hits.take(paragraph)) {
      let bound = 0;
      // A clause of several words was left at the first that the paragraph has: the others may still stand before it.
      for (const list of lists) if (list.has(paragraph)) bound += list.boundAt(paragraph);
      if (bound > best.threshold) search.offer(paragraph, false);
    }
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

  constructor(private readonly search: PlainSearch) {
    const { place, segment } = search;
    this.set = place.collects ? new Uint32Array(Math.ceil(segment.paragraphCount / 32)) : null;
  }

  /** Whether a paragraph with all the words is a hit that passes the filters. */
  take(paragraph: number): boolean {
    const { search, set } = this;
    const { removed, passing } = search.place;
    if ((removed !== null && hasBit(removed, paragraph)) || (search.lent && !owns(search.lists, paragraph)))
      return false;
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
