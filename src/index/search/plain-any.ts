/** The paragraphs that have any of several words. */

import { saturated } from '../rank.js';
import { hasBit, unite } from '../segment/bits.js';
import { END } from '../segment/postings.js';
import { PARAGRAPHS, WORTHS } from './candidates.js';
import { MOST_FLAT } from './flat.js';
import { FlatList } from './flat-list.js';
import { SLACK, WordList } from './list.js';
import { mark, unmark } from './marked.js';
import { maxScore } from './max-score.js';
import { chunkBounds, type List, type PlainFound, type PlainSearch, scratchSet } from './plain-search.js';
import { leadOfTwo, offerTwo } from './plain-two.js';
import { CHUNK_SHIFT, leastOfMost } from './table.js';
import { TableList } from './table-list.js';
import { Best } from './top.js';

/** @param lacking keeps only those that lack a clause */
export function anyOf(search: PlainSearch, lacking: boolean): PlainFound {
  const { lists, best, isSimple, isFull } = search;
  const [only] = lists;
  if (only !== undefined && lists.length === 1 && isSimple) {
    const found: PlainFound = { best, hits: only.size, documents: only.size, set: null, isFull };
    if (only instanceof WordList) {
      bestOfWord(only, best);
      return found;
    }
    if (only instanceof TableList) {
      best.threshold = Math.max(best.threshold, floorOf(search));
      if (search.lent) search.walk(only.table.owned, [only]);
      else bestOfTable(only, best);
      return found;
    }
  }
  const two = search.lent ? null : leadOfTwo(lists);
  if (two !== null && isSimple) {
    const [lead, other] = two;
    const hits = lead.size + other.size - offerTwo(search, lead, other, null, lacking);
    return { best, hits, documents: hits, set: null, isFull };
  }
  const tables: TableList[] = [];
  const flats: FlatList[] = [];
  for (const list of lists) {
    if (list instanceof TableList) tables.push(list);
    else if (list instanceof FlatList) flats.push(list);
  }
  if (flats.length === lists.length && !search.place.collects) {
    search.tellsLater = !lacking;
    const counted = ofFlats(search, flats, lacking);
    if (!lacking) search.tell();
    return { best, ...counted, set: null, isFull };
  }
  search.tellsLater = two === null && !lacking && flats.length + tables.length === lists.length;
  const hits = ownersOfAny(search);
  const set = search.collected(hits);
  if (!lacking && !search.narrowed) best.threshold = Math.max(best.threshold, floorOf(search));
  const asked = search.narrowed || search.lent ? hits : null;
  const counted = search.counted(hits);
  if (two !== null) offerTwo(search, ...two, asked, lacking);
  else if (flats.length + tables.length === lists.length) summed(search, flats, tables, asked, lacking);
  else maxScore(search, asked, lacking);
  if (search.tellsLater) search.tell();
  return { best, ...counted, set, isFull };
}

/** Offers what words have that are all unpacked whole. */
function ofFlats(
  search: PlainSearch,
  flats: readonly FlatList[],
  lacking: boolean,
): Pick<PlainFound, 'hits' | 'documents'> {
  if (search.isSimple && !search.lent) {
    const hits = summed(search, flats, [], null, lacking);
    return { hits, documents: hits };
  }
  const { set, hits, documents } = mark(search.place, flats);
  summed(search, flats, [], search.narrowed || search.lent ? set : null, lacking);
  unmark(flats);
  return { hits, documents };
}

/** Over the blocks of one word that may hold one of the best. */
function bestOfWord(list: WordList, best: Best): void {
  if (best.limit === 0) return;
  while (list.leap(best.threshold) < END) {
    const found = list.takeAbove(best.threshold, PARAGRAPHS, WORTHS);
    for (let i = 0; i < found; i++) {
      const score = WORTHS[i] ?? 0;
      if (score > best.threshold) best.offer(PARAGRAPHS[i] ?? 0, score);
    }
  }
}

/** Over the chunks of one word with a table, lent to none, that may hold one of the best. */
function bestOfTable(list: TableList, best: Best): void {
  const { chunks } = list.bounds;
  for (let chunk = 0; chunk < chunks.length; chunk++) {
    if (list.chunkBound(chunk) <= best.threshold) continue;
    const found = list.takeAbove(chunk, best.threshold, PARAGRAPHS, WORTHS);
    for (let i = 0; i < found; i++) {
      const score = WORTHS[i] ?? 0;
      if (score > best.threshold) best.offer(PARAGRAPHS[i] ?? 0, score);
    }
  }
}

/** A bit for each live paragraph that owns any of the words. */
function ownersOfAny({ lists, segment, narrowed }: PlainSearch): Uint32Array {
  const [only] = lists;
  if (lists.length === 1 && only instanceof TableList && !narrowed) return only.table.owned;
  const owners = scratchSet(segment);
  // Sets as large as the segment are gone through as few times as it takes.
  const sets: Uint32Array[] = [];
  for (const list of lists) if (list instanceof TableList) sets.push(list.table.owned);
  const [first, second, ...others] = sets;
  if (first === undefined) owners.fill(0);
  else if (second === undefined) owners.set(first);
  else for (let i = 0; i < owners.length; i++) owners[i] = (first[i] ?? 0) | (second[i] ?? 0);
  for (const set of others) unite(owners, set);
  for (const list of lists) if (!(list instanceof TableList)) list.addOwners(owners);
  return owners;
}

/** So many paragraphs are looked at before the search, to know what is worth nothing. */
const PRIMED = 256;

/**
 * A score that as many hits as are wanted exceed, found before the search: in as many chunks of a table stands one that is worth the
 * bound of its chunk; and what some paragraphs with the rarest word are worth with the tables of others. Common words then make no hits of
 * their own from the first paragraph on.
 */
function floorOf({ lists, best, segment, saturator }: PlainSearch): number {
  let floor = Number.NEGATIVE_INFINITY;
  let rarest: List | null = null;
  for (const list of lists) {
    if (list instanceof TableList) {
      if (list.table.matched !== list.table.owned) continue;
      if (list.bound > floor) floor = Math.max(floor, leastOfMost(list.bounds, best.limit) * list.worth);
    }
    if (list.size >= best.limit && (rarest === null || list.worth > rarest.worth)) rarest = list;
  }
  if (rarest === null || lists.length === 1) return floor * (2 - SLACK);
  const { lengths } = segment;
  const { norms } = saturator;
  const most = new Best(best.limit, floor);
  let paragraph = rarest.next();
  for (let i = 0; i < PRIMED && paragraph < END; i++) {
    const norm = norms[lengths[paragraph] ?? 1] ?? 0;
    let score = 0;
    for (let l = 0; l < lists.length; l++) {
      const list = lists[l];
      const count = list === rarest || list instanceof TableList ? list.countAt(paragraph) : 0;
      if (list !== undefined && count > 0) score += list.worth * saturated(count, norm);
    }
    if (score > most.threshold) most.offer(paragraph, score);
    paragraph = rarest.next();
  }
  rarest.rewind();
  return Math.max(floor, most.isFull ? most.threshold : floor) * (2 - SLACK);
}

/**
 * Window by window, what flat lists are worth is summed up, in loops of their own. A paragraph that a table has as well is looked up in it
 * where that may still make it one of the best; one that only tables have is looked at where the bounds of its chunk say that it may.
 * @param hits which paragraphs are hits; null where all with a word are
 * @returns how many paragraphs flat lists have
 */
function summed(
  search: PlainSearch,
  flats: readonly FlatList[],
  tables: readonly TableList[],
  hits: Uint32Array | null,
  lacking: boolean,
): number {
  const { best, segment } = search;
  const { paragraphCount, lengths } = segment;
  const { norms } = search.saturator;
  const byBound = tables.length > 1 ? [...tables].sort((a, b) => b.bound - a.bound) : tables;
  const bounds = tables.length > 0 ? chunkBounds(segment, tables) : NO_BOUNDS;
  const alone = tables.length > 0 ? new TablesAlone(search, tables, byBound, hits, lacking) : null;
  const taken = new Taken();
  for (let start = 0; start < paragraphCount; start += WINDOW) {
    const end = Math.min(start + WINDOW, paragraphCount);
    for (const flat of flats) flat.addWorths(start, end, SCORES);
    if (alone !== null) {
      for (let chunk = start >> CHUNK_SHIFT; chunk << CHUNK_SHIFT < end; chunk++) {
        if ((bounds[chunk] ?? 0) > best.threshold) alone.offer(chunk, start);
      }
    }
    let most = 0;
    for (let chunk = start >> CHUNK_SHIFT; chunk < bounds.length && chunk << CHUNK_SHIFT < end; chunk++)
      most = Math.max(most, bounds[chunk] ?? 0);
    for (let f = 0; f < flats.length; f++) {
      const flat = flats[f];
      if (flat === undefined) continue;
      taken.from(flat, start, (best.threshold - most) / SLACK);
      for (let i = 0; i < taken.size; i++) {
        const paragraph = TAKEN[i] ?? 0;
        let score = SUMS[i] ?? 0;
        if (hits !== null && !hasBit(hits, paragraph)) continue;
        if (alone === null) {
          // Summed in the order of the query. An equal of what was found is better where it stands earlier.
          if (score >= best.threshold) search.keep(paragraph, score, lacking);
          continue;
        }
        // With tables the sum is in another order: of what may be good enough it is made again.
        const chunk = paragraph >> CHUNK_SHIFT;
        let left = bounds[chunk] ?? 0;
        const norm = norms[lengths[paragraph] ?? 1] ?? 0;
        for (let t = 0; t < byBound.length && score * SLACK + left >= best.threshold; t++) {
          const table = byBound[t];
          if (table === undefined) continue;
          left -= table.chunkBound(chunk);
          const count = table.countAt(paragraph);
          if (count > 0) score += table.worth * saturated(count, norm);
        }
        if (score * SLACK + left >= best.threshold) search.offer(paragraph, lacking);
      }
    }
  }
  return taken.met;
}

/** Takes sums out of a window, those of one list at a time: a loop that does nothing else. */
class Taken {
  /** How many were met, and of the last list, how many are worth looking at: `TAKEN` and `SUMS` tell which. */
  met = 0;
  size = 0;

  from({ first, added, flat }: FlatList, start: number, least: number): void {
    const { paragraphs } = flat;
    let size = 0;
    let met = 0;
    for (let i = first; i < added; i++) {
      const paragraph = paragraphs[i] ?? 0;
      const sum = SCORES[paragraph - start] ?? 0;
      // Nothing is left where another list has it, too.
      if (sum === 0) continue;
      SCORES[paragraph - start] = 0;
      met++;
      if (sum < least) continue;
      TAKEN[size] = paragraph;
      SUMS[size] = sum;
      size++;
    }
    this.met += met;
    this.size = size;
  }
}

/** So many tables are told apart; more would make too many sets of them. */
const MOST_ORDERED = 5;

/** Offers paragraphs that no list has but tables. */
class TablesAlone {
  /** Those that are worth most, the first of them first; and those left over. */
  private readonly ordered: readonly TableList[];
  private readonly others: readonly TableList[];
  /** In the chunk that is looked at: what each is worth at most, and each with all behind it. */
  private readonly bounds = new Float64Array(MOST_ORDERED);
  private readonly rests = new Float64Array(MOST_ORDERED + 1);
  /** Sets of tables, a bit each, of which a paragraph must be in all of some: fewer are not worth enough. */
  private readonly sets: number[] = [];

  constructor(
    private readonly search: PlainSearch,
    private readonly tables: readonly TableList[],
    byBound: readonly TableList[],
    private readonly hits: Uint32Array | null,
    private readonly lacking: boolean,
  ) {
    this.ordered = byBound.slice(0, MOST_ORDERED);
    this.others = byBound.slice(MOST_ORDERED);
  }

  /** @param start where the window of `SCORES` begins: what has a sum there is offered with that */
  offer(chunk: number, start: number): void {
    const { search, ordered, others, bounds, rests, sets, hits } = this;
    const { best, segment } = search;
    let rest = 0;
    for (const table of others) rest += table.chunkBound(chunk);
    rests[ordered.length] = rest;
    for (let t = ordered.length - 1; t >= 0; t--) {
      bounds[t] = ordered[t]?.chunkBound(chunk) ?? 0;
      rest += bounds[t] ?? 0;
      rests[t] = rest;
    }
    sets.length = 0;
    this.collect(0, 0, best.threshold);
    const first = chunk << (CHUNK_SHIFT - 5);
    const end = Math.min(Math.ceil(segment.paragraphCount / 32), first + (1 << (CHUNK_SHIFT - 5)));
    for (let word = first; word < end; word++) {
      for (let bits = this.matches(word); bits !== 0; bits &= bits - 1) {
        const paragraph = word * 32 + 31 - Math.clz32(bits & -bits);
        if (SCORES[paragraph - start] === 0 && (hits === null || hasBit(hits, paragraph)))
          search.offerFrom(this.tables, paragraph, this.lacking);
      }
    }
  }

  /** The smallest sets of tables that are worth more than `needed`, of those from `t` on, with what is chosen already. */
  private collect(t: number, chosen: number, needed: number): void {
    if ((this.rests[t] ?? 0) <= needed) return;
    if (needed < 0 || t === this.ordered.length) {
      this.sets.push(chosen);
      return;
    }
    this.collect(t + 1, chosen | (1 << t), needed - (this.bounds[t] ?? 0));
    this.collect(t + 1, chosen, needed);
  }

  /** Of 32 paragraphs those that have all tables of one of the sets. */
  private matches(word: number): number {
    const { ordered, tables, sets } = this;
    let found = 0;
    for (let s = 0; s < sets.length; s++) {
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

const NO_BOUNDS = new Float64Array(0);
/** Paragraphs of a window: so many that its beginning costs little, so few that their sums stay in a near cache. */
const WINDOW = 1 << 13;
/** What the paragraphs of a window are worth by flat lists; zeros before and after. */
const SCORES = new Float64Array(WINDOW);
/** What was taken out of them. */
const TAKEN = new Int32Array(MOST_FLAT);
const SUMS = new Float64Array(MOST_FLAT);
