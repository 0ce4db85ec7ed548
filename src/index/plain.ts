/**
 * The best paragraphs for a list of words, and how many there are: the query that nearly everyone asks, without windows.
 *
 * Words with tables alone: sets are joined, and chunks that cannot hold a better hit are skipped. All of several words: the rarest leads,
 * the others leap after it or are looked up. Any of several words: block-max MaxScore (Turtle and Flood 1995; Ding and Suel 2011) finds
 * the best, and a set with a bit for each paragraph counts.
 */
import { addBit, countBits, hasBit, intersect } from './bits.js';
import { type List, SLACK, TableList, WordList } from './list.js';
import { END, giveBack, takeCursor } from './postings.js';
import { type Saturator, saturated } from './rank.js';
import type { Segment } from './segment.js';
import { CHUNK, leastOfMost, type Sets, tableOf, tableOfGroup } from './table.js';
import { Best } from './top.js';

/** A word, or several that count as one; and what a saturated count of 1 is worth. */
export type PlainPart =
  | { type: 'word'; term: number; worth: number }
  /** `numbers`: of the words whose counts are summed; null where a paragraph with any of them counts as having one, once. */
  | { type: 'group'; sets: Sets; numbers: readonly number[] | null; worth: number };

/** What a paragraph must have one of; nothing where the segment has none of it. */
export type PlainClause = readonly PlainPart[];

/** `all`: paragraphs with every clause. `any`: with one. `partial`: counts as `any`, but keeps only those that lack a clause. */
export type Join = 'all' | 'any' | 'partial';

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

function nothing({ segment, collects }: Place): PlainFound {
  const set = collects ? new Uint32Array(Math.ceil(segment.paragraphCount / 32)) : null;
  return { best: new Best(0), hits: 0, documents: 0, set, isFull: () => false };
}

/** Where to look: a bit for each paragraph that is gone, and one for each that passes the filters. */
export interface Place {
  segment: Segment;
  removed: Uint32Array | null;
  passing: Uint32Array | null;
  /** Whether the set of all hits is wanted, filters apart. */
  collects: boolean;
}

/**
 * Finds in one segment. Null where a word has to be looked for in windows: its counts are too large for a table.
 * @param wanted how many of the best to keep, of those that are worth more than `floor`
 */
export function findPlain(
  place: Place,
  clauses: readonly PlainClause[],
  saturator: Saturator,
  join: Join,
  wanted: number,
  floor: number,
): PlainFound | null {
  const hasAll = clauses.every((parts) => parts.length > 0);
  if (join === 'all' && !hasAll) return nothing(place);
  const lists = listsOf(place.segment, clauses, saturator);
  if (lists === null) return null;
  if (lists.length === 0) return nothing(place);
  const search = new PlainSearch(place, lists, saturator, clauses.length, new Best(wanted, floor));
  // Where a clause is missing from the segment every hit is a partial one.
  const found = join === 'all' ? search.all() : search.any(join === 'partial' && hasAll);
  for (const list of lists) list.end();
  return hasAll ? found : { ...found, isFull: () => false };
}

/** A word of more paragraphs than this is not gone through twice. */
const PRIMED = 512;

/** A set for the length of a search that is not interrupted: making one anew each time kept the garbage collector busy. */
function scratchSet({ paragraphCount }: Segment): Uint32Array {
  const words = Math.ceil(paragraphCount / 32);
  if (scratch.length < words) scratch = new Uint32Array(words);
  return scratch.subarray(0, words);
}
let scratch = new Uint32Array(0);

/** In the order of the query. */
function listsOf(segment: Segment, clauses: readonly PlainClause[], saturator: Saturator): List[] | null {
  const lists: List[] = [];
  for (const [clause, parts] of clauses.entries()) {
    for (const part of parts) {
      const list =
        part.type === 'word'
          ? listOfWord(segment, part.term, clause, part.worth, saturator)
          : listOfGroup(segment, part, clause, saturator);
      if (list === null) return null;
      lists.push(list);
    }
  }
  return lists;
}

function listOfWord(segment: Segment, term: number, clause: number, worth: number, saturator: Saturator): List | null {
  const kept = segment.tables.get(term);
  if (kept !== undefined && kept !== null) return new TableList(kept, clause, worth, segment, saturator);
  const cursor = takeCursor(segment, term);
  const table = tableOf(segment, term, cursor);
  if (table === null) {
    return cursor.context.length > 0 ? null : new WordList(cursor, term, clause, worth, segment, saturator);
  }
  giveBack(cursor);
  return new TableList(table, clause, worth, segment, saturator);
}

function listOfGroup(
  segment: Segment,
  { sets, numbers, worth }: PlainPart & { type: 'group' },
  clause: number,
  saturator: Saturator,
): List | null {
  const table = tableOfGroup(segment, sets, numbers);
  return table === null ? null : new TableList(table, clause, worth, segment, saturator);
}

/** One search of one segment. */
class PlainSearch {
  /** Whether a word is lent to paragraphs that do not own it: then they are no hits for it alone. */
  private readonly lent: boolean;
  private readonly full = new Set<number>();
  private readonly segment: Segment;
  /** Whether paragraphs with the words are no hits, as they are gone or do not pass the filters. */
  private readonly narrowed: boolean;

  constructor(
    private readonly place: Place,
    private readonly lists: readonly List[],
    private readonly saturator: Saturator,
    private readonly clauses: number,
    private readonly best: Best,
  ) {
    this.segment = place.segment;
    this.narrowed = place.removed !== null || place.passing !== null;
    this.lent = lists.some((list) => list instanceof TableList && list.table.matched !== list.table.owned);
  }

  all(): PlainFound {
    const { lists, clauses } = this;
    if (clauses === 1) return { ...this.any(false), isFull: () => true };
    const tables = lists.filter((list) => list instanceof TableList);
    const isAllTables = tables.length === lists.length && clauses === lists.length;
    return isAllTables ? this.allOfTables(tables) : this.allOf();
  }

  /** @param lacking keeps only those that lack a clause */
  any(lacking: boolean): PlainFound {
    const { lists, place, best, segment, full, narrowed } = this;
    const [only] = lists;
    const isFull = (paragraph: number): boolean => full.has(paragraph);
    const isWord = lists.length === 1 && only instanceof WordList;
    if (isWord && !narrowed && !place.collects && segment.onlyOneEach) {
      this.maxScore(null, lacking);
      return { best, hits: only.size, documents: only.size, set: null, isFull };
    }
    if (lists.length === 1 && only instanceof TableList && !narrowed && !place.collects && segment.onlyOneEach) {
      best.threshold = Math.max(best.threshold, this.floor());
      this.walk(only.table.owned, [only]);
      return { best, hits: only.size, documents: only.size, set: null, isFull: () => true };
    }
    const hits = this.ownersOfAny();
    const set = this.collected(hits);
    if (!lacking && !narrowed) best.threshold = Math.max(best.threshold, this.floor());
    this.maxScore(narrowed || this.lent ? hits : null, lacking);
    return { best, ...this.counted(hits), set, isFull };
  }

  /** A bit for each live paragraph that owns any of the words. */
  private ownersOfAny(): Uint32Array {
    const { lists, segment, narrowed } = this;
    const [only] = lists;
    if (lists.length === 1 && only instanceof TableList && !narrowed) return only.table.owned;
    const owners = scratchSet(segment);
    owners.fill(0);
    for (const list of lists) list.addOwners(owners);
    return owners;
  }

  /** Takes out of a set of hits what is gone, keeps it where it is wanted, and takes out what does not pass. */
  private collected(hits: Uint32Array): Uint32Array | null {
    const { removed, passing, collects } = this.place;
    if (removed !== null) for (let i = 0; i < hits.length; i++) hits[i] = (hits[i] ?? 0) & ~(removed[i] ?? 0);
    const set = collects ? hits.slice() : null;
    if (passing !== null) intersect(hits, passing);
    return set;
  }

  private counted(hits: Uint32Array): { hits: number; documents: number } {
    const count = countBits(hits);
    return { hits: count, documents: this.segment.onlyOneEach ? count : countDocuments(this.segment, hits) };
  }

  /**
   * A score that as many hits as are wanted exceed, found before the search: in as many chunks of a table stands one that is worth the
   * bound of its chunk; and what the hits of the rarest word are worth with the tables of others, if it has as many. Common words then
   * make no hits of their own from the first paragraph on.
   */
  private floor(): number {
    const { lists, best } = this;
    let floor = Number.NEGATIVE_INFINITY;
    let rarest: WordList | null = null;
    for (const list of lists) {
      if (list instanceof WordList) {
        if (list.size >= best.limit && (rarest === null || list.bound > rarest.bound)) rarest = list;
      } else if (list.table.matched === list.table.owned && list.bound > floor) {
        floor = Math.max(floor, leastOfMost(list.bounds, best.limit) * list.worth);
      }
    }
    if (rarest !== null && lists.length > 1 && rarest.size <= PRIMED) {
      const { lengths } = this.segment;
      const { norms } = this.saturator;
      const most = new Best(best.limit, floor);
      for (let paragraph = rarest.next(); paragraph < END; paragraph = rarest.next()) {
        const norm = norms[lengths[paragraph] ?? 1] ?? 0;
        let score = rarest.score();
        for (const list of lists) {
          const count = list instanceof TableList ? list.countAt(paragraph) : 0;
          if (count > 0) score += list.worth * saturated(count, norm);
        }
        most.offer(paragraph, score);
      }
      rarest.rewind();
      floor = Math.max(floor, most.threshold);
    }
    return floor * (2 - SLACK);
  }

  /** All of words that have tables. */
  private allOfTables(tables: readonly TableList[]): PlainFound {
    const { best, segment, lent } = this;
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
    const set = this.collected(hits);
    this.walk(hits, tables);
    return { best, ...this.counted(hits), set, isFull: () => true };
  }

  /** Offers the hits of a set, chunk by chunk, without those that cannot hold one of the best. */
  private walk(hits: Uint32Array, tables: readonly TableList[]): void {
    const { best } = this;
    const chunks = (hits.length + 3) >> 2;
    for (let chunk = 0; chunk < chunks; chunk++) {
      let bound = 0;
      for (const table of tables) bound += table.chunkBound(chunk);
      if (bound <= best.threshold) continue;
      for (let word = chunk * 4; word < chunk * 4 + 4; word++) {
        for (let bits = hits[word] ?? 0; bits !== 0; bits &= bits - 1) {
          this.offer(word * 32 + 31 - Math.clz32(bits & -bits), false);
        }
      }
    }
  }

  /** Offers a hit with what it is worth, summed in the order of the query so that equals stay equal. */
  private offer(paragraph: number, lacking: boolean): void {
    const { lists, best, clauses } = this;
    const norm = this.normOf(paragraph);
    let score = 0;
    for (const list of lists) {
      const count = list.countAt(paragraph);
      if (count > 0) score += list.worth * saturated(count, norm);
    }
    if (score <= best.threshold) return;
    const isFull = clauses === 1 || this.matchesAll(paragraph);
    if (lacking && isFull) return;
    if (best.offer(paragraph, score) && isFull) this.full.add(paragraph);
  }

  private normOf(paragraph: number): number {
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

  /** All of several clauses: the one with the fewest paragraphs leads. */
  private allOf(): PlainFound {
    const { lists, best, segment, lent } = this;
    const { removed, passing, collects } = this.place;
    const set = collects ? new Uint32Array(Math.ceil(segment.paragraphCount / 32)) : null;
    const clauses = byClause(lists).sort((a, b) => sizeOf(a) - sizeOf(b));
    const [lead = [], ...others] = clauses;
    let hits = 0;
    let documents = 0;
    let documentEnd = 0;
    candidates: for (let paragraph = advance(lead, 0); paragraph < END; ) {
      for (let i = 0; i < others.length; i++) {
        const other = others[i] ?? lead;
        if (has(other, paragraph)) continue;
        paragraph = advance(lead, Math.max(paragraph + 1, nextAfterMiss(other)));
        continue candidates;
      }
      const gone = (removed !== null && hasBit(removed, paragraph)) || (lent && !owns(lists, paragraph));
      if (!gone && set !== null) addBit(set, paragraph);
      if (!gone && (passing === null || hasBit(passing, paragraph))) {
        hits++;
        if (paragraph >= documentEnd) {
          documents++;
          documentEnd = segment.documentEnd(paragraph);
        }
        let bound = 0;
        for (const list of lists) bound += list.boundAt(paragraph);
        if (bound > best.threshold) this.offer(paragraph, false);
      }
      paragraph = advance(lead, paragraph + 1);
    }
    return { best, hits, documents, set, isFull: () => true };
  }

  /**
   * Offers the paragraphs with any of the words, without those that cannot be among the best.
   * @param hits which paragraphs are hits; null where all with a word are
   */
  private maxScore(hits: Uint32Array | null, lacking: boolean): void {
    const ordered = [...this.lists].sort((a, b) => a.bound - b.bound);
    const last = ordered.pop();
    if (last === undefined || this.best.limit === 0) return;
    const others = ordered.reduce((sum, { bound }) => sum + bound, 0);
    const isLast = ordered.length === 0 || others <= this.best.threshold;
    if (last instanceof WordList && isLast) this.lastOf(last, ordered, others, hits, lacking);
    else this.byWindow([...ordered, last], hits, lacking);
  }

  /**
   * MaxScore window by window. Of the lists by what they are worth at most there, those below `essential` cannot make a hit of their own.
   * Scores of the words above it are summed in loops of their own; tables and the words below are looked up where that may still matter.
   */
  private byWindow(ordered: readonly List[], hits: Uint32Array | null, lacking: boolean): void {
    const { best, segment } = this;
    const count = ordered.length;
    // Chunks where a table makes hits, as its bounds there are exact.
    let words = WIDE;
    let all = 0;
    for (const list of ordered) {
      all += list.bound;
      if (all > best.threshold && list instanceof TableList) words = CHUNK / 32;
    }
    const near = new Float64Array(count);
    const rest: List[] = [];
    const before = new Float64Array(count + 1);
    for (let start = 0; start < segment.paragraphCount; start += words * 32) {
      const end = start + words * 32;
      let essential = 0;
      let sum = 0;
      let i = 0;
      for (const list of ordered) {
        list.boundIn(start, end, near, i);
        sum += near[i++] ?? 0;
        if (sum <= best.threshold) essential = i;
      }
      if (essential === count) continue;
      let left = 0;
      for (let i = 0; i < count; i++) {
        const list = ordered[i];
        if (list === undefined) continue;
        if (i >= essential) list.addMatches(start, end, MATCHES, SCORES);
        if (i >= essential && list instanceof WordList) continue;
        rest[left] = list;
        before[left + 1] = (before[left] ?? 0) + (near[i] ?? 0);
        left++;
      }
      const others = before[left] ?? 0;
      for (let word = 0; word < words; word++) {
        let bits = MATCHES[word] ?? 0;
        if (bits === 0) continue;
        MATCHES[word] = 0;
        for (; bits !== 0; bits &= bits - 1) {
          const i = word * 32 + 31 - Math.clz32(bits & -bits);
          const score = SCORES[i] ?? 0;
          SCORES[i] = 0;
          if (score * SLACK + others <= best.threshold || (hits !== null && !hasBit(hits, start + i))) continue;
          SUM[0] = score;
          this.complete(rest, before, left, start + i, lacking);
        }
      }
    }
  }

  /** MaxScore where one word alone makes hits: straight over the arrays of each of its blocks. */
  private lastOf(
    list: WordList,
    ordered: readonly List[],
    others: number,
    hits: Uint32Array | null,
    lacking: boolean,
  ): void {
    const { best, segment } = this;
    const { cursor, worth } = list;
    const { norms } = this.saturator;
    const { lengths } = segment;
    const { paragraphs } = cursor;
    const before = new Float64Array(ordered.length + 1);
    for (const [i, { bound }] of ordered.entries()) before[i + 1] = (before[i] ?? 0) + bound;
    list.leap(best.threshold - others);
    while (list.paragraph < END) {
      const counts = cursor.jointCounts();
      for (let i = 0; i < cursor.size; i++) {
        const paragraph = paragraphs[i] ?? 0;
        const score = worth * saturated(counts[i] ?? 0, norms[lengths[paragraph] ?? 1] ?? 0);
        if (score * SLACK + others <= best.threshold || (hits !== null && !hasBit(hits, paragraph))) continue;
        list.standAt(i);
        SUM[0] = score;
        this.complete(ordered, before, ordered.length, paragraph, lacking);
      }
      list.leap(best.threshold - others);
    }
  }

  /**
   * Adds what the rest of the words are worth to `SUM`, the most valuable first, as long as it may become one of the best.
   * @param before what those of `rest` before each can be worth together
   */
  private complete(
    rest: readonly List[],
    before: Float64Array,
    left: number,
    paragraph: number,
    lacking: boolean,
  ): void {
    const { threshold } = this.best;
    const norm = this.normOf(paragraph);
    let score = SUM[0] ?? 0;
    for (let i = left - 1; i >= 0; i--) {
      if (score * SLACK + (before[i + 1] ?? 0) <= threshold) return;
      const list = rest[i];
      const count = list?.countAt(paragraph) ?? 0;
      if (list !== undefined && count > 0) score += list.worth * saturated(count, norm);
    }
    if (score * SLACK > threshold) this.offer(paragraph, lacking);
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

/** Sets of 32 paragraphs in a window of words alone: large enough to be worth its beginning, small enough for the nearest cache. */
const WIDE = 64;
/** Scratch space of `byWindow`: which paragraphs of the window have a word that makes hits, and the sum of what they are worth by them. */
const MATCHES = new Int32Array(WIDE);
const SCORES = new Float64Array(WIDE * 32);
/** The sum that is handed to `complete`: as an argument it would be put into a box of its own. */
const SUM = new Float64Array(1);

/** Where a clause that lacks the paragraph it was asked for goes on, as far as that is known. */
function nextAfterMiss(clause: readonly List[]): number {
  let least = END;
  for (let i = 0; i < clause.length; i++) {
    const list = clause[i];
    least = Math.min(least, list instanceof WordList ? list.paragraph : 0);
  }
  return least;
}

function countDocuments(segment: Segment, set: Uint32Array): number {
  let documents = 0;
  let end = 0;
  for (let word = end >> 5; word < set.length; word++) {
    for (let bits = set[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const paragraph = word * 32 + 31 - Math.clz32(bits & -bits);
      if (paragraph < end) continue;
      documents++;
      end = segment.documentEnd(paragraph);
    }
  }
  return documents;
}
